"""The rows of a day: every shift that touches it as a bar at its true minutes, grouped as the reader asks. Pure.

What a bar says about breaks, overtime, leave, drafts and rule breaks is decided here; hours are in `frame.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from scheduling.adjustments.domain import KIND_LABELS, Adjustment, AdjustmentKind
from scheduling.attendance.domain.own import Confirmation, own_shifts, states_of
from scheduling.attendance.selectors import Confirmations, published_dates
from scheduling.board.day.frame import DayFrame
from scheduling.board.geometry import at
from scheduling.board.words import break_words
from scheduling.patterns.domain.hue import Hue, hue_of
from scheduling.roster.domain.breaks import joined
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.domain.shifts import Shift, shifts_of
from scheduling.roster.people import PersonFacts
from scheduling.roster.selectors import Roster
from scheduling.rules import wording
from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RESTS
from scheduling.time.interval import Interval, Minute
from scheduling.time.segment import Absence, Duty, Key, PayKind
from scheduling.time.words import count_words, duration_words, range_words, time_words
from staff.people.names import in_order

_MARKED = frozenset({Level.APPROVAL, Level.BLOCK})
_OVERTIME = frozenset({PayKind.OVERTIME, PayKind.HOLDOVER, PayKind.MANDATION})
_REST = "minimum_rest"
_LONGEST = 36 * 60
_ROOM_FOR_WORDS = 90
"""Minutes that a seat inside a bar needs to be named there; a narrower one is said in its name."""


class Grouping(StrEnum):
    """By what the rows are put together."""

    START = "start"
    POSITION = "position"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something inside a bar or a lane: where, and the word on it."""

    place: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A break or handover inside a bar: where, its class, and its sentence."""

    place: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a shift as it is drawn; `parts` are what it says, from left to right."""

    place: str
    kind: str
    words: str
    parts: tuple[Mark, ...]
    breaks: tuple[Pause, ...]
    overtime: tuple[str, ...]
    opens_before: bool
    ends_after: bool
    start: Minute
    end: Minute
    notes: str
    problem: str


