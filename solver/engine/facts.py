"""What follows from an instance before any decision: pieces of duty, who may work what, limits in force,
allowances.

The model, the findings, the warm start and the explanation read this; `verify.py` and `score.py` do not, on
purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from scheduling.rules.levels import Level, RuleParameters, Settings
from scheduling.time.interval import MINUTES_PER_WEEK, Interval, Minute, difference
from scheduling.time.local_time import LocalClock
from solver.engine.instance import Instance, Occurrence, Person, RequirementKind, Suspension
from solver.engine.restricted import RULE as RESTRICTED
from solver.engine.restricted import restricted

SATURDAY = 5
MOVE_DAYS = 1
"""A movable shift of a pattern may be put on its own date or on one so many days away."""
RESTS = frozenset({"minimum_rest", "rest_after_nights"})
"""Rules whose value may not be below the limit."""
FOREVER = Interval(-(10**9), 10**9)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of duty of one person that stands, or may stand, in the roster.

    Exactly one of `duty` and `occurrence` is set. `is_choice`: the run decides whether it stands. `nights`
    are the local dates whose night it fills enough of to be night duty. `on` is the local date that it counts
    for. What does not count is left out of limits on time.
    """

    person: str
    start: Minute
    end: Minute
    shift_start: Minute
    on: date
    worked_minutes: int
    nights: tuple[date, ...]
    is_weekend: bool
    is_choice: bool
    presence: tuple[Interval, ...]
    position: str | None = None
    shift_type: str | None = None
    duty: str | None = None
    occurrence: str | None = None
    is_extra: bool = False
    counts: bool = True

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def is_night(self) -> bool:
        return bool(self.nights)

    def minutes_in(self, span: Interval) -> int:
        """Elapsed minutes of the piece inside a span."""
        return max(0, min(self.end, span.end) - max(self.start, span.start))

    def worked_minutes_in(self, span: Interval) -> int:
        """Minutes that count for the weekly minutes, in proportion where the span cuts the piece."""
        inside = self.minutes_in(span)
        return self.worked_minutes if inside == self.minutes else inside * self.worked_minutes // self.minutes


