"""Writing admin forms: everything of one form in one version, versioned rows replaced and never updated."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db.models import Model

from staff.centers.clock import Tick
from staff.centers.versioned import Versioned


def successor(row: Any) -> Any:
    """A row that says the same under a key of its own, to stand in the place of the one it is made from."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "center", "entity", "from_version", "until_version"}
    }
    return type(row)(**values)


def replaced(tick: Tick, changed: Versioned) -> Any:
    """Close the row with the form's key and let another with the form's values stand; returns that one.

    Raises AlreadyClosed when another version closed it since the form was opened.
    """
    new = successor(changed)
    old = copy(changed)
    tick.close(old)
    new.entity_id = changed.entity_id
    return new


def write_rows(
    tick: Tick, *, new: Iterable[Model], changed: Iterable[Model], removed: Iterable[Model]
) -> list[Model]:
    """Write rows of one table: all that end are ended before any begins. Returns the rows that stand from now on."""
    beginning: list[Model] = []
    for row in removed:
        if isinstance(row, Versioned):
            tick.close(row)
        else:
            row.delete()
    for row in changed:
        if isinstance(row, Versioned):
            beginning.append(replaced(tick, row))
        else:
            row.save()
    plain: list[Model] = []
    for row in new:
        if isinstance(row, Versioned):
            row.entity_id = row.pk
            beginning.append(row)
        else:
            row.save(force_insert=True)
            plain.append(row)
    if beginning:
        tick.add_all(beginning)  # type: ignore[type-var]
    return [*beginning, *plain]
