"""Who is on duty in one minute, as the wall screen shows it: totals, tiles, what comes next, the next 12 hours.

Made from the published roster. Reading it is in `selectors.py`; what a rolling curve looks like in `day/head.py`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduling.board.day.head import Step, total_steps
from scheduling.board.day.rows import seats_at
from scheduling.coverage.domain.types import Position, RequirementKind
from scheduling.roster.domain.breaks import joined
from scheduling.roster.domain.shifts import Shift, shifts_of
from scheduling.roster.people import PersonFacts
from scheduling.roster.selectors import Roster
from scheduling.time.interval import Interval, Minute
from scheduling.time.segment import Break, Duty, Key
from scheduling.time.words import MINUS, duration_words, end_words, time_words
from staff.people.names import in_order

DENSE_ABOVE = 75
_COLUMNS, _DENSE_COLUMNS = 9, 10
_OPEN_TILES = 4
_MOST_EVENTS = 7
_AHEAD = 12 * 60
_JUST_NOW = 5
_NARROWEST = 2
_LETTERS = 10
"""Of a name in the ordinary size of a tile; longer ones are set smaller, so that they stay whole."""
_TILE_PITCH, _TITLE_HEIGHT, _HEIGHT_FOR_TILES = 73, 60, 830


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of the head: "32 of 33, Call-taking, 1 short"."""

    name: str
    staffed: int
    minimum: int | None
    short: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One person at work, or one open seat."""

    id: str
    name: str
    initial: str
    place: str
    end: str
    kind: str


@dataclass(frozen=True, slots=True)
class Section:
    """The tiles of a position with its headcount."""

    title: str
    count: str
    tiles: tuple[Tile, ...]
    columns: int = 0


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of now and next, or of the breaks: a time or minutes, who, and what."""

    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Alert:
    """What is short now."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything on the screen in one minute."""

    on_duty: int
    totals: tuple[Total, ...]
    relief_in: str
    relief_at: str
    bands: tuple[tuple[Section, ...], ...]
    is_dense: bool
    alert: Alert | None
    next: tuple[Happening, ...]
    breaks: tuple[Happening, ...]
    strip: tuple[tuple[str, str], ...]
    hours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Here:
    """One person on duty in the minute."""

    person: PersonFacts
    shift: Shift
    duty: Duty
    pause: Break | None


def wall_at(roster: Roster, minute: Minute) -> Wall:
    """The wall in a minute of the roster's focus."""
    shifts: dict[Key, Sequence[Shift]] = {
        person.id: shifts_of(roster.evaluation.rosters[person.id].segments) for person in roster.people
    }
    here = _here(roster, shifts, minute)
    names = short_names([each.person for each in here])
    relief = _relief(here)
    sections = _sections(roster, here, names, relief, minute)
    is_dense = len(here) > DENSE_ABOVE or not _fits(bands_of(sections, _COLUMNS))
    steps = total_steps(roster.evaluation.curve, Interval(minute, minute + _AHEAD))
    strip_start = minute - roster.clock.local(minute).minute
    return Wall(
        on_duty=len(here),
        totals=tuple(_totals(roster, minute)),
        relief_in=duration_words(relief - minute) if relief else "",
        relief_at=end_words(relief, roster.clock) if relief else "",
        bands=tuple(bands_of(sections, _DENSE_COLUMNS if is_dense else _COLUMNS)),
        is_dense=is_dense,
        alert=_alert(roster, minute),
        next=tuple(_next(roster, shifts, names, steps, minute)),
        breaks=tuple(_breaks(roster, here, minute)),
        strip=tuple(_strip(roster, strip_start)),
        hours=tuple(time_words(strip_start + 60 * n, roster.clock)[:2] for n in range(12)),
    )


