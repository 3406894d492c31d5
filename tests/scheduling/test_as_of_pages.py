"""Pages and answers as of an earlier moment say what they said then, change nothing, and refuse what never was."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.attendance.domain.own import OwnShift
from scheduling.attendance.models import ShiftConfirmation
from scheduling.contracts.models import BaseContract
from scheduling.roster.as_of.reading import read_as_of
from scheduling.roster.publishing import publish
from scheduling.time.interval import minute_before
from staff.centers.as_of import NoSuchVersion
from staff.centers.clock import current_version, tick
from staff.people.models import Person
from tests.cast import Cast, make_cast
from tests.factories import (
    deactivate,
    make_adjustment,
    make_certification,
    make_contract,
    make_holiday,
    make_membership,
    make_overtime_rules,
    make_rule_limits,
    make_workweek_boundary,
    moment,
)
from tests.scheduling.attendance.saying import cannot_come, confirm, published, shifts
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit

FIRST = datetime(2026, 12, 7, 14, 0, tzinfo=UTC)
MINUTES = 7
"""From one chapter to the next."""


def _clear_contract(cast: Cast) -> None:
    old = BaseContract.objects.current().get(person=cast.sam)
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        opened.close(old)


def _publish(cast: Cast) -> None:
    publish(
        actor=cast.dana.user,
        center=cast.norfield,
        day=DAY,
        override_reason="Storm",
        accepts_warnings=True,
    )


def _leave(cast: Cast) -> None:
    make_adjustment(
        cast.cal,
        moment(cast.norfield, "2026-12-07 06:00"),
        moment(cast.norfield, "2026-12-07 18:00"),
        kind=AdjustmentKind.LEAVE,
        absence_kind="sick",
    )


def _revoke(cast: Cast) -> None:
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        for row in Adjustment.objects.current().filter(person=cast.cal):
            opened.close(row)
            Adjustment.objects.filter(pk=row.pk, published_from__isnull=False).update(
                published_until=opened.version
            )


def _shift_ahead(cast: Cast) -> OwnShift:
    """Cal's first published shift that has not begun."""
    now = minute_before(timezone.now())
    return next(each for each in shifts(cast, cast.cal, now) if each.start > now)


Change = Callable[[Cast], Any]
CHAPTERS: tuple[tuple[Change, ...], ...] = (
    (
        lambda cast: edit(cast, cast.cal, OFF_DAY, "N"),
        lambda cast: make_rule_limits(cast.norfield, "minimum_rest", block=720),
    ),
    (_publish, lambda cast: make_holiday(cast.norfield, OFF_DAY, name="Founders Day")),
    (
        lambda cast: confirm(cast, cast.cal, _shift_ahead(cast)),
        lambda cast: edit(cast, cast.cal, OFF_DAY, None),
        _leave,
        _clear_contract,
    ),
    (
        lambda cast: make_contract(cast.ada, cast.patterns["4x10 swing"], holiday_rule="premium"),
        lambda cast: cannot_come(cast, cast.cal, _shift_ahead(cast).shift_start),
        lambda cast: make_overtime_rules(cast.norfield, daily_minutes=480),
        lambda cast: make_workweek_boundary(cast.norfield),
    ),
    (
        _revoke,
        lambda cast: make_certification(cast.ada, cast.skills["PD"], granted_on=DAY),
        lambda cast: make_membership(cast.ada, cast.groups["B Squad"]),
        lambda cast: deactivate(cast.max, on=date(2026, 12, 15)),
        _publish,
    ),
)
"""Each kind of change is followed by a reading and comes before another; what takes one back is told later."""


