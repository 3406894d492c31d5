"""One day of the board as a list by start time: what narrow screens show instead of the grid. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from scheduling.board.cells import EXTRA_PAY, hue_at, shifts_of
from scheduling.board.coverage_head import CarpetDay, carpet, coverage_rows
from scheduling.board.facts import BoardFacts
from scheduling.board.rows import shown_people
from scheduling.time.segment import Duty
from scheduling.time.words import date_words, range_words, time_words
from staff.people.names import in_order


@dataclass(frozen=True, slots=True)
class ListedShift:
    """One line: who, which shift, when."""

    name: str
    code: str
    hue: str
    times: str
    start: int
    mark: str
    mark_class: str


@dataclass(frozen=True, slots=True)
class DayList:
    """A day with its shifts by start, and the coverage strip on top."""

    on: date
    words: str
    previous_query: str
    next_query: str
    strip: CarpetDay
    short: tuple[tuple[str, int], ...]
    starts: tuple[tuple[str, tuple[ListedShift, ...]], ...]


def present_day(facts: BoardFacts, on: date | None = None) -> DayList:
    """The list of a date; without one, of today if it is shown, else of the first date."""
    if on is None or on not in facts.days:
        on = facts.today if facts.today in facts.days else facts.state.starts_on
    shifts = sorted(_shifts(facts, on), key=lambda each: (each.start, in_order(each.name)))
    positions = {position.key: position.name for position in facts.evaluation.input.positions}
    rows = coverage_rows(facts.evaluation.curve, {on: facts.days[on]}, positions, facts.skill_names)
    return DayList(
        on=on,
        words=", ".join(filter(None, (date_words(on, facts.today), facts.holidays.get(on)))),
        previous_query=_query(facts, on - timedelta(days=1)),
        next_query=_query(facts, on + timedelta(days=1)),
        strip=carpet(facts.evaluation.curve, {on: facts.days[on]}, lies=True)[0],
        short=tuple((row.name, row.worst[0]) for row in rows if row.worst[0]),
        starts=tuple(
            (time_words(start, facts.clock), tuple(each))
            for start, each in groupby(shifts, key=lambda listed: listed.start)
        ),
    )


def _shifts(facts: BoardFacts, on: date) -> list[ListedShift]:
    types, day = facts.evaluation.input.shift_types, facts.days[on]
    found = []
    for person in shown_people(facts):
        segments = facts.evaluation.roster(person.id).segments
        starting = [each for each in segments if isinstance(each, Duty) and day.contains(each.shift_start)]
        for shift in shifts_of(starting, facts.clock):
            first = shift.segments[0]
            named = types.get(first.shift_type) if first.shift_type is not None else None
            start, end = shift.interval.start, shift.interval.end
            is_extra = any(segment.pay in EXTRA_PAY for segment in shift.segments)
            found.append(
                ListedShift(
                    name=person.name,
                    code=named.code if named else "",
                    hue=hue_at(start, facts.clock),
                    times=range_words(start, end, facts.clock),
                    start=start,
                    mark="Overtime" if is_extra else "",
                    mark_class="tag",
                )
            )
    return found


def _query(facts: BoardFacts, on: date) -> str:
    state = facts.state
    if on in facts.days:
        return f"{state.query()}&on={on.isoformat()}"
    step = timedelta(weeks=state.weeks)
    starts_on = state.starts_on + (step if on >= state.ends_before else -step)
    return f"{state.query(starts_on=starts_on)}&on={on.isoformat()}"
