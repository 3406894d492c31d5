"""Names for lists: what a versioned thing that a row refers to is called now."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery

from staff.centers.versioned import Versioned


def current_name(model: type[Versioned], path: str, column: str = "name") -> Subquery:
    """An annotation: a column of the row in force of the entity that `path` points to."""
    standing: Any = model.objects.filter(until_version__isnull=True, entity=OuterRef(path))
    return Subquery(standing.values(column)[:1])


def current_of(
    model: type[Versioned], owner: str, column: str, path: str = "pk", order: str = "-starts_on"
) -> Subquery:
    """An annotation: a column of the latest standing row that belongs to this one, such as a person's job."""
    standing: Any = model.objects.filter(until_version__isnull=True, **{owner: OuterRef(path)})
    return Subquery(standing.order_by(order).values(column)[:1])