def _here(roster: Roster, shifts: Mapping[Key, Sequence[Shift]], minute: Minute) -> list[_Here]:
    found = []
    for person in roster.people:
        shift = next((each for each in shifts[person.id] if each.start <= minute < each.end), None)
        if shift is None:
            continue
        duty = next(piece for piece in shift.pieces if piece.start <= minute < piece.end)
        pause = next((each for each in duty.breaks if each.start <= minute < each.end), None)
        found.append(_Here(person, shift, duty, pause))
    return found


def short_names(people: Iterable[PersonFacts]) -> dict[Key, str]:
    """Surnames; where two share one, as many letters of the first name as tell them apart."""
    by_surname: dict[str, list[PersonFacts]] = {}
    for person in people:
        by_surname.setdefault(person.last_name, []).append(person)
    found: dict[Key, str] = {}
    for surname, bearers in by_surname.items():
        if len(bearers) == 1:
            found[bearers[0].id] = surname
            continue
        for person in bearers:
            others = [other.first_name for other in bearers if other is not person]
            starts = (person.first_name[:n] for n in range(1, len(person.first_name)))
            apart = (start for start in starts if not any(other.startswith(start) for other in others))
            found[person.id] = f"{surname} {next(apart, person.first_name)}"
    return found


def _relief(here: Iterable[_Here]) -> Minute | None:
    """When most of those on duty go home; the earlier of two equal times."""
    ends = Counter(each.shift.end for each in here)
    return min(ends, key=lambda end: (-ends[end], end)) if ends else None


def _totals(roster: Roster, minute: Minute) -> list[Total]:
    at = roster.evaluation.curve.at(minute)
    found = []
    for position in _positions(roster):
        step = at[RequirementKind.SEATS, position.key]
        if step.need is None and not step.staffed:
            continue
        minimum = step.need.minimum if step.need else None
        short = max(0, minimum - step.staffed) if minimum is not None else 0
        found.append(Total(position.name, step.staffed, minimum, short))
    return found


def _positions(roster: Roster) -> list[Position]:
    """The positions with the most consoles first: an order that does not move while somebody looks."""
    return sorted(roster.input.positions, key=lambda position: (-position.consoles, position.priority))


def _sections(
    roster: Roster, here: Sequence[_Here], names: Mapping[Key, str], relief: Minute | None, minute: Minute
) -> list[Section]:
    seats = seats_at(roster, minute)
    seated: dict[str, list[_Here]] = {}
    for each in here:
        seated.setdefault(_position_of(roster, each, seats), []).append(each)
    at = roster.evaluation.curve.at(minute)
    sections = []
    for position in _positions(roster):
        people = seated.pop(position.name, [])
        step = at[RequirementKind.SEATS, position.key]
        minimum = step.need.minimum if step.need else 0
        short = max(0, minimum - step.staffed)
        if not people and not minimum:
            continue
        people.sort(key=lambda each: (_console_order(each.duty.console), in_order(names[each.person.id])))
        tiles = [_tile(roster, each, names, relief, position.skill) for each in people]
        tiles += _open_tiles(position.name, short)
        count = f"{step.staffed} of {minimum}" if minimum else str(step.staffed)
        sections.append(Section(position.name, count, tuple(tiles)))
    for title, people in sorted(seated.items()):
        people.sort(key=lambda each: in_order(names[each.person.id]))
        tiles = [_tile(roster, each, names, relief) for each in people]
        sections.append(Section(title, str(len(people)), tuple(tiles)))
    return sections


def bands_of(sections: Iterable[Section], columns: int) -> list[tuple[Section, ...]]:
    """Sections side by side where they fit, in their order; each as wide as its tiles, at most `columns`."""
    found: list[tuple[Section, ...]] = []
    room = 0
    for section in sections:
        width = min(columns, max(_NARROWEST, len(section.tiles)))
        wide = replace(section, columns=width)
        if found and width <= room:
            found[-1] = (*found[-1], wide)
            room -= width
        else:
            found.append((wide,))
            room = columns - width
    return found


