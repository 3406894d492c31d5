"""The fatigue timeline on the page of a person: limits, where they break, the chosen moment, and for whom it is."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.person_roster.timeline import Mark, marks_apart, present_timeline
from scheduling.rules.registry import default_parameters, unit_terms
from scheduling.rules.work import Restriction, work_of
from scheduling.time.interval import Interval
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_period,
    make_restriction,
    make_rule_limits,
    moment,
    publish_period_row,
)
from tests.support.duty import NEW_YORK, at, duty

TODAY = date(2027, 1, 7)
FOCUS = NEW_YORK.days(date(2027, 1, 3), date(2027, 1, 13))


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to("2026-12-07T15:00:00Z", tick=False)


def hana(focus: Interval = FOCUS, *restrictions: Restriction) -> Any:
    duties = [
        duty(at("2027-01-05 06:00"), at("2027-01-05 18:00")),
        duty(at("2027-01-06 15:00"), at("2027-01-07 01:00")),
        duty(at("2027-01-07 06:00"), at("2027-01-07 18:00")),
    ]
    terms = unit_terms(default_parameters(), NEW_YORK)
    return work_of("Hana", duties, terms, focus, restrictions=restrictions)


def test_a_break_is_marked_and_said_with_its_shifts() -> None:
    shown = present_timeline(hana(), date(2027, 1, 7), at("2027-01-07 06:00"))
    rest = next(line for line in shown.lines if line.label == "Rest between shifts")
    assert [mark.words for mark in rest.marks] == ["3 h missing"]
    assert rest.peak == "Broken Thu Jan 7 06:00, 3 h missing, blocks"
    assert rest.cause == "Wed 15:00 – 01:00, Thu 06:00 – 18:00"
    day = next(line for line in shown.lines if line.label == "Hours in any 24 h")
    assert [mark.words for mark in day.marks] == ["19 h of 16 h"]
    assert len(shown.shifts) == 3


def test_marks_that_would_stand_on_each_other_are_left_out() -> None:
    """A limit broken on three days in a row is marked once on 28 dates, and on each of the days on a week."""
    always = Interval(FOCUS.start - 10_000, FOCUS.end + 30_000)
    restricted = Restriction(always, daily_minutes=300)
    for days, expected in ((28, 1), (7, 3)):
        focus = Interval(at("2027-01-03 00:00"), at("2027-01-03 00:00") + days * 1440)
        shown = present_timeline(hana(focus, restricted), date(2027, 1, 7), focus.start)
        line = next(line for line in shown.lines if line.label.endswith("minutes a day"))
        assert len(line.marks) == expected


def test_a_mark_that_blocks_is_kept_before_one_that_warns() -> None:
    warns, blocks = Mark(20.0, "11 h of 10 h", "warn"), Mark(24.0, "13 h of 12 h", "bad")
    far = Mark(60.0, "11 h of 10 h", "warn")
    assert marks_apart([warns, blocks, far]) == (blocks, far)


def test_the_moment_reads_every_limit_and_says_when_work_is_legal_again() -> None:
    card = present_timeline(hana(), date(2027, 1, 7), at("2027-01-07 06:00")).moment
    assert "11:00" in card.again
    assert "rest between shifts at least 10 h" in card.why
    free = present_timeline(hana(), date(2027, 1, 7), at("2027-01-10 06:00")).moment
    assert (free.tone, {label: words for label, words, _ in free.rows}["Hours in any 24 h"]) == (
        "ok",
        "0 m of 16 h",
    )


def test_rest_after_nights_says_when_it_is_not_asked() -> None:
    rows = {
        label: words
        for label, words, _ in present_timeline(hana(), TODAY, at("2027-01-07 03:00")).moment.rows
    }
    assert rows["Rest after nights"] == "no nights before"
    assert rows["Rest between shifts"] == "2 h of 10 h"
    nights = [duty(at(f"2027-01-{n:02d} 22:00"), at(f"2027-01-{n + 1:02d} 06:00")) for n in (4, 5, 6)]
    after = work_of("Hana", nights, unit_terms(default_parameters(), NEW_YORK), FOCUS)
    shown = present_timeline(after, TODAY, at("2027-01-07 12:00"))
    rows = {label: words for label, words, _ in shown.moment.rows}
    assert rows["Rest after nights"] == "6 h of 24 h"
    drawn = next(line for line in shown.lines if line.label == "Rest after nights")
    assert (drawn.limit_words, drawn.peak) == ("at least 24 h", "Nothing near it")


def test_a_restriction_has_lines_of_its_own_and_is_waited_for() -> None:
    light = Restriction(FOCUS, daily_minutes=480, weekly_minutes=2400, latest_at=time(22))
    shown = present_timeline(hana(FOCUS, light), TODAY, at("2027-01-05 18:00"))
    day = next(line for line in shown.lines if line.label == "Restricted duty, minutes a day")
    assert (day.limit_words, [mark.words for mark in day.marks]) == (
        "at most 8 h",
        ["12 h of 8 h", "10 h of 8 h"],
    )
    assert {label: words for label, words, _ in shown.moment.rows}[day.label] == "12 h of 8 h"
    assert "restricted duty" in shown.moment.why
    assert "Wed Jan 6" in shown.moment.again


@pytest.mark.parametrize("restrictions", [(), (Restriction(FOCUS, daily_minutes=480, weekly_minutes=900),)])
def test_paths_stay_inside_their_box(restrictions: tuple[Restriction, ...]) -> None:
    shown = present_timeline(hana(FOCUS, *restrictions), date(2027, 1, 7), at("2027-01-07 06:00"))
    for line in shown.lines:
        pairs = line.value.removeprefix("M").split("L")
        xs, ys = zip(*[map(float, pair.split()) for pair in pairs], strict=True)
        assert list(xs) == sorted(xs)
        assert (min(xs), max(xs)) == (0, 1000)
        assert 0 <= min(ys) <= max(ys) <= 58


@pytest.fixture
def tired(cast: Cast) -> Cast:
    publish_period_row(make_period(cast.norfield, date(2026, 12, 6)))
    make_rule_limits(cast.norfield, "minimum_rest", block=480, approval=600)
    make_adjustment(
        cast.max,
        moment(cast.norfield, "2026-12-12 06:00"),
        moment(cast.norfield, "2026-12-12 18:00"),
        kind=AdjustmentKind.OVERTIME,
        pay="overtime",
    )
    make_adjustment(
        cast.max,
        moment(cast.norfield, "2026-12-12 23:00"),
        moment(cast.norfield, "2026-12-13 07:00"),
        kind=AdjustmentKind.OVERTIME,
        pay="overtime",
    )
    return cast


def test_an_employee_sees_their_own_timeline_and_nobody_elses(tired: Cast, client: Client) -> None:
    client.force_login(tired.max.user)
    html = client.get(reverse("person", args=[tired.max.pk])).content.decode()
    assert "Fatigue and limits" in html
    assert "3 h missing" in html
    for name in ("person", "limits_at"):
        assert client.get(reverse(name, args=[tired.cal.pk])).status_code == 404


def test_a_restriction_shows_on_the_page(tired: Cast, client: Client) -> None:
    make_restriction(tired.max, weekly_minutes=600)
    client.force_login(tired.dana.user)
    html = client.get(reverse("person", args=[tired.max.pk])).content.decode()
    assert "Restricted duty, minutes a week" in html
    assert "over the limit of 10 h" in html


def test_the_moment_follows_the_slider(tired: Cast, client: Client) -> None:
    client.force_login(tired.dana.user)
    url = reverse("limits_at", args=[tired.max.pk])
    offset = 6 * 1440 + 23 * 60
    card = client.get(url, {"on": "2026-12-06", "at": str(offset)}).content.decode()
    assert "at Sat Dec 12 23:00" in card
    assert "Legal again" in card
    assert "04:00" in card
    for odd in ("", "x", "-5", "99999999999", "²"):
        assert client.get(url, {"at": odd}).status_code == 200


def test_the_fragment_takes_a_fixed_number_of_queries(
    tired: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(tired.dana.user)
    with django_assert_max_num_queries(45) as found:
        client.get(reverse("limits_at", args=[tired.max.pk]))
    first = len(found)
    make_adjustment(
        tired.max, moment(tired.norfield, "2026-12-20 06:00"), moment(tired.norfield, "2026-12-20 18:00")
    )
    with django_assert_max_num_queries(first):
        client.get(reverse("limits_at", args=[tired.max.pk]))
