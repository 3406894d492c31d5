"""Ways out of a violation as buttons of the inspector: each was tried before it is offered.

How they are found and tried is in `scheduling/roster/domain/fixes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.board.facts import BoardFacts
from scheduling.roster.domain.fixes import Fix, FixKind, fixes_for
from scheduling.roster.offering import fewest_hours
from scheduling.roster.people import PersonFacts
from scheduling.roster.workweeks import Workweeks
from scheduling.rules.levels import Violation
from scheduling.time.interval import Interval
from scheduling.time.segment import Key
from scheduling.time.words import count_words, duration_words, end_words, month_day, time_words


@dataclass(frozen=True, slots=True)
class ShownFix:
    """One way out: times to set on a day, the day to clear, or (`gives`) who could take its shift."""

    label: str
    day: date
    shift: str = ""
    start: str = ""
    end: str = ""
    position: str = ""
    gives: bool = False


def shown_fixes(
    facts: BoardFacts, person: PersonFacts, violation: Violation, weeks: Workweeks
) -> tuple[ShownFix, ...]:
    """Up to three, for shifts on shown days that may still be changed."""
    if not facts.may_edit or facts.state.shows_published:
        return ()

    def may_change(shift: Interval) -> bool:
        on = facts.clock.date_of(shift.start)
        return on in facts.days and on not in facts.locked and shift.start > facts.now

    on = facts.clock.date_of(violation.interval.end - 1)
    people: dict[Key, PersonFacts] = {
        each.id: each for each in facts.people if not each.is_trainee and each.is_employed(on)
    }
    order = fewest_hours(facts.evaluation, people, weeks, violation.interval.end)
    found = fixes_for(facts.evaluation, violation, people, order, may_change=may_change)
    return tuple(_shown(fix, facts, person) for fix in found if _keeps_its_day(fix, facts))


def _keeps_its_day(fix: Fix, facts: BoardFacts) -> bool:
    """A night cut to begin after midnight would be a shift of the next date: no button can say that of one day."""
    kept, clock = fix.kept or fix.shift, facts.clock
    return clock.date_of(kept.start) == clock.date_of(fix.shift.start)


def _shown(fix: Fix, facts: BoardFacts, person: PersonFacts) -> ShownFix:
    clock = facts.clock
    on = clock.date_of(fix.shift.start)
    if fix.kind is FixKind.GIVE:
        return ShownFix(f"{count_words(len(fix.people), 'other fits', 'others fit')}", on, gives=True)
    short = f", {duration_words(fix.added_person_minutes)} more short" if fix.added_person_minutes > 0 else ""
    if fix.kept is None:
        return ShownFix(f"Clear {month_day(on)}{short}", on)
    start, end = time_words(fix.kept.start, clock)[:5], end_words(fix.kept.end, clock)[:5]
    words = f"Start at {start}" if fix.kind is FixKind.START_LATER else f"End at {end}"
    code = next(_codes(fix, facts, person), "")
    return ShownFix(f"{words}{short}", on, code, start, end, str(fix.position) if fix.position else "")


def _codes(fix: Fix, facts: BoardFacts, person: PersonFacts) -> Iterator[str]:
    """The shift keeps its code with other times."""
    for duty in facts.evaluation.roster(person.id).worked():
        if fix.shift.contains(duty.start) and duty.shift_type is not None:
            yield facts.evaluation.input.shift_types[duty.shift_type].code
