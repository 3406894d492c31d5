"""Conflicts with changes of the base, and of absences and revocations; those of typed days are in test_door.py."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.patterns.models import Pattern, PatternDay, ShiftType
from scheduling.roster.answers import EditAnswer
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.commands import Edit, RecordAbsence, RevokeAdjustment
from scheduling.roster.door import apply_edit
from scheduling.roster.selectors import View, load_roster
from scheduling.roster.undo import undo
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version, tick
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import deactivate, make_adjustment, make_holiday, make_requirement_override
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown, strategy

NEXT_DAY = DAY + timedelta(days=1)
STRATEGIES = ["last_writer_wins", "first_writer_wins", "merge", "ask"]


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def version(cast: Cast) -> int:
    return current_version(cast.norfield.pk)


def contract(
    cast: Cast, *, pattern: Pattern | None = None, offset: int = 0, by: Person | None = None
) -> None:
    """Give Cal another contract from the anchor on."""
    old = BaseContract.objects.current().get(person=cast.cal)
    new = BaseContract(
        person=cast.cal,
        pattern=pattern or old.pattern,
        offset_days=offset,
        starts_on=old.starts_on,
        weekly_minutes=old.weekly_minutes,
        holiday_rule="off",
    )
    actor = None if by is None else by.user
    with tick(actor=actor, center_id=cast.norfield.pk, kind="base_contract.changed") as opened:
        opened.replace(old, new)


def shift_type(cast: Cast) -> None:
    """D begins at 07:00 from now on."""
    old = ShiftType.objects.current().get(center=cast.norfield, code="D")
    with tick(actor=None, center_id=cast.norfield.pk, kind="shift_type.changed") as opened:
        opened.replace(old, ShiftType(code="D", name="Day", starts_at=time(7), ends_at=time(18)))


def pattern_of_days(cast: Cast) -> None:
    """Pitman days begins with an early ten."""
    old = Pattern.objects.current().get(center=cast.norfield, name="Pitman days")
    with tick(actor=None, center_id=cast.norfield.pk, kind="pattern.changed") as opened:
        new = opened.replace(old, Pattern(name=old.name, length_days=old.length_days))
        PatternDay.objects.create(pattern=new, day=0, shift_type=cast.shift_types["E"])


def holiday(cast: Cast) -> None:
    contract(cast)
    make_holiday(cast.norfield, DAY)


def employment(cast: Cast) -> None:
    """The end that was set is lifted: until then nobody was expected."""
    deactivate(cast.cal, on=date(2027, 6, 1))


BASE_CHANGES: dict[str, Callable[[Cast], Any]] = {
    "contract": lambda cast: contract(cast, pattern=cast.patterns["Pitman nights"]),
    "pattern": pattern_of_days,
    "shift type": shift_type,
    "holiday": holiday,
    "employment": employment,
}


def prepared(cast: Cast, change: Callable[[Cast], Any]) -> int:
    """Do a change of the base behind the planner's back; the version they saw."""
    if change is employment:
        deactivate(cast.cal, on=DAY)
    seen = version(cast)
    change(cast)
    return seen


def away(
    cast: Cast, day: date, kind: str, *, by: Person | None = None, base_version: int, hours: tuple[int, int]
) -> EditAnswer:
    """Cal's leave between two hours of a day, recorded by Dana unless said otherwise."""
    change = RecordAbsence(cast.cal.pk, *minutes(day, *hours), kind)
    edit = Edit(uuid.uuid4(), base_version, (change,))
    return apply_edit(actor=(by or cast.dana).user, center=cast.norfield, edit=edit)


def minutes(day: date, start: int, end: int) -> tuple[int, int]:
    midnight = LocalClock("America/New_York").day(day).start
    return midnight + start * 60, midnight + end * 60


def take_back(cast: Cast, row: Adjustment, *, base_version: int, by: Person | None = None) -> EditAnswer:
    edit = Edit(uuid.uuid4(), base_version, (RevokeAdjustment(row.pk),))
    return apply_edit(actor=(by or cast.dana).user, center=cast.norfield, edit=edit)


def leave(cast: Cast, day: date) -> list[str]:
    """Cal's leave that touches a day, as "sick 06:00-18:00"."""
    roster = load_roster(cast.norfield, day, day + timedelta(days=1))
    clock, inside = roster.clock, roster.clock.day(day)
    return [
        f"{each.kind} {clock.local(each.start):%H:%M}-{clock.local(each.end):%H:%M}"
        for each in roster.evaluation.roster(cast.cal.pk).absences()
        if each.interval.overlaps(inside)
    ]


