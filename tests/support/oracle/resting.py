"""One labor rule, to see who passes the gate: rest between shifts, counted minute by minute."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tests.support.oracle.painting import Cells

SHORT_GAP = 30
LEVELS = {"inform": 0, "warn": 1, "approval": 2, "block": 3}


class Broken(NamedTuple):
    """A rest that is shorter than a limit."""

    person: str
    level: str
    start: int
    end: int

    @property
    def measured(self) -> int:
        return self.end - self.start


def broken_rests(person: str, cells: Cells, first: int, limits: dict[str, int]) -> list[Broken]:
    """Every rest that is too short; time off inside one shift is none."""
    found: list[Broken] = []
    ended, of = None, None
    for minute, cell in enumerate(cells, first):
        if cell is None or cell.look.leave:
            continue
        if ended is not None and minute - ended >= SHORT_GAP and of != cell.shift_start:
            level = next((each for each in reversed(LEVELS) if minute - ended < limits.get(each, 0)), None)
            if level is not None:
                found.append(Broken(person, level, ended, minute))
        ended, of = minute + 1, cell.shift_start
    return found


def newly(before: Iterable[Broken], after: Iterable[Broken]) -> list[Broken]:
    """Those that are new, or broken harder or further than before."""
    known = list(before)
    return [
        each
        for each in after
        if not any(
            was.person == each.person
            and was.start < each.end
            and each.start < was.end
            and LEVELS[was.level] >= LEVELS[each.level]
            and was.measured <= each.measured
            for was in known
        )
    ]
