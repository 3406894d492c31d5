"""The inbox as a page: what is listed and shown, what an answer does, and what is said when another was faster."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.audiences import one_user
from approvals.domain.workflow import Answer
from approvals.impact import Finding
from approvals.models import ApprovalRoute, ApprovalStep, Delegation, Request, RequestEvent
from approvals.registry import Kind
from approvals.services import Ask, ask, decide
from scheduling.preferences.handler import PreferenceHandler
from staff.people.models import Person
from staff.preferences.models import StandingPreference
from tests.cast import Cast
from tests.support.queries import reads

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 6, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def client_of(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def asked(cast: Cast, person: Person | None = None, day: int = 6, **fields: Any) -> Request:
    person = person or cast.cal
    assert person.user is not None
    payload = {"standing": {"kind": "off", "weekdays": [day], "shift_code": "", "part": "", "weight": 3}}
    what = Ask(uuid.uuid4(), Kind.PREFERENCE, person, 3, payload, **fields)
    return ask(actor=person.user, center=cast.norfield, what=what)


def answer(client: Client, row: Request, said: str, **fields: str) -> Any:
    return client.post(f"/inbox/{row.pk}/answer/", {"answer": said, **fields})


def test_the_list_and_the_first_request_are_shown(cast: Cast) -> None:
    asked(cast, note="My sister marries.")
    page = client_of(cast.dana).get("/inbox/").content.decode()
    assert "Merrow, Cal asks: Off on Sundays, 3 of 5" in page
    assert "Nobody else of the group asks for this" in page
    assert "My sister marries." in page
    assert "Approve preference" in page
    assert "Preferences now" in page


def test_nothing_waiting_says_so_and_looks_again_by_itself(cast: Cast) -> None:
    page = client_of(cast.dana).get("/inbox/").content.decode()
    assert "Inbox is clear." in page
    assert 'data-news hx-get="/inbox/"' in page


def test_a_yes_does_it_opens_the_next_and_can_be_undone(cast: Cast, clock: Any) -> None:
    first = asked(cast)
    clock.move_to(NOON + timedelta(seconds=1), tick=False)
    second = asked(cast, cast.max)
    dana = client_of(cast.dana)
    shown = dana.get(f"/inbox/{first.pk}/")
    saw = shown.context["detail"].saw
    response = answer(dana, first, "yes", saw=saw, reason="Fine with me.")
    assert response["Location"] == f"/inbox/{second.pk}/"
    assert StandingPreference.objects.filter(person=cast.cal).exists()
    event = RequestEvent.objects.get(request=first)
    assert (event.reason, event.saw) == (
        "Fine with me.",
        {"finding": "Nobody else of the group asks for this"},
    )
    assert "Approved: Cal, Off on Sundays" in dana.get(response["Location"]).content.decode()
    assert dana.post("/inbox/take-back/")["Location"] == f"/inbox/{first.pk}/"
    assert not StandingPreference.objects.filter(person=cast.cal).exists()
    first.refresh_from_db()
    assert first.status == "waiting"


def test_undo_is_over_after_ten_seconds(cast: Cast, clock: Any) -> None:
    row = asked(cast)
    dana = client_of(cast.dana)
    answer(dana, row, "yes")
    clock.move_to(NOON + timedelta(seconds=11), tick=False)
    assert "data-undo" not in dana.get("/inbox/").content.decode()
    page = dana.post("/inbox/take-back/", follow=True).content.decode()
    assert "Too late to take back" in page
    row.refresh_from_db()
    assert row.status == "approved"


def test_what_the_form_says_was_seen_is_kept_only_when_this_page_wrote_it(cast: Cast) -> None:
    row, other = asked(cast), asked(cast, cast.max)
    dana = client_of(cast.dana)
    foreign = dana.get(f"/inbox/{other.pk}/").context["detail"].saw
    answer(dana, row, "yes", saw=foreign)
    assert RequestEvent.objects.get(request=row).saw is None


def test_a_no_needs_a_reason_picked_or_typed(cast: Cast) -> None:
    row = asked(cast)
    dana = client_of(cast.dana)
    refused = answer(dana, row, "no", reason="  ")
    assert refused.status_code == 422
    assert "A no needs a reason" in refused.content.decode()
    answer(dana, row, "no", picked="Too many of the group ask for the same.", reason="Ask again in May.")
    event = RequestEvent.objects.get(request=row)
    assert event.reason == "Too many of the group ask for the same. Ask again in May."


def test_what_was_typed_stays_when_it_is_too_long(cast: Cast) -> None:
    row = asked(cast)
    page = answer(client_of(cast.dana), row, "yes", reason="x" * 301)
    assert page.status_code == 422
    assert "x" * 301 in page.content.decode()
    assert not RequestEvent.objects.exists()


def test_who_was_faster_is_named_in_place_of_the_buttons(cast: Cast, clock: Any) -> None:
    row = asked(cast)
    decide(actor=cast.sam.user, center=cast.norfield, request_id=row.pk, answer=Answer.YES)
    clock.move_to(NOON + timedelta(seconds=5), tick=False)
    dana = client_of(cast.dana)
    late = answer(dana, row, "no", reason="Not now.")
    assert late.status_code == 409
    assert "Sam Rowntree approved this 5 s ago" in late.content.decode()
    assert "data-approve" not in late.content.decode()
    row.refresh_from_db()
    assert row.status == "approved"


def test_news_bring_the_list_and_the_answer_of_another(cast: Cast) -> None:
    row = asked(cast)
    dana = client_of(cast.dana)
    same = dana.get(f"/inbox/{row.pk}/news/?known=0").content.decode()
    assert 'id="requests"' in same
    assert 'id="decision"' not in same
    decide(actor=cast.sam.user, center=cast.norfield, request_id=row.pk, answer=Answer.YES)
    news = dana.get(f"/inbox/{row.pk}/news/?known=0").content.decode()
    assert "Sam Rowntree approved this 0 s ago" in news
    assert f"i-{row.pk}" not in news


def test_requests_of_others_routes_and_own_ones_are_not_found(cast: Cast) -> None:
    mine = asked(cast, cast.dana)
    theirs = asked(cast)
    assert client_of(cast.dana).get(f"/inbox/{mine.pk}/").status_code == 404
    assert client_of(cast.sam).get(f"/inbox/{mine.pk}/").status_code == 200
    assert client_of(cast.olga).get(f"/inbox/{theirs.pk}/").status_code == 404
    assert answer(client_of(cast.olga), theirs, "yes").status_code == 404
    assert answer(client_of(cast.cal), theirs, "yes").status_code == 403


class ShortForCal(PreferenceHandler):
    """Leaves a shortage for requests of more than three points."""

    def findings(self, requests: Sequence[Request]) -> Mapping[UUID, Finding]:
        return {
            row.pk: Finding("Call-taking 1 short", tone="bad", leaves_short=row.person.first_name == "Cal")
            for row in requests
        }


def test_bulk_approval_names_and_leaves_out_what_would_cause_a_shortage(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("approvals.registry").registry._handlers, Kind.PREFERENCE, ShortForCal())
    cal, max_ = asked(cast), asked(cast, cast.max)
    dana = client_of(cast.dana)
    chosen = {"request": [str(cal.pk), str(max_.pk)]}
    page = dana.post("/inbox/several/", chosen).content.decode()
    assert "1 would cause a shortage and is left out" in page
    assert "Approve 1 request" in page
    assert not RequestEvent.objects.exists()
    dana.post("/inbox/several/", {**chosen, "confirm": "1"})
    assert [each.request_id for each in RequestEvent.objects.all()] == [max_.pk]
    dana.post("/inbox/take-back/")
    max_.refresh_from_db()
    assert max_.status == "waiting"


@pytest.mark.parametrize("chosen", [[], ["x"], [str(uuid.uuid4()) for _ in range(101)]])
def test_a_bulk_of_nothing_or_of_nonsense_is_refused(cast: Cast, chosen: list[str]) -> None:
    assert client_of(cast.dana).post("/inbox/several/", {"request": chosen}).status_code == 400


def test_a_delegate_finds_the_requests_of_who_is_away(cast: Cast) -> None:
    route = ApprovalRoute.objects.create(center=cast.norfield, kind=Kind.PREFERENCE)
    ApprovalStep.objects.create(route=route, number=0, label="Ada", audiences=[one_user(cast.ada.user.pk)])
    mine = asked(cast)
    assert client_of(cast.sam).get(f"/inbox/{mine.pk}/").status_code == 404
    Delegation.objects.create(
        center=cast.norfield,
        principal=cast.ada.user,
        delegate=cast.sam.user,
        starts_at=NOON - timedelta(hours=1),
        ends_at=NOON + timedelta(hours=1),
    )
    assert client_of(cast.sam).get(f"/inbox/{mine.pk}/").status_code == 200


def test_the_top_bar_counts_and_is_red_only_for_what_is_due(cast: Cast, clock: Any) -> None:
    asked(cast)
    sam = client_of(cast.sam)
    assert '<span class="cnt">1<span class="vh"> waiting</span>' in sam.get("/people/").content.decode()
    clock.move_to(NOON + timedelta(days=12, minutes=1), tick=False)
    sam = client_of(cast.sam)
    assert '<span class="cnt hot">1' in sam.get("/people/").content.decode()


def test_the_inbox_reads_as_much_for_many_requests_as_for_one(cast: Cast) -> None:
    asked(cast)
    dana = client_of(cast.dana)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert dana.get("/inbox/").status_code == 200
        return reads(queries)

    dana.get("/inbox/")
    few = count()
    for day in range(5):
        asked(cast, cast.max, day)
    assert count() == few
    assert few <= 32


def test_the_keys_of_the_page_are_in_the_list(cast: Cast) -> None:
    page = client_of(cast.dana).get("/inbox/").content.decode()
    assert "<dd>Take back, for 10 s</dd>" in page
