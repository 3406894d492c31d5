"""Edits as frozen commands, and their JSON form at the border. What they do to rows is in `editing.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from scheduling.time.interval import Minute, NotAWholeMinute, minute_of, moment_of
from scheduling.time.segment import PayKind
from staff.centers.years import OUT_OF_YEARS, YEARS

MOST_CHANGES = 2_000
"""Cells in one edit: the whole board of seventy people; more comes as an import."""


class CommandError(ValueError):
    """A command that can't be understood or can't be done: the field it is about and a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Wanted:
    """The duty a planner wants on a day. Times left out are those of the shift type, wall clock.

    An end at or before the start is on the next day. `pay` None lets the roster decide: overtime for people
    whose
    pattern has that day off, else regular.
    """

    shift_code: str | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    position: UUID | None = None
    console: int | None = None
    pay: PayKind | None = None


@dataclass(frozen=True, slots=True)
class SetDay:
    """Make the duty that starts on a person's local date exactly what is wanted; None clears the day."""

    person: UUID
    day: date
    wanted: Wanted | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordAbsence:
    """A person is away from start until before end; an operational change, published at once."""

    person: UUID
    start: Minute
    end: Minute
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RevokeAdjustment:
    """Take one adjustment back."""

    adjustment: UUID


Change = SetDay | RecordAbsence | RevokeAdjustment


@dataclass(frozen=True, slots=True)
class Edit:
    """One gesture: what to change, on which version the editor saw it. Doing an `edit_id` twice is doing it
    once."""

    edit_id: UUID
    base_version: int
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        if not self.changes:
            raise CommandError("changes", "An edit needs at least one change.")
        if len(self.changes) > MOST_CHANGES:
            raise CommandError(
                "changes",
                f"{len(self.changes):,} changes are too many for one edit; {MOST_CHANGES:,} is the most.",
            )
        # The second would be planned on the roster as it was before the first, and both would be painted.
        seen: set[tuple[UUID, date]] = set()
        revoked: set[UUID] = set()
        for n, change in enumerate(self.changes):
            if isinstance(change, RevokeAdjustment):
                if change.adjustment in revoked:
                    raise CommandError(f"changes.{n}", "This edit takes the same change back twice.")
                revoked.add(change.adjustment)
            if isinstance(change, SetDay):
                if (change.person, change.day) in seen:
                    raise CommandError(f"changes.{n}", "This edit names the same day of a person twice.")
                seen.add((change.person, change.day))