class Facts:
    """An instance, indexed; `removed` are keys of given duty that the findings take out."""

    def __init__(self, instance: Instance, removed: Collection[str] = ()) -> None:
        self.instance = instance
        self.removed = frozenset(removed)
        self.clock = LocalClock(instance.zone)
        self.person: dict[str, Person] = {person.key: person for person in instance.people}
        self.occurrence: dict[str, Occurrence] = {row.key: row for row in instance.occurrences}
        self.rules: dict[str, RuleParameters] = {unit.key: unit.rules for unit in instance.units}
        self.workweeks = {unit.key: unit.workweeks for unit in instance.units}
        self._dates: dict[Minute, date] = {}
        self._limits: dict[tuple[str, str, Level, date], int | None] = {}
        self._nights: dict[tuple[tuple[tuple[Minute, Minute], ...], Settings], dict[date, int]] = {}
        self._suspensions: dict[str, list[Suspension]] = defaultdict(list)
        for row in instance.suspensions:
            self._suspensions[row.rule].append(row)
        self._closed = self._closed_time()
        self.given = self._given_pieces()
        self.candidates = self._candidate_pieces()
        self.pieces: dict[str, list[Piece]] = {
            key: sorted(
                self.given.get(key, []) + self.candidates.get(key, []),
                key=lambda piece: (piece.start, piece.end),
            )
            for key in self.person
        }
        self.counted: dict[str, list[Piece]] = {
            key: [piece for piece in pieces if piece.counts] for key, pieces in self.pieces.items()
        }

    def date_of(self, minute: Minute) -> date:
        """The local date of a minute of the horizon's count."""
        found = self._dates.get(minute)
        if found is None:
            found = self._dates[minute] = self.clock.date_of(minute + self.instance.horizon_start)
        return found

    def settings(self, person: str) -> Settings:
        return self.rules[self.person[person].unit].settings

    def limit(self, person: str, rule: str, level: Level, on: date) -> int | None:
        """The strictest limit of a rule at a level on a local date; None when it is not set."""
        unit = self.person[person].unit
        key = unit, rule, level, on
        if key not in self._limits:
            values = [limit.value for limit in self.rules[unit].limits(rule, on) if limit.level == level]
            strictest = max if rule in RESTS else min
            self._limits[key] = strictest(values) if values else None
        return self._limits[key]

    def rest_limit(self, person: str, rule: str, level: Level, at: Minute) -> int | None:
        """The rest asked for before duty that starts at a minute; None inside an emergency that suspends it."""
        if self.is_suspended(rule, at, at + 1):
            return None
        return self.limit(person, rule, level, self.date_of(at))

    def length_limit(self, person: str, rule: str, level: Level, on: date, end: Minute) -> int | None:
        """The most minutes of a stretch or window that ends at a minute.

        Those above the limit are its last ones: an emergency that they all lie in suspends them.
        """
        limit = self.limit(person, rule, level, on)
        return None if limit is None else limit + max(0, end - self._suspended_since(rule, end))

    def is_suspended(self, rule: str, start: Minute, end: Minute) -> bool:
        """True when an emergency suspends a rule in all of a span."""
        return any(row.start <= start and end <= row.end for row in self._suspensions.get(rule, ()))

    def is_date_suspended(self, person: str, rule: str, on: date) -> bool:
        """True when an emergency suspends a rule on days in a row all of a date, on nights to the end of its night."""
        if rule not in self._suspensions:
            return False
        day = self.clock.day(on)
        zero = self.instance.horizon_start
        ends = day.end - zero
        if rule == "consecutive_nights":
            ends = self._night_of(on, self.settings(person)).end
        return self.is_suspended(rule, day.start - zero, ends)

    def _suspended_since(self, rule: str, end: Minute) -> Minute:
        """Where the longest emergency around the minutes before an end begins; the end itself without one."""
        return min(
            (row.start for row in self._suspensions.get(rule, ()) if row.start < end <= row.end), default=end
        )

    def nights_in(self, person: str, stretch: Sequence[tuple[Minute, Minute]]) -> list[date]:
        """The local dates whose night holds enough of a stretch of duty to be night duty of the person's
        unit.
        """
        settings = self.settings(person)
        key = (tuple(stretch), settings)
        if key not in self._nights:
            found: dict[date, int] = {}
            on = self.date_of(stretch[0][0]) - timedelta(days=1)
            while on <= self.date_of(stretch[-1][1] - 1):
                night = self._night_of(on, settings)
                found[on] = sum(
                    max(0, min(end, night.end) - max(start, night.start)) for start, end in stretch
                )
                on += timedelta(days=1)
            self._nights[key] = found
        return [on for on, minutes in self._nights[key].items() if minutes >= settings.night_duty_minutes]

    def is_weekend(self, start: Minute, end: Minute) -> bool:
        """True when the span touches a local Saturday or Sunday."""
        first, last = self.date_of(start), self.date_of(end - 1)
        return any((first + timedelta(days=n)).weekday() >= SATURDAY for n in range((last - first).days + 1))

    def _night_of(self, on: date, settings: Settings) -> Interval:
        begins, ends = settings.night_starts_at_minute, settings.night_ends_at_minute
        night = self.clock.window(on, time(begins // 60, begins % 60), time(ends // 60, ends % 60))
        return Interval(night.start - self.instance.horizon_start, night.end - self.instance.horizon_start)

    def holds_skill(self, person: Person, start: Minute, end: Minute) -> bool:
        """True when at every minute of the span the person holds some skill that a position needs."""
        needed = {position.skill for position in self.instance.positions}
        held = [span for skill in needed for span in spans_of(person, skill)]
        return not needed or not difference([Interval(start, end)], held)

    def has_valid_skill(self, person: Person, piece: Piece) -> bool:
        """True when the duty may be worked: by any position's skill, or that of the named seat; trainees
        always.
        """
        if person.is_trainee or not piece.presence:
            return True
        if self.is_suspended("valid_certification", piece.start, piece.end):
            return True
        if piece.position is None:
            return self.holds_skill(person, piece.start, piece.end)
        skill = next(row.skill for row in self.instance.positions if row.key == piece.position)
        return not difference([Interval(piece.start, piece.end)], spans_of(person, skill))

    def allowance(self, person: Person, week: Interval) -> int:
        """Worked minutes a person may have in a workweek without overtime.

        Free time brings its weekly minutes less the absence credit, and at least the duty already given in
        it; duty given outside free time (a pattern) brings itself.
        """
        free_minutes = given_in_free = given_elsewhere = 0
        for free in person.free:
            shared = week.intersection(Interval(free.start, free.end))
            if shared is None:
                continue
            # Seven days by the clock on the wall: a workweek over a clock change has 167 or 169 hours and is whole.
            free_minutes += free.weekly_minutes * shared.minutes // week.minutes
            absent = sum(
                gone.minutes
                for row in self.instance.absences
                if row.person == person.key and row.is_credited
                if (gone := shared.intersection(Interval(row.start, row.end))) is not None
            )
            free_minutes -= free.weekly_minutes * absent // MINUTES_PER_WEEK
        for piece in self.given.get(person.key, []):
            if is_free(person, piece.shift_start):
                given_in_free += piece.worked_minutes_in(week)
            else:
                given_elsewhere += piece.worked_minutes_in(week)
        return max(free_minutes, given_in_free, 0) + given_elsewhere

    def why_not(self, person: Person, occurrence: Occurrence) -> str | None:
        """Why a person can't be given an occurrence, whatever else is decided; None when they can."""
        if not self._may_be_rostered(person, occurrence):
            return "pattern"
        if person.employed is not None and not any(
            span.covers(occurrence.interval) for span in person.employed
        ):
            return "not_employed"
        for reason, span in self._closed.get(person.key, ()):
            if span.overlaps(occurrence.interval):
                return reason
        if not person.is_trainee and not self.holds_skill(person, occurrence.start, occurrence.end):
            return "valid_certification"
        for piece in self.given.get(person.key, []):
            overlaps = piece.start < occurrence.end and occurrence.start < piece.end
            is_the_same = (piece.start, piece.end, piece.position) == (occurrence.start, occurrence.end, None)
            if overlaps and (is_the_same or not piece.is_choice):
                return "one_state"
        for rule in ("longest_continuous_duty", "maximum_minutes_in_24_hours", "maximum_minutes_in_7_days"):
            limit = self.length_limit(person.key, rule, Level.BLOCK, occurrence.on, occurrence.end)
            if limit is not None and occurrence.interval.minutes > limit:
                return rule
        if person.restrictions:
            piece = self.piece_of(person, occurrence)
            alone = restricted(self, person.key, [piece], Level.BLOCK)
            if any(row.minutes > row.limit for row in alone):
                return RESTRICTED
        return None

    def bars_overtime(self, person: str, week: Interval) -> bool:
        """True when a restriction forbids overtime somewhere in a workweek, at the blocking level."""
        return any(
            row.no_overtime
            and (shared := week.intersection(row.interval)) is not None
            and self.limit(person, RESTRICTED, Level.BLOCK, self.date_of(shared.start)) is not None
            for row in self.person[person].restrictions
        )

    def _may_be_rostered(self, person: Person, occurrence: Occurrence) -> bool:
        if is_free(person, occurrence.start) or self.instance.options.overtime_allowed:
            return True
        return any(
            piece.is_choice and abs((piece.on - occurrence.on).days) <= MOVE_DAYS
            for piece in self.given.get(person.key, [])
        )

    def _closed_time(self) -> dict[str, list[tuple[str, Interval]]]:
        closed: dict[str, list[tuple[str, Interval]]] = defaultdict(list)
        for absence in self.instance.absences:
            closed[absence.person].append(("absence", Interval(absence.start, absence.end)))
        for row in self.instance.keep_off:
            closed[row.person].append(("keep_off", Interval(row.start, row.end)))
        return closed

    def _given_pieces(self) -> dict[str, list[Piece]]:
        given: dict[str, list[Piece]] = defaultdict(list)
        for duty in self.instance.duty:
            if duty.key in self.removed:
                continue
            given[duty.person].append(
                Piece(
                    person=duty.person,
                    start=duty.start,
                    end=duty.end,
                    shift_start=duty.shift_start,
                    on=self.date_of(duty.shift_start),
                    worked_minutes=duty.worked_minutes,
                    nights=(),
                    is_weekend=self.is_weekend(duty.start, duty.end),
                    is_choice=duty.may_move,
                    presence=difference([duty.interval], duty.breaks) if duty.fills_seats else (),
                    position=duty.position,
                    shift_type=duty.shift_type,
                    duty=duty.key,
                    is_extra=duty.is_extra,
                    counts=duty.counts,
                )
            )
        return {person: self.with_nights(person, pieces) for person, pieces in given.items()}

    def with_nights(self, person: str, pieces: list[Piece]) -> list[Piece]:
        """In order of start; the nights of a stretch of duty go to the piece that has the most minutes of
        each. What does not count is no night duty.
        """
        ordered = sorted((piece for piece in pieces if piece.counts), key=lambda piece: piece.start)
        gap = self.settings(person).continuous_gap_minutes
        stretches: list[list[Piece]] = []
        for piece in ordered:
            if stretches and piece.start - stretches[-1][-1].end < gap:
                stretches[-1].append(piece)
            else:
                stretches.append([piece])
        found: list[Piece] = []
        for stretch in stretches:
            nights: dict[int, list[date]] = defaultdict(list)
            for on in self.nights_in(person, [(piece.start, piece.end) for piece in stretch]):
                night = self._night_of(on, self.settings(person))
                minutes = [piece.minutes_in(night) for piece in stretch]
                enough = self.settings(person).night_duty_minutes
                alone = [number for number, inside in enumerate(minutes) if inside >= enough]
                for number in alone or [minutes.index(max(minutes))]:
                    nights[number].append(on)
            found += [replace(piece, nights=tuple(nights[n])) for n, piece in enumerate(stretch)]
        found += [piece for piece in pieces if not piece.counts]
        return sorted(found, key=lambda piece: piece.start)

    def _candidate_pieces(self) -> dict[str, list[Piece]]:
        found: dict[str, list[Piece]] = defaultdict(list)
        movers = {key for key, pieces in self.given.items() if any(piece.is_choice for piece in pieces)}
        for person in self.instance.people:
            if not (person.free or person.key in movers or self.instance.options.overtime_allowed):
                continue
            for occurrence in self.instance.occurrences:
                if self.why_not(person, occurrence) is None:
                    found[person.key].append(self.piece_of(person, occurrence))
        return found

    def piece_of(self, person: Person, occurrence: Occurrence) -> Piece:
        return Piece(
            person=person.key,
            start=occurrence.start,
            end=occurrence.end,
            shift_start=occurrence.start,
            on=occurrence.on,
            worked_minutes=occurrence.worked_minutes,
            nights=tuple(self.nights_in(person.key, [(occurrence.start, occurrence.end)])),
            is_weekend=self.is_weekend(occurrence.start, occurrence.end),
            is_choice=True,
            presence=difference([occurrence.interval], occurrence.breaks),
            shift_type=occurrence.shift_type,
            occurrence=occurrence.key,
        )


def spans_of(person: Person, skill: str) -> list[Interval]:
    """When a person holds a skill; open ends are written as far-off minutes."""
    return [
        Interval(
            FOREVER.start if row.start is None else row.start, FOREVER.end if row.end is None else row.end
        )
        for row in person.skills
        if row.skill == skill
    ]


def is_free(person: Person, start: Minute) -> bool:
    """True when a shift that starts at the minute is rostered by the solver and not by a pattern."""
    return any(free.start <= start < free.end for free in person.free)


def shortage_weights(instance: Instance) -> dict[str, int]:
    """Weight of one person-minute below minimum, by key of the requirement."""
    weight_of = {position.key: position.weight for position in instance.positions}
    return {
        row.key: weight_of[row.of] if row.kind == RequirementKind.SEATS else row.weight
        for row in instance.requirements
    }


def by_date(pieces: Iterable[Piece]) -> dict[date, list[Piece]]:
    """Pieces by the local date they count for."""
    found: dict[date, list[Piece]] = defaultdict(list)
    for piece in pieces:
        found[piece.on].append(piece)
    return found
