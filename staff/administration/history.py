"""What happened to a row: its versions with who made them, and what the database itself wrote down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory.models
from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, Q

from staff.administration.audit_names import AuditNames
from staff.centers.models import Event
from staff.centers.versioned import Versioned
from staff.people.models import User

_HIDDEN = frozenset({"id", "center_id", "entity_id", "from_version", "until_version"})


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a row: from when, by whom, what was different from the one before."""

    version: int
    recorded_at: datetime | None
    actor: str
    kind: str
    changes: tuple[tuple[str, str, str], ...]
    ended_by: int | None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change that the database recorded, with the acting user where there was one."""

    at: datetime
    what: str
    actor: str
    table: str
    changes: tuple[tuple[str, str, str], ...]
    name: str
    key: str


def version_lines(row: Versioned) -> list[VersionLine]:
    """All versions of a row's entity, newest first."""
    rows = list(type(row).objects.filter(entity=row.entity_id).order_by("from_version"))
    numbers = {one.from_version for one in rows}
    events = {
        event.version: event
        for event in Event.objects.filter(center=row.center_id, version__in=numbers).select_related("actor")
    }
    lines = []
    before: Versioned | None = None
    for one in rows:
        event = events.get(one.from_version)
        lines.append(
            VersionLine(
                version=one.from_version,
                recorded_at=event.recorded_at if event else None,
                actor=_actor(event),
                kind=event.kind if event else "",
                changes=differences(before, one),
                ended_by=one.until_version,
            )
        )
        before = one
    return lines[::-1]


def _actor(event: Event | None) -> str:
    return str(event.actor) if event and event.actor else "the system"


def differences(before: Model | None, after: Model) -> tuple[tuple[str, str, str], ...]:
    """What two rows say differently: label, then before and after in words."""
    found = []
    for field in after._meta.concrete_fields:
        if field.attname in _HIDDEN:
            continue
        old = getattr(before, field.attname) if before is not None else None
        new = getattr(after, field.attname)
        if old != new:
            found.append(
                (str(field.verbose_name), said(before, field) if before else "–", said(after, field))
            )
    return tuple(found)


def said(row: Model, field: Any) -> str:
    """A value in words: the label of a choice, the name of what is referred to."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return "–"
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.is_relation:
        try:
            return str(getattr(row, field.name))
        except field.related_model.DoesNotExist:
            return str(value)
    return str(value)


def audited_models() -> dict[str, type[Any]]:
    """The audit tables by the name of the table they watch."""
    models: list[Any] = list(apps.get_models())
    return {
        model.pgh_tracked_model._meta.model_name: model
        for model in models
        if issubclass(model, pghistory.models.Event) and getattr(model, "pgh_tracked_model", None)
    }


def audit_lines(events: Sequence[Any], *, center_id: UUID) -> list[AuditLine]:
    """Audit rows as lines, in the order given; each compared with the row's earlier audit row, where there is one.

    Keys are named where they belong to the center.
    """
    before = _earlier(events)
    names = AuditNames(center_id, [*events, *before.values()])
    users = _users(events, center_id)
    return [
        AuditLine(
            at=event.pgh_created_at,
            what=event.pgh_label,
            actor=users.get(_user_key(event), "") or _user_key(event) or "the system",
            table=str(event.pgh_tracked_model._meta.verbose_name),
            changes=()
            if event.pgh_label == "delete"
            else _audit_changes(before.get(event.pgh_id), event, names),
            name=names.row(event),
            key=str(event.pgh_obj_id),
        )
        for event in events
    ]


def _earlier(events: Sequence[Any]) -> dict[int, Any]:
    """For each audit row the one before it of the same row; one query, all are of one table."""
    if not events:
        return {}
    keys = {event.pgh_obj_id for event in events}
    last: dict[Any, Any] = {}
    found = {}
    for event in type(events[0]).objects.filter(pgh_obj_id__in=keys).order_by("pgh_id"):
        if event.pgh_obj_id in last:
            found[event.pgh_id] = last[event.pgh_obj_id]
        last[event.pgh_obj_id] = event
    return found


def _audit_changes(before: Any, after: Any, names: AuditNames) -> tuple[tuple[str, str, str], ...]:
    found = []
    for field in after._meta.concrete_fields:
        if field.name.startswith("pgh_") or field.attname in {"id", "center_id", "entity_id"}:
            continue
        old = getattr(before, field.attname) if before is not None else None
        new = getattr(after, field.attname)
        if old != new:
            found.append((str(field.verbose_name), _told(field, old, names), _told(field, new, names)))
    return tuple(found)


def _told(field: Any, value: Any, names: AuditNames) -> str:
    if value is None or value == "":
        return "–"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return names.thing(field, value) if isinstance(field, ForeignKey) else str(value)


def _user_key(event: Any) -> str:
    context = event.pgh_context
    return str(context.metadata.get("user") or "") if context else ""


def _users(events: Sequence[Any], center_id: UUID) -> dict[str, str]:
    """The acting users of the center; operators by that word, anybody else stays a key."""
    keys = {key for event in events if (key := _user_key(event))}
    here = Q(roles__center=center_id) | Q(person__center=center_id)
    known = User.objects.filter(pk__in=keys).annotate(
        is_here=Exists(User.objects.filter(here, pk=OuterRef("pk")))
    )
    return {
        str(user.pk): user.email if user.is_here else "an operator" if user.is_superuser else ""
        for user in known
    }
