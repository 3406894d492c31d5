"""The typed output of the engine: what was decided, what it costs per tier, what is proven, what was found before.

Also the outcome words. The input is `instance.py`; the checks an answer passes before anyone sees it are in
`verify.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from scheduling.time.interval import Interval
from solver.engine.codec import BadDocumentError, decode, encode
from solver.engine.instance import RequirementKind

ENGINE_VERSION = "1.0"


class Status(StrEnum):
    """How a run ended; five outcomes with five messages."""

    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"
    INFEASIBLE = "INFEASIBLE"
    UNKNOWN = "UNKNOWN"
    MODEL_INVALID = "MODEL_INVALID"

    @property
    def has_answer(self) -> bool:
        return self in (Status.OPTIMAL, Status.FEASIBLE)


MESSAGES = {
    Status.OPTIMAL: "Every tier is solved to its proven best within its tolerance.",
    Status.FEASIBLE: (
        "A roster that breaks no blocking rule; the gap of each tier says how far the best one may be."
    ),
    Status.INFEASIBLE: "It is proven that no roster keeps every blocking rule with the duty that is fixed.",
    Status.UNKNOWN: (
        "Time ran out, or the run was stopped, before a roster was found; there may still be one."
    ),
    Status.MODEL_INVALID: "The model was refused by the solver: a defect of the program, not of the roster.",
}


class FindingKind(StrEnum):
    """Whether one piece of duty breaks the rule by itself, or several only together."""

    ALONE = "alone"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Finding:
    """Given duty that breaks a blocking rule before the run, and what is proposed for removal (duty keys).

    `measured` and `limit` are in `unit` (minutes, days, nights, people); `interval` in minutes of the horizon.
    """

    kind: FindingKind
    rule: str
    person: str
    duty: tuple[str, ...]
    removes: tuple[str, ...]
    interval: Interval
    measured: int
    limit: int
    unit: str
    message: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person works an occurrence; duty that the run added."""

    person: str
    occurrence: str


@dataclass(frozen=True, slots=True)
class TermValue:
    """An objective term: `value` in `unit`, unweighted; `cost` is what it adds to its tier."""

    name: str
    label: str
    unit: str
    value: int
    cost: int


@dataclass(frozen=True, slots=True)
class TierResult:
    """One tier: the value reached, the proven bound (None: nothing proven) and the gap between them.

    `gap` is a share of the value from 0.0 to 1.0, None without a bound. `bound` never exceeds `value`. The
    bound of a tier holds among the rosters that keep the earlier tiers as they are reached here.
    """

    number: int
    label: str
    unit: str
    value: int
    bound: int | None
    status: Status
    seconds: float
    terms: tuple[TermValue, ...] = ()

    @property
    def gap(self) -> float | None:
        if self.bound is None:
            return None
        return 0.0 if self.value == self.bound else (self.value - self.bound) / abs(self.value)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Person-minutes below minimum of one requirement in the horizon, unweighted: as given, and in the answer.

    `before` counts the given duty with the findings still in it; it is what the roster shows before the run.
    """

    requirement: str
    label: str
    kind: RequirementKind
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class BlockedBy:
    """How many people who could help are kept from it by a rule (or by `off duty elsewhere`, `on leave`
    and the like).
    """

    reason: str
    people: int


@dataclass(frozen=True, slots=True)
class ShortageReason:
    """A gap that remains: `missing` people in a requirement over the interval, and why each trained
    person is not there.
    """

    requirement: str
    interval: Interval
    missing: int
    trained: int
    working: int
    blocked: tuple[BlockedBy, ...]


@dataclass(frozen=True, slots=True)
class LogLine:
    """Progress: seconds since the start, tier, and a sentence; value and bound of the tier where known."""

    seconds: float
    tier: int
    message: str
    value: int | None = None
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class ModelSize:
    variables: int = 0
    constraints: int = 0
    coverage_rows: int = 0


@dataclass(frozen=True, slots=True)
class Solution:
    """What a run hands back. The resulting roster is: given duty without `dropped` and `removed`, plus `assignments`.

    `dropped` are keys of movable duty the run chose to drop; `removed` those of the findings.
    """

    status: Status
    message: str
    assignments: tuple[Assignment, ...] = ()
    dropped: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    tiers: tuple[TierResult, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    findings: tuple[Finding, ...] = ()
    reasons: tuple[ShortageReason, ...] = ()
    log: tuple[LogLine, ...] = ()
    was_stopped: bool = False
    seconds: float = 0.0
    seed: int = 0
    workers: int = 1
    size: ModelSize = ModelSize()
    engine_version: str = ENGINE_VERSION

    @property
    def shortage_before(self) -> int:
        return sum(row.before for row in self.shortages)

    @property
    def shortage_after(self) -> int:
        return sum(row.after for row in self.shortages)

    def to_json(self) -> str:
        return json.dumps(encode(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Solution:
        """Raises BadDocumentError for a wrong form."""
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            raise BadDocumentError(f"This is not JSON: {error}.") from error
        return decode(cls, document)


@dataclass(frozen=True, slots=True)
class Progress:
    """What `on_progress` is given: value and bound of the tier being solved, seconds since the start of the run."""

    tier: int
    value: int | None
    bound: int | None
    seconds: float
    message: str = ""