def _fits(bands: Iterable[tuple[Section, ...]]) -> bool:
    """Whether tiles of ordinary size fit on the screen, in pixels of a wall 1080 high."""
    rows = [max(-(-len(section.tiles) // section.columns) for section in band) for band in bands]
    return sum(rows) * _TILE_PITCH + len(rows) * _TITLE_HEIGHT <= _HEIGHT_FOR_TILES


def _console_order(console: Key | None) -> int:
    """Numbered consoles first, in their order."""
    return console if isinstance(console, int) else 10_000


def _position_of(roster: Roster, here: _Here, seats: Mapping[Key, str]) -> str:
    if here.pause is not None and here.pause.is_handover:
        return "Handover"
    if here.duty.position is not None:
        return roster.positions[here.duty.position].name  # type: ignore[index]
    if here.person.id in seats:
        return seats[here.person.id]
    if here.pause is not None and here.pause.start > here.shift.start:
        # In the minute before the break they still had a seat.
        before = seats_at(roster, max(roster.input.focus.start, here.pause.start - 1))
        return before.get(here.person.id, "Without a seat")
    return "In training" if here.person.is_trainee or here.shift.is_training else "Without a seat"


def _tile(
    roster: Roster, here: _Here, names: Mapping[Key, str], relief: Minute | None, skill: Key | None = None
) -> Tile:
    """One person at work: the console, or without one what else they could do than the position's `skill`."""
    day = roster.clock.date_of(here.duty.start)
    console = here.duty.console
    own = {each.code for each in here.person.certified if each.skill_id == skill}
    others = " ".join(code for code in here.person.skill_codes(day) if code not in own)
    place = f"Console {console}" if console is not None else others
    on_break = here.pause is not None and not here.pause.is_handover
    ends = end_words(here.shift.end, roster.clock) if here.shift.end != relief else ""
    end = "break" if on_break else ends
    kind = here.shift.hue(roster.clock).value + (" brk" if on_break else "")
    kind += " long" if len(names[here.person.id]) > _LETTERS else ""
    surname, initial = here.person.last_name, names[here.person.id][len(here.person.last_name) :].strip()
    return Tile(f"t-{here.person.id}", surname, initial, place, end, kind)


def _open_tiles(position: str, short: int) -> list[Tile]:
    slug = position.lower().replace(" ", "-")
    if short > _OPEN_TILES:
        return [Tile(f"t-open-{slug}", f"{short} open", "", "short now", "", "gap")]
    return [Tile(f"t-open-{slug}-{n}", "Open", "", "now", "", "gap") for n in range(short)]


def _alert(roster: Roster, minute: Minute) -> Alert | None:
    curve = roster.evaluation.curve
    names: dict[Key, str] = {position.key: position.name for position in roster.input.positions}
    lines, people = [], 0
    for subject, gaps in zip(curve.subjects, curve.gaps_by_subject, strict=True):
        gap = next((each for each in gaps if each.interval.contains(minute)), None)
        if gap is None:
            continue
        kind, of = subject
        name = names.get(of, "") if kind is RequirementKind.SEATS else f"{_skill(roster, of)} on duty"
        people += gap.people
        lines.append(f"{name}: {gap.people} short until {end_words(gap.interval.end, roster.clock)}.")
    if not lines:
        return None
    title = "1 below minimum" if people == 1 else f"{people} below minimum"
    return Alert(title, tuple(lines))


def _skill(roster: Roster, skill: Key) -> str:
    for person in roster.people:
        for held in person.certified:
            if held.skill_id == skill:
                return held.code
    return "Skill"


def _next(
    roster: Roster,
    shifts: Mapping[Key, Sequence[Shift]],
    names: Mapping[Key, str],
    steps: Sequence[Step],
    minute: Minute,
) -> list[Happening]:
    """What changes soon, in order: breaks, seats, people who come and go, minimums."""
    window = Interval(minute - _JUST_NOW, minute + _AHEAD)
    surname: dict[Key, str] = {person.id: person.last_name for person in roster.people}
    named = {key: names.get(key, surname[key]) for key in surname}
    come: dict[Minute, list[str]] = {}
    go: dict[Minute, list[str]] = {}
    found: list[tuple[Minute, int, Happening]] = []
    for key, own in shifts.items():
        for shift in own:
            if not shift.interval.overlaps(Interval(window.start, window.end + 1)):
                continue
            if shift.start > minute and window.contains(shift.start):
                come.setdefault(shift.start, []).append(named[key])
            if shift.end > minute and window.contains(shift.end):
                go.setdefault(shift.end, []).append(named[key])
            found += _inside_shift(roster, shift, named[key], window)
    for at in sorted({*come, *go}):
        found.append((at, 1, _coming_and_going(roster, at, come.get(at, []), go.get(at, []))))
    for before, after in itertools.pairwise(steps):
        if before.minimum != after.minimum:
            verb = "drops" if after.minimum < before.minimum else "rises"
            words = f"Minimum {verb} to {after.minimum}"
            found.append((after.start, 2, Happening(time_words(after.start, roster.clock), "", words)))
    found.sort(key=lambda each: (each[0], each[1], each[2].who))
    return [happening for _, _, happening in found[:_MOST_EVENTS]]


def _inside_shift(
    roster: Roster, shift: Shift, name: str, window: Interval
) -> list[tuple[Minute, int, Happening]]:
    found = []
    for pause in joined(shift.pieces):
        if pause.is_handover:
            continue
        for at, words in ((pause.start, "to break"), (pause.end, "back from break")):
            if window.contains(at):
                found.append((at, 0, Happening(time_words(at, roster.clock), name, words)))
    for before, after in zip(shift.pieces, shift.pieces[1:], strict=False):
        if after.position != before.position and after.position is not None and window.contains(after.start):
            words = f"to {roster.positions[after.position].name}"  # type: ignore[index]
            found.append((after.start, 0, Happening(time_words(after.start, roster.clock), name, words)))
    return found


def _coming_and_going(roster: Roster, at: Minute, come: Sequence[str], go: Sequence[str]) -> Happening:
    when = time_words(at, roster.clock)
    leave = "leaves" if len(go) == 1 else "leave"
    if come:
        who = ", ".join(sorted(come)) if len(come) <= 2 else f"{len(come)} people"
        words = "arrives" if len(come) == 1 else "arrive"
        return Happening(when, who, f"{words}, {len(go)} {leave}" if go else words)
    who = ", ".join(sorted(go)) if len(go) <= 2 else f"{len(go)} people"
    return Happening(when, who, leave)


def _breaks(roster: Roster, here: Iterable[_Here], minute: Minute) -> list[Happening]:
    """Who is on a break, the longest first."""
    found = [
        (minute - each.pause.start, each)
        for each in here
        if each.pause is not None and not each.pause.is_handover
    ]
    found.sort(key=lambda pair: (-pair[0], in_order(pair[1].person.name)))
    return [
        Happening(duration_words(since), each.person.name, _break_ends(each.pause, roster))
        for since, each in found
        if each.pause is not None
    ]


def _break_ends(pause: Break, roster: Roster) -> str:
    """ "until 12:30", and who sits in meanwhile."""
    words = f"until {time_words(pause.end, roster.clock)}"
    relief = roster.person.get(pause.relief)  # type: ignore[call-overload]
    return f"{words}, {relief.last_name} relieves" if relief is not None else words


def _strip(roster: Roster, start: Minute) -> list[tuple[str, str]]:
    """Each half hour of the next 12 hours: the most people short in it, all positions together."""
    steps = total_steps(roster.evaluation.curve, Interval(start, start + _AHEAD))
    cells = []
    for n in range(24):
        half = Interval(start + 30 * n, start + 30 * (n + 1))
        short = max(
            (step.short for step in steps if step.start < half.end and half.start < step.end), default=0
        )
        cells.append((f"{MINUS}{short}" if short else "", f"z{min(3, short)}" if short else ""))
    return cells
