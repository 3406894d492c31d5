"""Known rotation patterns as data: cycle, hours, offsets of the teams, and what the pattern promises.

Each promise (who covers what, average week, longest run, shortest rest) is proved by a test, not copied:
published tables disagree with themselves. The promises are for days without a clock change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from scheduling.patterns.domain.pattern import Pattern
from scheduling.patterns.domain.shift_type import ShiftType

OFF = "O"


@dataclass(frozen=True, slots=True)
class Team:
    """A team (or one person of a staggered group) works one of the cycles, this many days behind the first."""

    cycle: int
    offset_days: int


@dataclass(frozen=True, slots=True)
class KnownPattern:
    """A pattern with its promises.

    `cycles` are strings with one letter a day, O is off; `hours` gives each letter its wall-clock start and
    end. `teams_per_day` is how many teams work each letter on every date, as (fewest, most). Where
    `covers_every_minute`, at least one team is on duty around the clock. `also_known_as` are names for the
    same cycle read from another day.
    """

    key: str
    name: str
    cycles: tuple[str, ...]
    hours: tuple[tuple[str, time, time], ...]
    teams: tuple[Team, ...]
    teams_per_day: tuple[tuple[str, int, int], ...]
    average_weekly_minutes: int
    longest_run_days: int
    shortest_rest_minutes: int
    source: str
    covers_every_minute: bool = True
    also_known_as: tuple[tuple[str, int], ...] = ()

    def shift_types(self) -> dict[str, ShiftType]:
        """A shift type for each letter, with the letter as key."""
        return {letter: ShiftType(letter, letter, letter, start, end) for letter, start, end in self.hours}

    def pattern(self, cycle: int = 0) -> Pattern:
        """One of the cycles as a pattern over the letters."""
        letters = tuple(None if letter == OFF else letter for letter in self.cycles[cycle])
        return Pattern(f"{self.key}-{cycle}", self.name, letters)


_TWELVES = (("D", time(6), time(18)), ("N", time(18), time(6)))
_EIGHTS = (("D", time(7), time(15)), ("S", time(15), time(23)), ("N", time(23), time(7)))
_TENS = (("D", time(6), time(16)), ("S", time(14), time(0)), ("N", time(22), time(8)))
_WHOLE_DAY = (("X", time(7), time(7)),)

_ONE_DAY_ONE_NIGHT = (("D", 1, 1), ("N", 1, 1))
_ONE_OF_THREE = (("D", 1, 1), ("S", 1, 1), ("N", 1, 1))
_ONE_WHOLE_DAY = (("X", 1, 1),)

_PITMAN_DAYS = "DDOODDDOODDOOO"
_PITMAN_NIGHTS = "NNOONNNOONNOOO"
_DUPONT = "NNNNOOO" + "DDDONNN" + "OOODDDD" + "OOOOOOO"
_CONTINENTAL = "DDSSSNN" + "OODDDSS" + "NNOOODD" + "SSNNNOO"
_SOUTHERN_SWING = "DDDDDDDOO" + "SSSSSSSOO" + "NNNNNNNOOO"
_ST_PAUL = "WWWWWOOO" * 3 + "WWWWWOOOO" + "WWWWOOOO" * 2


def _rotating(*offsets: int) -> tuple[Team, ...]:
    return tuple(Team(0, offset) for offset in offsets)


def _fixed(*offsets: int) -> tuple[Team, ...]:
    return tuple(Team(cycle, offset) for cycle in (0, 1) for offset in offsets)


_FORTY, _FORTY_TWO, _FIFTY_SIX = 40 * 60, 42 * 60, 56 * 60

CATALOGUE: tuple[KnownPattern, ...] = (
    KnownPattern(
        "pitman", "Pitman, fixed (2-2-3)", (_PITMAN_DAYS, _PITMAN_NIGHTS), _TWELVES, _fixed(0, 7),
        _ONE_DAY_ONE_NIGHT, _FORTY_TWO, 3, 12 * 60, "teami.io; 911dispatch staff_talk",
        also_known_as=(("2-3-2", 9),),
    ),
    KnownPattern(
        "pitman-rotating", "Pitman, rotating", (_PITMAN_DAYS + _PITMAN_NIGHTS,), _TWELVES,
        _rotating(0, 7, 14, 21),
        _ONE_DAY_ONE_NIGHT, _FORTY_TWO, 3, 12 * 60, "teami.io; 911dispatch staff_talk",
    ),
    KnownPattern(
        "panama", "Panama", (_PITMAN_DAYS * 2 + _PITMAN_NIGHTS * 2,), _TWELVES, _rotating(0, 7, 28, 35),
        _ONE_DAY_ONE_NIGHT, _FORTY_TWO, 3, 12 * 60, "bmscentral panama (IDC4TR12-2)",
    ),
    KnownPattern(
        "dupont", "DuPont", (_DUPONT,), _TWELVES, _rotating(0, 7, 14, 21),
        _ONE_DAY_ONE_NIGHT, _FORTY_TWO, 4, 12 * 60, "assembled.com; getsling",
    ),
    KnownPattern(
        "4-on-4-off", "4 on 4 off, fixed", ("DDDDOOOO", "NNNNOOOO"), _TWELVES, _fixed(0, 4),
        _ONE_DAY_ONE_NIGHT, _FORTY_TWO, 4, 12 * 60, "4-on-4-off page",
    ),
    KnownPattern(
        "4-on-4-off-rotating", "4 on 4 off, rotating", ("DDDDOOOO" + "NNNNOOOO",), _TWELVES,
        _rotating(0, 4, 8, 12), _ONE_DAY_ONE_NIGHT, _FORTY_TWO, 4, 12 * 60, "computed",
    ),
    KnownPattern(
        "2-2-4", "2-2-4", ("DDNNOOOO",), _TWELVES, _rotating(0, 2, 4, 6),
        _ONE_DAY_ONE_NIGHT, _FORTY_TWO, 4, 12 * 60, "unverified source; coverage computed",
    ),
    KnownPattern(
        "10s-and-14s", "10s and 14s", ("DDNNOOOO",), (("D", time(6), time(16)), ("N", time(16), time(6))),
        _rotating(0, 2, 4, 6), _ONE_DAY_ONE_NIGHT, _FORTY_TWO, 4, 10 * 60, "Anne Arundel fire 911",
    ),
    KnownPattern(
        "24-72", "24/72", ("XOOO",), _WHOLE_DAY, _rotating(0, 1, 2, 3),
        _ONE_WHOLE_DAY, _FORTY_TWO, 1, 72 * 60, "Anne Arundel, reported January 2020",
    ),
    KnownPattern(
        "24-48", "24/48", ("XOO",), _WHOLE_DAY, _rotating(0, 1, 2),
        _ONE_WHOLE_DAY, _FIFTY_SIX, 1, 48 * 60, "fire-based centers",
    ),
    KnownPattern(
        "kelly", "Kelly, 9 days", ("XOXOXOOOO",), _WHOLE_DAY, _rotating(0, 3, 6),
        _ONE_WHOLE_DAY, _FIFTY_SIX, 1, 24 * 60, "fire-based centers",
    ),
    KnownPattern(
        "continental", "Continental", (_CONTINENTAL,), _EIGHTS, _rotating(0, 7, 14, 21),
        _ONE_OF_THREE, _FORTY_TWO, 7, 16 * 60, "bmscentral continental (IDC4TR08-1)",
    ),
    KnownPattern(
        "metropolitan", "Metropolitan", ("DDSSNNOO",), _EIGHTS, _rotating(0, 2, 4, 6),
        _ONE_OF_THREE, _FORTY_TWO, 6, 16 * 60, "snapschedule blog (C4TR08-2)",
    ),
    KnownPattern(
        "southern-swing", "Southern Swing", (_SOUTHERN_SWING,), _EIGHTS, _rotating(0, 7, 14, 21),
        _ONE_OF_THREE, _FORTY_TWO, 7, 16 * 60, "connecteam; climbtheladder",
    ),
    KnownPattern(
        "6-2", "6 on 2 off", ("DDDDDDOO" + "SSSSSSOO" + "NNNNNNOO",), _EIGHTS, _rotating(0, 6, 12, 18),
        _ONE_OF_THREE, _FORTY_TWO, 6, 16 * 60, "timetec",
    ),
    KnownPattern(
        "5x8", "5x8", ("WWWWWOO",), (("W", time(7), time(15)),), _rotating(*range(7)),
        (("W", 5, 5),), _FORTY, 5, 16 * 60, "911dispatch shift_1", covers_every_minute=False,
    ),
    KnownPattern(
        "4x10", "4x10", ("WWWWOOO",), (("W", time(6), time(16)),), _rotating(*range(7)),
        (("W", 4, 4),), _FORTY, 4, 14 * 60, "psconnect; lawinsider", covers_every_minute=False,
    ),
    KnownPattern(
        "4-3-rotating", "4-3, ten hours, rotating", ("DDDDOOO" + "NNNNOOO" + "SSSSOOO",), _TENS,
        _rotating(0, 4, 7, 11, 14, 18), (("D", 1, 2), ("S", 1, 2), ("N", 1, 2)), _FORTY, 4, 14 * 60,
        "snapschedule blog; timetec",
    ),
    KnownPattern(
        "st-paul", "St. Paul, ten hours", (_ST_PAUL,), (("W", time(6), time(16)),),
        _rotating(*range(0, 49, 7)), (("W", 4, 4),), _FORTY, 5, 14 * 60, "psconnect.org 2010",
        covers_every_minute=False,
    ),
    KnownPattern(
        "3x12-1x4", "3x12 and 1x4", ("DDDQOOO",), (("D", time(6), time(18)), ("Q", time(10), time(14))),
        _rotating(*range(7)), (("D", 3, 3), ("Q", 1, 1)), _FORTY, 4, 12 * 60, "911dispatch staff_talk",
        covers_every_minute=False,
    ),
)  # fmt: skip
"""Every pattern of the field notes, in their order."""

CATALOGUE_BY_KEY = {known.key: known for known in CATALOGUE}
