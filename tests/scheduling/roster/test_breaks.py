"""Planned breaks, who sits in meanwhile, handover and other seats, through the door and in what is counted."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.answers import EditAnswer
from scheduling.roster.bulk import apply_bulk
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.border import edit_as_json, parse_edit
from scheduling.roster.domain.breaks import breaks_of, joined
from scheduling.roster.domain.bulk import CopyWeek
from scheduling.roster.domain.commands import (
    AddDuty,
    Change,
    ChangeShift,
    CommandError,
    Edit,
    EditTerms,
    RecordAbsence,
    RevokeAdjustment,
    SetBreaks,
    SetDay,
    TakeSeat,
    Wanted,
)
from scheduling.roster.door import apply_edit
from scheduling.roster.hours import hours_worked
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.roster.undo import redo, undo
from scheduling.time.interval import Interval, minute_of
from scheduling.time.segment import Break, Duty
from staff.centers.clock import current_version, tick
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_person, make_rule_limits
from tests.scheduling.roster.board_of import DAY, edit, shown, strategy

NEW_YORK = ZoneInfo("America/New_York")
POLICE, CALLS = "Police radio", "Call-taking"


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def at(hour: int, minute: int = 0, day: date = DAY) -> int:
    """A wall time at Norfield."""
    return minute_of(datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK))


def send(cast: Cast, *changes: Change, by: Person | None = None, **more: Any) -> EditAnswer:
    version = more.pop("base", None) or current_version(cast.norfield.pk)
    command = Edit(uuid.uuid4(), version, changes, **more)
    return apply_edit(actor=(by or cast.dana).user, center=cast.norfield, edit=command)


def meal(hour: int = 12, minute: int = 0, length: int = 30, **more: Any) -> Break:
    start = at(hour, minute)
    return Break(start, start + length, **more)


def breaks(cast: Cast, *found: Break, person: Person | None = None, seat: str | None = POLICE) -> SetBreaks:
    """Breaks of Cal's shift of Sunday; who relieves sits at the police radio."""
    seats = tuple(
        (cast.positions[seat].entity_id, None) if seat and each.relief else (None, None) for each in found
    )
    return SetBreaks((person or cast.cal).pk, at(6), found, seats)


def roster(cast: Cast, view: View = View.WORKING) -> Roster:
    return load_roster(cast.norfield, DAY, DAY + timedelta(days=1), view=view)


def kept(cast: Cast, person: Person, view: View = View.WORKING) -> tuple[Break, ...]:
    duty = roster(cast, view).evaluation.roster(person.pk).duty
    return breaks_of(each for each in duty if each.shift_start == at(6))


def seat_at(cast: Cast, person: Person, minute: int) -> Any:
    found = roster(cast).evaluation.roster(person.pk).at(minute)
    assert isinstance(found, Duty)
    return found.position, found.console


def publish_all(cast: Cast) -> None:
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )


def set_shift_type(cast: Cast, code: str, **fields: Any) -> None:
    """Another version of a shift type."""
    old = type(cast.shift_types[code]).objects.current().get(center=cast.norfield, code=code)
    kept_fields = {
        name: getattr(old, name)
        for name in ("code", "name", "starts_at", "ends_at", "symbol", "unpaid_break_minutes")
    }
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        opened.replace(old, type(old)(**kept_fields | fields))


def test_a_break_is_seen_as_it_is_set_and_takes_the_person_out_of_seat_and_mix(cast: Cast) -> None:
    publish_all(cast)

    answer = send(cast, breaks(cast, meal()))

    row = Adjustment.objects.get()
    assert (row.kind, row.paint, row.published_from) == ("breaks", "breaks", answer.version)
    assert kept(cast, cast.cal, View.PUBLISHED) == (meal(),)
    assert draft_changes(cast.norfield, DAY, DAY + timedelta(days=28)) == ()
    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]
    away = [(each.start, each.end) for each in roster(cast).evaluation.presence(cast.cal.pk)]
    assert away == [(at(6), at(12)), (at(12, 30), at(18))]


