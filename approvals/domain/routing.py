"""Routes: the steps a request takes, chosen by its kind and size, and when no person need be asked.

What happens on a route is in `workflow.py`. Nothing here knows what is being approved: a kind is a name, a size
a number in the unit of its kind, a fact something that the kind's handler computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

Audience = str
"""Who is asked at a step, as a name that the caller resolves: a role, the lead of a group, one user."""

Fact = int | bool
"""What an automatic approval may depend on: whether something is short, how many minutes, how many rules."""


class RouteError(ValueError):
    """Routes that can't be: the field they are about and a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class Comparison(StrEnum):
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    IS = "is"


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact compared with a value."""

    fact: str
    comparison: Comparison
    value: Fact

    def holds(self, facts: Mapping[str, Fact]) -> bool:
        """Whether the fact is known and compares; what is not known never lets anything pass."""
        found = facts.get(self.fact)
        if found is None:
            return False
        if self.comparison is Comparison.IS:
            return found == self.value
        if self.comparison is Comparison.AT_MOST:
            return found <= self.value
        return found >= self.value


@dataclass(frozen=True, slots=True)
class Step:
    """One question to an audience: how many must say yes, and who is asked as well when nobody answers.

    The first no denies the whole request, whatever the quorum.
    """

    label: str
    audiences: frozenset[Audience]
    quorum: int = 1
    escalates_after: timedelta | None = None
    escalates_to: frozenset[Audience] = frozenset()

    def __post_init__(self) -> None:
        if not self.audiences:
            raise RouteError("audiences", "A step asks somebody.")
        if self.quorum < 1:
            raise RouteError("quorum", "At least one person must say yes.")
        if (self.escalates_after is None) == bool(self.escalates_to):
            raise RouteError("escalates_to", "A step that escalates says after how long, and to whom.")
        if self.escalates_after is not None and self.escalates_after <= timedelta(0):
            raise RouteError("escalates_after", "A step escalates some time after it began.")


@dataclass(frozen=True, slots=True)
class Route:
    """The steps for requests of one kind from a least size until before another, in order.

    `automatic`: the conditions under which nobody is asked; without conditions somebody always is.
    `expires_after` counts from the request; the kind's handler may end it sooner (when the time asked for begins).
    `four_eyes`: nobody speaks at two steps of one request.
    """

    kind: str
    steps: tuple[Step, ...]
    least_size: int = 0
    below_size: int | None = None
    automatic: tuple[Condition, ...] = ()
    expires_after: timedelta | None = None
    four_eyes: bool = True

    def __post_init__(self) -> None:
        if not self.steps:
            raise RouteError("steps", "A route has at least one step.")
        if self.least_size < 0:
            raise RouteError("least_size", "Sizes begin at 0.")
        if self.below_size is not None and self.below_size <= self.least_size:
            raise RouteError("below_size", "A route must hold at least one size.")
        if self.expires_after is not None and self.expires_after <= timedelta(0):
            raise RouteError("expires_after", "A request expires some time after it was made.")

    def takes(self, kind: str, size: int) -> bool:
        """Whether a request of a kind and size goes this way."""
        return (
            kind == self.kind
            and self.least_size <= size
            and (self.below_size is None or size < self.below_size)
        )

    def is_automatic(self, facts: Mapping[str, Fact]) -> bool:
        """Whether nobody need be asked."""
        return bool(self.automatic) and all(condition.holds(facts) for condition in self.automatic)


def route_for(routes: Iterable[Route], kind: str, size: int) -> Route:
    """The one route of a request. Raises RouteError when there is none; `check_routes` says so beforehand."""
    for route in routes:
        if route.takes(kind, size):
            return route
    raise RouteError("kind", f"No route takes a request of kind “{kind}” and size {size}.")


def check_routes(routes: Iterable[Route], kinds: Iterable[str]) -> None:
    """Raises RouteError unless every kind has exactly one route for every size from 0."""
    by_kind: dict[str, list[Route]] = {kind: [] for kind in kinds}
    for route in routes:
        if route.kind not in by_kind:
            raise RouteError("kind", f"There is no kind “{route.kind}”.")
        by_kind[route.kind].append(route)
    for kind, found in by_kind.items():
        found.sort(key=_least_size)
        if not found or found[0].least_size != 0:
            raise RouteError("least_size", f"No route takes the smallest requests of kind “{kind}”.")
        for smaller, larger in pairwise(found):
            if smaller.below_size is None or smaller.below_size > larger.least_size:
                raise RouteError("below_size", f"Two routes of kind “{kind}” take size {larger.least_size}.")
            if smaller.below_size < larger.least_size:
                raise RouteError("least_size", f"No route of kind “{kind}” takes size {smaller.below_size}.")
        if found[-1].below_size is not None:
            raise RouteError("below_size", f"No route of kind “{kind}” takes size {found[-1].below_size}.")


def _least_size(route: Route) -> int:
    return route.least_size