@dataclass(frozen=True, slots=True)
class Row:
    """One shift of one person, with what is around it. `id` stays the same while its times are edited."""

    id: str
    person_id: UUID
    day: date
    name: str
    skills: str
    bars: tuple[Bar, ...]
    away: tuple[tuple[str, str], ...]
    rests: tuple[Mark, ...]
    is_editable: bool
    start: Minute
    hue: Hue
    group: str
    position: str
    is_confirmed: bool | None = None
    """None where there is nothing to confirm: not published, begun, or away."""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading with the next fact about them."""

    title: str
    count: int
    fact: str
    rows: tuple[Row, ...]


@dataclass(slots=True)
class _Writer:
    roster: Roster
    evaluation: RosterEvaluation
    frame: DayFrame
    drafts: frozenset[Key]
    locked: Mapping[date, str]
    may_edit: bool
    sees_reasons: bool
    names_positions: bool
    surnames: Mapping[Key, str]
    broken: dict[Key, list[Violation]] = field(default_factory=dict)
    seats: dict[Minute, dict[Key, str]] = field(default_factory=dict)
    confirmed: Confirmations | None = None
    published: frozenset[date] = frozenset()


def day_rows(
    roster: Roster,
    frame: DayFrame,
    drafts: frozenset[Key],
    locked: Mapping[date, str],
    *,
    may_edit: bool,
    sees_reasons: bool,
    only: UUID | None = None,
    names_positions: bool = False,
    confirmed: Confirmations | None = None,
) -> list[Row]:
    """A row for every shift that touches the view, and for every one that leave took away; by start, then name.

    Who sits where is only worked out with `names_positions`, who confirmed with what was `confirmed`.
    """
    surnames: dict[Key, str] = {person.id: person.last_name for person in roster.people}
    writer = _Writer(
        roster, roster.evaluation, frame, drafts, locked, may_edit, sees_reasons, names_positions, surnames
    )
    if confirmed is not None:
        writer.confirmed, writer.published = confirmed, published_dates(roster)
    for violation in writer.evaluation.violations:
        writer.broken.setdefault(violation.person, []).append(violation)
    rows: list[Row] = []
    for person in roster.people:
        if only is None or person.id == only:
            rows += _rows_of(writer, person)
    rows.sort(key=lambda row: (row.start, in_order(row.name), row.id))
    return rows


def _rows_of(writer: _Writer, person: PersonFacts) -> list[Row]:
    own = writer.evaluation.rosters.get(person.id)
    if own is None:
        return []
    view = writer.frame.view
    by_day: dict[date, list[Shift]] = {}
    # A shift may reach over the edge of the view by its whole length.
    near = [
        segment
        for segment in own.segments
        if segment.start < view.end + _LONGEST and view.start - _LONGEST < segment.end
    ]
    for shift in shifts_of(near):
        if shift.interval.overlaps(view):
            by_day.setdefault(shift.day(writer.frame.clock), []).append(shift)
    away: dict[date, list[tuple[Interval, Absence]]] = {}
    for absence in own.absences():
        if not absence.interval.overlaps(view):
            continue
        for shift in shifts_of(own.duty):
            lost = shift.interval.intersection(absence.interval)
            if lost is not None and lost.overlaps(view):
                away.setdefault(shift.day(writer.frame.clock), []).append((lost, absence))
    return [
        _row(writer, person, own, day, by_day.get(day, []), away.get(day, []))
        for day in sorted({*by_day, *away})
    ]


def _row(
    writer: _Writer,
    person: PersonFacts,
    own: PersonRoster,
    day: date,
    shifts: Sequence[Shift],
    away: Sequence[tuple[Interval, Absence]],
) -> Row:
    frame = writer.frame
    changes = {change.key: change for change in own.changes}
    violations = [each for each in writer.broken.get(person.id, ()) if _belongs(each, shifts)]
    start = min([shift.start for shift in shifts] + [lost.start for lost, _ in away])
    local = frame.clock.local(start)
    first = shifts[0] if shifts else None
    return Row(
        id=f"r-{person.id}-{day:%Y%m%d}",
        person_id=person.id,
        day=day,
        name=person.name,
        skills=" ".join(person.skill_codes(frame.day)),
        bars=tuple(_bar(writer, shift, changes, violations) for shift in shifts),
        away=tuple((frame.place(lost), _away_words(writer, lost, absence)) for lost, absence in away),
        rests=tuple(_rests(violations, frame)),
        is_editable=writer.may_edit and day not in writer.locked,
        start=start,
        hue=first.hue(frame.clock) if first else hue_of(local.hour * 60 + local.minute),
        group=person.group or "Without a group",
        position=_position_words(writer, person, first, start) if writer.names_positions else "",
        is_confirmed=_is_confirmed(writer, person, own, day, shifts),
    )


def _is_confirmed(
    writer: _Writer, person: PersonFacts, own: PersonRoster, day: date, shifts: Sequence[Shift]
) -> bool | None:
    ahead = {shift.shift_start for shift in shifts if shift.start > writer.frame.now}
    if writer.confirmed is None or day not in writer.published or not ahead:
        return None
    said = writer.confirmed.get(person.id, {})
    states = states_of(own_shifts(own.segments), said, writer.frame.clock)
    return all(states[start] is Confirmation.CONFIRMED for start in ahead)


def _belongs(violation: Violation, shifts: Sequence[Shift]) -> bool:
    if violation.rule in RESTS:
        return any(shift.start == violation.interval.end for shift in shifts)
    return any(shift.interval.overlaps(violation.interval) for shift in shifts)


def _away_words(writer: _Writer, lost: Interval, absence: Absence) -> str:
    kind = absence.kind.replace("_", " ").capitalize() if writer.sees_reasons and absence.kind else "Away"
    return f"{range_words(lost.start, lost.end, writer.frame.clock)} {kind}"


def _rests(violations: Iterable[Violation], frame: DayFrame) -> list[Mark]:
    return [
        Mark(frame.place(violation.interval), f"Rest {duration_words(violation.measured)}")
        for violation in violations
        if violation.rule == _REST and violation.interval.overlaps(frame.view)
    ]


def _bar(
    writer: _Writer, shift: Shift, changes: Mapping[Key, Adjustment], violations: Sequence[Violation]
) -> Bar:
    frame = writer.frame
    view = frame.view
    shown = Interval(max(shift.start, view.start), min(shift.end, view.end))
    kinds = ["t" if shift.is_training else shift.hue(frame.clock).value]
    if shift.sources() & writer.drafts:
        kinds.append("draft")
    if any(each.level in _MARKED for each in violations):
        kinds.append("breaks")
    elif violations:
        kinds.append("warns")
    if shift.start < view.start:
        kinds.append("cl")
    if shift.end > view.end:
        kinds.append("cr")
    if shift.end <= frame.now:
        kinds.append("past")
    words = range_words(shift.start, shift.end, frame.clock)
    texts = [_piece_words(writer, piece, changes) for piece in shift.pieces]
    parts: list[Mark] = []
    seats: list[str] = []
    for piece, text in zip(shift.pieces, texts, strict=True):
        if not text or piece.end <= shown.start or piece.start >= shown.end:
            continue
        is_narrow = bool(parts) and piece.end - piece.start < _ROOM_FOR_WORDS
        parts.append(Mark(at(max(0, piece.start - shown.start), 0), "" if is_narrow else text))
        if is_narrow:
            seats.append(f"{range_words(piece.start, piece.end, frame.clock)} {text}")
    problem = ". ".join(dict.fromkeys(wording.title(each) for each in violations))
    breaks = tuple(
        Pause(
            _inside(pause.start, pause.end, shown),
            "ho" if pause.is_handover else "brk",
            break_words(pause, frame.clock, writer.surnames),
        )
        for pause in joined(shift.pieces)
        if pause.start < shown.end and shown.start < pause.end
    )
    notes = [problem] if problem else []
    if shift.is_overtime:
        notes.append("overtime")
    if "draft" in kinds:
        notes.append("draft")
    notes += [*seats, *(each.words for each in breaks)]
    return Bar(
        place=frame.place(shift.interval),
        kind=" ".join(kinds),
        words=words,
        parts=tuple(parts),
        breaks=breaks,
        overtime=tuple(
            _inside(piece.start, piece.end, shown)
            for piece in shift.pieces
            if piece.pay in _OVERTIME and piece.start < shown.end and shown.start < piece.end
        ),
        opens_before=shift.start < view.start,
        ends_after=shift.end > view.end,
        start=shift.start,
        end=shift.end,
        notes=", ".join(notes),
        problem=problem,
    )


def _inside(start: Minute, end: Minute, shown: Interval) -> str:
    start, end = max(start, shown.start), min(end, shown.end)
    return at(start - shown.start, end - start)


def _piece_words(writer: _Writer, piece: Duty, changes: Mapping[Key, Adjustment]) -> str:
    """The seat if the duty names one, else the shift's name; and why it is not the pattern's."""
    position = writer.roster.positions.get(piece.position) if piece.position is not None else None  # type: ignore[call-overload]
    if position is not None:
        words = position.name if piece.console is None else f"{position.name} {piece.console}"
    else:
        known = writer.roster.input.shift_types.get(piece.shift_type)
        words = known.name if known is not None else ""
    change = changes.get(piece.source.key) if piece.source.layer == 2 else None
    if change is not None and change.kind not in (AdjustmentKind.ASSIGN, AdjustmentKind.REPLACE):
        words = f"{words}, {KIND_LABELS[change.kind].lower()}" if words else KIND_LABELS[change.kind]
    return words


def _position_words(writer: _Writer, person: PersonFacts, shift: Shift | None, start: Minute) -> str:
    """The position a shift names, or else where the best distribution puts the person when it starts."""
    if shift is None:
        return "Away"
    named = next((piece.position for piece in shift.pieces if piece.position is not None), None)
    if named is not None:
        return writer.roster.positions[named].name  # type: ignore[index]
    if person.is_trainee:
        return "In training"
    curve = writer.evaluation.curve
    minute = max(start, writer.frame.view.start, curve.focus.start)
    seats = writer.seats.get(minute)
    if seats is None:
        seats = writer.seats[minute] = seats_at(writer.roster, minute)
    return seats.get(person.id, "No seat")


def seats_at(roster: Roster, minute: Minute) -> dict[Key, str]:
    """Who sits in which position in a minute of the focus, named or suggested, by person."""
    names = {position.key: position.name for position in roster.input.positions}
    return {person: names[seat.position] for person, seat in roster.evaluation.seats_at(minute).items()}


_START_TITLES = {Hue.DAY: "Starting", Hue.SWING: "Swing", Hue.NIGHT: "Nights"}


def grouped(
    rows: Sequence[Row], by: Grouping, frame: DayFrame, positions: Sequence[str], groups: Sequence[str]
) -> list[RowGroup]:
    """The rows under their headings, in the order of the day, of the positions' priority or of the groups."""
    if by is Grouping.START:
        return _by_start(rows, frame)
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.position if by is Grouping.POSITION else row.group, []).append(row)
    known = list(positions if by is Grouping.POSITION else groups)
    order = {name: n for n, name in enumerate(known)}
    titles = sorted(found, key=lambda title: (order.get(title, len(order)), title))
    return [
        RowGroup(title, _people(found[title]), _on_duty_fact(found[title], frame), tuple(found[title]))
        for title in titles
    ]


