"""Shortage before and after a run as the coverage domain counts it, and whether the engine agrees.

What people are shown comes from here. An answer whose own numbers are others is not kept: one of the two is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduling.coverage.domain.curve import Curve
from scheduling.coverage.domain.types import RequirementKind as Kind
from scheduling.roster.domain.evaluation import RosterEvaluation
from solver.adapter.demand import requirement_label
from solver.adapter.snapshot import Snapshot
from solver.engine.solution import Solution


@dataclass(frozen=True, slots=True)
class RequirementShortage:
    """Person-minutes below minimum in the horizon, of those required; `label` is the position's name or `mix SKILL`."""

    requirement: str
    label: str
    required: int
    before: int
    after: int


def shortages(
    snapshot: Snapshot, before: RosterEvaluation, after: RosterEvaluation
) -> tuple[RequirementShortage, ...]:
    """One row per requirement, in order of priority, mixes last."""
    return tuple(
        RequirementShortage(
            f"{kind.value}:{of}",
            requirement_label(snapshot, kind, of),
            required_minutes(before.curve, (kind, of)),
            before.curve.shortfall((kind, of)),
            after.curve.shortfall((kind, of)),
        )
        for kind, of in before.curve.subjects
    )


def required_minutes(curve: Curve, subject: tuple[Kind, object]) -> int:
    """Person-minutes that the minimum asks for."""
    return sum(
        step.need.minimum * (step.end - step.start) for step in curve.steps(subject) if step.need is not None
    )


def disagreements(rows: tuple[RequirementShortage, ...], solution: Solution) -> list[str]:
    """A sentence for each requirement of which the engine counted other person-minutes, before or after."""
    engine: Mapping[str, tuple[int, int]] = {
        row.requirement: (row.before, row.after) for row in solution.shortages
    }
    return [
        f"{row.label}: the engine counted {told[0]} person-minutes short before and {told[1]} after, the roster "
        f"says {row.before} and {row.after}."
        for row in rows
        if (told := engine.get(row.requirement, (0, 0))) != (row.before, row.after)
    ]