def parse_edit(data: Any) -> Edit:
    """An edit from JSON. Raises CommandError naming the field for anything unknown, missing or impossible."""
    fields = _mapping(data, "edit", {"edit_id", "base_version", "changes"})
    version = fields.get("base_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise CommandError("base_version", "A base version is a whole number, 0 or more.")
    changes = fields.get("changes")
    if not isinstance(changes, Sequence) or isinstance(changes, str):
        raise CommandError("changes", "Changes are a list.")
    if len(changes) > MOST_CHANGES:
        raise CommandError(
            "changes", f"{len(changes):,} changes are too many for one edit; {MOST_CHANGES:,} is the most."
        )
    return Edit(
        edit_id=_uuid(fields.get("edit_id"), "edit_id"),
        base_version=version,
        changes=tuple(_change(change, f"changes.{n}") for n, change in enumerate(changes)),
    )


def edit_as_json(edit: Edit) -> dict[str, Any]:
    """The JSON form of an edit; `parse_edit` reads it back. Kept with the edit."""
    return {
        "edit_id": str(edit.edit_id),
        "base_version": edit.base_version,
        "changes": [_change_as_json(change) for change in edit.changes],
    }


def _change_as_json(change: Change) -> dict[str, Any]:
    if isinstance(change, RevokeAdjustment):
        return {"type": "revoke", "adjustment": str(change.adjustment)}
    if isinstance(change, RecordAbsence):
        return {
            "type": "absence",
            "person": str(change.person),
            "start": change.start,
            "end": change.end,
            "kind": change.kind,
            "reason": change.reason,
        }
    wanted = change.wanted
    return {
        "type": "set_day",
        "person": str(change.person),
        "day": change.day.isoformat(),
        "reason": change.reason,
        "wanted": None
        if wanted is None
        else {
            "shift": wanted.shift_code,
            "start": f"{wanted.starts_at:%H:%M}" if wanted.starts_at else None,
            "end": f"{wanted.ends_at:%H:%M}" if wanted.ends_at else None,
            "position": str(wanted.position) if wanted.position else None,
            "console": wanted.console,
            "pay": wanted.pay.value if wanted.pay else None,
        },
    }


def _change(data: Any, at: str) -> Change:
    kind = data.get("type") if isinstance(data, Mapping) else None
    if kind == "set_day":
        fields = _mapping(data, at, {"type", "person", "day", "wanted", "reason"})
        wanted = fields.get("wanted")
        return SetDay(
            person=_uuid(fields.get("person"), f"{at}.person"),
            day=_date(fields.get("day"), f"{at}.day"),
            wanted=None if wanted is None else _wanted(wanted, f"{at}.wanted"),
            reason=_text(fields.get("reason"), f"{at}.reason", 300),
        )
    if kind == "absence":
        fields = _mapping(data, at, {"type", "person", "start", "end", "kind", "reason"})
        start, end = _minute(fields.get("start"), f"{at}.start"), _minute(fields.get("end"), f"{at}.end")
        if end <= start:
            raise CommandError(f"{at}.end", "The end must be after the start.")
        absence = _text(fields.get("kind"), f"{at}.kind", 30)
        if not absence:
            raise CommandError(f"{at}.kind", "Say what kind of leave it is.")
        reason = _text(fields.get("reason"), f"{at}.reason", 300)
        return RecordAbsence(_uuid(fields.get("person"), f"{at}.person"), start, end, absence, reason)
    if kind == "revoke":
        fields = _mapping(data, at, {"type", "adjustment"})
        return RevokeAdjustment(_uuid(fields.get("adjustment"), f"{at}.adjustment"))
    raise CommandError(f"{at}.type", "A change is of type set_day, absence or revoke.")


def _wanted(data: Any, at: str) -> Wanted:
    fields = _mapping(data, at, {"shift", "start", "end", "position", "console", "pay"})
    code = fields.get("shift")
    if code is not None and not isinstance(code, str):
        raise CommandError(f"{at}.shift", "A shift is written by its code, such as D.")
    starts_at, ends_at = _time(fields.get("start"), f"{at}.start"), _time(fields.get("end"), f"{at}.end")
    if not code and (starts_at is None or ends_at is None):
        raise CommandError(f"{at}.shift", "Name a shift, or give both a start and an end.")
    position, console = fields.get("position"), fields.get("console")
    if console is not None and (not isinstance(console, int) or isinstance(console, bool) or console < 1):
        raise CommandError(f"{at}.console", "A console is a number from 1.")
    if console is not None and position is None:
        raise CommandError(f"{at}.console", "A console needs its position.")
    pay = fields.get("pay")
    if pay is not None and pay not in [kind.value for kind in PayKind]:
        raise CommandError(f"{at}.pay", f"“{pay}” is not a pay kind.")
    return Wanted(
        shift_code=code or None,
        starts_at=starts_at,
        ends_at=ends_at,
        position=None if position is None else _uuid(position, f"{at}.position"),
        console=console,
        pay=None if pay is None else PayKind(pay),
    )


def _mapping(data: Any, at: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise CommandError(at, "This must be an object with named fields.")
    unknown = sorted(str(name) for name in data if name not in known)
    if unknown:
        raise CommandError(f"{at}.{unknown[0]}", f"There is no field “{unknown[0]}”.")
    return data


def _uuid(value: Any, at: str) -> UUID:
    try:
        return UUID(value) if isinstance(value, str) else UUID(None)
    except (ValueError, TypeError):
        raise CommandError(at, "This must be an id (a UUID).") from None


def _date(value: Any, at: str) -> date:
    try:
        day = date.fromisoformat(value)
    except (ValueError, TypeError):
        raise CommandError(at, "A day is written as 2026-12-06.") from None
    if day.isoformat() != value:
        raise CommandError(at, "A day is written as 2026-12-06.")
    if day.year not in YEARS:
        raise CommandError(at, OUT_OF_YEARS)
    return day


def _time(value: Any, at: str) -> time | None:
    if value is None or value == "":
        return None
    if value == "24:00":
        return time(0, 0)
    try:
        read = time.fromisoformat(value)
    except (ValueError, TypeError):
        raise CommandError(at, "A time is written as 06:00.") from None
    if read.second or read.microsecond or read.tzinfo:
        raise CommandError(at, "Times are whole minutes on the wall, without seconds or a zone.")
    return read


def _minute(value: Any, at: str) -> Minute:
    try:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        moment = moment_of(value) if is_number else datetime.fromisoformat(value)
        minute = minute_of(moment)
    except NotAWholeMinute as error:
        raise CommandError(at, str(error)) from None
    except OverflowError:
        raise CommandError(at, OUT_OF_YEARS) from None
    except (ValueError, TypeError):
        raise CommandError(at, "A moment is written with its zone, as 2026-12-06T06:00-05:00.") from None
    if moment.year not in YEARS:
        raise CommandError(at, OUT_OF_YEARS)
    return minute


def _text(value: Any, at: str, longest: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CommandError(at, "This must be text.")
    if len(value) > longest:
        raise CommandError(at, f"At most {longest} characters.")
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise CommandError(at, "This holds a character that can't be kept.")
    return value.strip()
