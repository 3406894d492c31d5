"""The setup page's facts: what would be scheduled, what is kept, rules, preferences, earlier runs. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from scheduling.board.words import range_title
from scheduling.roster.models import State
from scheduling.roster.periods import dates_of_period, periods_touching
from scheduling.rules.levels import Level, RuleParameters
from scheduling.rules.registry import RULES
from scheduling.time.interval import Minute
from scheduling.time.words import count_words
from solver.adapter.duty import GivenTime
from solver.adapter.instance import locked_dates
from solver.adapter.options import weights_of
from solver.adapter.snapshot import Snapshot
from solver.engine.instance import DutyOrigin
from solver.runs.models import ACTIVE_STATES, Run
from solver.runs.options import PREFERENCES, Preference, RunOptions
from solver.runs.words import amount_words, hours_amount, limit_words
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import BargainingUnit

PERIODS_AHEAD = 3
EARLIER_RUNS = 5


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period that can be generated, with its state in words."""

    starts_on: date
    title: str
    state: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of duty or absence that stands before the run; `field` is the switch that frees it, if any."""

    label: str
    count: int
    field: str = ""
    hint: str = ""
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with its limit per bargaining unit: the blocking one, and the one that needs approval."""

    label: str
    limits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """A preference with its form field, its price at that priority, and what the last run made of it."""

    preference: Preference
    field: Any
    price: str
    last: str


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything on the setup page that is not the form itself or the pre-check."""

    title: str
    days: int
    people: int
    free_people: int
    shift_types: int
    minimums: str
    kept: tuple[Kept, ...]
    units: tuple[str, ...]
    rules: tuple[RuleRow, ...]
    preferences: tuple[PreferenceRow, ...]
    last_short: str
    runs: Sequence[Run]
    active: Run | None


def period_choices(center: Center, chosen: date, today: date) -> tuple[PeriodChoice, ...]:
    """The period of today and those after it, and the chosen one wherever it is."""
    version = current_version(center.pk)
    starts_on, _ = dates_of_period(center, today)
    last = starts_on + timedelta(days=center.period_days * (PERIODS_AHEAD + 1))
    periods = periods_touching(center, starts_on, last, version)
    if not any(period.starts_on == chosen for period in periods):
        periods = [*periods_touching(center, chosen, chosen + timedelta(days=1), version), *periods]
    words = {State.OPEN: "not published", State.PUBLISHED: "published", State.LOCKED: "closed for payroll"}
    return tuple(
        PeriodChoice(
            period.starts_on,
            range_title(period.starts_on, period.ends_before),
            words[State(period.state)],
            period.starts_on == chosen,
        )
        for period in sorted(periods, key=lambda period: period.starts_on)
    )


def first_choice(center: Center, today: date) -> date:
    """The next period that is not published yet, from that of today on."""
    starts_on, _ = dates_of_period(center, today)
    last = starts_on + timedelta(days=center.period_days * (PERIODS_AHEAD + 1))
    for period in periods_touching(center, starts_on, last, current_version(center.pk)):
        if period.state == State.OPEN:
            return period.starts_on
    return starts_on


def setup_of(snapshot: Snapshot, options: RunOptions, fields: Mapping[str, Any], now: Minute) -> Setup:
    """The page for one period; `fields` are the form's bound fields of the priorities by preference."""
    roster = snapshot.roster
    given = roster.input
    done = Run.objects.filter(center=roster.center, proposal__isnull=False)
    last = done.order_by("-number").defer("instance", "best").first()
    earlier = _earlier_runs(roster.center, roster.starts_on, roster.ends_before)
    return Setup(
        title=range_title(roster.starts_on, roster.ends_before),
        days=(roster.ends_before - roster.starts_on).days,
        people=len(given.people),
        free_people=sum(any(row.pattern is None for row in person.contracts) for person in given.people),
        shift_types=len(snapshot.symbols),
        minimums=_minimums(snapshot),
        kept=_kept(snapshot, options, now),
        units=_unit_names(snapshot),
        rules=tuple(_rules(snapshot)),
        preferences=tuple(_preferences(options, fields, last)),
        last_short=_last_short(last),
        runs=earlier,
        active=next((run for run in earlier if run.state in ACTIVE_STATES), None),
    )


