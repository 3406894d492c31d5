"""Overtime in a workweek: both counts, minute by minute, against a count by hand and one by brute force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.patterns.holidays.domain import PremiumMinutes
from scheduling.roster.domain.own_schedule import own_schedule
from scheduling.roster.domain.person import person_roster
from scheduling.time.interval import Interval, total_minutes
from scheduling.time.segment import Absence, Break, Duty, PayKind, Segment
from scheduling.time.workweek import Boundary, Workweek
from scheduling.workweek.domain.overtime import (
    DatedTerms,
    OvertimeTerms,
    Reason,
    WeekHours,
    at_change,
    minutes_worked,
    terms_on,
    week_hours,
)
from scheduling.workweek.domain.totals import week_totals
from tests.support.duty import ANCHOR, NEW_YORK, SHIFT_TYPES, absence, at, contract, duty, paint, pattern

LAW = OvertimeTerms()
SUNDAY = Workweek(6)
WEEK = SUNDAY.starting_on(date(2027, 1, 3), NEW_YORK)


def shift(day: int, start: int, hours: int, minutes: int = 0) -> Duty:
    begins = WEEK.start + day * 1440 + start * 60
    return duty(begins, begins + hours * 60 + minutes)


def count(
    segments: Sequence[Segment],
    terms: OvertimeTerms = LAW,
    week: Interval = WEEK,
    planned: Sequence[Duty] = (),
) -> WeekHours:
    return week_hours(segments, week, terms, NEW_YORK.date_of, planned)


def reasons(found: WeekHours) -> dict[Reason, int]:
    minutes: dict[Reason, int] = {}
    for part in found.contract:
        minutes[part.reason] = minutes.get(part.reason, 0) + part.interval.minutes
    return minutes


@pytest.mark.parametrize(("minutes", "over"), [(-1, 0), (0, 0), (1, 1)])
def test_overtime_by_the_law_begins_after_40_hours(minutes: int, over: int) -> None:
    week = [shift(day, 8, 8) for day in range(1, 5)] + [shift(5, 8, 8, minutes)]
    found = count(week)
    assert found.floor_minutes == over
    assert [part.interval for part in found.floor] == (
        [Interval(week[-1].end - 1, week[-1].end)] if over else []
    )


def test_each_week_stands_alone() -> None:
    long, short = [shift(day, 6, 12) for day in range(4)], [shift(day + 7, 6, 12) for day in range(3)]
    after = Interval(WEEK.end, WEEK.end + 10_080)
    assert (count(long + short).floor_minutes, count(long + short, week=after).floor_minutes) == (480, 0)


def test_a_shift_over_the_boundary_is_cut_there() -> None:
    over = shift(6, 18, 12)
    after = Interval(WEEK.end, WEEK.end + 10_080)
    assert count([over]).worked_minutes == count([over], week=after).worked_minutes == 360


def test_unpaid_breaks_are_no_hours_worked_and_paid_ones_are() -> None:
    whole = shift(1, 8, 8)
    breaks = (
        Break(whole.start + 60, whole.start + 90),
        Break(whole.start + 120, whole.start + 130, is_paid=True),
    )
    assert count([whole._replace(breaks=breaks)]).worked_minutes == 450


@pytest.mark.parametrize(
    ("day", "minutes", "week_minutes"),
    [(date(2027, 3, 14), 660, 167 * 60), (date(2027, 11, 7), 780, 169 * 60)],
)
def test_clock_changes_count_the_hours_really_worked(day: date, minutes: int, week_minutes: int) -> None:
    week = SUNDAY.starting_on(day, NEW_YORK)
    assert week.minutes == week_minutes
    night = duty(NEW_YORK.minute(day - timedelta(days=1), time(18)), NEW_YORK.minute(day, time(6)))
    before = Interval(week.start - 10_080, week.start)
    assert count([night], week=before).worked_minutes + count([night], week=week).worked_minutes == minutes
    fixed = Workweek(6, boundaries=((date(2020, 1, 1), Boundary.FIXED),)).starting_on(day, NEW_YORK)
    assert fixed.minutes == 168 * 60


def test_leave_is_not_worked_unless_the_contract_says_it_counts() -> None:
    planned = [shift(day, 6, 12) for day in range(4)]
    away = absence(planned[0].start, planned[0].end)
    segments = [away, *planned[1:]]
    alone = count(segments, planned=planned)
    assert (alone.worked_minutes, alone.leave_minutes, alone.overtime_minutes) == (2160, 720, 0)
    counts = count(segments, OvertimeTerms(counted_leave=frozenset({"vacation"})), planned=planned)
    assert (counts.floor_minutes, counts.contract_minutes) == (0, 480)
    assert reasons(counts) == {Reason.LEAVE_COUNTS: 480}
    other = count(segments, OvertimeTerms(counted_leave=frozenset({"sick"})), planned=planned)
    assert other.contract_minutes == 0


@pytest.mark.parametrize(("minutes", "over"), [(-1, 0), (0, 0), (1, 1)])
def test_daily_overtime_begins_after_the_hours_of_the_contract(minutes: int, over: int) -> None:
    found = count([shift(1, 8, 8, minutes)], OvertimeTerms(daily_minutes=480))
    assert (found.floor_minutes, found.contract_minutes) == (0, over)
    assert reasons(found) == ({Reason.DAILY: 1} if over else {})


def test_a_shift_that_was_cut_is_one_worked_day() -> None:
    first = shift(1, 6, 6)
    rest = duty(first.end + 60, first.end + 420, shift_start=first.shift_start)
    assert count([first, rest], OvertimeTerms(daily_minutes=480)).contract_minutes == 240


def test_overtime_by_the_day_does_not_fill_up_the_week_again() -> None:
    found = count([shift(day, 6, 12) for day in range(1, 5)], OvertimeTerms(daily_minutes=480))
    assert (found.floor_minutes, found.contract_minutes) == (480, 960)
    assert reasons(found) == {Reason.DAILY: 960}
    assert sum(part.interval.minutes for part in found.only_floor) == 240


def test_the_seventh_day_in_a_row_is_overtime_and_a_day_off_ends_the_row() -> None:
    terms = OvertimeTerms(seventh_day=True)
    seven = [shift(day, 8, 4) for day in range(7)]
    assert reasons(count(seven, terms)) == {Reason.SEVENTH_DAY: 240}
    assert count(seven[:3] + seven[4:], terms).contract_minutes == 0


def test_comp_time_is_earned_at_one_and_a_half() -> None:
    found = count([shift(day, 8, 8) for day in range(1, 6)] + [shift(6, 8, 0, 61)])
    assert (found.overtime_minutes, found.comp_minutes) == (61, 92)


def test_terms_hold_from_their_date() -> None:
    rows = [DatedTerms(date(2027, 2, 1), OvertimeTerms(daily_minutes=480)), DatedTerms(date(2027, 1, 1), LAW)]
    assert terms_on(rows, date(2026, 12, 31)) == LAW
    assert terms_on(rows, date(2027, 1, 31)).daily_minutes is None
    assert terms_on(rows, date(2027, 2, 1)).daily_minutes == 480


def test_trades_are_left_out_for_who_works_and_credited_to_who_gave() -> None:
    days = {"pattern": pattern("DDDD...")}
    span = Interval(WEEK.start - 1440, WEEK.end + 1440)
    given = paint(at("2027-01-06 06:00"), at("2027-01-06 18:00"), paint=Paint.OFF, kind=AdjustmentKind.TRADE)
    taken = paint(
        at("2027-01-08 06:00"), at("2027-01-08 18:00"), kind=AdjustmentKind.TRADE, pay=PayKind.TRADE
    )
    roster = person_roster(
        [contract()], [given, taken], days, SHIFT_TYPES, frozenset(), span, NEW_YORK, ANCHOR
    )
    own = own_schedule(roster)
    found = count(own.segments, planned=own.planned)
    assert (found.worked_minutes, found.floor_minutes) == (2880, 480)
    assert [each.interval for each in own.traded] == [taken.interval]
    assert count(roster.segments).worked_minutes == 2880, "what was worked is as much, on other days"
    extra = person_roster([contract()], [taken], days, SHIFT_TYPES, frozenset(), span, NEW_YORK, ANCHOR)
    assert count(own_schedule(extra).segments).worked_minutes == 2880
    assert count(extra.segments).worked_minutes == 3600


def test_leave_on_a_shift_that_was_given_away_stays_leave() -> None:
    rows = [
        paint(at("2027-01-06 06:00"), at("2027-01-06 18:00"), 2, paint=Paint.OFF, kind=AdjustmentKind.TRADE),
        paint(
            at("2027-01-06 06:00"), at("2027-01-06 18:00"), 3, paint=Paint.ABSENCE, kind=AdjustmentKind.LEAVE
        ),
    ]
    days = {"pattern": pattern("DDDD...")}
    span = Interval(WEEK.start - 1440, WEEK.end + 1440)
    roster = person_roster([contract()], rows, days, SHIFT_TYPES, frozenset(), span, NEW_YORK, ANCHOR)
    own = own_schedule(roster)
    found = count(own.segments, planned=own.planned)
    assert (found.worked_minutes, found.leave_minutes) == (2160, 720)


def test_the_week_of_a_change_is_counted_both_ways_and_the_greater_is_owed() -> None:
    worked = minutes_worked([shift(day, 6, 12) for day in (0, 1, 2, 4, 5, 7)])
    new = Interval(WEEK.start + 4 * 1440, WEEK.start + 11 * 1440)
    found = at_change(worked, WEEK, new)
    assert found.shared == Interval(new.start, WEEK.end)
    assert (found.overtime_in_old, found.overtime_in_new, found.overtime_minutes) == (1200, 0, 1200)
    with pytest.raises(ValueError, match="share no minute"):
        at_change(worked, WEEK, Interval(WEEK.end, WEEK.end + 10_080))


@st.composite
def rosters(draw: st.DrawFn) -> tuple[list[Segment], list[Duty]]:
    """A fortnight around a clock change or none: shifts, some with an unpaid break, some on leave."""
    start = draw(st.sampled_from(["2027-03-07 00:00", "2027-10-31 00:00", "2027-01-03 00:00"]))
    at_minute = at(start)
    segments: list[Segment] = []
    planned: list[Duty] = []
    while at_minute < at(start) + 14 * 1440:
        at_minute += draw(st.integers(1, 30)) * 60 + draw(st.integers(0, 1)) * 7
        one = duty(at_minute, at_minute + draw(st.integers(30, 960)))
        if draw(st.booleans()) and one.end - one.start > 60:
            one = one._replace(breaks=(Break(one.start + 20, one.start + 50),))
        planned.append(one)
        kind = draw(st.sampled_from(["", "", "", "vacation", "unpaid"]))
        segments.append(absence(one.start, one.end, kind) if kind else one)
        at_minute = one.end
    return segments, planned


TERMS = st.builds(
    OvertimeTerms,
    weekly_minutes=st.sampled_from([2400, 2250]),
    daily_minutes=st.sampled_from([None, 480, 600]),
    seventh_day=st.booleans(),
    counted_leave=st.sampled_from([frozenset(), frozenset({"vacation"})]),
)


def by_brute_force(
    segments: Sequence[Segment], planned: Sequence[Duty], week: Interval, terms: OvertimeTerms
) -> tuple[int, int, int]:
    """Hours worked, and overtime by the law and by the contract, a minute at a time."""
    floor = worked = 0
    straight = contract = leave = 0
    done: dict[date, int] = {}
    starts = {
        NEW_YORK.date_of(each.shift_start)
        for each in segments
        if isinstance(each, Duty) and week.start <= each.start < week.end
    }
    for each in segments:
        for minute in range(each.start, each.end):
            inside = week.contains(minute)
            if isinstance(each, Absence):
                if inside and each.kind in terms.counted_leave:
                    leave += any(
                        plan.interval.contains(minute)
                        and not any(pause.start <= minute < pause.end for pause in plan.breaks)
                        for plan in planned
                    )
                continue
            if any(pause.start <= minute < pause.end for pause in each.breaks):
                continue
            day = NEW_YORK.date_of(each.shift_start)
            done[day] = done.get(day, 0) + 1
            if not inside:
                continue
            worked += 1
            floor += worked > 2400
            seventh = terms.seventh_day and all(day - timedelta(days=back) in starts for back in range(7))
            beyond = terms.daily_minutes is not None and done[day] > terms.daily_minutes
            contract += seventh or beyond
            straight += not (seventh or beyond)
    contract += min(straight, max(0, straight + leave - terms.weekly_minutes))
    return worked, floor, contract


@given(rosters(), TERMS)
def test_both_counts_equal_a_count_minute_by_minute(
    drawn: tuple[list[Segment], list[Duty]], terms: OvertimeTerms
) -> None:
    segments, planned = drawn
    for week in SUNDAY.touching(Interval(segments[0].start, segments[-1].end), NEW_YORK):
        found = count(segments, terms, week, planned)
        counted = (found.worked_minutes, found.floor_minutes, found.contract_minutes)
        assert counted == by_brute_force(segments, planned, week, terms)


def test_totals_know_a_worked_day_that_began_before_the_week() -> None:
    """Saturday's night reaches into the week, and is no first of seven days in it."""
    week = [shift(-1, 18, 12), *(shift(day, 8, 4) for day in range(6))]
    terms = OvertimeTerms(seventh_day=True)
    alone = count(week, terms)
    assert week_totals(week, [(WEEK, terms)], NEW_YORK.date_of) == [
        (alone.worked_minutes, alone.overtime_minutes)
    ]


