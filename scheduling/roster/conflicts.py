"""Conflicts: what others changed since an editor's base version, on the same person and overlapping minutes.

What becomes of one is decided in `domain/editing.py`; pages put them in words in `scheduling/board/conflicts.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from scheduling.adjustments.models import Adjustment
from scheduling.roster.domain.editing import DayDuty, Decision
from scheduling.roster.models import Edit
from scheduling.time.interval import Interval, minute_of
from staff.centers.models import Center
from staff.people.models import User


class EditRefused(Exception):
    """Nothing was stored: another planner's version touched the same minutes and the strategy gives way to
    it."""

    def __init__(self, conflicts: Sequence[Conflict], *, asks: bool) -> None:
        super().__init__("Another planner changed the same minutes since.")
        self.conflicts = tuple(conflicts)
        self.asks = asks


@dataclass(frozen=True, slots=True)
class Conflict:
    """One day of a person that somebody else changed since the editor's base version, and what came of it."""

    person_id: UUID
    day: date
    version: int
    decision: Decision
    before: DayDuty | None
    theirs: DayDuty | None
    mine: DayDuty | None

    def as_json(self) -> dict[str, Any]:
        """For answers and the event; minutes and ids as JSON knows them."""
        return {
            "person": str(self.person_id),
            "day": self.day.isoformat(),
            "version": self.version,
            "decision": self.decision.value,
            "before": _duty_as_json(self.before),
            "theirs": _duty_as_json(self.theirs),
            "mine": _duty_as_json(self.mine),
        }


def touched_since(
    center: Center, version: int, people: Iterable[UUID], *, but_not: User | None = None
) -> dict[UUID, list[tuple[Interval, int]]]:
    """Minutes of people that versions after one added or revoked adjustments in, with the version that did.

    `but_not` leaves out a planner's own versions: nobody conflicts with themselves.
    """
    rows = Adjustment.objects.filter(center=center, person_id__in=list(people))
    rows = rows.filter(from_version__gt=version) | rows.filter(until_version__gt=version)
    own: set[int | None] = set()
    if but_not is not None:
        own = set(
            Edit.objects.filter(center=center, actor=but_not, version__gt=version).values_list(
                "version", flat=True
            )
        )
    found: dict[UUID, list[tuple[Interval, int]]] = {}
    for person_id, starts_at, ends_at, first, last in rows.values_list(
        "person_id", "starts_at", "ends_at", "from_version", "until_version"
    ):
        for changed in (first, last):
            if changed is not None and changed > version and changed not in own:
                interval = Interval(minute_of(starts_at), minute_of(ends_at))
                found.setdefault(person_id, []).append((interval, changed))
    return found


def _duty_as_json(duty: DayDuty | None) -> dict[str, Any] | None:
    if duty is None:
        return None
    return {
        "start": duty.start,
        "end": duty.end,
        "shift_type": str(duty.shift_type) if duty.shift_type else None,
        "position": str(duty.position) if duty.position else None,
        "console": duty.console,
        "pay": duty.pay.value,
    }
