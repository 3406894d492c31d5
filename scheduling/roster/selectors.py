"""Reading the roster: rows of the database, as of a version, become the pure input that `domain/` evaluates.

Everything is filtered by one version, so a read is consistent whatever is written meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from scheduling.adjustments.domain import Adjustment as AdjustmentFacts
from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.contracts.domain import BaseContract as ContractFacts
from scheduling.contracts.domain import HolidayRule
from scheduling.contracts.models import BaseContract, CountingRules, RuleLimits
from scheduling.coverage.domain import types as coverage
from scheduling.coverage.models import Position, Requirement, RequirementOverride
from scheduling.emergencies.selectors import emergencies_in
from scheduling.patterns.domain.pattern import Pattern as PatternFacts
from scheduling.patterns.domain.shift_type import Handover, PlannedBreak
from scheduling.patterns.domain.shift_type import ShiftType as ShiftTypeFacts
from scheduling.patterns.models import Holiday, Pattern, PatternDay, ShiftType
from scheduling.restrictions.selectors import restrictions_in
from scheduling.roster.domain.employed import by_employment
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.roster.domain.remembered import Evaluations
from scheduling.roster.people import PersonFacts, people_on_roster
from scheduling.roster.periods import PeriodFacts, periods_touching
from scheduling.roster.workweeks import workweeks_of
from scheduling.rules import maximum_minutes_in_workweek, restricted_duty
from scheduling.rules.levels import DatedCounting, DatedLimits, Level, Limit, RuleParameters, Settings
from scheduling.rules.work import Restriction
from scheduling.time.interval import Interval, minute_of, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, Key, PayKind
from scheduling.time.workweek import Workweek
from staff.centers.clock import current_version, version_at
from staff.centers.models import Center, CenterSettings
from staff.people.models import Job
from staff.skills.models import Skill, SkillKind, TrainerPair

MARGIN = timedelta(days=15)
"""How far the evaluated span reaches beyond the focus: two weeks of any rolling rule, and the shift before
them."""


EVALUATIONS = Evaluations()
"""What this process has evaluated lately."""


class View(StrEnum):
    """Whose roster: what planners share, or what employees, payroll and the past see."""

    WORKING = "working"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Roster:
    """A center's roster over a span of dates as of a version: the facts around it and its pure input."""

    center: Center
    clock: LocalClock
    version: int
    view: View
    starts_on: date
    ends_before: date
    people: tuple[PersonFacts, ...]
    periods: tuple[PeriodFacts, ...]
    input: RosterInput
    outside_employment: Mapping[UUID, tuple[AdjustmentFacts, ...]] = field(default_factory=dict)
    """Rows that would paint duty on days without employment, and do not; also of people who are not on it any more."""
    holidays: Mapping[date, str] = field(default_factory=dict)
    """The names of the holidays by date."""

    @cached_property
    def evaluation(self) -> RosterEvaluation:
        """Everybody's segments, violations and coverage, computed once."""
        return EVALUATIONS.of(self.input)

    @cached_property
    def person(self) -> Mapping[UUID, PersonFacts]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def premium_on(self) -> Mapping[Key, frozenset[date]]:
        """The holidays that each person's contract pays a premium on; people without any are left out."""
        found = {row.key: row.premium_on(self.holidays) for row in self.input.people}
        return {key: days for key, days in found.items() if days}

    @cached_property
    def positions(self) -> Mapping[UUID, coverage.Position]:
        """Positions by entity id."""
        return {position.key: position for position in self.input.positions}  # type: ignore[misc]


def version_of(center: Center, as_of: int | datetime | None = None) -> int:
    """A version from a version, a moment, or nothing (now)."""
    if as_of is None:
        return current_version(center.pk)
    if isinstance(as_of, datetime):
        return version_at(center.pk, as_of)
    return as_of


