"""The typed input of the engine: everything a run knows, in whole minutes from the horizon's start.

It validates itself (`contradictions.py`) and has a JSON form. What a run may do and what it costs is in
`options.py`; the answer in `solution.py`. Minutes before 0 are history and minutes from the horizon's end on
are what follows; rules look across both edges.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from scheduling.rules.levels import RuleParameters
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from solver.engine.codec import BadDocumentError, decode, encode
from solver.engine.contradictions import FORMAT, contradictions
from solver.engine.options import Options


class InvalidInstanceError(ValueError):
    """The instance contradicts itself; `problems` lists every contradiction that was found."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Symbol(StrEnum):
    """What a shift type counts as for the house rules; not working at all is off."""

    WORK = "WORK"
    EARLY = "EARLY"
    LATE = "LATE"


class RequirementKind(StrEnum):
    """Seats in a position, or people on duty holding a skill in whatever seat."""

    SEATS = "seats"
    MIX = "mix"


class WishKind(StrEnum):
    OFF = "off"
    WORK = "work"
    ONLY = "only"


class DutyOrigin(StrEnum):
    """Why a piece of duty is given to the run instead of chosen by it."""

    PAST = "past"
    LOCKED = "locked"
    PINNED = "pinned"
    PUBLISHED = "published"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Day:
    """A local date and its minutes: 23, 24 or 25 hours."""

    on: date
    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class Position:
    """A kind of work that is staffed. Seats are filled in order of `priority` (1 first).

    `weight` is the price of one person-minute below minimum (tier 1), 1 to 1,000; it never rises with the
    priority number.
    """

    key: str
    label: str
    skill: str
    priority: int
    weight: int = 1


@dataclass(frozen=True, slots=True)
class SkillTime:
    """A person holds a skill in `[start, end)`; None means since ever, or without end."""

    skill: str
    start: Minute | None = None
    end: Minute | None = None

    def covers(self, start: Minute, end: Minute) -> bool:
        return (self.start is None or self.start <= start) and (self.end is None or end <= self.end)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A contract without a pattern: the solver may roster shifts that start in `[start, end)`.

    `weekly_minutes` is the hard maximum per workweek, 0 to 10,080. A week covered in part has its part of
    them.
    """

    start: Minute
    end: Minute
    weekly_minutes: int


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a person may not do in `[start, end)`; None and empty ask for nothing.

    `closed` are the minutes of it in which no duty is allowed, in order. Minutes a day count by the local date of the
    shift's start, minutes a week by workweek, as far as it lies in the restriction.
    """

    start: Minute
    end: Minute
    closed: tuple[Interval, ...] = ()
    daily_minutes: int | None = None
    weekly_minutes: int | None = None
    no_overtime: bool = False
    positions: tuple[str, ...] = ()

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `key` is opaque. `seniority` ranks people, 0 for the most senior.

    `free` is empty for people whose whole duty comes from a pattern. `employed` bounds every shift the run
    may add (None: always). People with the same `fairness_group` share burdens; None takes part in no
    comparison.
    """

    key: str
    label: str
    unit: str
    skills: tuple[SkillTime, ...] = ()
    is_trainee: bool = False
    trainer: str | None = None
    free: tuple[FreeTime, ...] = ()
    employed: tuple[Interval, ...] | None = None
    seniority: int = 0
    fairness_group: str | None = None
    restrictions: tuple[Restriction, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A bargaining unit: its rule limits and its workweeks (in order, touching the horizon, disjoint)."""

    key: str
    rules: RuleParameters
    workweeks: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class ShiftType:
    key: str
    code: str
    label: str
    symbol: Symbol = Symbol.WORK


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A shift type on one local date; what the run can assign. `key` is unique.

    `start` lies in that date. `breaks` take the person out of their seat. `worked_minutes` count for the
    weekly minutes (0 to the length).
    """

    key: str
    shift_type: str
    on: date
    start: Minute
    end: Minute
    worked_minutes: int
    breaks: tuple[Interval, ...] = ()

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


@dataclass(frozen=True, slots=True)
class GivenDuty:
    """Duty that stands before the run, in history, in the horizon or after it. `key` is unique.

    `shift_start` is the start of the shift it belongs to (a shift may be cut). `position` is the named seat,
    if any. `may_move`: the run may drop it, at the price of stability, and put another shift elsewhere.
    """

    key: str
    person: str
    start: Minute
    end: Minute
    shift_start: Minute
    worked_minutes: int
    origin: DutyOrigin
    shift_type: str | None = None
    position: str | None = None
    breaks: tuple[Interval, ...] = ()
    may_move: bool = False
    fills_seats: bool = True
    """False for duty with its own coverage, such as training or court."""
    is_extra: bool = False
    """True for duty that is paid as overtime, holdover or required overtime."""
    counts: bool = True
    """False for duty that the contract leaves out of limits on time; it still takes its minutes, and its hours."""

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Absence:
    """Approved leave; nothing is put there.

    With `is_credited` it lowers the weekly minutes by its share of 10,080.
    """

    person: str
    start: Minute
    end: Minute
    is_credited: bool = True


@dataclass(frozen=True, slots=True)
class KeepOff:
    """Minutes the run must leave without duty of a person: a pinned day off, a locked day, the past."""

    person: str
    start: Minute
    end: Minute
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Headcount asked for in `[start, end)`; 0 <= minimum <= target <= maximum (None: no maximum)."""

    start: Minute
    end: Minute
    minimum: int
    target: int
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """Steps in order, disjoint. `of` is a position's key for seats, a skill for mix.

    `weight` prices a person-minute below minimum of a mix (1 to 1,000); seats take the weight of their
    position.
    """

    key: str
    label: str
    kind: RequirementKind
    of: str
    steps: tuple[Step, ...]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Wish:
    """A dated wish of weight 1 to 5. Kind `off` with a shift type means not that one, kind `work` without means any;
    kind `only` needs one and is met by not working too."""

    key: str
    person: str
    kind: WishKind
    on: date
    weight: int
    shift_type: str | None = None


