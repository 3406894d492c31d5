"""Forms of versioned rows: every constraint of the table is checked while the form is, and shown at its field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, CheckConstraint, F, Func, Q, UniqueConstraint
from django.forms.models import BaseInlineFormSet

from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.centers.versioned import Versioned

MACHINERY = frozenset({"center", "entity", "from_version", "until_version"})
"""Columns that no form shows and every tick fills."""


class CenterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a row of one center; `center` is set by the admin class. Its constraints name their field."""

    center: Center

    def _post_clean(self) -> None:
        instance = self.instance
        if isinstance(instance, Versioned) or hasattr(instance, "center_id"):
            instance.center = self.center
        if isinstance(instance, Versioned) and instance._state.adding:
            # As it will be written, so that constraints over versions can be checked before.
            instance.entity_id = instance.pk
            instance.from_version = current_version(self.center.pk) + 1
        # Django would check constraints too, but without the columns that no form shows, and name no field.
        instance.validate_constraints = lambda exclude=None: None
        try:
            super()._post_clean()  # type: ignore[misc]
        finally:
            del instance.validate_constraints
        self.check_constraints()

    def check_constraints(self) -> None:
        """Check every constraint whose columns could be read, and put what it says at the column it is about."""
        exclude = set(self._get_validation_exclusions()) - MACHINERY  # type: ignore[attr-defined]
        for model, constraints in self.instance.get_constraints():
            # A range can be compared with others only once its ends are known to be in order.
            for constraint in sorted(constraints, key=lambda one: isinstance(one, ExclusionConstraint)):
                if self.skips(constraint) or (self.errors and isinstance(constraint, ExclusionConstraint)):
                    continue
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    self.add_error(self._field_of(constraint), error.messages)

    def skips(self, constraint: BaseConstraint) -> bool:
        """Whether a constraint is checked elsewhere."""
        return False

    def _field_of(self, constraint: BaseConstraint) -> str | None:
        """The shown field that a constraint is most about; None for the form as a whole."""
        return next((name for name in columns_of(constraint) if name in self.fields), None)


def columns_of(constraint: BaseConstraint) -> Iterator[str]:
    """The columns of a constraint, those first that a user would change."""
    if isinstance(constraint, UniqueConstraint):
        # The last column tells rows of one owner apart.
        yield from (name for name in reversed(constraint.fields) if name not in MACHINERY)
    elif isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
        yield from _names(constraint.condition)
    elif isinstance(constraint, ExclusionConstraint):
        for expression, _ in constraint.expressions:
            if isinstance(expression, Func):
                sources: list[Any] = expression.get_source_expressions()
                names = [str(getattr(source, "name", "")) for source in sources if isinstance(source, F)]
                yield from (name for name in names if name not in MACHINERY)


def _names(condition: Q) -> Iterator[str]:
    """The left-hand columns of comparisons, those compared with another column first."""
    pairs = list(_pairs(condition))
    yield from (name for name, value in pairs if isinstance(value, F))
    yield from (name for name, _ in pairs)


def _pairs(condition: Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _pairs(child)
        elif isinstance(child, tuple):
            yield str(child[0]).split("__")[0], child[1]


class InlineForm(CenterForm):
    """A row inside its owner's form. Overlaps are the formset's business: it knows which rows change together."""

    def skips(self, constraint: BaseConstraint) -> bool:
        return isinstance(constraint, ExclusionConstraint)


class RowsFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows in a table, each input named for readers: Django names only the columns."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name each input for readers: in a table of rows Django names only the columns."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            label = "Remove this row" if name == "DELETE" else (field.label or name.replace("_", " "))
            field.widget.attrs.setdefault("aria-label", str(label))


class VersionedFormSet(RowsFormSet):
    """The rows of one owner that stand. Where the table allows no overlap, the rows as they would be are compared."""

    def clean(self) -> None:
        super().clean()
        exclusion = self._exclusion()
        if exclusion is None:
            return
        spans = []
        for form in self.forms:
            data = getattr(form, "cleaned_data", None) or {}
            if data.get("starts_on") and not data.get("DELETE"):
                spans.append((data["starts_on"], data.get("ends_before"), form))
        spans.sort(key=lambda span: span[0])
        for (_, end, _form), (start, _, later) in pairwise(spans):
            if end is None or start < end:
                later.add_error("starts_on", str(exclusion.violation_error_message))

    def _exclusion(self) -> ExclusionConstraint | None:
        model: Any = self.model
        return next((one for one in model._meta.constraints if isinstance(one, ExclusionConstraint)), None)
