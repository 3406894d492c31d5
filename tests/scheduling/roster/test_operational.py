"""Overtime, holdover, early out, late, training, court, mandation and trades through the door; the gate for what
employees see at once."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.roster import gate
from scheduling.roster.answers import EditAnswer
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.commands import (
    AddDuty,
    Change,
    ChangeShift,
    CommandError,
    Edit,
    RecordAbsence,
    SetDay,
    Trade,
    Wanted,
)
from scheduling.roster.door import apply_edit
from scheduling.roster.gate import NeedsApproval, PublishRefused
from scheduling.roster.locking import lock_period
from scheduling.roster.models import Edit as EditRow
from scheduling.roster.models import RuleOverride
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View
from scheduling.roster.undo import redo, undo
from scheduling.time.interval import minute_of
from staff.centers.clock import current_version
from staff.notices.models import Notice
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_person, make_rule_limits
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown, strategy

NEW_YORK = ZoneInfo("America/New_York")
HELD = AdjustmentKind.HOLDOVER
MONDAY = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def at(day: date, hour: int, minute: int = 0) -> int:
    """A wall time at Norfield."""
    return minute_of(datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK))


def send(
    cast: Cast, *changes: Change, by: Person | None = None, base: int | None = None, **more: Any
) -> EditAnswer:
    """One edit by Dana on the roster as it is."""
    version = current_version(cast.norfield.pk) if base is None else base
    command = Edit(uuid.uuid4(), version, changes, **more)
    return apply_edit(actor=(by or cast.dana).user, center=cast.norfield, edit=command)


def held(cast: Cast, until: int | None = None, person: Person | None = None) -> ChangeShift:
    """Cal held over on Sunday's day shift, until 19:30 unless said otherwise."""
    who = person or cast.cal
    return ChangeShift(who.pk, HELD, at(DAY, 6), until or at(DAY, 19, 30), "Cardiac arrest on the line.")


def publish_all(cast: Cast) -> None:
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )


def test_a_holdover_is_seen_by_employees_as_it_is_recorded(cast: Cast) -> None:
    publish_all(cast)

    answer = send(cast, held(cast))

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00", "D 18:00-19:30"]
    row = Adjustment.objects.get()
    assert (row.kind, row.pay, row.reason) == ("holdover", "holdover", "Cardiac arrest on the line.")
    assert row.published_from == row.from_version == answer.version
    assert draft_changes(cast.norfield, DAY, DAY + timedelta(days=28)) == ()


def test_overtime_is_a_draft_and_publishing_it_now_is_one_step(cast: Cast) -> None:
    publish_all(cast)
    change = AddDuty(cast.cal.pk, AdjustmentKind.OVERTIME, at(OFF_DAY, 8), at(OFF_DAY, 12))
    send(cast, change)
    assert shown(cast, cast.cal, OFF_DAY) == ["- 08:00-12:00"]
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == []

    answer = send(cast, change, publishes=True)

    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["- 08:00-12:00"]
    assert Adjustment.objects.get().published_from == answer.version


def test_a_day_typed_and_published_in_one_step(cast: Cast) -> None:
    publish_all(cast)
    edit(cast, cast.cal, OFF_DAY, "E")

    send(cast, SetDay(cast.cal.pk, OFF_DAY, Wanted("D")), publishes=True)

    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert draft_changes(cast.norfield, DAY, DAY + timedelta(days=28)) == ()


def test_publishing_in_one_step_publishes_nobody_elses_day(cast: Cast) -> None:
    publish_all(cast)
    edit(cast, cast.max, OFF_DAY, "D")
    edit(cast, cast.cal, OFF_DAY + timedelta(days=1), "D")

    send(
        cast,
        SetDay(cast.cal.pk, OFF_DAY, Wanted("D")),
        publishes=True,
        override_reason="x",
        accepts_warnings=True,
    )

    assert len(draft_changes(cast.norfield, DAY, DAY + timedelta(days=28))) == 2


