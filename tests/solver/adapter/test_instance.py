"""What a run is given: fixed and free time, rules, demand and wishes, read from the database."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.time.interval import Interval, minute_of
from solver.adapter.instance import Search, build_instance
from solver.adapter.snapshot import read_snapshot
from solver.engine.instance import DutyOrigin, Instance, RequirementKind, Restriction, Suspension
from solver.runs.options import RunOptions
from staff.people.models import BargainingUnit, Person
from staff.preferences.models import OffLimitGroup, OffLimitMembership, StandingPreference, WishKind
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_certification,
    make_contract,
    make_counting_rules,
    make_emergency,
    make_holiday,
    make_period,
    make_person,
    make_requirement_override,
    make_restriction,
    make_rule_limits,
    make_wish,
    moment,
    publish_period_row,
)

STARTS_ON = date(2026, 12, 6)
ENDS_BEFORE = date(2026, 12, 20)


@pytest.fixture
def flo(cast: Cast) -> Person:
    """Somebody without a pattern: 40 hours a week for the solver to roster."""
    person = make_person(
        cast.norfield,
        "Flo",
        last_name="Farrow",
        skills=(cast.skills["CT"],),
        bargaining_unit=cast.unit,
        group=cast.groups["A Squad"],
    )
    make_contract(person, None, weekly_minutes=2400)
    return person


def instance_of(cast: Cast, options: RunOptions | None = None, *, now: str = "2026-12-01 00:00") -> Instance:
    snapshot = read_snapshot(cast.norfield, STARTS_ON, ENDS_BEFORE)
    return build_instance(
        snapshot,
        options or RunOptions(),
        Search(seconds=5),
        now=minute_of(moment(cast.norfield, now)),
    )


def at(cast: Cast, text: str) -> int:
    """A local time as a minute of the horizon."""
    zero = minute_of(moment(cast.norfield, f"{STARTS_ON} 00:00"))
    return minute_of(moment(cast.norfield, text)) - zero


def duty_at(instance: Instance, person: Person, start: int) -> object:
    return next(
        (duty for duty in instance.duty if duty.person == str(person.pk) and duty.start == start), None
    )


def test_only_people_without_a_pattern_are_free(cast: Cast, flo: Person) -> None:
    people = {person.key: person for person in instance_of(cast).people}
    assert [row.weekly_minutes for row in people[str(flo.pk)].free] == [2400]
    assert people[str(cast.dana.pk)].free == ()


def test_free_time_reaches_past_the_horizon_so_that_a_workweek_is_whole(cast: Cast, flo: Person) -> None:
    instance = instance_of(cast)
    free = next(person for person in instance.people if person.key == str(flo.pk)).free[0]
    assert free.start < 0
    assert free.end > instance.horizon.end


def test_free_time_ends_with_the_contract(cast: Cast) -> None:
    person = make_person(cast.norfield, "Gus", skills=(cast.skills["CT"],))
    make_contract(person, None, weekly_minutes=1200, ends_before=date(2026, 12, 10))
    row = next(each for each in instance_of(cast).people if each.key == str(person.pk))
    assert row.free[0].end == at(cast, "2026-12-10 00:00")


def test_pattern_duty_is_given_and_fixed(cast: Cast) -> None:
    duty = duty_at(instance_of(cast), cast.dana, at(cast, "2026-12-06 06:00"))
    assert duty is not None
    assert (duty.origin, duty.may_move) == (DutyOrigin.PATTERN, False)


def test_pattern_duty_moves_when_the_run_allows_it(cast: Cast) -> None:
    instance = instance_of(cast, RunOptions(keeps_pattern=False))
    inside = duty_at(instance, cast.dana, at(cast, "2026-12-06 06:00"))
    assert inside is not None
    assert inside.may_move
    history = [duty for duty in instance.duty if duty.start < 0]
    assert history
    assert not any(duty.may_move for duty in history)


def test_duty_before_and_after_the_horizon_is_given_so_that_rules_look_across(cast: Cast) -> None:
    starts = [duty.start for duty in instance_of(cast).duty if duty.person == str(cast.sam.pk)]
    assert min(starts) < -7 * 1440
    assert max(starts) > 21 * 1440


def test_the_past_is_fixed_and_offers_no_shift(cast: Cast) -> None:
    instance = instance_of(cast, RunOptions(keeps_pattern=False), now="2026-12-10 12:00")
    past = duty_at(instance, cast.dana, at(cast, "2026-12-06 06:00"))
    assert past is not None
    assert (past.origin, past.may_move) == (DutyOrigin.PAST, False)
    assert min(row.start for row in instance.occurrences) >= at(cast, "2026-12-10 12:00")


def test_days_already_gone_are_rostered_when_asked_for(cast: Cast) -> None:
    instance = instance_of(cast, RunOptions(keeps_past=False), now="2026-12-10 12:00")
    assert min(row.start for row in instance.occurrences) == at(cast, "2026-12-06 05:00")


def test_locked_days_are_fixed_and_offer_no_shift(cast: Cast) -> None:
    publish_period_row(make_period(cast.norfield, STARTS_ON))
    options = RunOptions(keeps_pattern=False, keeps_published=False, keeps_past=False)
    instance = instance_of(cast, options, now="2026-12-08 00:00")
    duty = duty_at(instance, cast.dana, at(cast, "2026-12-06 06:00"))
    assert duty is not None
    assert (duty.origin, duty.may_move) == (DutyOrigin.LOCKED, False)
    assert min(row.on for row in instance.occurrences) == date(2026, 12, 8)


def test_published_pattern_duty_moves_only_when_both_may_change(cast: Cast) -> None:
    publish_period_row(make_period(cast.norfield, STARTS_ON))
    start = at(cast, "2026-12-06 06:00")
    kept = duty_at(instance_of(cast, RunOptions(keeps_pattern=False)), cast.dana, start)
    free = duty_at(
        instance_of(cast, RunOptions(keeps_pattern=False, keeps_published=False)), cast.dana, start
    )
    assert kept is not None
    assert (kept.origin, kept.may_move) == (DutyOrigin.PUBLISHED, False)
    assert free is not None
    assert free.may_move


@pytest.mark.parametrize(
    ("is_published", "origin", "option"),
    [(False, DutyOrigin.PINNED, "keeps_drafts"), (True, DutyOrigin.PUBLISHED, "keeps_published")],
)
def test_assigned_duty_is_kept_unless_the_run_may_change_it(
    cast: Cast, flo: Person, is_published: bool, origin: DutyOrigin, option: str
) -> None:
    make_adjustment(
        flo,
        moment(cast.norfield, "2026-12-08 06:00"),
        moment(cast.norfield, "2026-12-08 18:00"),
        is_published=is_published,
    )
    start = at(cast, "2026-12-08 06:00")
    kept = duty_at(instance_of(cast), flo, start)
    free = duty_at(instance_of(cast, RunOptions(**{option: False})), flo, start)
    assert kept is not None
    assert (kept.origin, kept.may_move) == (origin, False)
    assert free is not None
    assert free.may_move


def test_duty_agreed_with_somebody_never_moves(cast: Cast, flo: Person) -> None:
    make_adjustment(
        flo,
        moment(cast.norfield, "2026-12-08 06:00"),
        moment(cast.norfield, "2026-12-08 18:00"),
        kind=AdjustmentKind.TRADE,
    )
    options = RunOptions(keeps_published=False, keeps_drafts=False)
    duty = duty_at(instance_of(cast, options), flo, at(cast, "2026-12-08 06:00"))
    assert duty is not None
    assert not duty.may_move


def test_training_fills_no_seat(cast: Cast, flo: Person) -> None:
    make_adjustment(
        flo,
        moment(cast.norfield, "2026-12-08 09:00"),
        moment(cast.norfield, "2026-12-08 12:00"),
        kind=AdjustmentKind.TRAINING,
        pay="training",
    )
    duty = duty_at(instance_of(cast), flo, at(cast, "2026-12-08 09:00"))
    assert duty is not None
    assert not duty.fills_seats


def test_training_counts_as_the_contract_says(cast: Cast, flo: Person) -> None:
    make_adjustment(
        flo,
        moment(cast.norfield, "2026-12-08 08:00"),
        moment(cast.norfield, "2026-12-08 12:00"),
        kind=AdjustmentKind.TRAINING,
        pay="training",
    )
    assert [row.counts for row in instance_of(cast).duty if row.person == str(flo.pk)] == [True]
    make_counting_rules(cast.norfield, training_counts=False)
    assert [row.counts for row in instance_of(cast).duty if row.person == str(flo.pk)] == [False]


def test_restricted_duty_is_given_in_minutes_of_the_horizon(cast: Cast, flo: Person) -> None:
    radio, calls = cast.positions["Police radio"], cast.positions["Call-taking"]
    ends = STARTS_ON + timedelta(days=2)
    asks = {"earliest_at": time(6), "no_overtime": True, "positions": [calls.entity_id]}
    make_restriction(flo, starts_on=STARTS_ON, ends_before=ends, daily_minutes=480, **asks)
    given = instance_of(cast)
    person = next(row for row in given.people if row.key == str(flo.pk))
    closed = (Interval(0, 360), Interval(1440, 1800))
    expected = Restriction(0, 2880, closed, 480, None, True, (str(calls.entity_id),))
    assert person.restrictions == (expected,)
    # The barred position needs a skill of its own, which Flo holds only after those two days; others hold it always.
    own = f"{calls.skill_id}@{calls.entity_id}"
    needed = {row.key: row.skill for row in given.positions}
    assert (needed[str(calls.entity_id)], needed[str(radio.entity_id)]) == (own, str(radio.skill_id))
    held = [(row.start is None or row.start <= 0, row.start) for row in person.skills if row.skill == own]
    assert held[-1] == (False, 2880)
    assert not [row for row in person.skills if row.skill == own and row.covers(0, 2880)]
    cal = next(row for row in given.people if row.key == str(cast.cal.pk))
    assert any(row.skill == own and row.covers(0, 2880) for row in cal.skills)


def test_a_declared_emergency_suspends_its_rules_in_minutes_of_the_horizon(cast: Cast) -> None:
    begins, ends = (moment(cast.norfield, text) for text in ("2026-12-08 06:00", "2026-12-10 18:00"))
    make_emergency(cast.norfield, begins, ends, "minimum_rest", "consecutive_days")
    start, end = at(cast, "2026-12-08 06:00"), at(cast, "2026-12-10 18:00")
    assert set(instance_of(cast).suspensions) == {
        Suspension("minimum_rest", start, end),
        Suspension("consecutive_days", start, end),
    }


def test_overtime_is_told_apart_from_other_duty(cast: Cast, flo: Person) -> None:
    for day, pay in ((8, "overtime"), (9, "regular"), (10, "holdover"), (11, "mandation")):
        make_adjustment(
            flo,
            moment(cast.norfield, f"2026-12-{day:02d} 08:00"),
            moment(cast.norfield, f"2026-12-{day:02d} 12:00"),
            pay=pay,
        )
    duty = [row for row in instance_of(cast).duty if row.person == str(flo.pk)]
    assert [row.is_extra for row in duty] == [True, False, True, True]


def test_approved_absence_is_given_and_cuts_the_duty_beneath(cast: Cast) -> None:
    make_adjustment(
        cast.dana,
        moment(cast.norfield, "2026-12-06 12:00"),
        moment(cast.norfield, "2026-12-07 12:00"),
        kind=AdjustmentKind.LEAVE,
    )
    instance = instance_of(cast)
    start, end = at(cast, "2026-12-06 12:00"), at(cast, "2026-12-07 12:00")
    assert [(row.start, row.end) for row in instance.absences if row.person == str(cast.dana.pk)] == [
        (start, end)
    ]
    duty = duty_at(instance, cast.dana, at(cast, "2026-12-06 06:00"))
    assert duty is not None
    assert duty.end == start


def test_a_planner_who_took_duty_off_keeps_the_day_free(cast: Cast) -> None:
    make_adjustment(
        cast.dana,
        moment(cast.norfield, "2026-12-06 06:00"),
        moment(cast.norfield, "2026-12-06 18:00"),
        kind=AdjustmentKind.REMOVE,
        is_published=False,
    )
    kept = instance_of(cast).keep_off
    assert [(row.person, row.start, row.end) for row in kept] == [
        (str(cast.dana.pk), at(cast, "2026-12-06 06:00"), at(cast, "2026-12-06 18:00"))
    ]
    assert instance_of(cast, RunOptions(keeps_drafts=False)).keep_off == ()


def test_requirements_are_steps_with_overrides_in_their_minutes(cast: Cast) -> None:
    make_requirement_override(
        cast.positions["Call-taking"], date(2026, 12, 7), "08:00", "10:00", minimum=3, target=4
    )
    rows = {row.label: row for row in instance_of(cast).requirements}
    steps = rows["Call-taking"].steps
    storm = next(step for step in steps if step.start == at(cast, "2026-12-07 08:00"))
    assert (storm.end, storm.minimum, storm.target) == (at(cast, "2026-12-07 10:00"), 3, 4)
    assert next(step for step in steps if step.start == storm.end).minimum == 1
    assert rows["mix CTO"].kind is RequirementKind.MIX


def test_positions_weigh_less_the_later_they_are_filled(cast: Cast) -> None:
    rows = instance_of(cast).positions
    assert [(row.label, row.weight) for row in rows] == [
        ("Shift supervisor", 4),
        ("Police radio", 3),
        ("Fire and EMS radio", 2),
        ("Call-taking", 1),
    ]


def test_skills_are_held_from_the_grant_through_the_last_valid_day(cast: Cast, flo: Person) -> None:
    make_certification(flo, cast.skills["PD"], granted_on=date(2026, 12, 8), expires_on=date(2026, 12, 9))
    row = next(person for person in instance_of(cast).people if person.key == str(flo.pk))
    police = next(skill for skill in row.skills if skill.skill == str(cast.skills["PD"].pk))
    assert (police.start, police.end) == (at(cast, "2026-12-08 00:00"), at(cast, "2026-12-10 00:00"))


def test_rule_limits_and_workweek_are_those_of_the_unit(cast: Cast) -> None:
    unit = BargainingUnit.objects.create(
        center=cast.norfield, name="Guild", workweek_weekday=2, workweek_time="07:00"
    )
    person = make_person(cast.norfield, "Uma", bargaining_unit=unit)
    make_contract(person, None)
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    make_rule_limits(cast.norfield, "minimum_rest", unit=unit, block=600)
    units = {row.key: row for row in instance_of(cast).units}
    own, other = units[str(unit.pk)], units[str(cast.unit.pk)]
    assert own.rules.limits("minimum_rest", STARTS_ON)[0].value == 600
    assert other.rules.limits("minimum_rest", STARTS_ON)[0].value == 480
    assert own.workweeks[0].start == at(cast, "2026-12-02 07:00")
    assert other.workweeks[0].start == 0


def test_trainees_and_their_trainers_are_named(cast: Cast) -> None:
    people = {person.key: person for person in instance_of(cast).people}
    assert people[str(cast.max.pk)].is_trainee
    assert people[str(cast.max.pk)].trainer == str(cast.cal.pk)


def test_wishes_groups_and_holidays_come_along(cast: Cast, flo: Person) -> None:
    make_wish(flo, date(2026, 12, 8), kind=WishKind.WORK, shift_code="D", weight=4)
    make_wish(flo, date(2026, 12, 9), kind=WishKind.WORK, shift_code="ZZ", weight=4)
    make_wish(flo, date(2027, 1, 9), weight=4)
    group = OffLimitGroup.objects.create(center=cast.norfield, name="Pair 1")
    for person in (flo, cast.dana):
        OffLimitMembership.objects.create(group=group, person=person)
    make_holiday(cast.norfield, date(2026, 12, 12))
    instance = instance_of(cast)
    assert [(row.on, row.weight, row.shift_type) for row in instance.wishes] == [
        (date(2026, 12, 8), 4, str(cast.shift_types["D"].entity_id))
    ]
    assert [set(row.members) for row in instance.off_limit_groups] == [{str(flo.pk), str(cast.dana.pk)}]
    assert instance.holidays == (date(2026, 12, 12),)


@pytest.mark.parametrize(("rule", "given"), [("off", False), ("premium", True), ("work", True)])
def test_the_holiday_rule_of_a_contract_decides_its_fixed_duty(cast: Cast, rule: str, *, given: bool) -> None:
    nora = make_person(cast.norfield, "Nora")
    make_contract(nora, cast.patterns["Pitman days"], holiday_rule=rule)
    make_holiday(cast.norfield, date(2026, 12, 7))
    found = duty_at(instance_of(cast), nora, at(cast, "2026-12-07 06:00"))
    assert (found is not None) is given


def test_standing_preferences_stand_for_a_wish_on_each_of_their_dates(cast: Cast, flo: Person) -> None:
    first, last = date(2026, 12, 8), date(2026, 12, 20)
    never = {
        "kind": "off",
        "part": "night",
        "weight": 5,
        "starts_on": first,
        "ends_before": date(2026, 12, 10),
    }
    sundays = {"kind": "off", "weekdays": [6], "weight": 2, "starts_on": first, "ends_before": last}
    for fields in (never, sundays):
        StandingPreference.objects.create(center=cast.norfield, person=flo, **fields)
    night = str(cast.shift_types["N"].entity_id)
    assert [(row.kind.value, row.on, row.weight, row.shift_type) for row in instance_of(cast).wishes] == [
        ("off", date(2026, 12, 8), 5, night),
        ("off", date(2026, 12, 9), 5, night),
        ("off", date(2026, 12, 13), 2, None),
    ]
    make_wish(flo, date(2026, 12, 13), kind=WishKind.WORK, weight=1)
    assert [row.kind.value for row in instance_of(cast).wishes if row.on == date(2026, 12, 13)] == ["work"]


def test_burdens_count_the_nights_and_weekends_worked_before(cast: Cast, flo: Person) -> None:
    for day in ("2026-11-28", "2026-12-02"):  # a Saturday and a Wednesday
        start = moment(cast.norfield, f"{day} 18:00")
        make_adjustment(flo, start, start + timedelta(hours=12))
    burden = next(row for row in instance_of(cast).burdens if row.person == str(flo.pk))
    assert burden.nights == 2
    assert burden.holidays == 0


def test_people_of_another_center_are_no_part_of_it(cast: Cast) -> None:
    keys = {person.key for person in instance_of(cast).people}
    assert str(cast.olga.pk) not in keys


def test_a_night_over_the_clock_change_has_its_real_length(cast: Cast, flo: Person) -> None:
    snapshot = read_snapshot(cast.norfield, date(2027, 3, 13), date(2027, 3, 15))
    instance = build_instance(snapshot, RunOptions(), Search(seconds=5), now=0)
    night = next(
        row
        for row in instance.occurrences
        if row.on == date(2027, 3, 13) and row.shift_type == str(cast.shift_types["N"].entity_id)
    )
    assert night.end - night.start == 11 * 60
    assert instance.horizon.minutes == 47 * 60


def test_the_instance_survives_its_json_form(cast: Cast, flo: Person) -> None:
    instance = instance_of(cast)
    assert Instance.from_json(instance.to_json()) == instance