@given(rosters(), TERMS, TERMS, st.sampled_from(list(Boundary)))
def test_totals_of_several_weeks_are_those_of_each_week_alone(
    drawn: tuple[list[Segment], list[Duty]], terms: OvertimeTerms, later: OvertimeTerms, boundary: Boundary
) -> None:
    segments, planned = drawn
    workweek = Workweek(2, time(9), ((date(2020, 1, 1), boundary),))
    span = Interval(segments[0].start, segments[-1].end)
    weeks = [(week, later if n % 2 else terms) for n, week in enumerate(workweek.touching(span, NEW_YORK))]
    alone = [count(segments, held, week, planned) for week, held in weeks]
    assert week_totals(segments, weeks, NEW_YORK.date_of, planned) == [
        (each.worked_minutes, each.overtime_minutes) for each in alone
    ]


@given(rosters(), TERMS, st.sampled_from(list(Boundary)))
def test_minutes_are_conserved_over_weeks_and_every_difference_has_its_reason(
    drawn: tuple[list[Segment], list[Duty]], terms: OvertimeTerms, boundary: Boundary
) -> None:
    segments, planned = drawn
    workweek = Workweek(2, time(9), ((date(2020, 1, 1), boundary),))
    weeks = workweek.touching(Interval(segments[0].start, segments[-1].end), NEW_YORK)
    found = [count(segments, terms, week, planned) for week in weeks]
    assert sum(each.worked_minutes for each in found) == total_minutes(minutes_worked(segments))
    everything = sum(each.worked_minutes + each.leave_minutes for each in found)
    assert everything == total_minutes(minutes_worked(planned))
    for each in found:
        more = sum(part.interval.minutes for part in each.only_contract)
        less = sum(part.interval.minutes for part in each.only_floor)
        assert each.contract_minutes - each.floor_minutes == more - less
        assert total_minutes(part.interval for part in each.contract) == each.contract_minutes
        assert each.overtime_minutes == max(each.floor_minutes, each.contract_minutes)