def test_early_out_and_late_cut_the_shift_of_the_day(cast: Cast) -> None:
    publish_all(cast)
    late = ChangeShift(cast.cal.pk, AdjustmentKind.LATE, at(DAY, 6), at(DAY, 6, 25), "Snow.")
    early = ChangeShift(cast.dana.pk, AdjustmentKind.EARLY_OUT, at(DAY, 6), at(DAY, 15), "Fever.")

    send(cast, late, early)

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:25-18:00"]
    assert shown(cast, cast.dana, DAY, View.PUBLISHED) == ["D 06:00-15:00"]


def test_a_trade_moves_the_shift_for_both_in_one_version(cast: Cast) -> None:
    publish_all(cast)
    ida = make_person(cast.norfield, "Ida", skills=(cast.skills["CT"],))

    answer = send(
        cast, Trade(cast.cal.pk, ida.pk, at(DAY, 6)), accepts_warnings=True, override_reason="Max alone."
    )

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == []
    assert shown(cast, ida, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert {row.from_version for row in Adjustment.objects.all()} == {answer.version}
    assert {row.pay for row in Adjustment.objects.filter(paint="duty")} == {"trade"}


def test_the_same_recorded_twice_takes_no_version(cast: Cast) -> None:
    publish_all(cast)
    ida = make_person(cast.norfield, "Ida", skills=(cast.skills["CT"],))
    change = AddDuty(cast.cal.pk, AdjustmentKind.OVERTIME, at(OFF_DAY, 8), at(OFF_DAY, 12))
    late = ChangeShift(cast.dana.pk, AdjustmentKind.LATE, at(DAY, 6), at(DAY, 7), "Snow.")
    early = ChangeShift(cast.dana.pk, AdjustmentKind.EARLY_OUT, at(MONDAY, 6), at(MONDAY, 15), "Fever.")
    trade = Trade(cast.cal.pk, ida.pk, at(MONDAY, 6))
    every = (held(cast), change, late, early, trade)
    send(cast, *every, accepts_warnings=True, override_reason="Max alone.")
    before = current_version(cast.norfield.pk)

    assert send(cast, *every).version is None
    assert current_version(cast.norfield.pk) == before


@pytest.mark.parametrize("level", ["block", "approval"])
def test_a_rule_newly_broken_refuses_what_employees_would_see_at_once(cast: Cast, level: str) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", **{level: 780})
    publish_all(cast)
    before = current_version(cast.norfield.pk)

    with pytest.raises(PublishRefused) as refused:
        send(cast, held(cast))

    assert isinstance(refused.value, NeedsApproval) == (level == "approval")
    assert refused.value.needs_reason
    broken = refused.value.violations[0]
    assert (broken.person, broken.measured, broken.limit) == (cast.cal.pk, 810, 780)
    assert current_version(cast.norfield.pk) == before
    assert not Adjustment.objects.exists()
    assert not EditRow.objects.exists()


def test_an_override_needs_the_permission_and_its_reason_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=780)
    publish_all(cast)

    answer = send(cast, held(cast), override_reason="Nobody\r\nelse could come.")

    kept = RuleOverride.objects.get()
    assert (kept.version, kept.rule, kept.reason) == (
        answer.version, "longest_continuous_duty", "Nobody else could come.",
    )  # fmt: skip
    assert [each["rule"] for each in answer.broken] == ["longest_continuous_duty"]
    undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())

    def refuse(*_: Any) -> None:
        raise PermissionDenied("No.")

    monkeypatch.setattr(gate, "require", refuse)
    with pytest.raises(PermissionDenied):
        send(cast, held(cast, at(DAY, 19, 45)), override_reason="I say so.")


