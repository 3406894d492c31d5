"""The JSON form in which a request keeps the route it was made on, and each event what was said.

A request follows the route that stood when it was made, also after an admin changed the routes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from approvals.domain.routing import Comparison, Condition, Route, Step
from approvals.domain.speaking import Speaker, Voice


def route_as_json(route: Route) -> dict[str, Any]:
    """A route as JSON; `route_of` reads it back equal."""
    return {
        "kind": route.kind,
        "least_size": route.least_size,
        "below_size": route.below_size,
        "expires_after_minutes": _minutes(route.expires_after),
        "four_eyes": route.four_eyes,
        "automatic": [
            {"fact": each.fact, "comparison": each.comparison.value, "value": each.value}
            for each in route.automatic
        ],
        "steps": [
            {
                "label": step.label,
                "audiences": sorted(step.audiences),
                "quorum": step.quorum,
                "escalates_after_minutes": _minutes(step.escalates_after),
                "escalates_to": sorted(step.escalates_to),
            }
            for step in route.steps
        ],
    }


def route_of(data: Mapping[str, Any]) -> Route:
    """A route from its JSON. Raises RouteError for one that can't be."""
    return Route(
        kind=data["kind"],
        steps=tuple(
            Step(
                label=step["label"],
                audiences=frozenset(step["audiences"]),
                quorum=step["quorum"],
                escalates_after=delta_of(step["escalates_after_minutes"]),
                escalates_to=frozenset(step["escalates_to"]),
            )
            for step in data["steps"]
        ),
        least_size=data["least_size"],
        below_size=data["below_size"],
        automatic=conditions_of(data["automatic"]),
        expires_after=delta_of(data["expires_after_minutes"]),
        four_eyes=data["four_eyes"],
    )


def conditions_of(data: Iterable[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """The conditions of an automatic approval from their JSON."""
    return tuple(Condition(each["fact"], Comparison(each["comparison"]), each["value"]) for each in data)


def voices_as_json(speaker: Speaker) -> list[dict[str, Any]]:
    """Every voice somebody had when they spoke, in order."""
    return [
        {"principal": str(voice.principal), "audiences": sorted(voice.audiences)} for voice in speaker.voices
    ]


def speaker_of(user: UUID, voices: Iterable[Mapping[str, Any]]) -> Speaker:
    """Who spoke, with the voices they had then."""
    return Speaker(
        user, tuple(Voice(UUID(each["principal"]), frozenset(each["audiences"])) for each in voices)
    )


def _minutes(delta: timedelta | None) -> int | None:
    return None if delta is None else int(delta.total_seconds() // 60)


def delta_of(minutes: int | None) -> timedelta | None:
    """Stored minutes as a duration; None stays None."""
    return None if minutes is None else timedelta(minutes=minutes)