def test_unpaid_minutes_are_no_hours_worked_and_paid_ones_are(cast: Cast) -> None:
    day = Interval(at(0), at(0, day=DAY + timedelta(days=1)))

    send(cast, breaks(cast, meal(12, 0, 45), meal(9, 0, 15, is_paid=True)))

    own = roster(cast).evaluation.roster(cast.cal.pk)
    assert hours_worked(own, day) == own.paid_minutes(day) == 720 - 45
    assert own.planned_minutes(day) == 720


def test_duty_goes_on_through_a_break_however_long(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", warn=700)

    send(cast, breaks(cast, meal(12, 0, 60)), accepts_warnings=True)

    found = roster(cast).evaluation.violations_of(cast.cal.pk)
    assert [each.measured for each in found if each.rule == "longest_continuous_duty"] == [720]


def test_who_relieves_leaves_the_own_seat_and_sits_in_for_exactly_these_minutes(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "D", position=cast.positions[POLICE].entity_id, console=2)
    edit(cast, cast.dana, DAY, "D", position=cast.positions[CALLS].entity_id, console=1)
    police, calls = cast.positions[POLICE].entity_id, cast.positions[CALLS].entity_id

    send(cast, breaks(cast, meal(relief=cast.dana.pk), seat=None))

    assert kept(cast, cast.cal) == (meal(relief=cast.dana.pk),)
    assert [seat_at(cast, cast.dana, at(12, n)) for n in (0, 29, 30)] == [
        (police, 2),
        (police, 2),
        (calls, 1),
    ]
    assert seat_at(cast, cast.dana, at(11, 59)) == (calls, 1)
    curve = roster(cast).evaluation.curve
    staffed = {
        minute: [curve.at(minute)[RequirementKind.SEATS, each].staffed for each in (police, calls)]
        for minute in (at(11, 59), at(12), at(12, 30))
    }
    assert staffed == {at(11, 59): [1, 1], at(12): [1, 0], at(12, 30): [1, 1]}
    # Still one shift, paid and counted as before.
    assert roster(cast).evaluation.roster(cast.dana.pk).planned_minutes(Interval(at(0), at(23))) == 720


def test_moving_a_break_moves_its_relief_and_removing_it_brings_both_back(cast: Cast) -> None:
    send(cast, breaks(cast, meal(relief=cast.dana.pk)))
    police = cast.positions[POLICE].entity_id

    send(cast, breaks(cast, meal(12, 15, relief=cast.dana.pk)))
    assert [seat_at(cast, cast.dana, at(12, n))[0] for n in (14, 15, 44, 45)] == [None, police, police, None]
    send(cast, breaks(cast))

    assert kept(cast, cast.cal) == ()
    assert seat_at(cast, cast.dana, at(12, 20))[0] is None
    assert not Adjustment.objects.current().exists()


def test_undo_takes_break_and_relief_back_in_one_step_and_redo_brings_both(cast: Cast) -> None:
    publish_all(cast)
    send(cast, breaks(cast, meal(relief=cast.dana.pk)))

    undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    assert (kept(cast, cast.cal, View.PUBLISHED), seat_at(cast, cast.dana, at(12))[0]) == ((), None)

    redo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    assert kept(cast, cast.cal, View.PUBLISHED) == (meal(relief=cast.dana.pk),)
    assert seat_at(cast, cast.dana, at(12))[0] == cast.positions[POLICE].entity_id


def test_taking_the_breaks_back_frees_who_relieves(cast: Cast) -> None:
    send(cast, breaks(cast, meal(relief=cast.dana.pk)))
    row = Adjustment.objects.get(kind="breaks")

    send(cast, RevokeAdjustment(row.pk))

    assert not Adjustment.objects.current().exists()


def test_a_day_typed_anew_keeps_the_breaks_that_fit_and_frees_the_relief_of_others(cast: Cast) -> None:
    send(cast, breaks(cast, meal(relief=cast.dana.pk)))

    edit(cast, cast.cal, DAY, "D", starts_at=time(8))
    duty = roster(cast).evaluation.roster(cast.cal.pk).duty
    assert [joined([each]) for each in duty if each.start == at(8)] == [(meal(relief=cast.dana.pk),)]
    assert seat_at(cast, cast.dana, at(12))[0] == cast.positions[POLICE].entity_id

    edit(cast, cast.cal, DAY, None)
    assert seat_at(cast, cast.dana, at(12))[0] is None


def test_typing_what_stands_already_changes_no_planned_break(cast: Cast) -> None:
    send(cast, breaks(cast, meal()))

    assert edit(cast, cast.cal, DAY, "D").version is None
    assert kept(cast, cast.cal) == (meal(),)


def test_the_same_breaks_twice_take_no_version(cast: Cast) -> None:
    change = breaks(cast, meal(relief=cast.dana.pk))
    send(cast, change)

    assert send(cast, change).version is None


@pytest.mark.parametrize(
    ("found", "field"),
    [
        ([meal(18, 0)], "breaks.0.start"),
        ([meal(5, 45)], "breaks.0.start"),
        ([meal(12), meal(12, 15)], "breaks"),
        ([Break(at(6), at(12)), Break(at(12), at(18))], "breaks"),
    ],
)
def test_breaks_lie_inside_the_shift_beside_each_other(cast: Cast, found: list[Break], field: str) -> None:
    with pytest.raises(CommandError) as refused:
        send(cast, breaks(cast, *found))

    assert refused.value.field == f"changes.0.{field}"
    assert not Adjustment.objects.exists()


def test_who_relieves_is_at_work_holds_the_skill_and_sits_in_one_place(cast: Cast) -> None:
    ida = make_person(cast.norfield, "Ida", skills=(cast.skills["CT"],))
    edit(cast, ida, DAY, "D")
    own = meal(12, 10, 10)

    def refused(change: SetBreaks, *before: Change) -> tuple[str, str]:
        if before:
            send(cast, *before)
        with pytest.raises(CommandError) as error:
            send(cast, change)
        return error.value.field.removeprefix("changes.0."), error.value.message

    night = breaks(cast, meal(relief=cast.sam.pk))
    assert refused(night) == ("breaks.0.relief", "This person is not on duty for all of 12:00 – 12:30.")
    unskilled = breaks(cast, meal(relief=ida.pk))
    assert refused(unskilled)[1] == f"{ida} does not hold the skill of Police radio then."
    alone = breaks(cast, meal(relief=cast.cal.pk))
    assert refused(alone)[0] == "breaks.0.relief"
    nowhere = breaks(cast, meal(relief=cast.dana.pk), seat=None)
    assert refused(nowhere)[0] == "breaks.0.position"
    busy = breaks(cast, meal(relief=cast.dana.pk), person=cast.cal)
    assert "break of their own" in refused(busy, breaks(cast, own, person=cast.dana))[1]
    send(cast, breaks(cast, person=cast.dana))
    other = breaks(cast, meal(12, 20, relief=cast.dana.pk), person=ida)
    assert "already" in refused(other, busy)[1]
    training = AddDuty(cast.dana.pk, AdjustmentKind.TRAINING, at(14), at(15))
    later = breaks(cast, meal(), meal(14, 0, relief=cast.dana.pk))
    assert "training" in refused(later, breaks(cast, meal()), training)[1]


def test_a_trainee_relieves_nobody_and_another_centers_person_is_unknown(cast: Cast) -> None:
    with pytest.raises(CommandError, match="skill"):
        send(cast, breaks(cast, meal(relief=cast.max.pk)))
    with pytest.raises(CommandError, match="not at this center"):
        send(cast, breaks(cast, meal(relief=cast.olga.pk)))


def test_leave_over_the_reliever_leaves_the_seat_short_whatever_was_planned(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "D", position=cast.positions[POLICE].entity_id)
    send(cast, breaks(cast, meal(relief=cast.dana.pk), seat=None))

    send(cast, RecordAbsence(cast.dana.pk, at(10), at(18), "sick"))

    police = RequirementKind.SEATS, cast.positions[POLICE].entity_id
    assert roster(cast).evaluation.curve.at(at(12, 10))[police].staffed == 0


def test_a_break_cut_by_an_early_out_ends_there(cast: Cast) -> None:
    send(cast, breaks(cast, meal()))

    send(cast, ChangeShift(cast.cal.pk, AdjustmentKind.EARLY_OUT, at(6), at(12, 10), "Fever."))

    assert kept(cast, cast.cal) == (Break(at(12), at(12, 10)),)


def test_a_night_has_its_breaks_after_midnight_and_over_the_clock_change(cast: Cast) -> None:
    # Sam works the night in which the clocks go back: 02:00 to 03:00 on the wall is the eighth hour of it.
    edit(cast, cast.sam, date(2026, 10, 31), "N")
    start = at(18, day=date(2026, 10, 31))
    pause = Break(start + 510, start + 525, is_paid=True)

    send(cast, SetBreaks(cast.sam.pk, start, (pause,)))

    found = load_roster(cast.norfield, date(2026, 10, 31), date(2026, 11, 1))
    night = [each for each in found.evaluation.roster(cast.sam.pk).duty if each.shift_start == start]
    assert [(each.end - each.start, each.breaks) for each in night] == [(780, (pause,))]
    assert found.clock.local(pause.start).strftime("%H:%M %Z") == "01:30 EST"


def test_two_planners_of_the_same_breaks_are_told(cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    base = current_version(cast.norfield.pk)
    send(cast, breaks(cast, meal(13)), by=cast.sam)

    with pytest.raises(EditRefused) as refused:
        send(cast, breaks(cast, meal(13, 15)), base=base)

    conflict = refused.value.conflicts[0]
    assert [(each.start, each.is_break) for each in conflict.theirs] == [(at(13), True)]
    assert [(each.start, each.is_break) for each in conflict.mine] == [(at(13, 15), True)]
    assert send(cast, breaks(cast, meal(13)), base=base).version is None


def test_breaks_of_the_shift_type_are_everybodys_until_they_are_planned(cast: Cast) -> None:
    rows = [{"after": 120, "minutes": 15, "is_paid": True}, {"after": 330, "minutes": 30, "is_paid": False}]
    set_shift_type(cast, "D", breaks=rows)
    default = (meal(8, 0, 15, is_paid=True), meal(11, 30))
    assert kept(cast, cast.cal) == default

    send(cast, breaks(cast, meal(13)))
    assert (kept(cast, cast.cal), kept(cast, cast.dana)) == ((meal(13),), default)

    send(cast, breaks(cast, *default))
    assert kept(cast, cast.cal) == default
    assert not Adjustment.objects.current().exists()


def test_handover_is_paid_work_and_fills_no_seat_twice(cast: Cast) -> None:
    quarter_to = time(5, 45)
    set_shift_type(cast, "D", starts_at=quarter_to, handover_first_minutes=15)

    found = roster(cast).evaluation
    own = found.roster(cast.cal.pk)
    shift = Interval(at(5, 45), at(18))
    assert hours_worked(own, shift) == 735
    assert [(each.start, each.end) for each in found.presence(cast.cal.pk)] == [(at(6), at(18))]
    make_rule_limits(cast.norfield, "longest_continuous_duty", warn=720)
    violations = roster(cast).evaluation.violations_of(cast.cal.pk)
    assert [each.measured for each in violations if each.rule == "longest_continuous_duty"] == [735]


def test_handover_minutes_are_no_break_to_plan(cast: Cast) -> None:
    set_shift_type(cast, "D", handover_last_minutes=10)

    with pytest.raises(CommandError, match="handover"):
        send(cast, breaks(cast, meal(17, 45, 10)))
    send(cast, breaks(cast, meal()))
    duty = roster(cast).evaluation.roster(cast.cal.pk).duty
    assert [each.is_handover for each in joined(each for each in duty if each.shift_start == at(6))] == [
        False,
        True,
    ]


def test_another_seat_for_a_part_of_the_shift_is_a_draft(cast: Cast) -> None:
    publish_all(cast)
    police = cast.positions[POLICE].entity_id

    send(cast, TakeSeat(cast.cal.pk, at(9, 7), at(10, 11), police, 2))

    assert [seat_at(cast, cast.cal, minute) for minute in (at(9, 6), at(9, 7), at(10, 10), at(10, 11))] == [
        (None, None), (police, 2), (police, 2), (None, None),
    ]  # fmt: skip
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert len(draft_changes(cast.norfield, DAY, DAY + timedelta(days=28))) == 1
    assert send(cast, TakeSeat(cast.cal.pk, at(9, 7), at(10, 11), police, 2)).version is None


@pytest.mark.parametrize(
    ("times", "place", "field"),
    [
        ((17, 19), (POLICE, None), "start"),
        ((9, 10), ("Shift supervisor", None), "person"),
        ((9, 10), (POLICE, 99), "console"),
    ],
)
def test_a_seat_is_taken_on_duty_with_the_skill_at_a_console_there_is(
    cast: Cast, times: tuple[int, int], place: tuple[str, int | None], field: str
) -> None:
    position = cast.positions[place[0]].entity_id
    with pytest.raises(CommandError) as refused:
        send(cast, TakeSeat(cast.cal.pk, at(times[0]), at(times[1]), position, place[1]))
    assert refused.value.field == f"changes.0.{field}"


def test_breaks_and_seats_are_read_from_json_as_they_are_written(cast: Cast) -> None:
    police = cast.positions[POLICE].entity_id
    changes = (
        breaks(cast, meal(relief=cast.dana.pk), meal(15, 0, 10, is_paid=True, is_relieved=True)),
        TakeSeat(cast.cal.pk, at(9), at(10), police, 2, "Radio is short."),
        SetDay(cast.dana.pk, DAY, Wanted("D")),
    )
    command = Edit(uuid.uuid4(), 3, changes)
    assert parse_edit(edit_as_json(command)) == command


@pytest.mark.parametrize(
    ("breaks_said", "field"),
    [
        ("x", "breaks"),
        ([{"start": "2026-12-06T12:00-05:00", "end": "2026-12-06T12:00-05:00"}], "breaks.0.end"),
        ([{"start": "2026-12-06T12:00", "end": "2026-12-06T12:30"}], "breaks.0.start"),
        ([{"start": "2026-12-06T12:00:30-05:00", "end": "2026-12-06T12:30-05:00"}], "breaks.0.start"),
        ([{"start": 1, "end": 2, "meal": True}], "breaks.0.meal"),
        ([{"start": 29_000_000, "end": 29_000_030, "relief": "x"}], "breaks.0.relief"),
        ([{"start": 29_000_000, "end": 29_000_030, "console": 3}], "breaks.0.console"),
        ([{"start": 1, "end": 2}] * 13, "breaks"),
    ],
)
def test_impossible_breaks_name_their_field(breaks_said: Any, field: str) -> None:
    data = {
        "edit_id": str(uuid.uuid4()), "base_version": 1,
        "changes": [{"type": "breaks", "person": str(uuid.uuid4()), "shift_start": 29_000_000, "breaks": breaks_said}],
    }  # fmt: skip
    with pytest.raises(CommandError) as refused:
        parse_edit(data)
    assert refused.value.field == f"changes.0.{field}"


def test_a_copied_week_leaves_relief_behind(cast: Cast) -> None:
    send(cast, breaks(cast, meal(relief=cast.dana.pk)))
    later = DAY + timedelta(days=14)
    edit(cast, cast.dana, later, None)

    week = CopyWeek(DAY, later, (cast.dana.pk,))
    apply_bulk(
        actor=cast.dana.user, center=cast.norfield, bulk=week,
        terms=EditTerms(uuid.uuid4(), current_version(cast.norfield.pk)),
    )  # fmt: skip

    assert shown(cast, cast.dana, later) == ["D 06:00-18:00"]