PAGES = {
    "/roster/?from=2026-12-06": ".main",
    "/roster/?from=2026-12-06&weeks=1": ".main",
    "/roster/?from=2026-12-06&weeks=2&view=published": ".main",
    "/roster/shift/?from=2026-12-06&day=2026-12-08&person={cal}": ".insp .history",
    "/roster/shift/?day=2026-12-08&from=2026-12-06&person={cal}": ".insp .effect",
    "/day/2026-12-08/": "#timeline",
    "/day/": "#timeline",
    "/on-duty/": "#wall",
    "/people/": "#people",
    "/people/{cal}/?on=2026-12-06": ".cols",
    "/people/{ada}/": ".cols",
    "/people/{cal}/limits/?on=2026-12-06&at=4000": "",
    "/reports/workweek/": ".advisor",
}
OWN_PAGES = {"/my/": "#main", "/people/{cal}/": ".cols"}
ANSWERS = (
    "/api/v1/roster?from=2026-12-06&until=2026-12-20",
    "/api/v1/roster?from=2026-12-06&until=2026-12-20&view=published",
    "/api/v1/coverage?from=2026-12-06&until=2026-12-12",
    "/api/v1/hours?from=2026-12-06&until=2026-12-20",
    "/api/v1/periods?from=2026-12-06&until=2026-12-20",
    "/api/v1/periods/2026-12-06",
)


