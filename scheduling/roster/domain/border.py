"""Edits at the border: from JSON, with an error at the field, and back. The commands are in `commands.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.roster.domain.bulk import DAYS_IN_WEEK, LONGEST_BLOCK_DAYS, Bulk, CopyWeek, Fill, MoveBlock
from scheduling.roster.domain.commands import (
    EDGES,
    EXTRA,
    MOST_BREAKS,
    MOST_CHANGES,
    AddDuty,
    Change,
    ChangeShift,
    CommandError,
    Edit,
    EditTerms,
    KindChange,
    RecordAbsence,
    RevokeAdjustment,
    SetBreaks,
    SetDay,
    TakeSeat,
    Trade,
    Wanted,
)
from scheduling.time.interval import Minute, NotAWholeMinute, minute_of, moment_of
from scheduling.time.segment import Break, PayKind
from staff.centers.years import OUT_OF_YEARS, YEARS

T = TypeVar("T")
_TERMS = ("edit_id", "base_version", "publishes", "override_reason", "accepts_warnings")
_EXTRA = {kind.value for kind in EXTRA}
_EDGES = {kind.value for kind in EDGES}
CHANGE_TYPES = [
    "set_day", "absence", "revoke", *(kind.value for kind in (*EXTRA, *EDGES)), "trade", "breaks", "seat",
]  # fmt: skip


def parse_edit(data: Any) -> Edit:
    """An edit from JSON. Raises CommandError naming the field for anything unknown, missing or impossible."""
    fields = _mapping(data, "edit", {*_TERMS, "changes"})
    terms = _terms(fields)
    changes = fields.get("changes")
    if not isinstance(changes, Sequence) or isinstance(changes, str):
        raise CommandError("changes", "Changes are a list.")
    if len(changes) > MOST_CHANGES:
        raise CommandError(
            "changes", f"{len(changes):,} changes are too many for one edit; {MOST_CHANGES:,} is the most."
        )
    return terms.edit(tuple(parse_change(change, f"changes.{n}") for n, change in enumerate(changes)))


def parse_bulk(data: Any) -> tuple[Bulk, EditTerms]:
    """A bulk from JSON: what an edit says, with `fill`, `copy_week` or `move_block` in place of its changes."""
    if not isinstance(data, Mapping):
        raise CommandError("edit", "This must be an object with named fields.")
    asked = [name for name in _BULKS if name in data]
    if len(asked) != 1:
        raise CommandError("edit", "Name changes, or one of fill, copy_week and move_block.")
    fields = _mapping(data, "edit", {*_TERMS, asked[0]})
    return _BULKS[asked[0]](fields[asked[0]]), _terms(fields)


def is_bulk(data: Any) -> bool:
    """Whether JSON asks for a bulk instead of naming changes."""
    return isinstance(data, Mapping) and any(name in data for name in _BULKS)


def _fill(data: Any) -> Fill:
    fields = _mapping(data, "fill", {"people", "days", "wanted", "reason"})
    people = _several(fields.get("people"), "fill.people", _uuid)
    days = _several(fields.get("days"), "fill.days", _date)
    wanted = fields.get("wanted")
    return Fill(
        tuple(dict.fromkeys(people)),
        tuple(dict.fromkeys(days)),
        None if wanted is None else _wanted(wanted, "fill.wanted"),
        _text(fields.get("reason"), "fill.reason", 300),
    )


def _copy_week(data: Any) -> CopyWeek:
    fields = _mapping(data, "copy_week", {"from", "to", "people"})
    source = _date(fields.get("from"), "copy_week.from")
    target = _date(fields.get("to"), "copy_week.to")
    if abs((target - source).days) < DAYS_IN_WEEK:
        raise CommandError("copy_week.to", "The two weeks must not overlap.")
    people = fields.get("people")
    named = None if people is None else tuple(_several(people, "copy_week.people", _uuid))
    return CopyWeek(source, target, named)


def _move_block(data: Any) -> MoveBlock:
    fields = _mapping(data, "move_block", {"person", "from", "until", "days", "minutes"})
    starts_on = _date(fields.get("from"), "move_block.from")
    ends_before = _date(fields.get("until"), "move_block.until")
    if not 0 < (ends_before - starts_on).days <= LONGEST_BLOCK_DAYS:
        raise CommandError("move_block.until", f"A block has 1 to {LONGEST_BLOCK_DAYS} days.")
    by_days = _step(fields.get("days"), "move_block.days", 366)
    by_minutes = _step(fields.get("minutes"), "move_block.minutes", 1440)
    if not by_days and not by_minutes:
        raise CommandError("move_block.days", "Say by how many days or minutes.")
    person = _uuid(fields.get("person"), "move_block.person")
    return MoveBlock(person, starts_on, ends_before, by_days, by_minutes)


_BULKS: dict[str, Callable[[Any], Bulk]] = {
    "fill": _fill,
    "copy_week": _copy_week,
    "move_block": _move_block,
}


def _terms(fields: Mapping[str, Any]) -> EditTerms:
    version = fields.get("base_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise CommandError("base_version", "A base version is a whole number, 0 or more.")
    return EditTerms(
        edit_id=_uuid(fields.get("edit_id"), "edit_id"),
        base_version=version,
        publishes=_flag(fields.get("publishes"), "publishes"),
        override_reason=_text(fields.get("override_reason"), "override_reason", 300),
        accepts_warnings=_flag(fields.get("accepts_warnings"), "accepts_warnings"),
    )


def edit_as_json(edit: Edit) -> dict[str, Any]:
    """The JSON form of an edit; `parse_edit` reads it back. Kept with the edit."""
    return {
        "edit_id": str(edit.edit_id),
        "base_version": edit.base_version,
        "changes": [change_as_json(change) for change in edit.changes],
        "publishes": edit.publishes,
        "override_reason": edit.override_reason,
        "accepts_warnings": edit.accepts_warnings,
    }


def change_as_json(change: Change) -> dict[str, Any]:
    """The JSON form of one change; `parse_change` reads it back."""
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
    if isinstance(change, KindChange):
        return _kind_as_json(change)
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


def parse_change(data: Any, at: str) -> Change:
    """One change from JSON, `at` its place in the whole. Raises CommandError at the field."""
    kind = data.get("type") if isinstance(data, Mapping) else None
    if not isinstance(kind, str):
        kind = None
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
    if kind in _EXTRA:
        return _extra(data, at)
    if kind in _EDGES:
        return _edge(data, at)
    if kind == AdjustmentKind.TRADE:
        fields = _mapping(data, at, {"type", "person", "taker", "shift_start", "reason"})
        return Trade(
            _uuid(fields.get("person"), f"{at}.person"),
            _uuid(fields.get("taker"), f"{at}.taker"),
            _minute(fields.get("shift_start"), f"{at}.shift_start"),
            _text(fields.get("reason"), f"{at}.reason", 300),
        )
    if kind == AdjustmentKind.BREAKS:
        return _breaks(data, at)
    if kind == AdjustmentKind.SEAT:
        return _take_seat(data, at)
    raise CommandError(
        f"{at}.type", f"A change is of type {', '.join(CHANGE_TYPES[:-1])} or {CHANGE_TYPES[-1]}."
    )


def _extra(data: Any, at: str) -> AddDuty:
    fields = _mapping(data, at, {"type", "person", "start", "end", "position", "console", "reason"})
    start, end = _minute(fields.get("start"), f"{at}.start"), _minute(fields.get("end"), f"{at}.end")
    if end <= start:
        raise CommandError(f"{at}.end", "The end must be after the start.")
    position, console = _seat(fields, at)
    return AddDuty(
        person=_uuid(fields.get("person"), f"{at}.person"),
        kind=AdjustmentKind(fields["type"]),
        start=start,
        end=end,
        position=position,
        console=console,
        reason=_text(fields.get("reason"), f"{at}.reason", 300),
    )


def _edge(data: Any, at: str) -> ChangeShift:
    kind = AdjustmentKind(data["type"])
    edge = EDGES[kind]
    fields = _mapping(data, at, {"type", "person", "shift_start", edge, "reason"})
    return ChangeShift(
        person=_uuid(fields.get("person"), f"{at}.person"),
        kind=kind,
        shift_start=_minute(fields.get("shift_start"), f"{at}.shift_start"),
        at=_minute(fields.get(edge), f"{at}.{edge}"),
        reason=_text(fields.get("reason"), f"{at}.reason", 300),
    )


def _breaks(data: Any, at: str) -> SetBreaks:
    fields = _mapping(data, at, {"type", "person", "shift_start", "breaks", "reason"})
    listed = fields.get("breaks")
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise CommandError(f"{at}.breaks", "Breaks are a list.")
    if len(listed) > MOST_BREAKS:
        raise CommandError(f"{at}.breaks", f"A shift has at most {MOST_BREAKS} breaks.")
    read = [_break(each, f"{at}.breaks.{n}") for n, each in enumerate(listed)]
    return SetBreaks(
        person=_uuid(fields.get("person"), f"{at}.person"),
        shift_start=_minute(fields.get("shift_start"), f"{at}.shift_start"),
        breaks=tuple(each for each, _ in read),
        seats=tuple(seat for _, seat in read),
        reason=_text(fields.get("reason"), f"{at}.reason", 300),
    )


def _break(data: Any, at: str) -> tuple[Break, tuple[UUID | None, int | None]]:
    fields = _mapping(data, at, {"start", "end", "is_paid", "is_relieved", "relief", "position", "console"})
    start, end = _minute(fields.get("start"), f"{at}.start"), _minute(fields.get("end"), f"{at}.end")
    if end <= start:
        raise CommandError(f"{at}.end", "The end must be after the start.")
    relief = fields.get("relief")
    is_relieved = _flag(fields.get("is_relieved"), f"{at}.is_relieved")
    if is_relieved and relief is not None:
        raise CommandError(f"{at}.is_relieved", "A break is relieved by somebody named, or by somebody else.")
    pause = Break(
        start,
        end,
        _flag(fields.get("is_paid"), f"{at}.is_paid"),
        is_relieved,
        None if relief is None else _uuid(relief, f"{at}.relief"),
    )
    return pause, _seat(fields, at)


def _take_seat(data: Any, at: str) -> TakeSeat:
    fields = _mapping(data, at, {"type", "person", "start", "end", "position", "console", "reason"})
    start, end = _minute(fields.get("start"), f"{at}.start"), _minute(fields.get("end"), f"{at}.end")
    if end <= start:
        raise CommandError(f"{at}.end", "The end must be after the start.")
    position, console = _seat(fields, at)
    if position is None:
        raise CommandError(f"{at}.position", "Say at which position.")
    reason = _text(fields.get("reason"), f"{at}.reason", 300)
    return TakeSeat(_uuid(fields.get("person"), f"{at}.person"), start, end, position, console, reason)


def _breaks_as_json(change: SetBreaks) -> list[dict[str, Any]]:
    found = []
    for n, each in enumerate(change.breaks):
        position, console = change.seat(n)
        found.append(
            {
                "start": each.start,
                "end": each.end,
                "is_paid": each.is_paid,
                "is_relieved": each.is_relieved,
                "relief": None if each.relief is None else str(each.relief),
                "position": None if position is None else str(position),
                "console": console,
            }
        )
    return found


def _kind_as_json(change: KindChange) -> dict[str, Any]:
    values: dict[str, Any] = {"person": str(change.person), "reason": change.reason}
    if isinstance(change, Trade):
        return {"type": "trade", "taker": str(change.taker), "shift_start": change.shift_start} | values
    if isinstance(change, SetBreaks):
        values |= {"shift_start": change.shift_start, "breaks": _breaks_as_json(change)}
        return {"type": "breaks"} | values
    if isinstance(change, ChangeShift):
        values |= {"shift_start": change.shift_start, EDGES[change.kind]: change.at}
        return {"type": change.kind.value} | values
    values |= {"start": change.start, "end": change.end, "console": change.console}
    values["position"] = None if change.position is None else str(change.position)
    return {"type": "seat" if isinstance(change, TakeSeat) else change.kind.value} | values


def _seat(fields: Mapping[str, Any], at: str) -> tuple[UUID | None, int | None]:
    """Position and console as named."""
    position, console = fields.get("position"), fields.get("console")
    if console is not None and (not isinstance(console, int) or isinstance(console, bool) or console < 1):
        raise CommandError(f"{at}.console", "A console is a number from 1.")
    if console is not None and position is None:
        raise CommandError(f"{at}.console", "A console needs its position.")
    return None if position is None else _uuid(position, f"{at}.position"), console


def _wanted(data: Any, at: str) -> Wanted:
    fields = _mapping(data, at, {"shift", "start", "end", "position", "console", "pay"})
    code = fields.get("shift")
    if code is not None and not isinstance(code, str):
        raise CommandError(f"{at}.shift", "A shift is written by its code, such as D.")
    starts_at, ends_at = _time(fields.get("start"), f"{at}.start"), _time(fields.get("end"), f"{at}.end")
    if not code and (starts_at is None or ends_at is None):
        raise CommandError(f"{at}.shift", "Name a shift, or give both a start and an end.")
    position, console = _seat(fields, at)
    pay = fields.get("pay")
    if pay is not None and pay not in [kind.value for kind in PayKind]:
        raise CommandError(f"{at}.pay", f"“{pay}” is not a pay kind.")
    return Wanted(
        shift_code=code or None,
        starts_at=starts_at,
        ends_at=ends_at,
        position=position,
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


def _flag(value: Any, at: str) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool):
        raise CommandError(at, "This is true or false.")
    return value


def _several(value: Any, at: str, read: Callable[[Any, str], T]) -> list[T]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise CommandError(at, "This is a list with at least one entry.")
    if len(value) > MOST_CHANGES:
        raise CommandError(at, f"{len(value):,} are too many; {MOST_CHANGES:,} is the most.")
    return [read(each, f"{at}.{n}") for n, each in enumerate(value)]


def _step(value: Any, at: str, most: int) -> int:
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > most:
        raise CommandError(at, f"This is a whole number from -{most} to {most}.")
    return value
