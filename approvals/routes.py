"""A center's routes as the pure workflow knows them: its own rows, or its kind's defaults."""

from __future__ import annotations

from uuid import UUID

from approvals.domain.routing import Route, RouteError, Step, check_routes
from approvals.domain.stored import conditions_of, delta_of
from approvals.models import ApprovalRoute
from approvals.registry import Kind, handler_of


def routes_of(center_id: UUID, kind: str) -> tuple[Route, ...]:
    """The routes for one kind at a center; two queries. Raises RouteError for rows that can't be."""
    rows = ApprovalRoute.objects.filter(center_id=center_id, kind=kind).prefetch_related("steps")
    return tuple(as_route(row) for row in rows) or handler_of(kind).default_routes()


def as_route(row: ApprovalRoute) -> Route:
    """One stored route with its steps in order. Raises RouteError when it has none."""
    return Route(
        kind=row.kind,
        steps=tuple(
            Step(
                label=step.label,
                audiences=frozenset(step.audiences),
                quorum=step.quorum,
                escalates_after=delta_of(step.escalates_after_minutes),
                escalates_to=frozenset(step.escalates_to),
            )
            for step in row.steps.all()
        ),
        least_size=row.least_size,
        below_size=row.below_size,
        automatic=conditions_of(row.automatic),
        expires_after=delta_of(row.expires_after_minutes),
        four_eyes=row.four_eyes,
    )


def problems_of(center_id: UUID) -> list[str]:
    """What is wrong with the routes that a center has set, one sentence per kind; empty when all is well."""
    found: list[str] = []
    for kind in Kind:
        try:
            check_routes(routes_of(center_id, kind), [kind])
        except RouteError as error:
            found.append(error.message)
    return found
