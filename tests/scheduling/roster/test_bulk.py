"""Many days in one gesture: filled, copied, moved; one version, one undo step, all or nothing."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling.adjustments.models import Adjustment
from scheduling.roster.answers import EditAnswer
from scheduling.roster.bulk import apply_bulk
from scheduling.roster.domain.border import parse_bulk
from scheduling.roster.domain.bulk import Bulk, CopyWeek, Fill, MoveBlock
from scheduling.roster.domain.commands import CommandError, EditTerms, Wanted
from scheduling.roster.undo import undo
from staff.centers.clock import current_version
from tests.cast import Cast
from tests.factories import make_person
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown

NEXT = DAY + timedelta(days=14)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def send(cast: Cast, bulk: Bulk, *, base: int | None = None, edit_id: uuid.UUID | None = None) -> EditAnswer:
    version = current_version(cast.norfield.pk) if base is None else base
    terms = EditTerms(edit_id or uuid.uuid4(), version)
    return apply_bulk(actor=cast.dana.user, center=cast.norfield, bulk=bulk, terms=terms)


def test_a_selection_is_filled_in_one_version_and_one_undo_step(cast: Cast) -> None:
    days = tuple(OFF_DAY + timedelta(days=n) for n in range(2))
    before = current_version(cast.norfield.pk)

    answer = send(cast, Fill((cast.cal.pk, cast.max.pk), days, Wanted("S")))

    assert answer.version == before + 1
    assert [shown(cast, who, day) for who in (cast.cal, cast.max) for day in days] == [["S 15:00-01:00"]] * 4
    undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    assert not Adjustment.objects.current().exists()


def test_one_day_that_cannot_be_stores_nothing_and_is_named(cast: Cast) -> None:
    leaver = make_person(cast.norfield, "Ida", ends_before=OFF_DAY)
    days = (OFF_DAY - timedelta(days=1), OFF_DAY)

    with pytest.raises(CommandError, match=r"Ida, Dec 8: .*not employed") as refused:
        send(cast, Fill((cast.cal.pk, leaver.pk), days, Wanted("S")))

    assert refused.value.field == "fill"
    assert not Adjustment.objects.exists()


def test_a_week_is_copied_with_times_seats_and_days_off(cast: Cast) -> None:
    position = cast.positions["Police radio"].entity_id
    edit(cast, cast.cal, DAY, "D", ends_at=time(16, 30), position=position, console=1)
    edit(cast, cast.cal, DAY + timedelta(days=1), None)
    edit(cast, cast.cal, OFF_DAY, "N")

    send(cast, CopyWeek(DAY, NEXT, (cast.cal.pk,)))

    for n in range(7):
        assert shown(cast, cast.cal, NEXT + timedelta(days=n)) == shown(
            cast, cast.cal, DAY + timedelta(days=n)
        )
    assert str(Adjustment.objects.get(starts_at__date=NEXT, paint="duty").position_id) == str(position)
    assert send(cast, CopyWeek(DAY, NEXT, (cast.cal.pk,))).version is None


def test_everybodys_week_is_copied_and_what_comes_out_as_overtime_is(cast: Cast) -> None:
    send(cast, CopyWeek(DAY, DAY + timedelta(days=7)))

    assert shown(cast, cast.sam, DAY + timedelta(days=7)) == ["N 18:00-06:00"]
    assert Adjustment.objects.get(person=cast.sam, starts_at__date=DAY + timedelta(days=7)).pay == "overtime"


def test_a_block_moves_by_days_and_by_minutes(cast: Cast) -> None:
    send(cast, MoveBlock(cast.cal.pk, DAY, OFF_DAY, days=2, minutes=90))

    assert [shown(cast, cast.cal, DAY + timedelta(days=n)) for n in range(4)] == [
        [], [], ["D 07:30-19:30"], ["D 07:30-19:30"],
    ]  # fmt: skip
    send(cast, MoveBlock(cast.sam.pk, DAY, DAY + timedelta(days=1), minutes=-19 * 60))
    assert shown(cast, cast.sam, DAY - timedelta(days=1)) == ["N 23:00-11:00"]
    assert shown(cast, cast.sam, DAY) == []


def test_a_block_covers_no_shift_in_its_way(cast: Cast) -> None:
    with pytest.raises(CommandError, match="a shift on Dec 10 already") as refused:
        send(cast, MoveBlock(cast.cal.pk, DAY, OFF_DAY, days=4))
    assert refused.value.field == "move_block.days"
    with pytest.raises(CommandError, match="No shift begins"):
        send(cast, MoveBlock(cast.cal.pk, OFF_DAY, OFF_DAY + timedelta(days=2), days=1))
    assert not Adjustment.objects.exists()


def test_what_was_seen_is_copied_and_what_others_changed_since_is_told(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "N")
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, OFF_DAY, "E", by=cast.sam)
    edit(cast, cast.cal, OFF_DAY + timedelta(days=14), "S", by=cast.sam)

    answer = send(cast, CopyWeek(DAY, NEXT, (cast.cal.pk,)), base=seen)

    assert shown(cast, cast.cal, OFF_DAY + timedelta(days=14)) == ["N 18:00-06:00"]
    assert len(answer.conflicts) == 1


def test_a_large_selection_takes_no_more_queries_than_a_small_one(cast: Cast) -> None:
    def count(people: tuple[uuid.UUID, ...], number: int, code: str | None) -> int:
        days = tuple(DAY + timedelta(days=n) for n in range(number))
        with CaptureQueriesContext(connection) as queries:
            send(cast, Fill(people, days, Wanted(code) if code else None))
        return len(queries)

    everybody = (cast.cal.pk, cast.dana.pk, cast.sam.pk, cast.max.pk)
    count(everybody[:1], 1, "S")
    assert count(everybody[:1], 2, "S") == count(everybody, 14, "S")
    # Typed over: what was typed before is revoked.
    assert count(everybody[:1], 2, "E") == count(everybody, 14, "E")
    assert count(everybody[:1], 2, None) == count(everybody, 14, None)


def test_doing_a_bulk_twice_is_doing_it_once(cast: Cast) -> None:
    bulk, edit_id = MoveBlock(cast.cal.pk, DAY, OFF_DAY, days=2), uuid.uuid4()

    first = send(cast, bulk, edit_id=edit_id)

    assert send(cast, bulk, edit_id=edit_id) == first


def test_ten_thousand_rows_are_refused_with_a_number(cast: Cast) -> None:
    people = tuple(uuid.uuid4() for _ in range(1_000))
    days = tuple(DAY + timedelta(days=n) for n in range(10))
    with pytest.raises(CommandError, match=r"10,000 days are too many for one edit; 9,000 is the most"):
        send(cast, Fill(people, days, Wanted("D")))


BASE = {"edit_id": str(uuid.uuid4()), "base_version": 1}
WHO = str(uuid.uuid4())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "edit"),
        ({"fill": {}, "copy_week": {}}, "edit"),
        ({"fill": {}, "changes": []}, "edit.changes"),
        ({"fill": {"people": [], "days": ["2026-12-06"]}}, "fill.people"),
        ({"fill": {"people": [WHO], "days": ["6 Dec"]}}, "fill.days.0"),
        ({"fill": {"people": [WHO], "days": ["2026-12-06"] * 9001}}, "fill.days"),
        ({"fill": {"people": [WHO], "days": ["2026-12-06"], "wanted": {}}}, "fill.wanted.shift"),
        ({"fill": [WHO]}, "fill"),
        ({"copy_week": {"from": "2026-12-06", "to": "2026-12-12"}}, "copy_week.to"),
        ({"copy_week": {"from": "2026-12-06"}}, "copy_week.to"),
        (
            {"move_block": {"person": WHO, "from": "2026-12-06", "until": "2026-12-06", "days": 1}},
            "move_block.until",
        ),
        ({"move_block": {"person": WHO, "from": "2026-12-06", "until": "2026-12-08"}}, "move_block.days"),
        (
            {"move_block": {"person": WHO, "from": "2026-12-06", "until": "2026-12-08", "minutes": 0.5}},
            "move_block.minutes",
        ),
    ],
)
def test_an_impossible_bulk_names_its_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(CommandError) as refused:
        parse_bulk({**BASE, **fields})
    assert refused.value.field == field


def test_a_clock_change_in_a_moved_shift_is_refused(cast: Cast) -> None:
    """It would end in the second of two equal hours, which no time on the wall can say."""
    autumn = date(2027, 11, 7)
    edit(cast, cast.max, autumn - timedelta(days=1), "N")

    with pytest.raises(CommandError, match="clocks change"):
        send(cast, MoveBlock(cast.max.pk, autumn - timedelta(days=1), autumn, minutes=-270))