def load_roster(
    center: Center,
    starts_on: date,
    ends_before: date,
    *,
    view: View = View.WORKING,
    as_of: int | datetime | None = None,
    only: Collection[UUID] | None = None,
    margin: timedelta = MARGIN,
) -> Roster:
    """Rows for the local dates from the first until before the last; a fixed number of queries.

    `only` limits people (coverage is then of these people alone). `view` decides which adjustments paint,
    and for
    published dates which version of the base is shown; dates never published have no base in the published
    view,
    unless the center shows its pattern provisionally.
    """
    version = version_of(center, as_of)
    clock = LocalClock(center.time_zone)
    first, last = starts_on - margin, ends_before + margin
    focus, span = clock.days(starts_on, ends_before), clock.days(first, last)
    people = people_on_roster(center, first, last, version, only)
    periods = periods_touching(center, first, last, version)
    settings = CenterSettings.objects.as_of(version).filter(center=center).first()
    base = _Base(center, version, only)
    if view is View.PUBLISHED:
        provisional = settings is not None and settings.shows_provisional_pattern
        contracts, patterns, shift_types, holidays = _published_base(
            center, version, only, periods, base, provisional
        )
    else:
        contracts, patterns = base.contracts, base.patterns
        shift_types, holidays = base.shift_types, base.holidays
    employed = {person.id: person.employed for person in people}
    painted: dict[UUID, list[AdjustmentFacts]] = {}
    outside: dict[UUID, tuple[AdjustmentFacts, ...]] = {}
    for person_id, rows in _adjustments(center, version, view, span, only).items():
        painted[person_id], left_out = by_employment(rows, employed.get(person_id, ()), clock)
        if left_out:
            outside[person_id] = tuple(left_out)
    parameters = rule_parameters(center, version, settings)
    restricted = restrictions_in(center, version, clock, first, last, only)
    inputs = tuple(
        PersonInput(
            key=person.id,
            contracts=tuple(_employed(person, contracts.get(person.id, ()))),
            adjustments=tuple(painted.get(person.id, ())),
            trainee=tuple(_trainee_minutes(person, clock, first, last)),
            unit=person.bargaining_unit_id,
            restrictions=restricted.get(person.id, ()),
        )
        for person in people
    )
    trainers = Skill.objects.filter(center=center, kind=SkillKind.TRAINER).values_list("pk", flat=True)
    return Roster(
        center=center,
        clock=clock,
        version=version,
        view=view,
        starts_on=starts_on,
        ends_before=ends_before,
        people=tuple(people),
        periods=tuple(periods),
        input=RosterInput(
            clock=clock,
            anchor=center.pattern_anchor,
            span=span,
            focus=focus,
            people=inputs,
            patterns=patterns,
            shift_types=shift_types,
            holidays=frozenset(holidays),
            positions=tuple(_positions(center, version)),
            requirements=tuple(_requirements(center, version)),
            overrides=tuple(_overrides(center, version, first, last)),
            certifications=tuple(_certifications(people, clock, last)),
            trainer_skills=frozenset(trainers),
            trainer_pairs=tuple(_trainer_pairs(center, version, clock, last)),
            parameters=parameters,
            emergencies=emergencies_in(center, version, span),
            workweeks=_workweeks(center, version, parameters, restricted.values()),
        ),
        outside_employment=outside,
        holidays=holidays,
    )


def _workweeks(
    center: Center,
    version: int,
    parameters: Mapping[Any, RuleParameters],
    restricted: Iterable[Iterable[Restriction]],
) -> Mapping[Any, Workweek]:
    """Everybody's workweeks, if any rule asks for them: few centers limit them, and they take three queries."""
    is_asked = any(maximum_minutes_in_workweek.NAME in rows.dated for rows in parameters.values()) or any(
        each.weekly_minutes is not None for rows in restricted for each in rows
    )
    return workweeks_of(center, version) if is_asked else {}


def shift_type_facts(row: ShiftType) -> ShiftTypeFacts:
    """A shift type as the pure roster sees it; its key is the entity."""
    handover = None
    if row.handover_first_minutes or row.handover_last_minutes:
        handover = Handover(row.handover_first_minutes, row.handover_last_minutes, row.handover_starts_on)
    planned = tuple(PlannedBreak(each["after"], each["minutes"], each["is_paid"]) for each in row.breaks)
    return ShiftTypeFacts(
        row.entity_id,
        row.code,
        row.name,
        row.starts_at,
        row.ends_at,
        row.unpaid_break_minutes,
        planned,
        handover,
    )


