"""What the keys in audit rows are called now. The trail keeps keys only, so that erasing a person leaves it whole.

Only what belongs to the reader's center has a name here; any other key stays a key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model, Q

from staff.administration.fields import is_of_center
from staff.centers.versioned import Versioned
from staff.people.models import User

_Names = dict[Any, str]


class AuditNames:
    """Names for the keys of some audit rows, one query per table that they refer to."""

    def __init__(self, center_id: UUID, events: Iterable[Any]) -> None:
        self._center_id = center_id
        keys: dict[type[Model], set[Any]] = defaultdict(set)
        rows: dict[type[Model], set[Any]] = defaultdict(set)
        for event in events:
            rows[event.pgh_tracked_model].add(event.pgh_obj_id)
            for field in references_of(type(event)):
                keys[field.related_model].add(getattr(event, field.attname))
        self._rows = {model: self._rows_named(model, found) for model, found in rows.items()}
        self._things = {model: self._things_named(model, found - {None}) for model, found in keys.items()}

    def row(self, event: Any) -> str:
        """The row that an audit row is about; nothing when it is gone."""
        return self._rows[event.pgh_tracked_model].get(event.pgh_obj_id, "")

    def thing(self, field: ForeignKey[Any, Any], key: Any) -> str:
        """What a column refers to: its name as it stands, or its key."""
        return self._things.get(field.related_model, {}).get(key, str(key))

    def _rows_named(self, model: type[Model], keys: set[Any]) -> _Names:
        return {one.pk: str(one) for one in self._found(model, Q(pk__in=keys))}

    def _things_named(self, model: type[Model], keys: set[Any]) -> _Names:
        if not keys:
            return {}
        if not issubclass(model, Versioned):
            return self._rows_named(model, keys)
        versions = sorted(self._found(model, Q(entity__in=keys)), key=lambda one: one.from_version)
        return {one.entity_id: str(one) for one in versions}

    def _found(self, model: type[Model], condition: Q) -> list[Any]:
        """The rows of the reader's center, with what their names are made of."""
        if model is User:
            here = Q(roles__center=self._center_id) | Q(person__center=self._center_id)
            return list(User.objects.filter(condition & here).distinct())
        if not is_of_center(model):
            return []
        parts = [field.name for field in references_of(model) if field.name != "entity"]
        rows: Any = model._default_manager.select_related(*parts)
        return list(rows.filter(condition, center=self._center_id))


def references_of(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    """The columns that refer to something with a name: not the center, which all share, nor the trail's own."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.name != "center" and not field.name.startswith("pgh_")
    ]