def _by_start(rows: Sequence[Row], frame: DayFrame) -> list[RowGroup]:
    clock, inside = frame.clock, frame.inside
    carried = [row for row in rows if row.start < inside.start]
    found = []
    if carried:
        earliest = min(row.start for row in carried)
        day = frame.clock.local(earliest)
        title = f"On duty since {day:%a} {time_words(earliest, clock)}"
        found.append(RowGroup(title, _people(carried), _relief_fact(carried, rows, frame), tuple(carried)))
    for hue in (Hue.DAY, Hue.SWING, Hue.NIGHT):
        own = [row for row in rows if inside.start <= row.start < inside.end and row.hue is hue]
        if own:
            first, last = time_words(own[0].start, clock), time_words(own[-1].start, clock)
            when = f"from {first}" if first == last or hue is Hue.NIGHT else f"{first} to {last}"
            if hue is Hue.DAY and first == last:
                when = f"at {first}"
            fact = _sentence(_confirmed_words(own))
            found.append(RowGroup(f"{_START_TITLES[hue]} {when}", _people(own), fact, tuple(own)))
    later = [row for row in rows if row.start >= inside.end]
    if later:
        fact = _sentence(_confirmed_words(later))
        found.append(RowGroup("Starting after midnight", _people(later), fact, tuple(later)))
    return found