class _Base:
    """Layer 1 as of a version: contracts by person, patterns, shift types and holidays.

    Patterns are keyed by row and version of the base: two published periods may show two versions of one
    pattern, or one pattern with the shift types of two versions. For the same reason the keys of rows and
    entities must differ: the id of a first row is that of the entity.
    Shift types are found both by row (from patterns) and by entity (from adjustments); their `key` is the
    entity.
    """

    def __init__(self, center: Center, version: int, only: Collection[UUID] | None) -> None:
        self.holidays: dict[date, str] = dict(
            Holiday.objects.as_of(version).filter(center=center).values_list("on", "name")
        )
        self.shift_types: dict[Any, ShiftTypeFacts] = {}
        row_of: dict[UUID, Key] = {}
        for kept in ShiftType.objects.as_of(version).filter(center=center):
            facts = shift_type_facts(kept)
            row_of[kept.entity_id] = ("row", kept.pk)
            self.shift_types["row", kept.pk] = self.shift_types[kept.entity_id] = facts
        cycles: dict[UUID, list[Key]] = {}
        names: dict[UUID, str] = {}
        pattern_row: dict[UUID, tuple[UUID, int]] = {}
        for pk, entity_id, name, length in (
            Pattern.objects.as_of(version)
            .filter(center=center)
            .values_list("pk", "entity_id", "name", "length_days")
        ):
            cycles[pk], names[pk], pattern_row[entity_id] = [None] * length, name, (pk, version)
        for pattern_id, day, shift_type_id in PatternDay.objects.filter(pattern__in=list(cycles)).values_list(
            "pattern_id", "day", "shift_type_id"
        ):
            cycles[pattern_id][day] = row_of.get(shift_type_id)
        self.patterns: dict[Any, PatternFacts] = {
            (pk, version): PatternFacts(pk, names[pk], tuple(cycle)) for pk, cycle in cycles.items()
        }
        self.contracts: dict[UUID, list[ContractFacts]] = defaultdict(list)
        rows = BaseContract.objects.as_of(version).filter(center=center).order_by("starts_on")
        if only is not None:
            rows = rows.filter(person_id__in=only)
        for (
            entity_id,
            person_id,
            pattern_id,
            offset,
            first,
            last,
            weekly,
            rule,
            from_version,
        ) in rows.values_list(
            "entity_id",
            "person_id",
            "pattern_id",
            "offset_days",
            "starts_on",
            "ends_before",
            "weekly_minutes",
            "holiday_rule",
            "from_version",
        ):
            row = pattern_row.get(pattern_id)
            self.contracts[person_id].append(
                ContractFacts(
                    entity_id, person_id, row, offset, first, last, weekly, HolidayRule(rule), from_version
                )
            )


def _published_base(
    center: Center,
    version: int,
    only: Collection[UUID] | None,
    periods: Iterable[PeriodFacts],
    current: _Base,
    provisional: bool,
) -> tuple[
    Mapping[UUID, list[ContractFacts]],
    Mapping[Any, PatternFacts],
    Mapping[Any, ShiftTypeFacts],
    Mapping[date, str],
]:
    """Each published period with the base it was published with, cut to its dates; others empty or
    provisional."""
    contracts: dict[UUID, list[ContractFacts]] = defaultdict(list)
    patterns = dict(current.patterns)
    shift_types = dict(current.shift_types)
    holidays: dict[date, str] = {}
    loaded: dict[int, _Base] = {version: current}
    for period in periods:
        if not period.is_published and not provisional:
            continue
        base_version = version if period.base_version is None else period.base_version
        if base_version not in loaded:
            loaded[base_version] = _Base(center, base_version, only)
        base = loaded[base_version]
        patterns.update(base.patterns)
        shift_types.update({key: facts for key, facts in base.shift_types.items() if key not in shift_types})
        holidays.update(
            (on, name) for on, name in base.holidays.items() if period.starts_on <= on < period.ends_before
        )
        for person_id, rows in base.contracts.items():
            contracts[person_id].extend(cut_contracts(rows, period.starts_on, period.ends_before))
    return contracts, patterns, shift_types, holidays