def test_a_warning_needs_a_click_and_a_word_is_only_told(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", warn=780, inform=760)
    publish_all(cast)

    with pytest.raises(PublishRefused) as refused:
        send(cast, held(cast))
    assert (refused.value.needs_reason, refused.value.needs_click) == (False, True)
    answer = send(cast, held(cast, at(DAY, 18, 50)))
    assert [each["level"] for each in answer.broken] == ["inform"]

    send(cast, held(cast), accepts_warnings=True)
    assert not RuleOverride.objects.exists()


def test_a_break_that_stood_before_or_got_milder_refuses_nothing(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=600)
    publish_all(cast)

    send(cast, ChangeShift(cast.cal.pk, AdjustmentKind.EARLY_OUT, at(DAY, 6), at(DAY, 17), "Fever."))

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-17:00"]


def test_a_trainee_left_alone_counts_though_it_is_the_trainer_who_goes(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "trainee_with_trainer", block=0)
    publish_all(cast)

    with pytest.raises(PublishRefused) as refused:
        send(cast, ChangeShift(cast.cal.pk, AdjustmentKind.EARLY_OUT, at(DAY, 6), at(DAY, 12), "Fever."))

    assert [each.person for each in refused.value.violations] == [cast.max.pk]


def test_sick_is_recorded_whatever_the_rules_say_and_what_it_breaks_is_told(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "trainee_with_trainer", block=0)
    publish_all(cast)

    answer = send(cast, RecordAbsence(cast.cal.pk, at(DAY, 12), at(DAY, 18), "sick"))
    assert [each["person"] for each in answer.broken] == [str(cast.max.pk)]

    with pytest.raises(PublishRefused):
        send(cast, RecordAbsence(cast.cal.pk, at(MONDAY, 6), at(MONDAY, 18), "vacation"))


def test_in_a_period_never_published_the_working_roster_is_what_rules_look_at(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=780)

    with pytest.raises(PublishRefused):
        send(cast, held(cast))


def test_what_happens_to_a_shift_that_is_a_draft_waits_for_its_publication(cast: Cast) -> None:
    publish_all(cast)
    edit(cast, cast.cal, OFF_DAY, "D")
    change = ChangeShift(cast.cal.pk, HELD, at(OFF_DAY, 6), at(OFF_DAY, 19), "Storm.")

    with pytest.raises(CommandError, match="draft") as refused:
        send(cast, change)

    assert refused.value.field == "changes.0.shift_start"
    assert Adjustment.objects.count() == 1


def test_undo_takes_an_operational_change_back_as_visibly_and_redo_brings_it_back(cast: Cast) -> None:
    publish_all(cast)
    send(cast, held(cast), ChangeShift(cast.dana.pk, AdjustmentKind.LATE, at(DAY, 6), at(DAY, 7), "Snow."))

    answer = undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    assert answer.left_alone == ()
    for view in View:
        assert shown(cast, cast.cal, DAY, view) == ["D 06:00-18:00"]
        assert shown(cast, cast.dana, DAY, view) == ["D 06:00-18:00"]

    redo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    for view in View:
        assert shown(cast, cast.cal, DAY, view) == ["D 06:00-18:00", "D 18:00-19:30"]
        assert shown(cast, cast.dana, DAY, view) == ["D 07:00-18:00"]
    assert draft_changes(cast.norfield, DAY, DAY + timedelta(days=28)) == ()


def test_undo_that_would_break_a_rule_for_employees_is_refused(cast: Cast) -> None:
    publish_all(cast)
    send(cast, ChangeShift(cast.cal.pk, AdjustmentKind.EARLY_OUT, at(DAY, 6), at(DAY, 12), "Fever."))
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=600)

    with pytest.raises(PublishRefused):
        undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-12:00"]


def test_what_happened_is_recorded_after_it_but_not_in_a_closed_period(cast: Cast, time_machine: Any) -> None:
    publish_all(cast)
    time_machine.move_to("2026-12-10T12:00:00Z", tick=False)
    overtime = AddDuty(cast.cal.pk, AdjustmentKind.OVERTIME, at(OFF_DAY, 8), at(OFF_DAY, 12))

    send(cast, held(cast))
    with pytest.raises(CommandError, match="past"):
        send(cast, overtime)
    undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]

    lock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY)
    with pytest.raises(CommandError, match="payroll"):
        send(cast, held(cast))


def test_people_are_told_what_employees_see_at_once(cast: Cast) -> None:
    publish_all(cast)
    Notice.objects.all().delete()

    send(cast, held(cast))

    notice = Notice.objects.get()
    assert notice.user == cast.cal.user
    assert notice.context["added"] == ["Sun Dec 6 18:00 – 19:30"]


