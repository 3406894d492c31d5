"""What an edit answers, kept with it: doing an edit twice returns the first answer, and undo finds it.

Rows are written in `rows.py`; the commands themselves are done in `door.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from scheduling.roster.domain.commands import CommandError
from scheduling.roster.models import Edit
from scheduling.roster.periods import dates_of_period, ensure_period
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval
from staff.centers.clock import Tick
from staff.centers.models import Center
from staff.people.models import User


@dataclass(frozen=True, slots=True)
class EditAnswer:
    """What an edit did. `version` is None when everything was like that already."""

    edit_id: UUID
    version: int | None
    touched: tuple[tuple[UUID, Interval], ...] = ()
    conflicts: tuple[dict[str, Any], ...] = ()
    left_alone: tuple[str, ...] = field(default=())
    broken: tuple[dict[str, Any], ...] = ()
    """The rules that what was published newly breaks: overridden, known, or only told."""

    def as_json(self) -> dict[str, Any]:
        """Kept with the edit, and returned again when the edit is repeated."""
        return {
            "edit_id": str(self.edit_id),
            "version": self.version,
            "touched": [[str(person), interval.start, interval.end] for person, interval in self.touched],
            "conflicts": list(self.conflicts),
            "left_alone": list(self.left_alone),
            "broken": list(self.broken),
        }


def answer_of(row: Edit) -> EditAnswer:
    """The answer that was given to an edit the first time."""
    kept = row.answer
    return EditAnswer(
        edit_id=row.pk,
        version=kept["version"],
        touched=tuple((UUID(person), Interval(start, end)) for person, start, end in kept["touched"]),
        conflicts=tuple(kept["conflicts"]),
        left_alone=tuple(kept["left_alone"]),
        broken=tuple(kept.get("broken", ())),
    )


def violation_as_json(violation: Violation) -> dict[str, Any]:
    """The facts of a broken rule, for answers and requests."""
    return {
        "person": str(violation.person),
        "rule": violation.rule,
        "level": violation.level.value,
        "start": violation.interval.start,
        "end": violation.interval.end,
        "measured": violation.measured,
        "limit": violation.limit,
        "unit": violation.unit,
    }


def violation_of(data: Mapping[str, Any]) -> Violation:
    """A violation from its JSON form."""
    return Violation(
        rule=data["rule"],
        level=Level(data["level"]),
        person=UUID(data["person"]),
        interval=Interval(data["start"], data["end"]),
        measured=data["measured"],
        limit=data["limit"],
        unit=data["unit"],
    )


def done_before(actor: User, center: Center, edit_id: UUID) -> EditAnswer | None:
    """The answer given to an edit the first time, if it was done. Raises CommandError for somebody else's."""
    row = Edit.objects.filter(pk=edit_id).first()
    if row is None:
        return None
    if row.center_id != center.pk or row.actor_id != actor.pk:
        raise CommandError("edit_id", "This edit_id is taken; choose a new one for each edit.")
    return answer_of(row)


def record_edit(
    actor: User,
    center: Center,
    opened: Tick,
    edit_id: UUID,
    kind: str,
    command: Mapping[str, Any],
    answer: EditAnswer,
    first_day: date,
    **links: Any,
) -> Edit:
    """Keep an edit with its answer, for repeats and for the undo list. Call inside the tick."""
    starts_on, _ = dates_of_period(center, first_day)
    return Edit.objects.create(
        pk=edit_id,
        center=center,
        period=ensure_period(center, starts_on),
        actor=actor,
        kind=kind,
        version=opened.version,
        command=dict(command),
        answer=answer.as_json(),
        recorded_at=opened.recorded_at,
        **links,
    )