def cut_contracts(
    rows: Iterable[ContractFacts], starts_on: date | None, ends_before: date | None
) -> Iterable[ContractFacts]:
    """Contracts as if they covered only the dates from the first until before the second; None is no
    limit."""
    for row in rows:
        first = row.starts_on if starts_on is None else max(row.starts_on, starts_on)
        ends = [end for end in (row.ends_before, ends_before) if end is not None]
        last = min(ends) if ends else None
        if first == row.starts_on and last == row.ends_before:
            yield row
        elif last is None or first < last:
            yield replace(row, starts_on=first, ends_before=last)


def _employed(person: PersonFacts, rows: Iterable[ContractFacts]) -> Iterable[ContractFacts]:
    """Contracts cut to the dates of employment: nobody works after their deactivation."""
    rows = list(rows)
    for employment in person.employments:
        yield from cut_contracts(rows, employment.starts_on, employment.ends_before)


def _trainee_minutes(person: PersonFacts, clock: LocalClock, first: date, last: date) -> Iterable[Interval]:
    for employment in person.employments:
        if employment.job == Job.TRAINEE:
            ends = min(employment.ends_before, last) if employment.ends_before else last
            yield clock.days(max(employment.starts_on, first), ends)


_ADJUSTMENT_FACTS = (
    "pk", "person_id", "kind", "paint", "starts_at", "ends_at", "paint_version", "sequence", "shift_starts_at",
    "shift_type_id", "position_id", "console", "breaks", "pay", "absence_kind", "reason",
)  # fmt: skip
"""What `adjustment_facts` reads: a named row of these costs a third of a model's instance."""


def adjustment_facts(row: Any) -> AdjustmentFacts:
    """A row as the pure roster sees it (a model, or its columns by name); its version is its place in the order
    of painting.
    """
    start = minute_of(row.starts_at)
    return AdjustmentFacts(
        key=row.pk,
        person=row.person_id,
        kind=AdjustmentKind(row.kind),
        paint=Paint(row.paint),
        start=start,
        end=minute_of(row.ends_at),
        version=row.paint_version,
        sequence=row.sequence,
        shift_start=minute_of(row.shift_starts_at) if row.shift_starts_at else None,
        shift_type=row.shift_type_id,
        position=row.position_id,
        console=row.console,
        breaks=tuple(_break(start, pause) for pause in row.breaks),
        pay=PayKind(row.pay),
        absence_kind=row.absence_kind or None,
        reason=row.reason,
    )


def _break(start: int, kept: Mapping[str, Any]) -> Break:
    """A break as a row keeps it; older rows name no relief."""
    relief = kept.get("relief")
    return Break(
        start + kept["start"],
        start + kept["end"],
        kept["is_paid"],
        kept["is_relieved"],
        UUID(relief) if relief else None,
        kept.get("is_handover", False),
    )


def _adjustments(
    center: Center, version: int, view: View, span: Interval, only: Collection[UUID] | None
) -> dict[UUID, list[AdjustmentFacts]]:
    rows = Adjustment.objects.filter(
        center=center, starts_at__lt=moment_of(span.end), ends_at__gt=moment_of(span.start)
    )
    rows = rows.published_as_of(version) if view is View.PUBLISHED else rows.as_of(version)
    if only is not None:
        rows = rows.filter(person_id__in=only)
    found: dict[UUID, list[AdjustmentFacts]] = defaultdict(list)
    for row in rows.order_by("paint_version", "sequence").values_list(*_ADJUSTMENT_FACTS, named=True):
        found[row.person_id].append(adjustment_facts(row))
    return found


def _positions(center: Center, version: int) -> Iterable[coverage.Position]:
    for row in Position.objects.as_of(version).filter(center=center).order_by("priority"):
        yield coverage.Position(row.entity_id, row.name, row.skill_id, row.priority, row.consoles)


