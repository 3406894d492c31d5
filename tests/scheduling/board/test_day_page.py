"""The day view over HTTP: who sees it, what stands on it, and edits through the one door."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.board.geometry import SPANS
from scheduling.patterns.models import ShiftType
from staff.centers.clock import current_version, tick
from staff.centers.models import CenterSettings
from staff.people.models import Person, Role
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_contract,
    make_period,
    make_person,
    make_rule_limits,
    moment,
    publish_period_row,
)
from tests.scheduling.attendance.saying import at, confirm, published, shifts
from tests.scheduling.roster.board_of import edit
from tests.support.queries import reads

NOW = datetime(2026, 12, 6, 15, 0, tzinfo=UTC)  # Sunday 10:00 in New York
DAY = "2026-12-06"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def planner(cast: Cast, client: Client) -> Client:
    client.force_login(cast.dana.user)
    return client


def shown(client: Client, day: str = DAY, **query: str) -> str:
    answer = client.get(reverse("day", args=[day]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def row_of(html: str, person: Person, day: str = "20261206") -> str:
    html = html[html.index(f'id="r-{person.pk}-{day}"') :]
    end = html.find('<div class="r p"', 10)
    return html[: end if end > 0 else None]


def post_times(client: Client, cast: Cast, person: Person, start: str, end: str, **fields: object):
    values = {
        "start": start,
        "end": end,
        "base_version": current_version(cast.norfield.pk),
        "edit_id": str(uuid.uuid4()),
    }
    return client.post(
        reverse("day_shift", args=[DAY, person.pk]), values | fields, headers=fields.pop("headers", HTMX)
    )


def test_today_without_a_date(planner: Client) -> None:
    html = planner.get(reverse("day")).content.decode()
    assert "Sunday, Dec 6" in html
    assert "10:00" in html


@pytest.mark.parametrize("name", ["cal", "max"])
def test_employees_may_not_see_the_working_roster(cast: Cast, client: Client, name: str) -> None:
    client.force_login(getattr(cast, name).user)
    assert client.get(reverse("day")).status_code == 403
    assert client.get(reverse("day_shift", args=[DAY, cast.cal.pk])).status_code == 403


def test_no_such_date_and_other_centers_people_are_not_found(cast: Cast, planner: Client) -> None:
    assert planner.get("/day/2026-13-40/").status_code == 404
    assert planner.get(reverse("day_shift", args=[DAY, cast.olga.pk])).status_code == 404


def test_shifts_stand_at_their_true_minutes(cast: Cast, planner: Client) -> None:
    row = row_of(shown(planner), cast.cal)
    assert "06:00 – 18:00" in row
    assert "at h8 lh12" in row  # two hours of margin, then six of the day


def test_a_night_from_the_day_before_is_cut_at_the_edge(cast: Cast, planner: Client) -> None:
    row = row_of(shown(planner, "2026-12-07"), cast.sam)
    assert "‹ " in row
    assert "18:00 – 06:00" in row


def test_groups_state_how_many_and_the_next_fact(cast: Cast, planner: Client) -> None:
    html = shown(planner, "2026-12-07")
    assert "On duty since Sun 18:00" in html
    assert "Relief at 06:00. 3 arriving." in html
    assert "Starting at 06:00" in html


@pytest.mark.parametrize(("by", "title"), [("position", "Shift supervisor"), ("group", "A Squad")])
def test_rows_by_position_and_by_group(planner: Client, by: str, title: str) -> None:
    assert f'aria-label="{title}"' in shown(planner, by=by)


def test_leave_is_named_where_it_took_duty(cast: Cast, planner: Client) -> None:
    make_adjustment(
        cast.cal,
        moment(cast.norfield, "2026-12-06 14:00"),
        moment(cast.norfield, "2026-12-07 14:00"),
        kind=AdjustmentKind.LEAVE,
    )
    row = row_of(shown(planner), cast.cal)
    assert "06:00 – 14:00" in row
    assert "14:00 – 18:00 Vacation" in row


def test_times_typed_become_a_draft(cast: Cast, planner: Client) -> None:
    answer = post_times(planner, cast, cast.cal, "6", "16:30")
    assert answer.status_code == 200
    assert "06:00 – 16:30" in row_of(answer.content.decode(), cast.cal)
    assert "closeDialog" in answer["HX-Trigger"]
    assert Adjustment.objects.drafts().filter(person=cast.cal).exists()
    assert "06:00 – 16:30" in row_of(shown(planner), cast.cal)


def test_the_same_edit_twice_is_one_edit(cast: Cast, planner: Client) -> None:
    edit_id = str(uuid.uuid4())
    version = current_version(cast.norfield.pk)
    for _ in range(2):
        answer = post_times(planner, cast, cast.cal, "06:00", "16:30", edit_id=edit_id, base_version=version)
        assert answer.status_code == 200
    assert current_version(cast.norfield.pk) == version + 1


def test_a_drag_sends_minutes(cast: Cast, planner: Client) -> None:
    start = int(moment(cast.norfield, "2026-12-06 05:45").timestamp() // 60)
    end = int(moment(cast.norfield, "2026-12-06 18:00").timestamp() // 60)
    answer = planner.post(
        reverse("day_shift", args=[DAY, cast.cal.pk]),
        {
            "start_minute": start,
            "end_minute": end,
            "base_version": current_version(cast.norfield.pk),
            "edit_id": str(uuid.uuid4()),
        },
        headers=HTMX,
    )
    assert "05:45 – 18:00" in row_of(answer.content.decode(), cast.cal)


def test_without_script_the_form_is_a_page_and_comes_back_to_the_day(cast: Cast, planner: Client) -> None:
    url = reverse("day_shift", args=[DAY, cast.cal.pk])
    assert "<html" in planner.get(url).content.decode()
    answer = post_times(planner, cast, cast.cal, "06:00", "16:30", headers={})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("day", args=[DAY]))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [("6:75", "18:00", "60 minutes"), ("abc", "18:00", "Write a time as 06:00"), ("06:00", "", "required")],
)
def test_impossible_times_are_said_at_the_field(
    cast: Cast, planner: Client, start: str, end: str, words: str
) -> None:
    version = current_version(cast.norfield.pk)
    answer = post_times(planner, cast, cast.cal, start, end)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert current_version(cast.norfield.pk) == version


def test_removing_a_shift_takes_its_row_away(cast: Cast, planner: Client) -> None:
    answer = post_times(planner, cast, cast.cal, "06:00", "18:00", clear="1")
    assert f'id="r-{cast.cal.pk}-20261206" hx-swap-oob="delete"' in answer.content.decode()
    assert f'id="r-{cast.cal.pk}-20261206"' not in shown(planner)


def test_a_stale_edit_is_refused_and_told_where_the_first_writer_wins(cast: Cast, planner: Client) -> None:
    _strategy(cast, "first_writer_wins")
    stale = current_version(cast.norfield.pk)
    other = Client()
    other.force_login(cast.sam.user)
    assert post_times(other, cast, cast.cal, "06:00", "20:00").status_code == 200
    answer = post_times(planner, cast, cast.cal, "07:00", "18:00", base_version=stale)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "06:00 – 20:00" in html
    assert "07:00 – 18:00" in html
    assert "Sam, just now" in html
    assert "Use mine" not in html
    assert "Reapply mine" in html
    assert "06:00 – 20:00" in row_of(shown(planner), cast.cal)


def test_where_the_center_asks_mine_can_be_sent_again(cast: Cast, planner: Client) -> None:
    _strategy(cast, "ask")
    stale = current_version(cast.norfield.pk)
    other = Client()
    other.force_login(cast.sam.user)
    post_times(other, cast, cast.cal, "06:00", "20:00")
    html = post_times(planner, cast, cast.cal, "07:00", "18:00", base_version=stale).content.decode()
    assert "Use mine" in html
    assert f'name="base_version" value="{current_version(cast.norfield.pk)}"' in html


def test_the_last_writer_is_told_what_was_replaced(cast: Cast, planner: Client) -> None:
    stale = current_version(cast.norfield.pk)
    other = Client()
    other.force_login(cast.sam.user)
    post_times(other, cast, cast.cal, "06:00", "20:00")
    answer = post_times(planner, cast, cast.cal, "07:00", "18:00", base_version=stale)
    assert answer.status_code == 200
    trigger = answer["HX-Trigger"].encode().decode("unicode_escape")
    assert "This replaced 06:00 – 20:00 (Sam, just now)." in trigger
    assert '"warn"' in trigger


def test_a_locked_day_says_why_and_offers_no_edit(cast: Cast, planner: Client) -> None:
    publish_period_row(make_period(cast.norfield))
    with time_machine.travel(datetime(2026, 12, 8, 15, 0, tzinfo=UTC), tick=False):
        planner.force_login(cast.dana.user)
        html = shown(planner)
        assert "Locked" in html
        assert reverse("day_shift", args=[DAY, cast.cal.pk]) not in html
        assert post_times(planner, cast, cast.cal, "07:00", "18:00").status_code == 422


def test_undo_takes_the_last_edit_back(cast: Cast, planner: Client) -> None:
    post_times(planner, cast, cast.cal, "06:00", "16:30")
    planner.post(reverse("day_undo", args=[DAY]))
    assert "06:00 – 18:00" in row_of(shown(planner), cast.cal)


def preview_of(client: Client, cast: Cast, person: Person, start: str, end: str):
    fields = {
        "start_minute": int(moment(cast.norfield, f"2026-12-06 {start}").timestamp() // 60),
        "end_minute": int(moment(cast.norfield, f"2026-12-06 {end}").timestamp() // 60),
    }
    return client.get(reverse("day_preview", args=[DAY, person.pk]), fields)


def test_times_being_moved_say_what_they_would_do(cast: Cast, planner: Client) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=960)
    version = current_version(cast.norfield.pk)
    html = preview_of(planner, cast, cast.sam, "04:00", "21:00").content.decode()
    assert "17 h on duty without a break" in html or "17 h" in html
    assert "Shift supervisor 1 more short 21:00 – 02:00" in html
    assert "Week " in html
    assert current_version(cast.norfield.pk) == version


def test_a_preview_of_the_same_times_changes_nothing(cast: Cast, planner: Client) -> None:
    html = preview_of(planner, cast, cast.cal, "06:00", "18:00").content.decode()
    assert "Week 60 h, 20 h over 40 h." in html
    assert "short" not in html
    assert "Covers" not in html


def test_a_preview_of_impossible_times_is_not_found(cast: Cast, planner: Client) -> None:
    assert preview_of(planner, cast, cast.cal, "18:00", "06:00").status_code == 404


def test_an_empty_day_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.olga.user)
    assert "No shifts on this day" in shown(client, "2020-01-01")


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_days_of_the_clock_change_are_drawn(planner: Client, day: str) -> None:
    html = shown(planner, day)
    length = 23 if day == "2026-03-08" else 25
    assert f"this day has {length} hours" in html
    assert f"span-{(length + 4) * 60}" in html
    assert (length + 4) * 60 in SPANS


def test_queries_do_not_grow_with_people(cast: Cast, planner: Client) -> None:
    shown(planner)
    with CaptureQueriesContext(connection) as few:
        shown(planner)
    for n in range(6):
        person = make_person(cast.norfield, f"Pat{n}", role=Role.EMPLOYEE, group=cast.groups["A Squad"])
        make_contract(person, cast.patterns["Pitman days"])
    with CaptureQueriesContext(connection) as many:
        shown(planner)
    assert reads(many) == reads(few)


def _strategy(cast: Cast, strategy: str) -> None:
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        old = CenterSettings.objects.current().get(center=cast.norfield)
        opened.replace(old, CenterSettings(conflict_strategy=strategy))


def test_a_shortage_that_moving_a_named_person_would_remove_says_so(cast: Cast, planner: Client) -> None:
    assert "Moving" not in shown(planner)
    edit(cast, cast.dana, date(2026, 12, 6), "D", position=cast.positions["Call-taking"].entity_id)
    html = shown(planner)
    words = "Moving Kestrel, Dana from Call-taking would fill it 06:00 – 18:00."
    assert f'title="{words}"' in html
    assert f"18:00. {words}" in html


def test_breaks_and_handover_are_drawn_at_their_minutes_and_said(cast: Cast, planner: Client) -> None:
    day = cast.shift_types["D"]
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        rows = [{"after": 360, "minutes": 30, "is_paid": False}]
        changed = ShiftType(
            code="D", name="Day", starts_at=day.starts_at, ends_at=day.ends_at, breaks=rows,
            handover_first_minutes=15,
        )  # fmt: skip
        opened.replace(day, changed)

    bar = BeautifulSoup(row_of(shown(planner), cast.cal), "html.parser").select_one("[data-bar]")

    assert bar is not None
    assert [each["title"] for each in bar.select(".brk")] == ["Break 12:00 – 12:30, unpaid"]
    assert [each["title"] for each in bar.select(".ho")] == ["Handover 06:00 – 06:15"]
    assert "Break 12:00 – 12:30, unpaid" in bar.get_text()
    assert bar["data-breaks"] == reverse("record", args=[DAY, cast.cal.pk, "breaks"])


def test_a_group_says_who_has_not_confirmed(cast: Cast, planner: Client) -> None:
    published(cast)
    with time_machine.travel(datetime(2026, 12, 6, 8, 12, tzinfo=UTC), tick=False):
        planner.force_login(cast.dana.user)
        assert "None confirmed." in shown(planner)
        for person in (cast.cal, cast.dana):
            confirm(cast, person, shifts(cast, person, at(date(2026, 12, 6), 3, 12))[0])
        assert "All confirmed but 1: Tiernan, Max." in shown(planner)
        confirm(cast, cast.max, shifts(cast, cast.max, at(date(2026, 12, 6), 3, 12))[0])
        assert "All confirmed." in shown(planner)
        # The next morning's relief, seen from Sunday.
        assert "Relief at 06:00. 3 arriving, none confirmed." in shown(planner, "2026-12-07")


def test_of_an_unpublished_period_nothing_is_said_of_confirming(cast: Cast, planner: Client) -> None:
    with time_machine.travel(datetime(2026, 12, 6, 8, 12, tzinfo=UTC), tick=False):
        planner.force_login(cast.dana.user)
        assert "onfirmed" not in shown(planner)
