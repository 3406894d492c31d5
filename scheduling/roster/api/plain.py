"""Segments and coverage of the pure layers as plain values for the shapes; absence reasons masked where needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from scheduling.coverage.domain.curve import Curve, Deviation
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.people import PersonFacts
from scheduling.roster.selectors import Roster
from scheduling.time.interval import moment_of
from scheduling.time.segment import Duty, Segment, Source

LAYERS = {1: "contract", 2: "adjustment"}


def person_segments(roster: Roster, person: PersonFacts, *, may_see_reasons: bool) -> dict[str, Any]:
    """One person's segments inside or across the dates asked for."""
    focus = roster.input.focus
    found = roster.evaluation.roster(person.id).segments
    return {
        "person": person.id,
        "number": person.number,
        "name": person.name,
        "segments": [
            segment_values(roster, segment, may_see_reasons=may_see_reasons)
            for segment in found
            if segment.start < focus.end and segment.end > focus.start
        ],
    }


def segment_values(roster: Roster, segment: Segment, *, may_see_reasons: bool) -> dict[str, Any]:
    """A segment by names and codes. Masked absence says neither its kind nor the row it comes from."""
    values: dict[str, Any] = {
        "kind": "duty" if isinstance(segment, Duty) else "absence",
        "starts_at": moment_of(segment.start),
        "ends_at": moment_of(segment.end),
        "shift_starts_at": None,
        "shift_type": None,
        "position": None,
        "console": None,
        "pay": None,
        "breaks": [],
        "absence_kind": None,
        "source": None,
    }
    if isinstance(segment, Duty):
        shift_type = roster.input.shift_types.get(segment.shift_type)
        position = roster.positions.get(segment.position)  # type: ignore[call-overload]
        return values | {
            "shift_starts_at": moment_of(segment.shift_start),
            "shift_type": shift_type.code if shift_type else None,
            "position": position.name if position else None,
            "console": segment.console,
            "pay": segment.pay.value,
            "breaks": [
                {
                    "starts_at": moment_of(pause.start),
                    "ends_at": moment_of(pause.end),
                    "is_paid": pause.is_paid,
                    "is_relieved": pause.is_relieved or pause.relief is not None,
                    "relief": pause.relief,
                    "is_handover": pause.is_handover,
                }
                for pause in segment.breaks
            ],
            "source": _source(segment.source),
        }
    if may_see_reasons:
        return values | {"absence_kind": segment.kind, "source": _source(segment.source)}
    return values


def subjects(curve: Curve, names: Mapping[tuple[RequirementKind, Any], str]) -> list[dict[str, Any]]:
    """Coverage per position and skill: steps, gaps, surpluses and the shortfall."""
    return [
        {
            "kind": subject[0].value,
            "id": subject[1],
            "name": names[subject],
            "shortfall_person_minutes": curve.shortfall(subject),
            "steps": [
                {
                    "starts_at": moment_of(step.start),
                    "ends_at": moment_of(step.end),
                    "minimum": step.need.minimum if step.need else None,
                    "target": step.need.target if step.need else None,
                    "maximum": step.need.maximum if step.need else None,
                    "staffed": step.staffed,
                }
                for step in curve.steps(subject)
            ],
            "gaps": [_deviation(gap) for gap in curve.gaps if gap.subject == subject],
            "surpluses": [_deviation(found) for found in curve.surpluses if found.subject == subject],
        }
        for subject in curve.subjects
    ]


def _deviation(found: Deviation) -> dict[str, Any]:
    return {
        "starts_at": moment_of(found.interval.start),
        "ends_at": moment_of(found.interval.end),
        "people": found.people,
    }


def _source(source: Source) -> dict[str, Any]:
    key = source.key
    return {
        "layer": LAYERS[source.layer],
        "id": key if isinstance(key, UUID) else str(key),
        "version": source.version,
    }
