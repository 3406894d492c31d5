"""One person on one date: times, issues with fixes, effect on coverage, history. Drawn from BoardFacts.

Who wrote the changes of the day is read by `history_of`; everything else is pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.adjustments.domain import Adjustment, AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment as AdjustmentRow
from scheduling.attendance.domain.own import Confirmation, Confirmed, own_shifts, states_of
from scheduling.board.cells import CellWriter, Shift, date_of_violation, days_of, hue_at, shifts_of
from scheduling.board.facts import BoardFacts
from scheduling.board.fixes import ShownFix, shown_fixes
from scheduling.board.moves import move_words
from scheduling.board.recording.page import MenuItem, menu
from scheduling.board.sentences import Issue, issue_of
from scheduling.board.words import break_words
from scheduling.coverage.domain.curve import Deviation
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.domain.breaks import joined
from scheduling.roster.domain.impact import AFTER_ALL
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.history.lines import actor_words, adjustment_words
from scheduling.roster.people import PersonFacts
from scheduling.roster.workweeks import Workweeks
from scheduling.time.interval import Interval, Minute, minute_before, moment_of
from scheduling.time.segment import Absence, Key
from scheduling.time.words import (
    MINUS,
    date_words,
    duration_words,
    end_words,
    month_day,
    range_words,
    time_words,
)
from staff.centers.models import Center, Event


@dataclass(frozen=True, slots=True)
class ShownIssue:
    issue: Issue
    fixes: tuple[ShownFix, ...]


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One position on the day: a strip of its worst half hours, a word, and who could be moved to help."""

    name: str
    height: int
    paths: tuple[tuple[str, str], ...]
    words: str
    help: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of the day; `before` is the query of the board as it was without it."""

    who: str
    initials: str
    what: str
    when: str
    version: int
    before: str


@dataclass(frozen=True, slots=True)
class Inspector:
    """The panel as its template sees it."""

    person_id: str
    name: str
    initials: str
    about: str
    on: date
    day: str
    code: str
    hue: str
    start: str
    end: str
    length: str
    position: str
    breaks: tuple[str, ...]
    is_draft: bool
    was: str
    note: str
    confirmation: str
    confirmation_tone: str
    lock: str
    issues: tuple[ShownIssue, ...]
    coverage: tuple[CoverageLine, ...]
    effect: str
    history: tuple[HistoryLine, ...]
    may_edit: bool
    may_record: bool
    menu: tuple[MenuItem, ...]
    version: int


def inspect(
    facts: BoardFacts,
    person: PersonFacts,
    on: date,
    history: Sequence[HistoryLine],
    weeks: Workweeks,
    said: Mapping[Minute, Confirmed],
) -> Inspector:
    """The panel of a person and a date that the board shows; `said` is what the person confirmed."""
    clock = facts.clock
    roster = facts.evaluation.roster(person.id)
    known = days_of(roster, clock, {on: facts.days[on]})
    shifts = known[on].shifts if on in known else []
    shift = max(shifts, key=lambda each: each.minutes) if shifts else None
    duty_on_day = [each for each in shifts_of(roster.duty, clock) if each.on == on]
    writer = CellWriter(clock, facts.evaluation.input.shift_types, facts.today)
    code = writer.cell(on, known.get(on), None, "")[1]
    drafted = any(
        clock.date_of(change.row.start if change.row.shift_start is None else change.row.shift_start) == on
        for change in facts.drafts_by_person.get(person.id, ())
    )
    names = {position.key: position.name for position in facts.evaluation.input.positions}
    position = shift.segments[0].position if shift else None
    confirmation, tone = _confirmation(facts, roster, shift, on, said)
    return Inspector(
        person_id=str(person.id),
        name=person.name,
        initials=f"{person.first_name[:1]}{person.last_name[:1]}".upper(),
        about=", ".join(part for part in (person.group, " ".join(person.skill_codes(on))) if part),
        on=on,
        day=date_words(on, facts.today),
        code=code,
        hue=hue_at(shift.interval.start, clock) if shift else "o" if code else "",
        start=time_words(shift.interval.start, clock)[:5] if shift else "",
        end=end_words(shift.interval.end, clock)[:5] if shift else "",
        length=duration_words(shift.minutes) if shift else "",
        position=names.get(position, "") if position is not None else "",
        breaks=_breaks(shift, facts) if shift else (),
        is_draft=drafted,
        was=_was(facts, person, on) if drafted else "",
        note=_note(person, on, known[on].absences if on in known else (), facts),
        confirmation=confirmation,
        confirmation_tone=tone,
        lock=facts.locked.get(on, ""),
        issues=tuple(_issues(facts, person, on, weeks)),
        coverage=tuple(_coverage(facts, on)),
        effect=_effect(facts, person, shift) if shift else "",
        history=tuple(history),
        may_edit=facts.may_edit and not facts.state.shows_published and on not in facts.locked,
        may_record=facts.may_edit and not facts.state.shows_published and person.is_employed(on),
        menu=menu(has_shift=bool(duty_on_day)),
        version=facts.version,
    )


def _confirmation(
    facts: BoardFacts,
    roster: PersonRoster,
    shift: Shift | None,
    on: date,
    said: Mapping[Minute, Confirmed],
) -> tuple[str, str]:
    """Whether the shift shown is confirmed, and how loud that is."""
    if shift is None or not facts.is_published:
        return "", ""
    start = shift.segments[0].shift_start
    state = states_of(own_shifts(roster.segments), said, facts.clock).get(start)
    if state is Confirmation.CONFIRMED:
        return f"Confirmed {_moment(minute_before(said[start].at), facts)}.", "ok"
    if shift.interval.start <= facts.now:
        return "", ""
    if state is Confirmation.CHANGED:
        return "Changed since it was confirmed.", "warn"
    return "Not confirmed yet.", "mut"


def _moment(minute: Minute, facts: BoardFacts) -> str:
    day = facts.clock.date_of(minute)
    time = time_words(minute, facts.clock)
    return time if day == facts.today else f"{date_words(day, facts.today)}, {time}"


def history_of(
    center: Center, person: PersonFacts, day: Interval, facts: BoardFacts, *, sees_reasons: bool
) -> list[HistoryLine]:
    """Who added or took back which change of this day, newest first; two queries."""
    rows = list(
        AdjustmentRow.objects.filter(
            center=center,
            person_id=person.id,
            starts_at__lt=moment_of(day.end),
            ends_at__gt=moment_of(day.start),
            from_version__lte=facts.version,
        )
        .select_related("shift_type", "position")
        .order_by("-from_version")[:12]
    )
    versions = {row.from_version for row in rows} | {row.until_version for row in rows if row.until_version}
    events = {
        event.version: event
        for event in Event.objects.filter(center=center, version__in=versions).select_related("actor__person")
    }
    found: list[HistoryLine] = []
    for row in rows:
        what = adjustment_words(row, facts.clock, facts.today, sees_reasons=sees_reasons)
        found.append(_line(row.from_version, events, what, facts))
        if row.until_version and row.until_version <= facts.version:
            found.append(_line(row.until_version, events, f"Took back: {what}", facts))
    return sorted(found, key=lambda each: -each.version)[:8]


def _line(version: int, events: Mapping[int, Event], what: str, facts: BoardFacts) -> HistoryLine:
    event = events.get(version)
    before = facts.state.query(as_of=str(version - 1)) if version > 1 else ""
    if event is None:
        return HistoryLine("", "", what, "", version, before)
    local = event.recorded_at.astimezone(facts.clock.tz)
    when = f"{local:%H:%M}" if local.date() == facts.today else date_words(local.date(), facts.today)
    who, initials = actor_words(event)
    return HistoryLine(who, initials, what, when, version, before)


def _breaks(shift: Shift, facts: BoardFacts) -> tuple[str, ...]:
    surnames: dict[Key, str] = {person.id: person.last_name for person in facts.people}
    return tuple(break_words(each, facts.clock, surnames) for each in joined(shift.segments))


def _was(facts: BoardFacts, person: PersonFacts, on: date) -> str:
    before = facts.published.get(person.id)
    shifts = [shift for shift in shifts_of(before.worked(), facts.clock) if shift.on == on] if before else []
    if not shifts:
        return "off"
    return range_words(shifts[0].interval.start, shifts[0].interval.end, facts.clock)


def _note(person: PersonFacts, on: date, absences: Sequence[Absence], facts: BoardFacts) -> str:
    if not person.is_employed(on):
        return f"Not employed on {month_day(on)}: what was assigned there is not worked."
    if not absences:
        return ""
    leave = absences[0]
    kind = leave.kind.replace("_", " ").capitalize()
    clock = facts.clock
    first, last = clock.date_of(leave.start), clock.date_of(leave.end - 1)
    if first == last:
        return f"{kind}, {range_words(leave.start, leave.end, clock)}."
    return f"{kind}, {date_words(first, facts.today)} to {date_words(last, facts.today)}."


def _issues(facts: BoardFacts, person: PersonFacts, on: date, weeks: Workweeks) -> list[ShownIssue]:
    shifts = shifts_of(facts.evaluation.roster(person.id).worked(), facts.clock)
    return [
        ShownIssue(issue_of(violation, facts.clock), shown_fixes(facts, person, violation, weeks))
        for violation in facts.evaluation.violations_of(person.id)
        if date_of_violation(violation, shifts) == on
    ]


def _coverage(facts: BoardFacts, on: date) -> list[CoverageLine]:
    curve, day = facts.evaluation.curve, facts.days[on]
    people: dict[Key, str] = {person.id: person.name for person in facts.people}
    found = []
    for n, (kind, key) in enumerate(curve.subjects):
        if kind is not RequirementKind.SEATS:
            continue
        name = next(position.name for position in facts.evaluation.input.positions if position.key == key)
        gaps = [gap for gap in curve.gaps_by_subject[n] if gap.interval.overlaps(day)]
        minutes = day.minutes
        path: dict[str, list[str]] = {}
        for gap in gaps:
            start, end = (
                max(gap.interval.start, day.start) - day.start,
                min(gap.interval.end, day.end) - day.start,
            )
            path.setdefault(f"def{min(gap.people, 3)}", []).append(f"M{start} 0H{end}v1H{start}z")
        worst = max((gap.people for gap in gaps), default=0)
        paths = tuple((color, "".join(parts)) for color, parts in path.items())
        helps = tuple(words for gap in gaps if (words := _help(facts, gap, people)))
        found.append(CoverageLine(name, minutes, paths, f"{MINUS}{worst}" if worst else "met", helps))
    return found


def _help(facts: BoardFacts, gap: Deviation, people: Mapping[Key, str]) -> str:
    """When a gap is and whose move would help, where one would."""
    words = move_words(facts.evaluation, gap, people)
    return (
        f"{gap.people} short {range_words(gap.interval.start, gap.interval.end, facts.clock)}. {words}"
        if words
        else ""
    )


def _effect(facts: BoardFacts, person: PersonFacts, shift: Shift) -> str:
    """What would be short without this shift, in person-hours of all positions."""
    row = next(each for each in facts.evaluation.input.people if each.key == person.id)
    cut = Adjustment(
        "without",
        person.id,
        AdjustmentKind.REMOVE,
        Paint.OFF,
        shift.interval.start,
        shift.interval.end,
        AFTER_ALL,
    )
    without = facts.evaluation.with_person(person.id, (*row.adjustments, cut))
    missing = sum(gap.person_minutes for gap in without.gaps) - sum(
        gap.person_minutes for gap in facts.evaluation.gaps
    )
    if missing <= 0:
        return "Nobody would be missing without this shift."
    return f"Without this shift {duration_words(missing)} more would be short."
