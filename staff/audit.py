"""The audit trail: the database itself writes a row for each change of a tracked table (django-pghistory).

Rows name people by key only, so that erasing a person leaves the trail whole. The acting user and what they act
through come from a context: `config/middleware.py` opens one per request, `config/celery.py` per task, `manage.py` per
command, and a tick of the clock names its actor.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, TypeVar

import pghistory
from django.db import models

if TYPE_CHECKING:
    from staff.people.models import User

ModelT = TypeVar("ModelT", bound=type[models.Model])


def audited(*, without: tuple[str, ...] = ()) -> Callable[[ModelT], ModelT]:
    """Track every insert, update and delete of a table, leaving out columns with identities and secrets."""

    def decorate(model: ModelT) -> ModelT:
        tracked: ModelT = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(without),
            append_only=True,
            model_name=f"{model.__name__}Audit",
            obj_field=pghistory.ObjForeignKey(related_name="audit_rows"),
        )(model)
        return tracked

    return decorate


def acting_as(user: User | None, **context: Any) -> AbstractContextManager[Any]:
    """Name the acting user (and what they do it through) in the audit rows written inside."""
    return _context(user=str(user.pk) if user else None, **context)


def acting_through(words: str) -> AbstractContextManager[Any]:
    """Name what writes the audit rows inside: a command, a task. Who acts is added by `acting_as`."""
    return _context(through=words)


def _context(**metadata: Any) -> AbstractContextManager[Any]:
    manager: AbstractContextManager[Any] = pghistory.context(**metadata)
    return manager