def _requirements(center: Center, version: int) -> Iterable[coverage.Requirement]:
    rows = Requirement.objects.as_of(version).filter(center=center).order_by("from_version", "pk")
    for row in rows.values_list(
        "entity_id",
        "kind",
        "position_id",
        "skill_id",
        "weekday",
        "starts_at",
        "ends_at",
        "minimum",
        "target",
        "maximum",
    ):
        entity_id, kind, position_id, skill_id, weekday, starts_at, ends_at, minimum, target, maximum = row
        of = coverage.RequirementKind(kind)
        key = position_id if of is coverage.RequirementKind.SEATS else skill_id
        yield coverage.Requirement(entity_id, of, key, weekday, starts_at, ends_at, minimum, target, maximum)


def _overrides(
    center: Center, version: int, first: date, last: date
) -> Iterable[coverage.RequirementOverride]:
    rows = RequirementOverride.objects.as_of(version).filter(center=center, on__gte=first, on__lt=last)
    for row in rows.order_by("on", "from_version"):
        yield coverage.RequirementOverride(
            row.entity_id,
            coverage.RequirementKind(row.kind),
            row.position_id or row.skill_id,
            row.on,
            row.starts_at,
            row.ends_at,
            row.minimum,
            row.target,
            row.maximum,
            row.reason,
        )


def _certifications(
    people: Iterable[PersonFacts], clock: LocalClock, last: date
) -> Iterable[coverage.Certification]:
    for person in people:
        for skill in person.certified:
            if skill.granted_on >= last:
                continue
            ends = last if skill.expires_on is None else min(skill.expires_on + timedelta(days=1), last)
            if skill.granted_on < ends:
                yield coverage.Certification(person.id, skill.skill_id, clock.days(skill.granted_on, ends))


def _trainer_pairs(
    center: Center, version: int, clock: LocalClock, last: date
) -> Iterable[coverage.TrainerPair]:
    rows = TrainerPair.objects.as_of(version).filter(center=center, starts_on__lt=last)
    for trainee_id, trainer_id, starts_on, ends_before in rows.values_list(
        "trainee_id", "trainer_id", "starts_on", "ends_before"
    ):
        ends = min(ends_before, last) if ends_before else last
        yield coverage.TrainerPair(trainee_id, trainer_id, clock.days(starts_on, ends))


def rule_parameters(
    center: Center, version: int, settings: CenterSettings | None
) -> dict[Any, RuleParameters]:
    """Limits by bargaining unit; a unit's rows of a rule replace those of the center, rule by rule.

    A unit that says what counts has that instead of the center's.
    """
    words = Settings()
    if settings is not None:
        words = Settings(
            night_starts_at_minute=settings.night_starts_at.hour * 60 + settings.night_starts_at.minute,
            night_ends_at_minute=settings.night_ends_at.hour * 60 + settings.night_ends_at.minute,
            night_duty_minutes=settings.night_duty_minutes,
            continuous_gap_minutes=settings.continuous_gap_minutes,
            nights_before_rest=settings.nights_before_rest,
        )
    rows: dict[UUID | None, dict[str, list[DatedLimits]]] = defaultdict(lambda: defaultdict(list))
    rows[None]
    for row in RuleLimits.objects.as_of(version).filter(center=center).order_by("effective_on"):
        limits = tuple(
            Limit(level, value) for level in Level if (value := getattr(row, level.value)) is not None
        )
        rows[row.bargaining_unit_id][row.rule].append(DatedLimits(row.rule, row.effective_on, limits))
    everybody = {rule: tuple(dated) for rule, dated in rows[None].items()}
    # What is restricted for one person binds from the day it is written down, also where nobody set a level.
    rule = restricted_duty.RULE
    everybody.setdefault(rule.name, (DatedLimits(rule.name, date.min, rule.default_limits),))
    counting: dict[UUID | None, list[DatedCounting]] = defaultdict(list)
    counted = CountingRules.objects.as_of(version).filter(center=center).order_by("effective_on")
    for each in counted:
        counting[each.bargaining_unit_id].append(
            DatedCounting(each.effective_on, each.training_counts, each.trades_count)
        )
    return {
        unit: RuleParameters(
            {**everybody, **{name: tuple(dated) for name, dated in rows.get(unit, {}).items()}},
            words,
            tuple(counting.get(unit, counting[None])),
        )
        for unit in {*rows, *counting}
    }
