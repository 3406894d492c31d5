"""The border: what JSON becomes an edit, and what is refused with the name of its field."""

from __future__ import annotations

import uuid
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.roster.domain.border import edit_as_json, parse_edit
from scheduling.roster.domain.commands import (
    EDGES,
    EXTRA,
    MOST_CHANGES,
    AddDuty,
    ChangeShift,
    CommandError,
    Edit,
    RecordAbsence,
    RevokeAdjustment,
    SetDay,
    Trade,
    Wanted,
)
from scheduling.time.segment import PayKind

PERSON = str(uuid.uuid4())


def cell(**fields: Any) -> dict[str, Any]:
    """An edit of one cell with some fields changed; a field set to `...` is left out."""
    change = {"type": "set_day", "person": PERSON, "day": "2026-12-06", "wanted": {"shift": "D"}, **fields}
    return {
        "edit_id": str(uuid.uuid4()),
        "base_version": 3,
        "changes": [{name: value for name, value in change.items() if value is not ...}],
    }


def kind(name: str, **fields: Any) -> dict[str, Any]:
    """An edit of one change of a kind."""
    change = {"type": name, "person": PERSON, **fields}
    return {"edit_id": str(uuid.uuid4()), "base_version": 3, "changes": [change]}


def test_a_cell_is_read() -> None:
    edit = parse_edit(cell(wanted={"shift": "D", "end": "24:00", "pay": "overtime"}))

    assert edit.changes == (
        SetDay(
            uuid.UUID(PERSON),
            date(2026, 12, 6),
            Wanted("D", ends_at=time(0, 0), pay=PayKind.OVERTIME),
        ),
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ([], "edit"),
        ({**cell(), "extra": 1}, "edit.extra"),
        ({**cell(), "base_version": -1}, "base_version"),
        ({**cell(), "base_version": True}, "base_version"),
        ({**cell(), "edit_id": "7"}, "edit_id"),
        ({**cell(), "edit_id": None}, "edit_id"),
        ({**cell(), "changes": "all"}, "changes"),
        ({**cell(), "changes": []}, "changes"),
        (cell(type="paint"), "changes.0.type"),
        (cell(person="Cal"), "changes.0.person"),
        (cell(day="6 December"), "changes.0.day"),
        (cell(day=...), "changes.0.day"),
        (cell(colour="red"), "changes.0.colour"),
        (cell(wanted={}), "changes.0.wanted.shift"),
        (cell(wanted={"start": "06:00"}), "changes.0.wanted.shift"),
        (cell(wanted={"shift": 4}), "changes.0.wanted.shift"),
        (cell(wanted={"shift": "D", "start": "06:00:30"}), "changes.0.wanted.start"),
        (cell(wanted={"shift": "D", "start": "06:00+01:00"}), "changes.0.wanted.start"),
        (cell(wanted={"shift": "D", "end": "25:00"}), "changes.0.wanted.end"),
        (cell(wanted={"shift": "D", "console": 2}), "changes.0.wanted.console"),
        (cell(wanted={"shift": "D", "position": PERSON, "console": 0}), "changes.0.wanted.console"),
        (cell(wanted={"shift": "D", "pay": "double"}), "changes.0.wanted.pay"),
        (cell(reason="x" * 301), "changes.0.reason"),
        (cell(reason=5), "changes.0.reason"),
        ({**cell(), "publishes": 1}, "publishes"),
        ({**cell(), "accepts_warnings": "yes"}, "accepts_warnings"),
        ({**cell(), "override_reason": "x" * 301}, "override_reason"),
        (kind("overtime", start="2026-12-06T06:00", end="2026-12-06T08:00-05:00"), "changes.0.start"),
        (kind("overtime", start="2026-12-06T06:00:01-05:00"), "changes.0.start"),
        (kind("overtime", start="2026-12-06T06:00-05:00", end="2026-12-06T06:00-05:00"), "changes.0.end"),
        (kind("court", start=27_000_000, end=27_000_060, console=1), "changes.0.console"),
        (kind("training", start=27_000_000, end=27_000_060, position="PD"), "changes.0.position"),
        (kind("mandation", start=27_000_000, end=27_000_060, until=3), "changes.0.until"),
        (kind("holdover", shift_start="noon", until=27_000_060), "changes.0.shift_start"),
        (kind("holdover", shift_start=27_000_000), "changes.0.until"),
        (kind("early_out", shift_start=27_000_000, until=27_000_060), "changes.0.until"),
        (kind("late", shift_start=27_000_000, until=True), "changes.0.until"),
        (kind("trade", shift_start=27_000_000), "changes.0.taker"),
        (kind("trade", shift_start=27_000_000, taker=PERSON, day="2026-12-06"), "changes.0.day"),
        (kind("replace", shift_start=27_000_000), "changes.0.type"),
    ],
)
def test_impossible_input_names_its_field(data: Any, field: str) -> None:
    with pytest.raises(CommandError) as refused:
        parse_edit(data)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"start": "2026-12-06T06:00"}, "start"),
        ({"start": "2026-12-06T06:00:10-05:00"}, "start"),
        ({"start": "yesterday"}, "start"),
        ({"end": "2026-12-06T05:00-05:00"}, "end"),
        ({"end": "2026-12-06T06:00-05:00"}, "end"),
        ({"kind": ""}, "kind"),
    ],
)
def test_absence_takes_aware_whole_minutes_in_order(fields: dict[str, str], field: str) -> None:
    change = {
        "type": "absence",
        "person": PERSON,
        "start": "2026-12-06T06:00-05:00",
        "end": "2026-12-06T09:00-05:00",
        "kind": "sick",
        **fields,
    }
    with pytest.raises(CommandError) as refused:
        parse_edit({**cell(), "changes": [change]})
    assert refused.value.field == f"changes.0.{field}"


