"""All rules, in the order in which a supervisor would name them, and the two ways to check them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from scheduling.rules import (
    consecutive_days,
    consecutive_nights,
    longest_continuous_duty,
    maximum_minutes_in_workweek,
    minimum_rest,
    rest_after_nights,
    restricted_duty,
    rolling_window,
    trainee_with_trainer,
    valid_certification,
)
from scheduling.rules.levels import DatedLimits, RuleParameters, Settings, Violation
from scheduling.rules.rule import Rule
from scheduling.rules.work import Qualifications, Restriction, Terms, Work, terms, work_of
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key, Segment
from scheduling.time.workweek import SUNDAY_MIDNIGHT, Workweek

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        minimum_rest.RULE,
        longest_continuous_duty.RULE,
        rolling_window.RULE_24_HOURS,
        rolling_window.RULE_7_DAYS,
        maximum_minutes_in_workweek.RULE,
        consecutive_days.RULE,
        consecutive_nights.RULE,
        rest_after_nights.RULE,
        restricted_duty.RULE,
        valid_certification.RULE,
        trainee_with_trainer.RULE,
    )
}

RULE_BY_SETTING: Mapping[str, Rule] = {rule.setting: rule for rule in RULES.values()}
"""By the key under which a center's file gives the limits."""

_PERSON_CHECKS = tuple(rule.check for rule in RULES.values() if rule.check is not None)
RESTS = frozenset(rule.name for rule in RULES.values() if rule.is_minimum)
"""Rules that measure a rest: what they report ends where the duty starts that came too soon."""


def default_parameters(effective_on: date = date.min, settings: Settings | None = None) -> RuleParameters:
    """Every rule at its default limits from a date on."""
    return RuleParameters(
        {rule.name: (DatedLimits(rule.name, effective_on, rule.default_limits),) for rule in RULES.values()},
        Settings() if settings is None else settings,
    )


def unit_terms(parameters: RuleParameters, clock: LocalClock, workweek: Workweek = SUNDAY_MIDNIGHT) -> Terms:
    """The parameters of one bargaining unit, prepared once for all its people."""
    return terms(parameters, clock, RESTS, workweek)


def check_work(work: Work) -> tuple[Violation, ...]:
    """All violations of all rules by one person, in the order of the rules."""
    found: list[Violation] = []
    for check in _PERSON_CHECKS:
        found += check(work)
    return tuple(found)


def check_person(
    person: Key,
    segments: Iterable[Segment],
    parameters: RuleParameters,
    clock: LocalClock,
    focus: Interval,
    qualifications: Qualifications | None = None,
    workweek: Workweek = SUNDAY_MIDNIGHT,
    restrictions: Sequence[Restriction] = (),
) -> tuple[Violation, ...]:
    """All violations by one person that touch the focus; `segments` reach beyond it on both sides.

    Without `qualifications` certification is not checked. Trainees are paired in `check_all`.
    """
    unit = unit_terms(parameters, clock, workweek)
    return check_work(work_of(person, segments, unit, focus, qualifications, restrictions))


def check_all(
    works: Iterable[Work],
    trainees: Iterable[trainee_with_trainer.OnDuty] = (),
    trainers: Iterable[trainee_with_trainer.OnDuty] = (),
    preferences: Iterable[trainee_with_trainer.Preference] = (),
) -> tuple[Violation, ...]:
    """All violations by everybody: each person's own, then trainees without a trainer."""
    found: list[Violation] = []
    limits = {}
    focus = None
    for work in works:
        found += check_work(work)
        limits[work.person] = work.terms.limits.get(trainee_with_trainer.NAME)
        focus = work.focus
    if focus is not None:
        found += trainee_with_trainer.check(trainees, trainers, tuple(preferences), limits, focus)
    return tuple(found)
