"""Versioned rows: the abstract table that everything a roster is computed from is built on (bitemporal).

Rows are inserted and closed only inside a tick (`clock.py`); the database refuses everything else.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

if TYPE_CHECKING:
    from typing import Self

# Columns that may go from empty to a value once; nothing else of a versioned row ever changes.
_CLOSING = "ARRAY['until_version', 'published_from', 'published_until']"

_CLOSE_ONCE = f"""
IF (to_jsonb(NEW) - {_CLOSING}) IS DISTINCT FROM (to_jsonb(OLD) - {_CLOSING}) THEN
    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END IF;
IF EXISTS (
    SELECT 1 FROM unnest({_CLOSING}) AS name
    WHERE to_jsonb(OLD) ->> name IS NOT NULL
      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name
) THEN
    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608 - column names of our own, in a trigger

APPEND_ONLY = [
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    pgtrigger.Protect(name="never_updated", operation=pgtrigger.Update),
]
"""Triggers of a table whose rows are written once."""

VERSIONED = [
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    pgtrigger.Trigger(
        name="closed_once", operation=pgtrigger.Update, when=pgtrigger.Before, func=_CLOSE_ONCE
    ),
]
"""Triggers of a versioned table."""


# Constraints are built from Django's own expressions only, so that migrations import no code of this project.


def version_range() -> Func:
    """The versions in which a row stands, for exclusion constraints over versions as well as dates."""
    return Func(
        F("from_version"),
        F("until_version"),
        Value("[)"),
        function="INT8RANGE",
        output_field=BigIntegerRangeField(),
    )


def date_span(starts_on: str, ends_before: str) -> Func:
    """The dates from the first column until before the second; an empty end means for good."""
    return Func(F(starts_on), F(ends_before), function="DATERANGE", output_field=DateRangeField())


def ends_after_start(name: str, message: str) -> models.CheckConstraint:
    """A check that dates from `starts_on` until before `ends_before` hold at least one day."""
    return models.CheckConstraint(
        condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
        name=name,
        violation_error_message=message,
    )


def one_at_a_time(name: str, whose: str, message: str) -> ExclusionConstraint:
    """No two rows of one person hold on the same date at the same version; one statement may swap two of them."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (whose, RangeOperators.EQUAL),
            (date_span("starts_on", "ends_before"), RangeOperators.OVERLAPS),
            (version_range(), RangeOperators.OVERLAPS),
        ],
        deferrable=models.Deferrable.IMMEDIATE,
        violation_error_message=message,
    )


def whole_minute(column: str, name: str) -> models.CheckConstraint:
    """A check that a timestamp is a whole minute (a `__second` lookup would let half a second pass)."""
    seconds = models.DecimalField(max_digits=20, decimal_places=6)
    epoch = Func(F(column), template="EXTRACT(EPOCH FROM %(expressions)s)", output_field=seconds)
    modulo = Func(epoch, Value(60), function="MOD", output_field=seconds)
    return models.CheckConstraint(
        condition=Q(**{f"{column}__isnull": True}) | Q(Exact(modulo, Value(0))),
        name=name,
        violation_error_message="Times are whole minutes, without seconds.",
    )


_RowT_co = TypeVar("_RowT_co", bound="Versioned", covariant=True)


class VersionedQuerySet(models.QuerySet[_RowT_co]):
    """Filters by version; both valid dates and versions count, so callers filter dates beside it."""

    def as_of(self, version: int) -> Self:
        """Rows that stood at a version of their center's clock."""
        return self.filter(
            Q(until_version__isnull=True) | Q(until_version__gt=version), from_version__lte=version
        )

    def current(self) -> Self:
        """Rows that stand now."""
        return self.filter(until_version__isnull=True)


class Versioned(models.Model):
    """A fact that holds from one version of the center's clock until another replaces or revokes it.

    `entity` points to the first row of the same thing (itself, in the first row): tables that refer to the thing
    refer to that row and find the one in force by `entity_id`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+", editable=False)
    entity = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", editable=False)
    from_version = models.BigIntegerField(editable=False)
    until_version = models.BigIntegerField(null=True, editable=False)

    if TYPE_CHECKING:
        # The stubs know the columns of foreign keys only of concrete models.
        entity_id: uuid.UUID | None
        center_id: uuid.UUID

    objects: ClassVar[Any] = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["entity"],
                condition=Q(until_version__isnull=True),
                name="%(app_label)s_%(class)s_one_current",
            ),
            models.CheckConstraint(
                condition=Q(until_version__isnull=True) | Q(until_version__gt=F("from_version")),
                name="%(app_label)s_%(class)s_versions",
            ),
        ]
        indexes = [
            # Loading everything of one center as of a version (the roster's one consistent read).
            models.Index(fields=["center", "from_version"], name="%(app_label).10s_%(class).12s_ver"),
        ]
        triggers = VERSIONED

    @property
    def is_current(self) -> bool:
        return self.until_version is None
