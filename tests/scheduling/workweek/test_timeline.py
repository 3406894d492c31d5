"""The fatigue timeline: equal to the checkers on any roster, and when somebody is legal again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters, Settings
from scheduling.rules.registry import RULES, check_work, default_parameters, unit_terms
from scheduling.rules.work import Restriction, Work, work_of
from scheduling.time.interval import Interval
from scheduling.time.segment import Duty
from scheduling.workweek.domain.legal_again import before, legal_again
from scheduling.workweek.domain.timeline import WINDOWS, timeline
from tests.support.duty import EVER, NEW_YORK, at, duty, limits

NOT_OVER_TIME = {"valid_certification", "trainee_with_trainer"}
WEEK_BY_CLOCK = {"maximum_minutes_in_workweek", "restricted_duty"}
LIGHT = Restriction(EVER, daily_minutes=600, weekly_minutes=2400)
WITHOUT_LINES = {"hours", "overtime", "position"}
NOT_ASKED = {"consecutive_nights"}


def work(
    duties: Sequence[Duty],
    parameters: RuleParameters | None = None,
    focus: Interval | None = None,
    *restrictions: Restriction,
) -> Work:
    whole = Interval(min(each.start for each in duties) - 20_000, max(each.end for each in duties) + 20_000)
    terms = unit_terms(parameters or default_parameters(), NEW_YORK)
    return work_of("Dana", duties, terms, focus or whole, restrictions=restrictions)


def days(*walls: tuple[str, str]) -> list[Duty]:
    return [duty(at(start), at(end)) for start, end in walls]


HANA = days(
    ("2027-01-05 06:00", "2027-01-05 18:00"),
    ("2027-01-06 15:00", "2027-01-07 01:00"),
    ("2027-01-07 06:00", "2027-01-07 18:00"),
)


def line(of: Work, rule: str):  # type: ignore[no-untyped-def]
    return next(each for each in timeline(of) if each.rule.name == rule)


def test_each_rule_over_time_has_a_line() -> None:
    every = {**default_parameters().dated, **limits("maximum_minutes_in_workweek", warn=3600).dated}
    found = timeline(work(HANA, RuleParameters(every), None, LIGHT))
    assert {each.rule.name for each in found} == set(RULES) - NOT_OVER_TIME
    restricted = [each.label for each in found if each.rule.name == "restricted_duty"]
    assert restricted == ["Restricted duty, minutes a day", "Restricted duty, minutes a week"]
    assert not [each for each in timeline(work(HANA)) if each.rule.name == "restricted_duty"]


def test_whoever_works_no_shift_breaks_nothing_and_has_no_rest() -> None:
    found = timeline(work_of("Dana", [], unit_terms(default_parameters(), NEW_YORK), EVER))
    assert found
    assert not any(each.breaks or each.rests for each in found)


def test_values_breaks_and_causes_of_a_week() -> None:
    found = work(HANA)
    rest = line(found, "minimum_rest")
    assert rest.value(at("2027-01-07 03:00")) == 120
    assert [(point.measured, point.limit.level) for point in rest.breaks] == [(300, Level.BLOCK)]
    assert rest.peak.causes == (HANA[1], HANA[2])
    day = line(found, "maximum_minutes_in_24_hours")
    assert day.value(at("2027-01-07 06:00")) == 600
    assert day.value(at("2027-01-07 15:00")) == 1140
    assert [point.measured for point in day.breaks] == [1140]
    assert day.peak.interval.end == at("2027-01-07 18:00")
    on_duty = line(found, "longest_continuous_duty")
    assert (on_duty.value(at("2027-01-07 17:59")), on_duty.value(at("2027-01-07 18:00"))) == (719, 0)
    assert line(found, "consecutive_days").value(at("2027-01-07 12:00")) == 3
    assert line(found, "consecutive_days").value(at("2027-01-08 00:00")) == 0


NIGHTS = days(
    ("2027-01-04 22:00", "2027-01-05 06:00"),
    ("2027-01-05 22:00", "2027-01-06 06:00"),
    ("2027-01-06 22:00", "2027-01-07 06:00"),
    ("2027-01-07 16:00", "2027-01-07 20:00"),
)


def test_rest_after_nights_rises_from_the_third_night_on() -> None:
    found = line(work(NIGHTS), "rest_after_nights")
    assert found.value(at("2027-01-06 12:00")) == 0
    assert found.value(at("2027-01-07 12:00")) == 360
    assert found.value(at("2027-01-07 17:00")) == 0
    assert [(point.measured, point.causes) for point in found.breaks] == [(600, (NIGHTS[2], NIGHTS[3]))]
    assert found.rests == ((at("2027-01-07 06:00"), at("2027-01-07 16:00")),)
    another = days(("2027-01-07 22:00", "2027-01-08 06:00"))
    assert not line(work([*NIGHTS[:3], *another]), "rest_after_nights").breaks


def test_a_workweek_fills_and_begins_anew() -> None:
    rules = limits("maximum_minutes_in_workweek", block=1200)
    over = days(("2027-01-08 06:00", "2027-01-08 18:00"), ("2027-01-09 18:00", "2027-01-10 06:00"))
    found = line(work(over, rules), "maximum_minutes_in_workweek")
    assert found.value(at("2027-01-08 12:00")) == 360
    assert found.value(at("2027-01-09 23:00")) == 720 + 300
    assert found.value(at("2027-01-10 01:00")) == 60
    assert not found.breaks
    assert (found.peak.measured, found.peak.causes) == (1080, tuple(over))


def test_minutes_of_a_restriction_fill_by_day_and_by_week() -> None:
    light = Restriction(
        Interval(at("2027-01-06 00:00"), at("2027-01-08 00:00")), daily_minutes=480, weekly_minutes=600
    )
    day, week = [
        each for each in timeline(work(HANA, None, None, light)) if each.rule.name == "restricted_duty"
    ]
    assert day.value(at("2027-01-05 12:00")) == 0
    assert day.value(at("2027-01-06 18:00")) == 180
    # The day ends with its last shift, after midnight.
    assert day.value(at("2027-01-07 00:59")) == 599
    assert day.value(at("2027-01-07 03:00")) == 0
    assert day.value(at("2027-01-07 12:00")) == 360
    assert [point.measured for point in day.breaks] == [600, 720]
    assert day.limit_at(at("2027-01-07 12:00")) == Limit(Level.BLOCK, 480)
    assert day.limit_at(at("2027-01-08 12:00")) is None
    assert week.value(at("2027-01-07 12:00")) == 960
    assert [(point.measured, point.limit.value) for point in week.breaks] == [(1320, 600)]


def test_legal_again_waits_for_the_day_the_hours_and_the_week_of_a_restriction() -> None:
    free = Interval(at("2027-01-01 00:00"), at("2027-02-01 00:00"))
    for asks, moment, again in (
        ({"daily_minutes": 720}, "2027-01-05 19:00", "2027-01-06 00:00"),
        ({"daily_minutes": 721}, "2027-01-05 19:00", "2027-01-05 19:00"),
        ({"weekly_minutes": 1320}, "2027-01-07 02:00", "2027-01-10 00:00"),
        ({"latest_at": time(22), "earliest_at": time(6)}, "2027-01-05 23:00", "2027-01-06 06:00"),
        ({"no_overtime": True}, "2027-01-05 23:00", "2027-01-05 23:00"),
    ):
        rules = limits("restricted_duty", block=0)
        found = legal_again(work(HANA, rules, None, Restriction(free, **asks)), at(moment))
        assert found.at == at(again)
        assert [wait.rule for wait in found.waits] == ["restricted_duty"] * (again != moment)


def test_legal_again_waits_for_the_workweek_and_for_rest_after_nights() -> None:
    rules = limits("maximum_minutes_in_workweek", approval=1320)
    assert legal_again(work(HANA, rules), at("2027-01-07 02:00")).at == at("2027-01-10 00:00")
    rules = limits("rest_after_nights", approval=1440)
    assert legal_again(work(NIGHTS, rules), at("2027-01-07 07:00")).at == at("2027-01-08 06:00")
    assert legal_again(work(NIGHTS, rules), at("2027-01-06 07:00")).at == at("2027-01-06 07:00")


def test_legal_again_when_rest_and_the_day_allow_it() -> None:
    found = legal_again(work(HANA), at("2027-01-07 06:00"))
    assert found.at == at("2027-01-07 11:00")
    assert [(wait.rule, wait.until) for wait in found.waits] == [("minimum_rest", at("2027-01-07 11:00"))]


@pytest.mark.parametrize(
    ("moment", "again"), [("2027-01-05 21:59", "2027-01-05 21:59"), ("2027-01-05 22:00", "2027-01-06 08:00")]
)
def test_a_stretch_may_go_on_until_its_limit(moment: str, again: str) -> None:
    found = legal_again(work(days(("2027-01-05 06:00", "2027-01-06 02:00"))), at(moment))
    assert found.at == at(again)


def test_somebody_who_began_too_early_may_not_go_on() -> None:
    assert legal_again(work(HANA), at("2027-01-07 07:00")).at == at("2027-01-07 17:00")


def test_without_duty_before_it_every_moment_is_legal() -> None:
    assert legal_again(work(HANA), at("2027-01-05 06:00")).at == at("2027-01-05 06:00")


@st.composite
def rosters(draw: st.DrawFn) -> list[Duty]:
    """Two weeks around a clock change, or far from one; some shifts are cut into pieces."""
    minute = at(draw(st.sampled_from(["2027-03-08 00:00", "2027-11-01 00:00", "2027-01-04 00:00"])))
    ends = minute + 14 * 1440
    found: list[Duty] = []
    while minute < ends:
        minute += draw(st.sampled_from([0, 5, 29, 30, 240, 479, 480, 599, 600, 720, 1440, 2880]))
        length = draw(st.sampled_from([60, 180, 480, 600, 720, 960, 961]))
        first = found[-1] if found and draw(st.integers(0, 5)) == 0 else None
        found.append(duty(minute, minute + length, shift_start=first.shift_start if first else None))
        minute += length
    return found


CHOICES = {
    "minimum_rest": [480, 600, 720],
    "longest_continuous_duty": [600, 720, 960],
    "maximum_minutes_in_24_hours": [720, 960],
    "maximum_minutes_in_7_days": [2400, 3600],
    "consecutive_days": [2, 4, 6],
    "consecutive_nights": [1, 2, 4],
    "rest_after_nights": [600, 1440],
    "maximum_minutes_in_workweek": [1200, 2400, 3600],
    "restricted_duty": [0, 60],
}


@st.composite
def parameters(draw: st.DrawFn) -> RuleParameters:
    """Each rule with limits at some levels, which another set replaces in the middle of the roster."""
    dated = {}
    for rule, values in CHOICES.items():
        rows = []
        for on in [date(2020, 1, 1), *draw(st.sampled_from([[], [date(2027, 3, 14)], [date(2027, 11, 7)]]))]:
            levels = draw(st.lists(st.sampled_from(list(Level)), min_size=1, max_size=2, unique=True))
            found = tuple(Limit(level, draw(st.sampled_from(values))) for level in levels)
            rows.append(DatedLimits(rule, on, found))
        dated[rule] = tuple(rows)
    return RuleParameters(dated, Settings(nights_before_rest=draw(st.sampled_from([1, 2, 3]))))


@st.composite
def restrictions(draw: st.DrawFn) -> list[Restriction]:
    """No restriction, or one that holds all the time or from a night on."""
    if draw(st.booleans()):
        return []
    start = at(draw(st.sampled_from(["2020-01-01 00:00", "2027-03-10 22:00", "2027-11-04 01:30"])))
    return [
        Restriction(
            Interval(start, at("2027-12-31 00:00")),
            latest_at=draw(st.sampled_from([None, time(22)])),
            daily_minutes=draw(st.sampled_from([None, 300, 600])),
            weekly_minutes=draw(st.sampled_from([None, 1200, 2400])),
        )
    ]


@given(rosters(), parameters(), restrictions(), st.integers(0, 13), st.integers(1, 14))
def test_the_timeline_breaks_a_limit_exactly_where_the_checker_reports_a_violation(
    duties: list[Duty],
    given_limits: RuleParameters,
    light: list[Restriction],
    from_day: int,
    length: int,
) -> None:
    start = duties[0].start + from_day * 1440
    found = work(duties, given_limits, Interval(start, start + length * 1440), *light)
    breaks = {
        (each.rule.name, point.limit.level, point.interval, point.measured, point.limit.value)
        for each in timeline(found)
        for point in each.breaks
    }
    violations = [each for each in check_work(found) if each.clause not in WITHOUT_LINES]
    assert breaks == {(v.rule, v.level, v.interval, v.measured, v.limit) for v in violations}
    assert sum(len(each.breaks) for each in timeline(found)) == len(violations)


@given(rosters(), st.lists(st.integers(0, 16 * 1440), min_size=1, max_size=20))
def test_values_equal_a_count_minute_by_minute(duties: list[Duty], offsets: list[int]) -> None:
    found = work(duties)
    on_duty = {minute for each in duties for minute in range(each.start, each.end)}
    lines = {each.rule.name: each for each in timeline(found)}
    for minute in [duties[0].start + offset for offset in offsets]:
        for rule, window in WINDOWS.items():
            assert lines[rule].value(minute) == sum(n in on_duty for n in range(minute - window, minute))
        day, days_in_row = NEW_YORK.ordinal_of(minute), 0
        while day - days_in_row in found.days:
            days_in_row += 1
        assert lines["consecutive_days"].value(minute) == days_in_row
        covering = [(start, end) for start, end in found.stretches if start <= minute < end]
        assert lines["longest_continuous_duty"].value(minute) == (minute - covering[0][0] if covering else 0)
        ended = max((end for start, end in found.stretches if end <= minute), default=minute)
        assert lines["minimum_rest"].value(minute) == (0 if covering else minute - ended)


def _breaks_by_working(past: Work, minute: int) -> bool:
    """Whether one minute of duty after the past breaks a limit that needs approval, by the checkers."""
    probe = duty(minute, minute + 1)
    duties = [*past.duties, probe]
    tried = work_of("Dana", duties, past.terms, past.focus, restrictions=past.restrictions)
    stretch_start = tried.stretches[-1][0]
    for violation in check_work(tried):
        if violation.level.rank < Level.APPROVAL.rank or violation.rule in {*NOT_ASKED, *WINDOWS}:
            continue
        if violation.rule in WEEK_BY_CLOCK and not violation.interval.contains(minute):
            continue
        judged_at = stretch_start if violation.rule == "minimum_rest" else minute
        if violation.interval.start < minute + 1 and judged_at <= violation.interval.end:
            return True
    for rule, window in WINDOWS.items():
        inside = sum(
            max(0, min(each.end, minute + 1) - max(each.start, minute + 1 - window)) for each in duties
        )
        broken = past.terms.limits[rule].broken(inside, minute)
        if broken is not None and broken.level.rank >= Level.APPROVAL.rank:
            return True
    return False


@given(
    rosters(),
    parameters(),
    restrictions(),
    st.integers(1, 15 * 1440),
    st.lists(st.floats(0, 0.999), max_size=6),
)
def test_legal_again_is_the_first_minute_of_duty_that_breaks_nothing(
    duties: list[Duty],
    given_limits: RuleParameters,
    light: list[Restriction],
    offset: int,
    shares: list[float],
) -> None:
    moment = duties[0].start + offset
    found = work(duties, given_limits, None, *light)
    again = legal_again(found, moment)
    past = before(found, moment)
    assert not _breaks_by_working(past, again.at)
    for minute in {again.at - 1, *(moment + int((again.at - moment) * share) for share in shares)}:
        if moment <= minute < again.at:
            assert _breaks_by_working(past, minute)


def test_rest_is_judged_by_the_limits_of_the_shift_that_follows() -> None:
    rows = (
        DatedLimits("minimum_rest", date(2020, 1, 1), (Limit(Level.WARN, 360),)),
        DatedLimits("minimum_rest", date(2027, 1, 7), (Limit(Level.BLOCK, 480),)),
    )
    over = days(("2027-01-06 12:00", "2027-01-06 23:00"), ("2027-01-07 06:00", "2027-01-07 12:00"))
    found = line(work(over, RuleParameters({"minimum_rest": rows})), "minimum_rest")
    assert [(point.measured, point.limit) for point in found.breaks] == [(420, Limit(Level.BLOCK, 480))]