@pytest.mark.parametrize("kind", ["holdover", "early_out", "late", "court", "mandation"])
def test_a_kind_that_needs_a_reason_is_refused_without_one(cast: Cast, kind: str) -> None:
    change: Change
    if kind in {"court", "mandation"}:
        change = AddDuty(cast.cal.pk, AdjustmentKind(kind), at(OFF_DAY, 8), at(OFF_DAY, 12))
    else:
        change = ChangeShift(cast.cal.pk, AdjustmentKind(kind), at(DAY, 6), at(DAY, 19))

    with pytest.raises(CommandError) as refused:
        send(cast, change)

    assert refused.value.field == "changes.0.reason"


def test_impossible_changes_name_their_field_and_store_nothing(cast: Cast) -> None:
    publish_all(cast)
    leaver = make_person(cast.norfield, "Ida", ends_before=OFF_DAY)
    before = current_version(cast.norfield.pk)
    off = at(OFF_DAY, 8), at(OFF_DAY, 12)
    cases: list[tuple[Change, str]] = [
        (held(cast, at(DAY, 17)), "until"),
        (ChangeShift(cast.cal.pk, HELD, at(DAY, 7), at(DAY, 19), "x"), "shift_start"),
        (ChangeShift(cast.cal.pk, AdjustmentKind.EARLY_OUT, at(DAY, 6), at(DAY, 18), "x"), "at"),
        (Trade(cast.cal.pk, cast.dana.pk, at(DAY, 6)), "taker"),
        (Trade(cast.cal.pk, cast.cal.pk, at(DAY, 6)), "taker"),
        (Trade(cast.dana.pk, leaver.pk, at(DAY + timedelta(days=4), 6)), "taker"),
        (AddDuty(leaver.pk, AdjustmentKind.OVERTIME, *off), "person"),
        (AddDuty(cast.cal.pk, AdjustmentKind.OVERTIME, *off, position=uuid.uuid4()), "position"),
        (AddDuty(cast.cal.pk, AdjustmentKind.OVERTIME, at(DAY, 8), at(DAY, 9)), "start"),
    ]
    for change, field in cases:
        with pytest.raises(CommandError) as refused:
            send(cast, change)
        assert refused.value.field == f"changes.0.{field}"
    with pytest.raises(CommandError, match="not at this center"):
        send(cast, held(cast, person=cast.olga))
    with pytest.raises(CommandError, match="twice"):
        send(cast, held(cast), held(cast, at(DAY, 19)))
    with pytest.raises(CommandError, match="twice"):
        send(cast, SetDay(cast.cal.pk, DAY, Wanted("N")), held(cast))
    assert current_version(cast.norfield.pk) == before


def test_a_change_that_meets_another_planners_follows_the_centers_strategy(cast: Cast) -> None:
    publish_all(cast)
    strategy(cast, "first_writer_wins")
    seen = current_version(cast.norfield.pk)
    when = at(OFF_DAY, 8), at(OFF_DAY, 12)
    send(cast, RecordAbsence(cast.cal.pk, at(OFF_DAY, 10), at(OFF_DAY, 11), "training_leave"), by=cast.sam)

    with pytest.raises(EditRefused) as refused:
        send(cast, AddDuty(cast.cal.pk, AdjustmentKind.TRAINING, *when), base=seen)

    (conflict,) = refused.value.conflicts
    assert [(each.absence, each.start) for each in conflict.theirs] == [("training_leave", at(OFF_DAY, 10))]
    assert [each.absence for each in conflict.mine] == [None]
    strategy(cast, "merge")
    answer = send(cast, AddDuty(cast.cal.pk, AdjustmentKind.TRAINING, *when), base=seen)
    assert [each["decision"] for each in answer.conflicts] == ["merge"]


def test_only_planners_record_and_publishing_at_once_is_for_those_who_publish(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PermissionDenied):
        send(cast, held(cast), by=cast.cal)

    from scheduling.roster import edit_work

    def refuse(*_: Any) -> None:
        raise PermissionDenied("No.")

    monkeypatch.setattr(edit_work, "require", refuse)
    with pytest.raises(PermissionDenied):
        send(cast, SetDay(cast.cal.pk, OFF_DAY, Wanted("D")), publishes=True)
    assert not Adjustment.objects.exists()