def _minimums(snapshot: Snapshot) -> str:
    given = snapshot.roster.input
    roster = snapshot.roster
    dated = sum(roster.starts_on <= row.on < roster.ends_before for row in given.overrides)
    words = count_words(len(given.requirements), "window")
    return f"{words}, {count_words(dated, 'dated override')}" if dated else words


def _kept(snapshot: Snapshot, options: RunOptions, now: Minute) -> tuple[Kept, ...]:
    roster = snapshot.roster
    time_given = GivenTime(snapshot, RunOptions(), locked=locked_dates(snapshot, now), earliest=now)
    duty = [row for row in time_given.duty() if 0 <= row.shift_start < roster.input.focus.minutes]
    origins = Counter(row.origin for row in duty)
    absences = sum(
        row.interval.overlaps(roster.input.focus)
        for painted in roster.evaluation.rosters.values()
        for row in painted.absences()
    )
    past = origins[DutyOrigin.PAST]
    locked = origins[DutyOrigin.LOCKED]
    found = [
        Kept("Approved leave and other absence", absences),
        Kept(
            "Shifts of patterns",
            origins[DutyOrigin.PATTERN],
            "keeps_pattern",
            "If not, each move has a price",
        ),
        Kept("Shifts already published", origins[DutyOrigin.PUBLISHED], "keeps_published"),
        Kept("Drafts of planners", origins[DutyOrigin.PINNED], "keeps_drafts", "With days taken off by hand"),
    ]
    if locked:
        found.append(Kept("Locked days", locked))
    if past:
        found.append(Kept("Days already gone", past, "keeps_past"))
    return tuple(replace(row, is_checked=getattr(options, row.field)) if row.field else row for row in found)


def _unit_names(snapshot: Snapshot) -> tuple[str, ...]:
    names = dict(BargainingUnit.objects.filter(center=snapshot.roster.center).values_list("pk", "name"))
    units = _units(snapshot)
    others = "Everyone else" if len(units) > 1 else "Everyone"
    return tuple(others if unit is None else names[unit] for unit in units)


def _units(snapshot: Snapshot) -> list[UUID | None]:
    return sorted(
        {person.unit for person in snapshot.roster.input.people},  # type: ignore[misc]
        key=lambda unit: (unit is None, str(unit)),
    )


def _rules(snapshot: Snapshot) -> Sequence[RuleRow]:
    given = snapshot.roster.input
    on = snapshot.roster.starts_on
    found = []
    for rule in RULES.values():
        limits = []
        for unit in _units(snapshot):
            parameters = given.parameters.get(unit, given.parameters.get(None, RuleParameters()))
            by_level = {limit.level: limit.value for limit in parameters.limits(rule.name, on)}
            words = limit_words(by_level[Level.BLOCK], rule.unit) if Level.BLOCK in by_level else "–"
            softer = [
                f"{limit_words(by_level[level], rule.unit)} {words_of_level}"
                if by_level[level]
                else words_of_level
                for level, words_of_level in ((Level.APPROVAL, "with approval"), (Level.WARN, "warns"))
                if level in by_level
            ]
            limits.append((words if by_level else "not set", ", ".join(softer)))
        if any(words != "not set" for words, _ in limits):
            found.append(RuleRow(rule.label, tuple(limits)))
    return found


def _last_short(last: Run | None) -> str:
    if last is None:
        return "–"
    return f"{hours_amount(sum(row['after'] for row in last.summary.get('shortages', [])))} h short"


def _preferences(options: RunOptions, fields: Mapping[str, Any], last: Run | None) -> Sequence[PreferenceRow]:
    weights = weights_of(options)
    terms = {
        term["name"]: amount_words(term["value"], term["unit"])
        for tier in (last.summary.get("tiers", []) if last else [])
        for term in tier["terms"]
    }
    return [
        PreferenceRow(
            preference,
            fields[preference.name],
            f"{getattr(weights, preference.weights[0]):,} {preference.price}",
            terms.get(preference.term, "–"),
        )
        for preference in PREFERENCES
    ]


def _earlier_runs(center: Center, starts_on: date, ends_before: date) -> Sequence[Run]:
    runs = Run.objects.filter(center=center, starts_on__lt=ends_before, ends_before__gt=starts_on)
    return list(
        runs.select_related("owner__person", "proposal")
        .defer("instance", "best")
        .order_by("-number")[:EARLIER_RUNS]
    )


def board_url(starts_on: date) -> str:
    """The board on the weeks from a date."""
    return f"{reverse('board')}?from={starts_on.isoformat()}"