WHOLE_SHIFTS, DATE_ITSELF = PremiumMinutes.SHIFT, PremiumMinutes.DATE


@pytest.mark.parametrize(
    ("premium", "start", "hours", "expected"),
    [
        (WHOLE_SHIFTS, 6, 12, 720),
        (WHOLE_SHIFTS, 18, 12, 720),  # the part after midnight too
        (WHOLE_SHIFTS, -6, 12, 0),  # began the evening before
        (DATE_ITSELF, 6, 12, 720),
        (DATE_ITSELF, 18, 12, 360),
        (DATE_ITSELF, -6, 12, 360),
        (DATE_ITSELF, 24, 8, 0),
    ],
)
def test_the_unit_says_which_minutes_earn_a_holidays_premium(
    premium: PremiumMinutes, start: int, hours: int, expected: int
) -> None:
    on = date(2027, 1, 5)
    worked = [shift(2, start, hours)]
    terms = OvertimeTerms(holiday_premium=premium)
    found = week_hours(worked, WEEK, terms, NEW_YORK.date_of, holidays={on: NEW_YORK.day(on)})
    assert found.holiday_minutes == expected
    assert found.worked_minutes == hours * 60
    assert found.overtime_minutes == 0


def test_premium_is_for_minutes_worked_without_unpaid_breaks_and_leave() -> None:
    on = date(2027, 1, 5)
    begin = shift(2, 6, 12).start
    pause = Break(begin + 60, begin + 90, is_paid=False)
    day = [duty(begin, begin + 360)._replace(breaks=(pause,)), absence(begin + 360, begin + 720)]
    found = week_hours(day, WEEK, LAW, NEW_YORK.date_of, holidays={on: NEW_YORK.day(on)})
    assert found.holiday_minutes == 330


@pytest.mark.parametrize(("on", "minutes"), [(date(2027, 11, 7), 25 * 60), (date(2027, 3, 14), 23 * 60)])
def test_a_holiday_over_a_clock_change_has_25_or_23_hours(on: date, minutes: int) -> None:
    day = NEW_YORK.day(on)
    night = duty(day.start - 360, day.end + 60)
    terms = OvertimeTerms(holiday_premium=DATE_ITSELF)
    week = SUNDAY.starting_on(on, NEW_YORK)
    found = week_hours([night], week, terms, NEW_YORK.date_of, holidays={on: day})
    assert found.holiday_minutes == minutes


def test_a_shift_on_a_holiday_is_split_by_the_workweek() -> None:
    saturday = date(2027, 1, 9)
    night = shift(6, 20, 10)
    after = Interval(WEEK.end, WEEK.end + 10_080)
    holidays = {saturday: NEW_YORK.day(saturday)}
    assert [
        week_hours([night], week, LAW, NEW_YORK.date_of, holidays=holidays).holiday_minutes
        for week in (WEEK, after)
    ] == [240, 360]