def said(client: Client, path: str, selector: str) -> list[str]:
    """What the page says of the roster, without what only the present may do."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    soup = BeautifulSoup(answer.content, "html.parser")
    part = soup.select_one(selector) if selector else soup
    assert part is not None, path
    for only_now in part.select("form, .as-of, .menu, .fixes, .emp .row, .acts, .offline"):
        only_now.decompose()
    classes = [" ".join(each.get("class") or ()) for each in part.select(".c, .b, .sh")]
    return [*part.get_text(" ", strip=True).split(), *classes]


def more(path: str, as_of: object) -> str:
    return f"{path}{'&' if '?' in path else '?'}as_of={as_of}"


def signed_in(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


class Story:
    """Changes at known moments, with what everything said after each; then it is read again as of each."""

    def __init__(self, cast: Cast, time_machine: Any) -> None:
        self.cast, self.now = cast, time_machine
        self.told: list[tuple[int, int, dict[str, Any]]] = []

    def tell(self, *, reads: bool = True) -> None:
        for n, changes in enumerate(CHAPTERS):
            self.move(n)
            for change in changes:
                change(self.cast)
            said_now = dict(self.everything()) if reads else {}
            self.told.append((n, current_version(self.cast.norfield.pk), said_now))

    def move(self, n: int) -> None:
        self.now.move_to(FIRST.timestamp() + n * MINUTES * 60, tick=False)

    def everything(self, as_of: object = "") -> Iterator[tuple[str, Any]]:
        names = {"cal": self.cast.cal.pk, "ada": self.cast.ada.pk}
        # Nobody stays signed in over the hours between two readings.
        dana, cal = signed_in(self.cast.dana), signed_in(self.cast.cal)
        for client, pages in ((dana, PAGES), (cal, OWN_PAGES)):
            for path, selector in pages.items():
                address = path.format(**names)
                yield path, said(client, more(address, as_of) if as_of else address, selector)
        for path in ANSWERS:
            answer = dana.get(more(path, as_of) if as_of else path)
            assert answer.status_code == 200, path
            yield path, json.loads(answer.content)


def test_every_page_as_of_a_version_says_what_it_said_then(db: None, time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    story = Story(make_cast(), time_machine)
    story.tell()
    story.move(500)
    for n, version, told in story.told:
        for page, words in story.everything(version):
            assert words == told[page], (page, n)
    assert len({json.dumps(told, default=str) for _, _, told in story.told}) == len(CHAPTERS)


def test_a_moment_means_the_last_version_recorded_by_then(db: None, time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    story = Story(make_cast(), time_machine)
    story.tell(reads=False)
    story.move(500)
    board, dana = "/roster/?from=2026-12-06", signed_in(story.cast.dana)
    for n, version, _ in story.told:
        for minute, expected in ((n * MINUTES, version), (n * MINUTES + MINUTES - 1, version)):
            page = dana.get(more(board, f"2026-12-07T09:{minute:02d}")).content.decode()
            assert f"version {expected}. Read only." in page, minute


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to("2026-12-07T15:00:00Z", tick=False)


@pytest.fixture
def dana(cast: Cast) -> Client:
    return signed_in(cast.dana)


WRONG = {
    "2026-12-07T10:01": "yet to come",
    "2030-01-01 00:00": "yet to come",
    "2026-12-07T09:59": "had no roster yet. It begins on Mon, Dec 7, 2026, 10:00",
    "0": "has versions 1 to",
    "999999": "has versions 1 to",
    "9" * 40: "Write a date and a time",
    "yesterday": "Write a date and a time",
    "2026-12-07": "yet to come|had no roster yet",
    "2026-12-07T09:00:30": "Write a date and a time",
    "1850-12-07T09:00": "Write a date and a time",
}


@pytest.mark.parametrize("page", ["/roster/", "/day/", "/on-duty/", "/people/", "/my/", "/reports/workweek/"])
def test_a_moment_that_never_was_is_said_at_its_field(dana: Client, page: str) -> None:
    for text, says in WRONG.items():
        answer = dana.get(page, {"as_of": text, "by": "group"})
        assert answer.status_code == 422, text
        soup = BeautifulSoup(answer.content, "html.parser")
        problem, field = soup.select_one("#as-of-problem"), soup.select_one("input[name=as_of]")
        assert problem is not None
        assert field is not None
        assert any(part in problem.text for part in says.split("|")), text
        assert (field["value"], field["aria-describedby"]) == (text[:40], "as-of-problem as-of-hint")
        assert soup.select_one("#grid, #timeline, #wall, #people") is None
        assert soup.select_one("form.as-of-wrong input[name=by]") is not None


@pytest.mark.parametrize(
    ("as_of", "says"),
    [
        ("2026-12-07T15:01:00Z", "yet to come"),
        ("2026-12-07T14:59:00Z", "had no roster yet"),
        ("2026-12-07T14:00", "needs its offset"),
        ("0", "has versions 1 to"),
        ("nonsense", "Write a version"),
    ],
)
def test_the_api_names_as_of_in_its_problem(dana: Client, as_of: str, says: str) -> None:
    for path in ANSWERS:
        answer = dana.get(more(path, as_of))
        assert answer.status_code == 400, path
        (problem,) = answer.json()["errors"]
        assert problem["pointer"] == "/as_of"
        assert says in problem["detail"]


class TestReading:
    """New York: on 2026-03-08 02:30 does not exist, on 2026-11-01 01:30 exists twice."""

    @pytest.fixture
    def early(self, db: None, time_machine: Any) -> Cast:
        time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
        cast = make_cast()
        time_machine.move_to("2026-12-07T15:00:00Z", tick=False)
        return cast

    @pytest.mark.parametrize(
        ("text", "utc"),
        [
            ("2026-03-08T02:30", "2026-03-08T07:30"),
            ("2026-11-01T01:30", "2026-11-01T05:30"),
            ("2026-11-01 09:00", "2026-11-01T14:00"),
            ("2026-11-01T09:00-06:00", "2026-11-01T15:00"),
            ("2026-11-01T09:00 00:00", "2026-11-01T09:00"),
        ],
    )
    def test_a_moment_is_read_by_the_centers_clock(self, early: Cast, text: str, utc: str) -> None:
        found = read_as_of(early.norfield, text, datetime.now(UTC))
        assert found.now.astimezone(UTC).isoformat()[:16] == utc

    def test_another_centers_versions_are_not_asked(self, early: Cast) -> None:
        latest = current_version(early.norfield.pk)
        make_holiday(early.southmere, DAY)
        assert current_version(early.southmere.pk) > 0
        with pytest.raises(NoSuchVersion, match=f"Norfield has versions 1 to {latest}"):
            read_as_of(early.norfield, str(latest + 1), datetime.now(UTC))

    def test_of_several_versions_in_one_moment_the_last_counts(self, early: Cast) -> None:
        make_holiday(early.norfield, DAY)
        make_holiday(early.norfield, OFF_DAY)
        found = read_as_of(early.norfield, "2026-12-07T10:00", datetime.now(UTC))
        assert found.version == current_version(early.norfield.pk)


class TestReadOnly:
    @pytest.fixture
    def then(self, cast: Cast, dana: Client) -> int:
        """A version after which Cal got a night."""
        before = current_version(cast.norfield.pk)
        edit(cast, cast.cal, OFF_DAY, "N")
        return before

    @pytest.mark.parametrize(
        "page", ["/roster/", "/roster/?weeks=1", "/day/2026-12-08/", "/people/", "/people/{cal}/", "/my/",
                 "/reports/workweek/", "/on-duty/"]
    )  # fmt: skip
    def test_a_banner_says_so_and_leads_back_and_nothing_offers_a_change(
        self, cast: Cast, dana: Client, then: int, page: str
    ) -> None:
        path = page.format(cal=cast.cal.pk)
        soup = BeautifulSoup(dana.get(more(path, then)).content, "html.parser")
        banner = soup.select_one(".as-of")
        assert banner is not None
        assert f"As of Mon, Dec 7, 2026, 10:00 version {then}. Read only." in banner.get_text(" ", strip=True)
        back = banner.select_one("a")
        assert back is not None
        assert "as_of" not in back["href"]
        assert str(back["href"]).startswith(path.split("?", maxsplit=1)[0])
        main = soup.select_one("main") or soup
        assert not main.select("form[method=post]")
        assert not soup.select(".bar form[method=post]")
        assert not soup.select("[data-editable]")
        assert not soup.select("[hx-trigger^=every]")

    @pytest.mark.parametrize("page", ["/roster/", "/day/2026-12-08/", "/people/", "/people/{cal}/", "/my/"])
    def test_now_has_a_control_and_no_banner(self, cast: Cast, dana: Client, page: str) -> None:
        soup = BeautifulSoup(dana.get(page.format(cal=cast.cal.pk)).content, "html.parser")
        assert soup.select_one(".as-of") is None
        assert soup.select_one(".as-of-menu input[type=datetime-local][name=as_of]") is not None

    @pytest.mark.parametrize(
        "page", ["/roster/", "/roster/?weeks=1", "/day/2026-12-08/", "/people/", "/people/{cal}/"]
    )
    def test_links_within_the_page_keep_it(self, cast: Cast, dana: Client, then: int, page: str) -> None:
        path = page.format(cal=cast.cal.pk)
        soup = BeautifulSoup(dana.get(more(path, then)).content, "html.parser")
        own = path.split("?", maxsplit=1)[0]
        kept = 0
        for link in soup.select(".bar a, .wrap a, .foot a"):
            href = str(link["href"])
            if href.startswith(("?", own)) and "Back to now" not in link.text:
                assert f"as_of={then}" in href, href
                kept += 1
        assert kept or page in {"/people/"}
        for form in soup.select(".bar form[method=get], .wrap form"):
            assert form.select_one("[name=as_of]") is not None

    def test_edits_are_refused_and_nothing_is_stored(self, cast: Cast, dana: Client, then: int) -> None:
        version = current_version(cast.norfield.pk)
        board = f"from=2026-12-06&as_of={then}"
        cal = cast.cal.pk
        posts = {
            "/roster/edit/": {"board": board, "person": cal, "day": "2026-12-08", "shift": "D",
                              "base_version": version},
            "/roster/undo/": {"board": board, "direction": "undo"},
            "/roster/copy-period/": {"board": board},
            "/roster/publish/": {"board": board},
            f"/roster/publish/?as_of={then}": {},
            f"/day/2026-12-08/undo/?as_of={then}": {},
            f"/day/2026-12-08/{cal}/?as_of={then}": {"start": "06:00", "end": "18:00", "base_version": version},
            f"/day/2026-12-08/{cal}/record/overtime/?board=as_of%3D{then}": {"start": "06:00", "end": "08:00"},
            f"/day/2026-12-08/{cal}/record/breaks/?board=as_of%3D{then}": {},
            "/roster/many/clear/": {"board": board},
        }  # fmt: skip
        for path, fields in posts.items():
            answer = dana.post(path, fields)
            assert answer.status_code == 409, path
            assert "Nothing was changed" in answer.content.decode()
            answer = dana.post(path, fields, headers={"HX-Request": "true"})
            assert answer.status_code == 422, path
            assert "Go back to now" in answer.headers["HX-Trigger"]
        assert current_version(cast.norfield.pk) == version

    def test_what_one_says_of_a_shift_is_of_now_only(self, cast: Cast, time_machine: Any) -> None:
        published(cast)
        version, own = current_version(cast.norfield.pk), _shift_ahead(cast)
        time_machine.move_to("2026-12-07T15:05:00Z", tick=False)
        confirm(cast, cast.cal, own)
        cal, page = signed_in(cast.cal), f"/my/shifts/{own.shift_start}/"
        for path in ("/my/", page):
            shown = {}
            for as_of in (version, "2026-12-07T10:04", "2026-12-07T10:05", ""):
                soup = BeautifulSoup(cal.get(more(path, as_of)).content, "html.parser")
                main = soup.select_one("main") or soup
                shown[as_of] = "Confirmed" in main.get_text()
                assert bool(main.select("form[method=post], .acts a")) is (as_of == ""), (path, as_of)
                kept = [str(each["href"]) for each in main.select(".ls a[href]")]
                assert all(("as_of=" in href) is (as_of != "") for href in kept)
            assert list(shown.values()) == [False, False, True, True], path
        sent = {"shift": f"{own.shift_start}.{own.tag}", "edit_id": str(uuid.uuid4()), "kind": "sick"}
        for path in ("/my/confirm/", f"{page}cannot-come/", f"{page}late/",
                     f"/my/reports/{uuid.uuid4()}/withdraw/"):  # fmt: skip
            answer = cal.post(more(path, version), sent)
            assert answer.status_code == 409, path
        assert ShiftConfirmation.objects.count() == 1
        assert current_version(cast.norfield.pk) == version

    def test_who_may_not_see_it_now_may_not_see_it_then(self, cast: Cast, then: int) -> None:
        cal = signed_in(cast.cal)
        assert cal.get(f"/roster/?as_of={then}").status_code == 403
        assert cal.get(f"/people/{cast.dana.pk}/?as_of={then}").status_code == 404
        olga = signed_in(cast.olga)
        assert olga.get(f"/people/{cast.cal.pk}/?as_of={then}").status_code == 404

    def test_the_copy_for_no_network_is_of_now_only(self, cast: Cast) -> None:
        worker = signed_in(cast.cal).get("/my/worker.js").content.decode()
        assert '!searchParams.has("as_of")' in worker

    @pytest.mark.parametrize(
        "page", ["/roster/?from=2026-12-06", "/day/2026-12-08/", "/people/", "/people/{cal}/"]
    )
    def test_the_past_asks_no_more_than_the_present(
        self, cast: Cast, dana: Client, then: int, page: str
    ) -> None:
        path = page.format(cal=cast.cal.pk)
        counts = []
        for address in (path, more(path, then), more(path, "2026-12-07T10:00")):
            dana.get(address)
            with CaptureQueriesContext(connection) as asked:
                dana.get(address)
            counts.append(len(asked))
        assert max(counts[1:]) <= counts[0] + 1
