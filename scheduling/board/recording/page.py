"""What a form of a kind is drawn from: the person, the day, the shift, and what the change would mean.

The change is tried on the evaluated roster (`scheduling/roster/domain/trial.py`); nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.kinds import TERMS
from scheduling.board.sentences import Issue, issue_of
from scheduling.coverage.domain.curve import Deviation
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.domain.commands import KindChange, RecordAbsence
from scheduling.roster.domain.cover import who_fits
from scheduling.roster.domain.impact import Impact, SubjectImpact
from scheduling.roster.domain.shifts import Shift, shifts_of
from scheduling.roster.domain.trial import attempt
from scheduling.roster.selectors import Roster, load_roster
from scheduling.time.segment import PayKind
from scheduling.time.words import count_words, range_words
from staff.centers.models import Center
from staff.skills.models import Skill

_ONE_DAY = timedelta(days=1)

TITLES = {
    AdjustmentKind.LEAVE: "Leave",
    AdjustmentKind.OVERTIME: "Overtime",
    AdjustmentKind.HOLDOVER: "Hold over",
    AdjustmentKind.EARLY_OUT: "Let go early",
    AdjustmentKind.LATE: "Late",
    AdjustmentKind.TRAINING: "Training",
    AdjustmentKind.COURT: "Court",
    AdjustmentKind.MANDATION: "Require overtime",
    AdjustmentKind.TRADE: "Trade",
    AdjustmentKind.BREAKS: "Breaks",
    AdjustmentKind.SEAT: "Seat",
}
"""The kinds of the "More" menu in its order, as what one does."""

OF_SHIFT = frozenset(
    {
        AdjustmentKind.HOLDOVER,
        AdjustmentKind.EARLY_OUT,
        AdjustmentKind.LATE,
        AdjustmentKind.TRADE,
        AdjustmentKind.BREAKS,
        AdjustmentKind.SEAT,
    }
)
"""Kinds that change a shift; the others add duty to a day."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the "More" menu."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """One requirement that is short before or after."""

    name: str
    before: str
    after: str
    tone: str


@dataclass(frozen=True, slots=True)
class ShownImpact:
    """What a change would mean, in words."""

    coverage: tuple[CoverageChange, ...]
    broken: tuple[tuple[str, Issue], ...]
    solved: tuple[str, ...]
    away: str
    publishes: bool


def menu(*, has_shift: bool) -> tuple[MenuItem, ...]:
    """The kinds that a day offers."""
    return tuple(
        MenuItem(kind.value, title) for kind, title in TITLES.items() if has_shift or kind not in OF_SHIFT
    )


def roster_around(center: Center, day: date, until: date | None = None) -> Roster:
    """The working roster of the days a change of this date, or up to another, can touch."""
    return load_roster(center, day - _ONE_DAY, max(day, until or day) + 2 * _ONE_DAY)


def shift_on(roster: Roster, person: UUID, day: date) -> Shift | None:
    """The longest shift of a person that belongs to a date."""
    own = shifts_of(roster.evaluation.roster(person).duty)
    on_day = [shift for shift in own if shift.day(roster.clock) == day]
    return max(on_day, key=lambda shift: shift.minutes, default=None)


def takers(roster: Roster, giver: UUID, shift: Shift, day: date) -> list[tuple[str, str]]:
    """Who could take a shift over, by name."""
    people = {
        each.id: each
        for each in roster.people
        if each.id != giver and each.is_employed(day) and not each.is_trainee
    }
    order = {each.id: n for n, each in enumerate(roster.people)}
    cover = who_fits(
        roster.evaluation,
        shift.interval,
        shift.pieces[0].position,
        people,
        lambda key: order[key],  # type: ignore[index]
        pay=PayKind.TRADE,
    )
    return [(str(fit.person), people[fit.person].name) for fit in cover.fitting]  # type: ignore[index]


def impact_of(roster: Roster, change: KindChange | RecordAbsence) -> Impact:
    """What a change would mean. Raises CommandError where it can't be."""
    return attempt(roster.evaluation, (change,)).impact()


def shown_impact(center: Center, roster: Roster, found: Impact, kind: AdjustmentKind) -> ShownImpact:
    """The same in words; a query for the names of skills where a mix is short."""
    names = {(RequirementKind.SEATS, key): each.name for key, each in roster.positions.items()}
    if any(each.subject[0] is RequirementKind.MIX for each in found.coverage):
        skills = Skill.objects.filter(center=center).values_list("pk", "name")
        names |= {(RequirementKind.MIX, pk): name for pk, name in skills}
    return ShownImpact(
        coverage=tuple(_coverage(each, names[each.subject], roster) for each in found.coverage),  # type: ignore[index]
        broken=tuple(
            (roster.person[each.person].name, issue_of(each, roster.clock))  # type: ignore[index]
            for each in found.broken
        ),
        solved=tuple(issue_of(each, roster.clock).title for each in found.solved),
        away=count_words(len({each.person for each in found.away}), "other is", "others are")
        if found.away
        else "",
        publishes=TERMS[kind].is_operational,
    )


def _coverage(found: SubjectImpact, name: str, roster: Roster) -> CoverageChange:
    added = found.added_person_minutes
    tone = "bad" if added > 0 else "ok" if added < 0 else ""
    return CoverageChange(name, _gaps(found.before, roster), _gaps(found.after, roster), tone)


def _gaps(gaps: Iterable[Deviation], roster: Roster) -> str:
    words = [
        f"{gap.people} short {range_words(gap.interval.start, gap.interval.end, roster.clock)}"
        for gap in gaps
    ]
    return ", ".join(words) or "met"