_MOST_NAMES = 3


def _confirmed_words(rows: Iterable[Row]) -> str:
    """Who has not confirmed, of those who can: "all confirmed but 2: Merrow, Cal; Tiernan, Max"."""
    known = [row for row in rows if row.is_confirmed is not None]
    waiting = [row.name for row in known if not row.is_confirmed]
    if not known:
        return ""
    if not waiting:
        return "all confirmed"
    if len(waiting) == len(known):
        return "none confirmed"
    names = f": {'; '.join(waiting)}" if len(waiting) <= _MOST_NAMES else ""
    return f"all confirmed but {len(waiting)}{names}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _people(rows: Iterable[Row]) -> int:
    """Who is there: rows of nothing but leave do not count."""
    return sum(bool(row.bars) for row in rows)


def _relief_fact(carried: Sequence[Row], rows: Sequence[Row], frame: DayFrame) -> str:
    """When most of them are relieved, and by how many: "Relief at 06:00. 66 arriving, all confirmed but 2"."""
    ends = Counter(row.bars[-1].end for row in carried if row.bars)
    if not ends:
        return ""
    relief, _ = ends.most_common(1)[0]
    arriving = [row for row in rows if row.bars and abs(row.bars[0].start - relief) <= 60]
    words = ", ".join(part for part in (f"{len(arriving)} arriving", _confirmed_words(arriving)) if part)
    return f"Relief at {time_words(relief, frame.clock)}. {words}."


def _on_duty_fact(rows: Sequence[Row], frame: DayFrame) -> str:
    if not frame.shows_now:
        return ""
    here = sum(any(bar.start <= frame.now < bar.end for bar in row.bars) for row in rows)
    return f"{count_words(here, 'person', 'people')} on duty now."
