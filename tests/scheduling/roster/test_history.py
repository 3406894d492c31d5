"""The history: who changed what, when and why; what employees see of it; as far back as there is."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.contracts.models import BaseContract
from scheduling.roster.history.kinds import GROUP_KINDS, GROUP_LABELS, kind_words
from scheduling.roster.history.lines import Entry, entries
from scheduling.roster.history.selectors import MOST_LINES, Asked, Reader, load_history, versioned_tables
from scheduling.roster.publishing import publish
from scheduling.roster.undo import undo
from staff.centers.clock import current_version, tick
from staff.centers.models import Event
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_certification,
    make_emergency,
    make_holiday,
    make_requirement,
    make_rule_limits,
    moment,
)
from tests.scheduling.attendance.saying import after_all, at, cannot_come, published, shifts
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit

ALL = Reader(sees_all=True, sees_reasons=True)
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def told(cast: Cast, reader: Reader = ALL, *, version: int | None = None, **asked: Any) -> list[Entry]:
    at = current_version(cast.norfield.pk) if version is None else version
    return list(entries(load_history(cast.norfield, Asked(**asked), reader, at), reader, TODAY))


def lines(entry: Entry) -> list[str]:
    return [f"{line.sign} {line.name} {line.words} ({line.published})" for line in entry.lines]


def publish_all(cast: Cast) -> int:
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Storm", accepts_warnings=True
    )
    return current_version(cast.norfield.pk)


def own(person: Person) -> Reader:
    return Reader(sees_all=False, sees_reasons=False, own=person.pk)


def signed_in(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


class TestWhatIsSaid:
    def test_an_edit_says_who_and_what_came_and_went(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        edit(cast, cast.cal, OFF_DAY, "D", by=cast.sam)
        last, first = told(cast)[:2]
        assert (last.title, last.actor, first.actor) == ("Roster edited", "Rowntree, Sam", "Kestrel, Dana")
        assert lines(first) == ["+ Merrow, Cal Overtime N 18:00 – 06:00 (never published)"]
        assert lines(last) == [
            "− Merrow, Cal Overtime N 18:00 – 06:00 (was never published)",
            "+ Merrow, Cal Overtime D 06:00 – 18:00 (draft)",
        ]
        assert last.lines[1].on == OFF_DAY
        assert last.version_before == first.version

    def test_undo_names_what_it_takes_back(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        done = current_version(cast.norfield.pk)
        undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
        undone, edited = told(cast)[:2]
        assert undone.title == "Edit undone"
        assert undone.notes == (f"Takes back version {done}.",)
        assert edited.notes == (f"Taken back by version {undone.version}.",)
        assert told(cast, version=done)[0].notes == ()

    def test_publishing_says_what_employees_see_now_and_overrides_with_their_reason(self, cast: Cast) -> None:
        make_rule_limits(cast.norfield, "minimum_rest", block=23 * 60)
        edit(cast, cast.cal, OFF_DAY, "N")
        version = publish_all(cast)
        published, edited = told(cast)[:2]
        assert published.version == version
        assert [line.words for line in published.lines if line.person] == ["Overtime N 18:00 – 06:00"]
        assert any("overridden for" in note and note.endswith("Storm") for note in published.notes)
        assert edited.lines[0].published.startswith("published Fri Nov 20")
        assert told(cast, version=version - 1)[0].lines[0].published == "draft"

    def test_a_contract_says_old_and_new(self, cast: Cast) -> None:
        old = BaseContract.objects.current().get(person=cast.cal)
        new = BaseContract(
            person=cast.cal,
            pattern_id=old.pattern_id,
            offset_days=old.offset_days,
            starts_on=old.starts_on,
            weekly_minutes=2400,
            holiday_rule="premium",
        )
        with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="base_contract.changed") as opened:
            opened.replace(old, new)
        (entry,) = told(cast, group="contracts")
        assert entry.title == "Base contract changed"
        assert (entry.lines[0].sign, entry.lines[0].person) == ("→", cast.cal.pk)
        assert ("weekly minutes", str(old.weekly_minutes), "2400") in entry.lines[0].details
        assert ("holiday rule", "Work as normal", "Work with premium") in entry.lines[0].details

    def test_other_tables_are_told_too(self, cast: Cast) -> None:
        make_certification(cast.ada, cast.skills["PD"], granted_on=DAY)
        make_emergency(
            cast.norfield,
            moment(cast.norfield, "2026-12-07 06:00"),
            moment(cast.norfield, "2026-12-08 06:00"),
            "minimum_rest",
        )
        make_requirement(cast.positions["Call-taking"], weekday=6, start="03:00", end="04:00")
        make_holiday(cast.norfield, DAY, name="Founders Day")
        said = " / ".join(line.words for entry in told(cast, size=5) for line in entry.lines)
        for words in (
            "Certification: PD",
            "Declared emergency: Emergency: Ice storm",
            "Requirement:",
            "Founders Day",
        ):
            assert words in said
        row = told(cast, size=1)[0]
        assert row.actor == "Imported"

    def test_a_row_that_ends_is_ended_and_not_changed(self, cast: Cast) -> None:
        old = BaseContract.objects.current().get(person=cast.sam)
        with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="base_contract.removed") as opened:
            opened.close(old)
        (line,) = told(cast)[0].lines
        assert (line.sign, line.person, line.details) == ("−", cast.sam.pk, ())

    def test_many_changes_of_one_version_are_counted(self, cast: Cast) -> None:
        with tick(actor=cast.dana.user, center_id=cast.norfield.pk, kind="roster.edited") as opened:
            for n in range(MOST_LINES + 5):
                start = moment(cast.norfield, f"2026-12-{n + 6:02d} 06:00")
                end = moment(cast.norfield, f"2026-12-{n + 6:02d} 18:00")
                make_adjustment(cast.cal, start, end, is_published=False, opened=opened)
        entry = told(cast)[0]
        assert (len(entry.lines), entry.more) == (MOST_LINES, 5)


class TestNarrowing:
    def test_by_person_actor_kind_and_period(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        edit(cast, cast.max, OFF_DAY, "N", by=cast.sam)
        edit(cast, cast.cal, date(2027, 1, 12), "N")
        make_holiday(cast.norfield, DAY)
        latest = current_version(cast.norfield.pk)
        versions = {
            "cal": [entry.version for entry in told(cast, person=cast.cal.pk)],
            "sam": [entry.version for entry in told(cast, actor=cast.sam.user.pk)],
            "roster": [entry.version for entry in told(cast, group="roster")],
            "period": [entry.version for entry in told(cast, period=DAY)],
            "both": [entry.version for entry in told(cast, person=cast.cal.pk, period=OFF_DAY)],
        }
        assert versions["cal"][:2] == [latest - 1, latest - 3]
        assert versions["sam"] == [latest - 2]
        assert versions["roster"] == [latest - 1, latest - 2, latest - 3]
        assert versions["period"] == [latest, latest - 2, latest - 3]
        assert versions["both"] == [latest - 3]

    def test_a_person_is_told_with_their_own_lines_only(self, cast: Cast) -> None:
        with tick(actor=cast.dana.user, center_id=cast.norfield.pk, kind="roster.edited") as opened:
            for person in (cast.cal, cast.max):
                make_adjustment(
                    person,
                    moment(cast.norfield, "2026-12-08 06:00"),
                    moment(cast.norfield, "2026-12-08 18:00"),
                    opened=opened,
                )
        assert {line.person for line in told(cast, person=cast.cal.pk)[0].lines} == {cast.cal.pk}

    def test_pages_go_back_without_gap_or_repeat(self, cast: Cast) -> None:
        for n in range(7):
            make_holiday(cast.norfield, date(2027, 3, n + 1))
        everything = [entry.version for entry in told(cast, size=100)]
        found: list[int] = []
        before = None
        while True:
            facts = load_history(
                cast.norfield, Asked(before=before, size=3), ALL, current_version(cast.norfield.pk)
            )
            found += [event.version for event in facts.events]
            if facts.older is None:
                break
            before = facts.older
        assert found == everything == sorted(everything, reverse=True)

    def test_every_group_has_words_and_kinds(self) -> None:
        assert set(GROUP_LABELS) == set(GROUP_KINDS)
        assert kind_words("off_limit_group.added") == "Off limit group added"

    def test_each_versioned_table_belongs_to_one_group(self) -> None:
        grouped = [kind for kinds in GROUP_KINDS.values() for kind in kinds]
        assert len(grouped) == len(set(grouped))
        tables = {str(table._meta.verbose_name).replace(" ", "_") for table in versioned_tables()}
        assert {table for table in tables if f"{table}.changed" not in grouped} == {"period_state"}

    def test_a_report_and_its_withdrawal_are_told(self, cast: Cast) -> None:
        published(cast)
        shift = next(each for each in shifts(cast, cast.cal, at(DAY, 0)) if each.start > at(DAY, 0))
        reported = cannot_come(cast, cast.cal, shift.shift_start)
        after_all(cast, cast.cal, reported.edit_id)
        back, away = told(cast, group="roster", size=2)
        assert (away.title, away.actor) == ("Absence or late arrival reported", "Merrow, Cal")
        assert [line.sign for line in away.lines] == ["+"]
        assert away.lines[0].words.startswith("Leave, sick")
        assert back.title == "Report withdrawn"
        assert f"Takes back version {away.version}." in back.notes
        masked = Reader(sees_all=True, sees_reasons=False)
        assert told(cast, masked, group="roster", size=2)[1].lines[0].words.startswith("Away")

    def test_another_centers_events_are_no_part_of_it(self, cast: Cast) -> None:
        make_holiday(cast.southmere, DAY, name="Theirs")
        assert not any("Theirs" in line.words for entry in told(cast, size=100) for line in entry.lines)


class TestEmployees:
    def test_they_see_what_became_visible_of_themselves_when_it_did(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        edit(cast, cast.max, OFF_DAY, "N")
        drafted = [entry.version for entry in told(cast, own(cast.cal))]
        assert current_version(cast.norfield.pk) not in drafted
        assert current_version(cast.norfield.pk) - 1 not in drafted
        version = publish_all(cast)
        entry = told(cast, own(cast.cal))[0]
        assert entry.version == version
        assert lines(entry) == ["+ Merrow, Cal Overtime N 18:00 – 06:00 ()"]
        assert entry.notes == ()

    def test_a_revocation_is_seen_when_it_is_published(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        publish_all(cast)
        edit(cast, cast.cal, OFF_DAY, None)
        seen = told(cast, own(cast.cal))[0].version
        version = publish_all(cast)
        entry = told(cast, own(cast.cal))[0]
        assert seen < version == entry.version
        assert any(line.sign != "+" for line in entry.lines) or any(
            "Removed" in line.words for line in entry.lines
        )

    def test_reasons_of_absence_are_masked_but_for_oneself(self, cast: Cast) -> None:
        make_adjustment(
            cast.cal,
            moment(cast.norfield, "2026-12-07 06:00"),
            moment(cast.norfield, "2026-12-07 18:00"),
            kind=AdjustmentKind.LEAVE,
            absence_kind="sick",
            reason="Flu",
        )
        masked = Reader(sees_all=True, sees_reasons=False)
        (line,) = told(cast, masked)[0].lines
        assert (line.words.startswith("Away"), line.reason) == (True, "")
        (line,) = told(cast, own(cast.cal))[0].lines
        assert (line.words.startswith("Leave, sick"), line.reason) == (True, "Flu")

    def test_their_page_offers_no_more_and_shows_no_more(self, cast: Cast) -> None:
        edit(cast, cast.sam, OFF_DAY, "N")
        publish_all(cast)
        client = signed_in(cast.cal)
        page = client.get(f"/history/?person={cast.sam.pk}&actor={cast.dana.user.pk}")
        soup = BeautifulSoup(page.content, "html.parser")
        assert soup.select_one("select[name=person]") is None
        assert "Rowntree, Sam" not in soup.get_text()
        answer = client.get(f"/api/v1/history?person={cast.sam.pk}")
        assert answer.status_code == 400
        assert "Rowntree" not in client.get("/api/v1/history").content.decode()

    def test_an_account_without_a_roster_has_no_history(self, cast: Cast) -> None:
        assert told(cast, Reader(sees_all=False, sees_reasons=False)) == []


class TestPage:
    def test_each_change_leads_to_the_roster_before_and_after(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        version = current_version(cast.norfield.pk)
        dana = signed_in(cast.dana)
        soup = BeautifulSoup(dana.get("/history/").content, "html.parser")
        before, after = (link["href"] for link in soup.select(".events li .links a")[:2])
        assert before == f"/roster/?from=2026-12-06&as_of={version - 1}"
        assert after == f"/roster/?from=2026-12-06&as_of={version}"
        for address, has in ((before, False), (after, True)):
            cells = BeautifulSoup(dana.get(address).content, "html.parser").select(f"#p-{cast.cal.pk} .c")
            assert ("N" in cells[2].get_text()) is has

    def test_the_inspector_and_the_person_page_lead_to_it(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        version = current_version(cast.norfield.pk)
        dana = signed_in(cast.dana)
        panel = dana.get(
            f"/roster/shift/?from=2026-12-06&person={cast.cal.pk}&day={OFF_DAY}"
        ).content.decode()
        assert f"/history/?person={cast.cal.pk}&amp;period=2026-12-08" in panel
        assert f"as_of={version - 1}" in panel
        assert f"/history/?person={cast.cal.pk}" in dana.get(f"/people/{cast.cal.pk}/").content.decode()

    def test_as_of_an_earlier_version_it_ends_there(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        then = current_version(cast.norfield.pk)
        edit(cast, cast.cal, OFF_DAY, "D")
        soup = BeautifulSoup(signed_in(cast.dana).get(f"/history/?as_of={then}").content, "html.parser")
        first = soup.select_one(".events > li")
        assert first is not None
        assert f"version {then}" in first.text
        assert "draft" in first.text

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("person=nonsense", "Nobody of this center"),
            ("person={olga}", "Nobody of this center"),
            ("actor={olga_user}", "Nobody of this center"),
            ("kind=nonsense", "No such kind"),
            ("period=soon", "Write a date"),
            ("period=1850-01-01", "2000 to 2199"),
            ("before=-3", "whole number"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(self, cast: Cast, query: str, says: str) -> None:
        asked = query.format(olga=cast.olga.pk, olga_user=cast.olga.user.pk)
        dana = signed_in(cast.dana)
        page = dana.get(f"/history/?{asked}")
        assert page.status_code == 422
        assert says in page.content.decode()
        assert b"<ol" not in page.content
        answer = dana.get(f"/api/v1/history?{asked}")
        assert answer.status_code == 400
        (problem,) = answer.json()["errors"]
        assert problem["pointer"] == f"/{asked.split('=')[0]}"
        assert says in problem["detail"]

    def test_the_api_says_the_same_as_the_page(self, cast: Cast) -> None:
        edit(cast, cast.cal, OFF_DAY, "N")
        answer = signed_in(cast.dana).get(f"/api/v1/history?person={cast.cal.pk}&page_size=1").json()
        (event,) = answer["events"]
        assert (event["kind"], event["actor"]) == ("roster.edited", "Kestrel, Dana")
        (change,) = event["changes"]
        assert (change["what"], change["person"], change["on"], change["published"]) == (
            "added",
            str(cast.cal.pk),
            "2026-12-08",
            "draft",
        )
        following = signed_in(cast.dana).get(f"/api/v1/history?before={answer['older']}&page_size=1").json()
        assert following["events"][0]["version"] < event["version"]

    def test_a_longer_history_asks_no_more(self, cast: Cast) -> None:
        dana = signed_in(cast.dana)
        counts = []
        for days in (range(1, 4), range(4, 28)):
            for day in days:
                make_holiday(cast.norfield, date(2027, 3, day))
                edit(cast, cast.cal, date(2026, 12, day), "N")
            dana.get("/history/")
            with CaptureQueriesContext(connection) as asked:
                dana.get("/history/")
            counts.append(len(asked))
        assert counts[1] <= counts[0]


def test_the_oldest_page_of_a_long_log_uses_the_indexes(cast: Cast) -> None:
    Event.objects.bulk_create(
        Event(
            center=cast.norfield,
            version=n,
            recorded_at=cast.norfield.events.latest("version").recorded_at,
            actor=cast.dana.user if n % 500 == 0 else cast.sam.user,
            kind="roster.edited",
        )
        for n in range(1_000, 6_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE staff_event")
    found = Event.objects.filter(center=cast.norfield, version__lt=1_500).order_by("-version")[:31]
    assert "Index" in found.explain()
    rare = Event.objects.filter(center=cast.norfield, actor=cast.dana.user).order_by("-version")[:31]
    assert "staff_event_actor" in rare.explain()
