"""What is known of one shortage that remains: the facts that can't all hold, and the ways out of it.

How the facts are found is in `smallest_set.py`, the ways in `ways_out.py`; `accounts.py` goes over all shortages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduling.time.interval import Interval, Minute

MINIMUM = "minimum"
"""Kind of the fact that so many people are asked for."""


class WayKind(StrEnum):
    """What is given up for more people in the minutes of a shortage."""

    SHIFT = "shift"
    """Somebody works one more shift, beyond the contract where no hours are left."""
    EXTENSION = "extension"
    """Somebody who is on duty next to the shortage comes earlier or stays longer."""
    MOVE = "move"
    """A shift that is kept goes elsewhere."""
    LEAVE = "leave"
    """Somebody gives back approved leave."""
    ACCEPT = "accept"
    """Fewer people than the minimum are accepted."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the facts that can't all hold.

    `kind` is `minimum`, the name of a rule, or what else keeps people away (`absence`, `pattern`, `kept_pinned` and
    so on). `people` are those it takes from these minutes, `duty` the given duty (keys) it is about. `able` people
    could be there at once when this fact and those before it hold, whatever else the roster looks like.
    """

    kind: str
    able: int
    people: tuple[str, ...] = ()
    duty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A rule at the changed duty: what is reached and the limit, in minutes."""

    rule: str
    measured: int
    limit: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """One change that was tried on the best roster and closes `closes` person-minutes of the shortage.

    `interval` is the duty that comes (for `accept`: the minutes of the shortage). `occurrence` is set when it is a
    whole shift; `shift_start` is the start of the shift it belongs to. `moved` is given duty (keys) that goes for it.
    `price` is in points of the objective; `overtime_minutes` are those beyond the contract; `needs_approval` says
    that a rule of that level is broken by it.
    """

    kind: WayKind
    interval: Interval
    price: int
    closes: int
    person: str | None = None
    occurrence: str | None = None
    shift_type: str | None = None
    shift_start: Minute | None = None
    moved: tuple[str, ...] = ()
    overtime_minutes: int = 0
    needs_approval: bool = False
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A shortage that remains, accounted for.

    `needed` people are asked for, `able` could be there at once whatever else the roster looks like. With `facts`
    it is proven that these can't all hold; without, enough people could be there, but are needed elsewhere or were
    not found. `is_smallest`: without any one of the facts the minimum can be met; False when the time ended first.
    `tried` ways were checked by a run each.
    """

    requirement: str
    interval: Interval
    missing: int
    needed: int
    trained: int
    able: int | None = None
    facts: tuple[Fact, ...] = ()
    is_smallest: bool = False
    ways: tuple[WayOut, ...] = ()
    tried: int = 0
    seconds: float = 0.0

    @property
    def is_proven(self) -> bool:
        return bool(self.facts)
