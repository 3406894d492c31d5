"""Form fields that choose a versioned thing: shown as it stands now, stored as its entity."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin.widgets import AdminTimeWidget
from django.db.models import Model

from staff.centers.versioned import Versioned


class EntityChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among rows that stand; the value is the entity, which is what other tables refer to."""

    def prepare_value(self, value: Any) -> Any:
        """The entity's key, for a row as well as for a key that is stored."""
        return value.entity_id if isinstance(value, Versioned) else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """The entity's first row, or None. Raises ValidationError for what doesn't stand (any more)."""
        if value in self.empty_values:
            return None
        key = value.entity_id if isinstance(value, Versioned) else value
        try:
            return self.queryset.get(entity=UUID(str(key))).entity  # type: ignore[union-attr]
        except (ValueError, self.queryset.model.DoesNotExist) as error:  # type: ignore[union-attr]
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            ) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        first = initial.entity_id if isinstance(initial, Versioned) else getattr(initial, "pk", initial)
        return str(first or "") != str(data or "")


class WallTimeField(forms.TimeField):
    """A wall-clock time in hours and minutes; where it is an end, 24:00 is midnight at the end of the day."""

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", AdminTimeWidget(format="%H:%M"))
        super().__init__(input_formats=["%H:%M"], **kwargs)
        self.is_end = is_end
        self.error_messages["invalid"] = "Write hours and minutes, such as 06:00."

    def to_python(self, value: Any) -> time | None:
        if self.is_end and isinstance(value, str) and value.strip() == "24:00":
            return time.min
        return super().to_python(value)


def is_of_center(model: type[Model]) -> bool:
    """Whether rows of a table carry the center they belong to."""
    return any(field.name == "center" for field in model._meta.get_fields())