def test_ten_thousand_changes_are_too_many() -> None:
    data = cell()
    data["changes"] *= 10_000
    with pytest.raises(CommandError, match="too many") as refused:
        parse_edit(data)
    assert refused.value.field == "changes"
    assert MOST_CHANGES < 10_000


_wanted = st.builds(
    Wanted,
    shift_code=st.sampled_from(["D", "N"]),
    starts_at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    ends_at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    pay=st.none() | st.sampled_from(PayKind),
)
_changes = st.one_of(
    st.builds(
        SetDay,
        st.uuids(),
        st.dates(date(2000, 1, 1), date(2199, 12, 31)),
        st.none() | _wanted,
        st.sampled_from(["", "Storm"]),
    ),
    st.builds(
        lambda person, start, length: RecordAbsence(person, start, start + length, "sick", ""),
        st.uuids(),
        st.integers(16_000_000, 10**8),
        st.integers(1, 10**5),
    ),
    st.builds(RevokeAdjustment, st.uuids()),
    st.builds(
        lambda person, kind, start, length, seat: AddDuty(
            person, kind, start, start + length, *seat, "Storm"
        ),
        st.uuids(),
        st.sampled_from(EXTRA),
        st.integers(16_000_000, 10**8),
        st.integers(1, 10**5),
        st.just((None, None)) | st.tuples(st.uuids(), st.none() | st.integers(1, 9)),
    ),
    st.builds(
        ChangeShift,
        st.uuids(),
        st.sampled_from(list(EDGES)),
        st.integers(16_000_000, 10**8),
        st.integers(16_000_000, 10**8),
        st.sampled_from(["", "Storm"]),
    ),
    st.builds(Trade, st.uuids(), st.uuids(), st.integers(16_000_000, 10**8)),
)


def _cell(change: Any) -> Any:
    """What an edit may name only once."""
    return (change.person, change.day) if isinstance(change, SetDay) else change


@given(
    st.builds(
        Edit,
        st.uuids(),
        st.integers(0, 10**9),
        st.lists(_changes, min_size=1, max_size=5, unique_by=_cell).map(tuple),
        st.booleans(),
        st.sampled_from(["", "Nobody else."]),
        st.booleans(),
    )
)
def test_an_edit_survives_its_json_form(edit: Edit) -> None:
    assert parse_edit(edit_as_json(edit)) == edit
