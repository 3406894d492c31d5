"""The list of notices: what must be acknowledged on top, the rest by day, read and told as one chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from staff.notices import registry
from staff.notices.models import ChannelChoice, Delivery, Notice
from staff.notices.registry import NoticeKind, Words, register
from staff.notices.services import tell
from staff.people.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 6, 17, 0, tzinfo=UTC)


def _words(notice: Notice) -> Words:
    return Words(notice.context["title"], "It begins at 07:00.", "/my/")


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", {})
    register(
        [
            NoticeKind("shift_changed", "My roster changed", _words),
            NoticeKind("mandation", "Required overtime", _words, must_acknowledge=True, is_fixed=True),
        ]
    )


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def told(cast: Cast, title: str, kind: str = "shift_changed", **fields: Any) -> Notice:
    users = [cast.cal.user]
    return tell(center=cast.norfield, users=users, kind=kind, key=title, context={"title": title}, **fields)[
        0
    ]


def client_of(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def test_what_must_be_acknowledged_is_on_top_and_the_rest_by_day(cast: Cast, clock: Any) -> None:
    told(cast, "Yesterdays news")
    clock.move_to(NOON + timedelta(days=1), tick=False)
    told(cast, "Required overtime today", "mandation")
    told(cast, "News of today")
    told(cast, "Held", hold=timedelta(seconds=10))
    page = client_of(cast.cal).get("/notices/").content.decode()
    places = [
        page.index(words)
        for words in ("Required overtime today", "News of today", "Yesterday", "Yesterdays news")
    ]
    assert places == sorted(places)
    assert "Held" not in page
    assert "1 needs your acknowledgement" in page
    assert '<span class="cnt">3</span>' in page


def test_acknowledging_moves_it_down_and_only_ones_own(cast: Cast) -> None:
    notice = told(cast, "Required overtime today", "mandation")
    assert client_of(cast.max).post(f"/notices/{notice.pk}/acknowledge/").status_code == 404
    cal = client_of(cast.cal)
    page = cal.post(f"/notices/{notice.pk}/acknowledge/", follow=True).content.decode()
    assert "Acknowledged Dec 6 12:00." in page
    assert "data-acknowledge" not in page


def test_marking_as_read_leaves_what_must_be_acknowledged(cast: Cast) -> None:
    news, urgent = told(cast, "News"), told(cast, "Overtime", "mandation")
    client_of(cast.cal).post("/notices/read/")
    news.refresh_from_db()
    urgent.refresh_from_db()
    assert (news.read_at, urgent.read_at) == (NOON, None)


def test_mail_is_turned_off_per_kind_and_fixed_kinds_stay(cast: Cast) -> None:
    cal = client_of(cast.cal)
    cal.post("/notices/channels/", {"on": []})
    assert [(each.kind, each.is_on) for each in ChannelChoice.objects.all()] == [("shift_changed", False)]
    told(cast, "News")
    told(cast, "Overtime", "mandation")
    assert [each.notice.kind for each in Delivery.objects.all()] == ["mandation"]
    cal.post("/notices/channels/", {"on": ["shift_changed:email"]})
    assert ChannelChoice.objects.get().is_on
    assert cal.post("/notices/channels/", {"on": ["nothing:email"]}).status_code == 400


def test_a_mail_that_never_arrived_is_said(cast: Cast) -> None:
    told(cast, "News")
    Delivery.objects.update(state=Delivery.State.FAILED, ended_at=NOON)
    assert "The mail did not arrive" in client_of(cast.cal).get("/notices/").content.decode()


def test_opening_one_reads_it_and_goes_on_to_what_it_is_about(cast: Cast) -> None:
    notice, other = told(cast, "News"), told(cast, "More news")
    assert client_of(cast.max).post(f"/notices/{notice.pk}/open/").status_code == 404
    assert client_of(cast.cal).post(f"/notices/{notice.pk}/open/")["Location"] == "/my/"
    notice.refresh_from_db()
    other.refresh_from_db()
    assert (notice.read_at, other.read_at) == (NOON, None)


def test_a_long_notice_opens_the_rest_below_its_first_lines(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = registry.notice_kind("shift_changed")
    words = {7: "1\n2\n3\n4\n5\n6\n7", 8: "1\n2\n3\n4\n5\n6\n7\n8"}
    for count, text in words.items():
        told(cast, f"{count} lines")
        long = replace(kind, words=lambda notice, text=text: Words(notice.context["title"], text, "/my/"))
        monkeypatch.setitem(registry._kinds, "shift_changed", long)
        page = BeautifulSoup(client_of(cast.cal).get("/notices/").content, "html.parser")
        rest = page.select("details.words")
        assert [each.get_text() for each in rest] == ([] if count == 7 else ["2 more lines78"] * len(rest))
        assert len(rest) == (0 if count == 7 else 2)
        Notice.objects.update(read_at=NOON)


def test_the_keys_of_the_page_are_in_the_list(cast: Cast) -> None:
    page = BeautifulSoup(client_of(cast.cal).get("/notices/").content, "html.parser")
    assert "Acknowledge" in page.select_one("#keys dl").get_text()  # type: ignore[union-attr]