# The base


@pytest.mark.parametrize("change", BASE_CHANGES.values(), ids=BASE_CHANGES)
def test_a_change_of_the_base_in_the_edited_minutes_is_a_conflict(
    cast: Cast, change: Callable[[Cast], Any]
) -> None:
    seen = prepared(cast, change)
    changed_at = version(cast)

    answer = edit(cast, cast.cal, DAY, "S", base_version=seen)

    assert [(each["is_base"], each["version"]) for each in answer.conflicts] == [(True, changed_at)]
    assert shown(cast, cast.cal, DAY) == ["S 15:00-01:00"]


@pytest.mark.parametrize("change", BASE_CHANGES.values(), ids=BASE_CHANGES)
@pytest.mark.parametrize("value", ["first_writer_wins", "ask"])
def test_where_the_first_holds_a_changed_base_holds(
    cast: Cast, change: Callable[[Cast], Any], value: str
) -> None:
    strategy(cast, value)
    seen = prepared(cast, change)
    theirs = shown(cast, cast.cal, DAY)

    with pytest.raises(EditRefused) as refused:
        edit(cast, cast.cal, DAY, "S", base_version=seen)

    assert refused.value.asks is (value == "ask")
    assert shown(cast, cast.cal, DAY) == theirs
    assert not Adjustment.objects.exists()


def test_merge_takes_the_times_of_a_changed_shift_type_and_the_position_of_the_planner(cast: Cast) -> None:
    strategy(cast, "merge")
    seen = prepared(cast, pattern_of_days)

    answer = edit(
        cast, cast.cal, DAY, "D", base_version=seen, position=cast.positions["Police radio"].entity_id
    )

    assert [each["decision"] for each in answer.conflicts] == ["merge"]
    assert shown(cast, cast.cal, DAY) == ["E 05:00-15:00"]


def test_a_changed_base_tells_what_it_was_and_what_it_is(cast: Cast) -> None:
    strategy(cast, "ask")
    seen = version(cast)
    contract(cast, pattern=cast.patterns["Pitman nights"], by=cast.ada)

    with pytest.raises(EditRefused) as refused:
        edit(cast, cast.cal, DAY, None, base_version=seen)

    (conflict,) = refused.value.conflicts
    day, night = minutes(DAY, 6, 18), minutes(DAY, 18, 30)
    assert [(each.start, each.end) for each in conflict.before] == [day]
    assert [(each.start, each.end) for each in conflict.theirs] == [night]
    assert conflict.mine == ()