@dataclass(frozen=True, slots=True)
class OffLimitGroup:
    """A small set of people of whom few may be off or early on one day: 2 x off + early <= limit."""

    key: str
    label: str
    members: tuple[str, ...]
    limit: int = 2


@dataclass(frozen=True, slots=True)
class OffWindow:
    """Days off of every person in `[starts_on, ends_before)`, usually a month; None: no limit."""

    starts_on: date
    ends_before: date
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The soft rules of tier 3. None or empty turns a rule off. `people` None means everyone."""

    off_per_day_minimum: int | None = None
    off_per_day_maximum: int | None = None
    off_per_person: tuple[OffWindow, ...] = ()
    days_in_a_row: int | None = None
    people: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Burden:
    """What a person carried before the horizon, in the longer past that fairness looks at, in shifts.

    A weekend shift touches a local Saturday or Sunday; a holiday shift starts on a holiday.
    """

    person: str
    nights: int = 0
    weekends: int = 0
    holidays: int = 0


@dataclass(frozen=True, slots=True)
class Suspension:
    """A declared emergency suspends a rule in `[start, end)`: what is broken inside it counts for nothing."""

    rule: str
    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class Instance:
    """One problem. `horizon_start` is the minute (since 1970) that minute 0 stands for; `zone` an IANA name.

    `days` are consecutive local dates that cover the horizon and the history and future that rules look at.
    The run adds shifts only to occurrences; it drops only duty that may move.
    """

    zone: str
    horizon_start: Minute
    horizon: Interval
    days: tuple[Day, ...]
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    shift_types: tuple[ShiftType, ...]
    occurrences: tuple[Occurrence, ...]
    positions: tuple[Position, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    duty: tuple[GivenDuty, ...] = ()
    absences: tuple[Absence, ...] = ()
    keep_off: tuple[KeepOff, ...] = ()
    wishes: tuple[Wish, ...] = ()
    off_limit_groups: tuple[OffLimitGroup, ...] = ()
    house: HouseRules = field(default_factory=HouseRules)
    burdens: tuple[Burden, ...] = ()
    holidays: tuple[date, ...] = ()
    trainer_skills: tuple[str, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    options: Options = field(default_factory=Options)
    format: int = FORMAT

    def __post_init__(self) -> None:
        problems = list(contradictions(self))
        if problems:
            raise InvalidInstanceError(problems)

    @property
    def horizon_days(self) -> tuple[Day, ...]:
        """The local dates that begin inside the horizon."""
        return tuple(day for day in self.days if self.horizon.contains(day.start))

    def to_json(self) -> str:
        return json.dumps(encode(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Instance:
        """Raises BadDocumentError for a wrong form, InvalidInstanceError for contradictions."""
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            raise BadDocumentError(f"This is not JSON: {error}.") from error
        return decode(cls, document)


def calendar(zone: str, starts_on: date, ends_before: date, horizon_start: Minute) -> tuple[Day, ...]:
    """The days from one local date until before another, relative to `horizon_start`."""
    clock = LocalClock(zone)
    found = []
    for number in range((ends_before - starts_on).days):
        on = starts_on + timedelta(days=number)
        bounds = clock.day(on)
        found.append(Day(on, bounds.start - horizon_start, bounds.end - horizon_start))
    return tuple(found)
