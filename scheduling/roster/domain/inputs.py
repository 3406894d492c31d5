"""What a roster is evaluated from, as rows in memory; `scheduling/roster/selectors.py` loads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduling.adjustments.domain import Adjustment
from scheduling.contracts.domain import BaseContract, HolidayRule
from scheduling.coverage.domain.types import (
    Certification,
    Position,
    Requirement,
    RequirementOverride,
    TrainerPair,
)
from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType
from scheduling.rules.emergencies import Emergency
from scheduling.rules.levels import RuleParameters
from scheduling.rules.work import Restriction
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key
from scheduling.time.workweek import Workweek


@dataclass(frozen=True, slots=True)
class PersonInput:
    """One person's rows, the minutes in which they are a trainee, whose rule parameters apply, and restrictions."""

    key: Key
    contracts: tuple[BaseContract, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    trainee: tuple[Interval, ...] = ()
    unit: Key | None = None
    restrictions: tuple[Restriction, ...] = ()

    def premium_on(self, holidays: Iterable[date]) -> frozenset[date]:
        """The holidays that the contract of their date pays a premium on."""
        rows = [row for row in self.contracts if row.holiday_rule is HolidayRule.PREMIUM]
        return (
            frozenset(on for on in holidays if any(row.covers(on) for row in rows)) if rows else frozenset()
        )


@dataclass(frozen=True, slots=True)
class RosterInput:
    """A center's roster from rows.

    `focus` is what is asked about: coverage is computed for it and violations that touch it are reported.
    `span` is wider (a few weeks on both sides), so that rules look across the edges of the focus.
    `parameters` and `workweeks` are by bargaining unit; the row under None is for people without a unit of their
    own. Without a limit on hours in a workweek no rule asks for workweeks, and they may be left out.
    """

    clock: LocalClock
    anchor: date
    span: Interval
    focus: Interval
    people: tuple[PersonInput, ...]
    patterns: Mapping[Key, Pattern]
    shift_types: Mapping[Key, ShiftType]
    holidays: frozenset[date] = frozenset()
    positions: tuple[Position, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    overrides: tuple[RequirementOverride, ...] = ()
    certifications: tuple[Certification, ...] = ()
    trainer_skills: frozenset[Key] = frozenset()
    trainer_pairs: tuple[TrainerPair, ...] = ()
    parameters: Mapping[Key | None, RuleParameters] = field(default_factory=dict)
    workweeks: Mapping[Key | None, Workweek] = field(default_factory=dict)
    emergencies: tuple[Emergency, ...] = ()