def test_a_base_that_says_the_same_in_these_minutes_is_no_conflict(cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    seen = version(cast)
    # The day after is another one now; the edited day has D from 06:00 as it had.
    old = Pattern.objects.current().get(center=cast.norfield, name="Pitman days")
    with tick(actor=None, center_id=cast.norfield.pk, kind="pattern.changed") as opened:
        new = opened.replace(old, Pattern(name=old.name, length_days=old.length_days))
        PatternDay.objects.create(pattern=new, day=0, shift_type=cast.shift_types["D"])
        PatternDay.objects.create(pattern=new, day=1, shift_type=cast.shift_types["N"])

    assert edit(cast, cast.cal, DAY, "E", base_version=seen).conflicts == ()
    with pytest.raises(EditRefused):
        edit(cast, cast.cal, NEXT_DAY, "E", base_version=seen)


def test_a_change_of_the_base_of_ones_own_is_no_conflict(cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    seen = version(cast)
    contract(cast, pattern=cast.patterns["Pitman nights"], by=cast.ada)

    assert edit(cast, cast.cal, DAY, "S", by=cast.ada, base_version=seen).conflicts == ()


def test_somebody_elses_change_beneath_ones_own_is_still_told(cast: Cast) -> None:
    seen = version(cast)
    contract(cast, pattern=cast.patterns["Pitman nights"])
    changed_at = version(cast)
    contract(cast, pattern=cast.patterns["4x10 swing"], by=cast.ada)

    answer = edit(cast, cast.cal, DAY, "E", by=cast.ada, base_version=seen)

    assert [each["version"] for each in answer.conflicts] == [changed_at]


def test_the_version_that_changed_the_minutes_is_named_among_many(cast: Cast) -> None:
    seen = version(cast)
    for n in range(3):
        make_requirement_override(cast.positions["Call-taking"], DAY + timedelta(days=n))
    contract(cast, pattern=cast.patterns["Pitman nights"])
    changed_at = version(cast)
    for n in range(3, 9):
        make_requirement_override(cast.positions["Call-taking"], DAY + timedelta(days=n))

    answer = edit(cast, cast.cal, DAY, "S", base_version=seen)

    assert [each["version"] for each in answer.conflicts] == [changed_at]


def test_an_edit_compares_no_base_while_nothing_can_have_changed_it(cast: Cast) -> None:
    """One roster is read and one query asks the event log; on the version of now not even that."""
    seen = version(cast)
    edit(cast, cast.dana, DAY, "N", by=cast.sam)

    with CaptureQueriesContext(connection) as stale:
        edit(cast, cast.cal, DAY, "N", base_version=seen)
    with CaptureQueriesContext(connection) as fresh:
        edit(cast, cast.cal, NEXT_DAY, "N")

    read = [
        sum('FROM "scheduling_basecontract"' in query["sql"] for query in each) for each in (stale, fresh)
    ]
    assert read == [1, 1]
    assert len(stale) - len(fresh) == 3


# Absence


@pytest.mark.parametrize("value", STRATEGIES)
def test_planned_leave_over_somebody_elses_shift_follows_the_strategy(cast: Cast, value: str) -> None:
    strategy(cast, value)
    seen = version(cast)
    edit(cast, cast.cal, OFF_DAY, "D", by=cast.sam)

    if value in {"first_writer_wins", "ask"}:
        with pytest.raises(EditRefused) as refused:
            away(cast, OFF_DAY, "vacation", base_version=seen, hours=(0, 24))
        (conflict,) = refused.value.conflicts
        assert (conflict.before, conflict.day) == ((), OFF_DAY)
        assert [(each.start, each.end) for each in conflict.theirs] == [minutes(OFF_DAY, 6, 18)]
        assert [each.absence for each in conflict.mine] == ["vacation"]
        assert leave(cast, OFF_DAY) == []
        return
    answer = away(cast, OFF_DAY, "vacation", base_version=seen, hours=(0, 24))
    expected = {"merge": "merge", "last_writer_wins": "apply"}[value]
    assert [each["decision"] for each in answer.conflicts] == [expected]
    assert leave(cast, OFF_DAY) == ["vacation 00:00-00:00"]


def test_merging_leave_with_other_leave_is_the_later_ones(cast: Cast) -> None:
    strategy(cast, "merge")
    seen = version(cast)
    away(cast, OFF_DAY, "vacation", by=cast.sam, base_version=seen, hours=(0, 24))

    answer = away(cast, OFF_DAY, "bereavement", base_version=seen, hours=(6, 18))

    assert [each["decision"] for each in answer.conflicts] == ["apply"]
    assert "bereavement 06:00-18:00" in leave(cast, OFF_DAY)


@pytest.mark.parametrize("value", STRATEGIES)
@pytest.mark.parametrize(("day", "kind"), [(OFF_DAY, "sick"), (date(2026, 11, 20), "family")])
def test_sick_and_same_day_absence_is_a_fact_that_nobody_is_first_to(
    cast: Cast, value: str, day: date, kind: str
) -> None:
    strategy(cast, value)
    seen = version(cast)
    edit(cast, cast.cal, day, "E", by=cast.sam)

    answer = away(cast, day, kind, base_version=seen, hours=(0, 24))

    assert [each["decision"] for each in answer.conflicts] == ["apply"]
    assert leave(cast, day) == [f"{kind} 00:00-00:00"]
    assert shown(cast, cast.cal, day, View.PUBLISHED) == []


def test_leave_where_only_the_base_changed_is_a_conflict_too(cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    seen = version(cast)
    contract(cast, pattern=cast.patterns["Pitman nights"])

    with pytest.raises(EditRefused):
        away(cast, DAY, "vacation", base_version=seen, hours=(0, 24))


def test_the_same_leave_twice_is_no_conflict_and_takes_no_version(cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    seen = version(cast)
    away(cast, OFF_DAY, "vacation", by=cast.sam, base_version=seen, hours=(0, 24))
    before = version(cast)

    assert away(cast, OFF_DAY, "vacation", base_version=seen, hours=(6, 18)).version is None
    assert version(cast) == before
    longer = away(cast, OFF_DAY, "vacation", base_version=seen, hours=(6, 30))
    assert (longer.conflicts, longer.version) == ((), before + 1)


def test_leave_that_is_only_a_draft_is_published_when_it_is_recorded(cast: Cast) -> None:
    clock = LocalClock(cast.norfield.time_zone)
    start, end = minutes(OFF_DAY, 0, 24)
    make_adjustment(
        cast.cal,
        clock.local(start),
        clock.local(end),
        kind=AdjustmentKind.LEAVE,
        is_published=False,
    )

    assert away(cast, OFF_DAY, "vacation", base_version=version(cast), hours=(0, 24)).version is not None


# Revocation


@pytest.mark.parametrize("value", STRATEGIES)
def test_taking_back_a_row_that_somebody_painted_over_follows_the_strategy(cast: Cast, value: str) -> None:
    strategy(cast, value)
    clock = LocalClock("America/New_York")
    start, end = (clock.local(each) for each in minutes(OFF_DAY, 6, 18))
    row = make_adjustment(cast.cal, start, end)
    seen = version(cast)
    training = {"kind": AdjustmentKind.TRAINING, "pay": "training", "is_published": False}
    make_adjustment(cast.cal, start + timedelta(hours=2), end, **training)

    if value in {"first_writer_wins", "ask"}:
        with pytest.raises(EditRefused) as refused:
            take_back(cast, row, base_version=seen)
        (conflict,) = refused.value.conflicts
        assert [each.pay for each in (*conflict.before, *conflict.theirs, *conflict.mine)] == [
            "regular",
            "training",
        ]
        assert Adjustment.objects.get(pk=row.pk).is_current
        return
    answer = take_back(cast, row, base_version=seen)
    assert [each["decision"] for each in answer.conflicts] == ["apply"]
    assert not Adjustment.objects.get(pk=row.pk).is_current


def test_taking_back_leave_that_hid_a_new_shift_tells_what_appears(cast: Cast) -> None:
    strategy(cast, "merge")
    away(cast, OFF_DAY, "vacation", base_version=version(cast), hours=(0, 24))
    row = Adjustment.objects.get(absence_kind="vacation")
    seen = version(cast)
    edit(cast, cast.cal, OFF_DAY, "D", by=cast.sam)

    (conflict,) = take_back(cast, row, base_version=seen).conflicts

    assert conflict["decision"] == "merge"
    assert [(each["start"], each["end"]) for each in conflict["theirs"]] == [minutes(OFF_DAY, 6, 18)]
    assert conflict["mine"] == []
    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]


def test_taking_back_a_row_beside_which_nothing_changed_is_no_conflict(cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    edit(cast, cast.cal, OFF_DAY, "D")
    row = Adjustment.objects.current().get()
    seen = version(cast)
    edit(cast, cast.cal, DAY, "N", by=cast.sam)

    assert take_back(cast, row, base_version=seen).conflicts == ()


def test_two_who_take_back_the_same_row_are_no_conflict(cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    edit(cast, cast.cal, OFF_DAY, "D")
    row = Adjustment.objects.current().get()
    seen = version(cast)
    take_back(cast, row, base_version=seen, by=cast.sam)
    before = version(cast)

    answer = take_back(cast, row, base_version=seen)

    assert (answer.version, answer.conflicts) == (None, ())
    assert version(cast) == before


def test_one_edit_may_not_take_a_row_back_twice(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    row = Adjustment.objects.current().get()
    with pytest.raises(ValueError, match="twice"):
        Edit(uuid.uuid4(), 0, (RevokeAdjustment(row.pk), RevokeAdjustment(row.pk)))


def test_a_row_taken_back_and_brought_back_since_is_taken_back_as_it_stands(cast: Cast) -> None:
    """Dana names the row she saw; Sam took it away and undid that, so that a copy of it stands."""
    edit(cast, cast.cal, OFF_DAY, "D")
    row = Adjustment.objects.current().get()
    seen = version(cast)
    take_back(cast, row, base_version=seen, by=cast.sam)
    undo(actor=cast.sam.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())

    answer = take_back(cast, row, base_version=seen)

    assert answer.version == version(cast)
    assert shown(cast, cast.cal, OFF_DAY) == []


def test_leave_whose_revocation_was_undone_is_recorded_already(cast: Cast) -> None:
    away(cast, OFF_DAY, "vacation", base_version=version(cast), hours=(0, 24))
    take_back(cast, Adjustment.objects.current().get(), base_version=version(cast))
    undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    before = version(cast)

    again = away(cast, OFF_DAY, "vacation", base_version=before, hours=(0, 24))

    assert (again.version, version(cast)) == (None, before)
