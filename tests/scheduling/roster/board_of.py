"""Short hands for the roster tests: type into a cell, and read a day back."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.roster.answers import EditAnswer
from scheduling.roster.domain.commands import Edit, SetDay, Wanted
from scheduling.roster.domain.editing import NewRow
from scheduling.roster.door import apply_edit
from scheduling.roster.selectors import View, load_roster
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version, tick
from staff.centers.models import CenterSettings
from staff.people.models import Person
from tests.cast import Cast

DAY = date(2026, 12, 6)
OFF_DAY = date(2026, 12, 8)


def edit(
    cast: Cast,
    person: Person,
    day: date,
    code: str | None,
    *,
    by: Person | None = None,
    base_version: int | None = None,
    **wanted: Any,
) -> EditAnswer:
    """One cell, typed by Dana unless said otherwise, on the roster as it is now."""
    actor = (by or cast.dana).user
    command = Edit(
        uuid.uuid4(),
        current_version(cast.norfield.pk) if base_version is None else base_version,
        (SetDay(person.pk, day, Wanted(code, **wanted) if code else None),),
    )
    return apply_edit(actor=actor, center=cast.norfield, edit=command)


def shown(
    cast: Cast,
    person: Person,
    day: date,
    view: View = View.WORKING,
    as_of: Any = None,
) -> list[str]:
    """The duty that begins on a day as "D 06:00-18:00", in order."""
    roster = load_roster(cast.norfield, day, day + timedelta(days=1), view=view, as_of=as_of)
    found = []
    for duty in roster.evaluation.roster(person.pk).worked():
        if roster.clock.date_of(duty.shift_start) == day:
            code = roster.input.shift_types[duty.shift_type].code if duty.shift_type else "-"
            start, end = roster.clock.local(duty.start), roster.clock.local(duty.end)
            found.append(f"{code} {start:%H:%M}-{end:%H:%M}")
    return found


def strategy(cast: Cast, value: str) -> None:
    """Let Norfield resolve conflicts this way."""
    old = CenterSettings.objects.current().filter(center=cast.norfield).first()
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        new = CenterSettings(conflict_strategy=value)
        if old is None:
            opened.add(new)
        else:
            opened.replace(old, new)


def day_shift(cast: Cast, day: date) -> NewRow:
    """D on a day as the solver adds it."""
    shift = cast.shift_types["D"]
    interval = LocalClock(cast.norfield.time_zone).window(day, shift.starts_at, shift.ends_at)
    return NewRow(
        AdjustmentKind.ASSIGN,
        Paint.DUTY,
        interval.start,
        interval.end,
        shift_start=interval.start,
        shift_type=shift.entity_id,
    )
