"""What other times of one shift would do, before they are saved: coverage, rest, hours, other limits. Pure.

Tried on the evaluated roster, so the words are those of the rules and of the curve; nothing is stored.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from scheduling.board.day.editing import ShiftOnDay
from scheduling.board.day.frame import DayFrame
from scheduling.coverage.domain.curve import Curve
from scheduling.coverage.domain.demand import Subject
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.domain.editing import DayDuty, as_adjustment, plan_day
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.hours import hours_worked
from scheduling.roster.selectors import Roster
from scheduling.rules import wording
from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from scheduling.time.segment import PayKind
from scheduling.time.words import duration_words, range_words
from scheduling.time.workweek import OVERTIME_AFTER_MINUTES, Workweek

_LAST = 2**62
"""Painted over everything that is stored."""

_MOST_COVERAGE_LINES = 3


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One effect: `tone` is ok, warn, bad or empty, `icon` its sign."""

    text: str
    tone: str = ""
    icon: str = "info"


def preview(
    roster: Roster, known: ShiftOnDay, wanted: Interval, frame: DayFrame, weeks: Workweek
) -> list[PreviewLine]:
    """The effects of these times; `weeks` are the person's workweeks."""
    before = roster.evaluation
    after = _tried(roster, known, wanted)
    lines = _coverage(before.curve, after.curve, roster, frame)
    lines += _broken(before, after, known)
    week = weeks.holding(wanted.start, roster.clock)
    minutes = hours_worked(after.roster(known.person_id), week)
    over = max(0, minutes - OVERTIME_AFTER_MINUTES)
    words = f"Week {duration_words(minutes)}, "
    words += f"{duration_words(over)} over 40 h. " if over else "nothing over 40 h. "
    lines.append(PreviewLine(words + weeks.words(known.day)))
    return lines


def _tried(roster: Roster, known: ShiftOnDay, wanted: Interval) -> RosterEvaluation:
    """The roster if the day had these times: the rows that the door would write."""
    person = next(row for row in roster.input.people if row.key == known.person_id)
    first = known.shift.pieces[0] if known.shift is not None else None
    duty = DayDuty(
        wanted.start,
        wanted.end,
        first.shift_type if first else None,
        known.position,
        known.console,
        known.pay or PayKind.REGULAR,
    )
    breaks = first.breaks if first else ()
    plan = plan_day(person, roster.input, known.day, duty, breaks, "")
    gone = set(plan.revocations)
    kept = [row for row in person.adjustments if row.key not in gone]
    added = [as_adjustment(row, ("preview", n), person.key, _LAST, n) for n, row in enumerate(plan.additions)]
    return roster.evaluation.with_person(known.person_id, (*kept, *added))


def _coverage(before: Curve, after: Curve, roster: Roster, frame: DayFrame) -> list[PreviewLine]:
    """Where a shortage becomes smaller or larger."""
    names = {position.key: position.name for position in roster.input.positions}
    better: list[PreviewLine] = []
    worse: list[PreviewLine] = []
    for subject in before.subjects:
        kind, of = subject
        if kind is not RequirementKind.SEATS:
            continue
        for start, end, change in _changes(before, after, subject, frame.view):
            words = range_words(start, end, roster.clock)
            if change < 0:
                better.append(PreviewLine(f"Covers {names[of]} {words}.", "ok", "check"))
            else:
                worse.append(PreviewLine(f"{names[of]} {change} more short {words}.", "bad", "alert"))
    return [*better[:_MOST_COVERAGE_LINES], *worse[:_MOST_COVERAGE_LINES]]


def _changes(
    before: Curve, after: Curve, subject: Subject, view: Interval
) -> list[tuple[Minute, Minute, int]]:
    """Stretches of the view in which another number of people is missing, with the difference."""
    k = before.subjects.index(subject)
    edges = sorted({view.start, view.end, *(t for t in (*before.times, *after.times) if view.contains(t))})
    found: list[tuple[Minute, Minute, int]] = []
    for start, end in itertools.pairwise(edges):
        change = _missing(after, start)[k] - _missing(before, start)[k]
        if not change:
            continue
        if found and found[-1][1] == start and found[-1][2] == change:
            found[-1] = (found[-1][0], end, change)
        else:
            found.append((start, end, change))
    return found


def _missing(curve: Curve, minute: Minute) -> list[int]:
    return [
        max(0, step.need.minimum - step.staffed) if step.need is not None else 0
        for step in curve.at(minute).values()
    ]


def _broken(before: RosterEvaluation, after: RosterEvaluation, known: ShiftOnDay) -> list[PreviewLine]:
    """Rules that these times break anew."""
    old = {(each.rule, each.measured) for each in before.violations_of(known.person_id)}
    found = [each for each in after.violations_of(known.person_id) if (each.rule, each.measured) not in old]
    lines = [
        PreviewLine(
            f"{wording.title(each)}.",
            "bad" if each.level in (Level.APPROVAL, Level.BLOCK) else "warn",
            "alert",
        )
        for each in found
    ]
    # One window after another may be as full: said once.
    return list(dict.fromkeys(lines))
