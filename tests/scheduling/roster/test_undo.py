"""Undo and redo: a planner's own gestures, per period, never somebody else's work."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

import pytest

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.roster.answers import EditAnswer
from scheduling.roster.domain.commands import Edit, RecordAbsence, RevokeAdjustment, SetDay, Wanted
from scheduling.roster.door import apply_edit
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View
from scheduling.roster.undo import NothingToUndo, redo, undo, undo_steps
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version, tick
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_adjustment, moment
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def back(cast: Cast, by: Person | None = None) -> EditAnswer:
    """One step back, by Dana unless said otherwise."""
    return undo(actor=(by or cast.dana).user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())


def forward(cast: Cast) -> EditAnswer:
    """One step forward, by Dana."""
    return redo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())


def test_undo_restores_the_base_and_redo_the_edit(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")

    back(cast)
    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]

    forward(cast)
    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]


def test_undo_brings_back_what_the_gesture_replaced(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    edit(cast, cast.cal, DAY, "S")

    back(cast)

    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]


def test_steps_go_back_in_order_and_forward_again(cast: Cast) -> None:
    for code in ("N", "S", "E"):
        edit(cast, cast.cal, DAY, code)

    seen = []
    for _ in range(3):
        back(cast)
        seen.append(shown(cast, cast.cal, DAY))
    assert seen == [["S 15:00-01:00"], ["N 18:00-06:00"], ["D 06:00-18:00"]]
    with pytest.raises(NothingToUndo):
        back(cast)

    for _ in range(3):
        forward(cast)
    assert shown(cast, cast.cal, DAY) == ["E 05:00-15:00"]
    with pytest.raises(NothingToUndo):
        forward(cast)


def test_a_new_edit_ends_the_way_forward(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    back(cast)
    edit(cast, cast.cal, OFF_DAY, "D")

    steps = undo_steps(cast.dana.user, cast.norfield, DAY)

    assert (steps.can_undo, steps.can_redo) == (True, False)


def test_undo_is_per_planner(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N", by=cast.sam)

    with pytest.raises(NothingToUndo):
        back(cast)
    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]


def test_what_somebody_changed_since_is_left_alone_and_named(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    edit(cast, cast.cal, DAY, "S", by=cast.sam)

    answer = back(cast)

    assert shown(cast, cast.cal, DAY) == ["S 15:00-01:00"]
    assert len(answer.left_alone) == 1
    assert "changed by somebody else" in answer.left_alone[0]


@pytest.mark.parametrize(
    ("start", "end"), [("2026-12-06 08:00", "2026-12-06 10:00"), ("2026-12-07 02:00", "2026-12-07 04:00")]
)
def test_a_day_of_which_others_changed_a_part_is_left_alone_whole(cast: Cast, start: str, end: str) -> None:
    """The night has two rows, off by day and duty from 18:00; the training lies over one of them only."""
    edit(cast, cast.cal, DAY, "N")
    gesture = set(Adjustment.objects.current().values_list("pk", flat=True))
    training = {"kind": AdjustmentKind.TRAINING, "pay": "training", "is_published": False}
    make_adjustment(cast.cal, moment(cast.norfield, start), moment(cast.norfield, end), **training)  # type: ignore[arg-type]
    before = shown(cast, cast.cal, DAY)

    answer = back(cast)

    assert shown(cast, cast.cal, DAY) == before
    assert gesture <= set(Adjustment.objects.current().values_list("pk", flat=True))
    assert answer.left_alone == ("Merrow, Cal, Dec 6: changed by somebody else since.",)


def test_the_other_days_of_the_gesture_are_undone_whole(cast: Cast) -> None:
    changes = tuple(SetDay(cast.cal.pk, DAY + timedelta(days=n), Wanted("N")) for n in range(2))
    command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), changes)
    apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)
    edit(cast, cast.cal, DAY, "S", by=cast.sam)

    answer = back(cast)

    assert shown(cast, cast.cal, DAY) == ["S 15:00-01:00"]
    assert shown(cast, cast.cal, DAY + timedelta(days=1)) == ["D 06:00-18:00"]
    assert [words.partition(":")[0] for words in answer.left_alone] == ["Merrow, Cal, Dec 6"]


def test_a_late_shift_left_alone_is_named_by_its_local_date(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "S", starts_at=time(20), ends_at=time(23))
    edit(cast, cast.cal, DAY, "N", by=cast.sam)

    assert back(cast).left_alone == ("Merrow, Cal, Dec 6: changed by somebody else since.",)


def test_what_was_published_stays_published_after_it_was_taken_back_and_undone(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )
    edit(cast, cast.cal, OFF_DAY, None)
    back(cast)

    answer = back(cast)

    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]
    assert "published" in answer.left_alone[0]


def test_what_was_seen_at_once_is_seen_undone_at_once_also_after_its_revocation_was_undone(
    cast: Cast,
) -> None:
    """The undone revocation left a copy that was never published: what employees see is the row beneath it."""
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )
    day = LocalClock(cast.norfield.time_zone).day(DAY)
    for change in (
        lambda: RecordAbsence(cast.cal.pk, day.start, day.end, "sick"),
        lambda: RevokeAdjustment(Adjustment.objects.current().get().pk),
    ):
        command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (change(),))
        apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)
    back(cast)
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == []

    back(cast)

    assert shown(cast, cast.cal, DAY) == shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert draft_changes(cast.norfield, DAY, DAY + timedelta(days=28)) == ()


def test_what_was_published_is_left_alone_and_named(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )

    answer = back(cast)

    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]
    assert "published" in answer.left_alone[0]


def test_an_undone_removal_of_published_duty_is_no_draft_change(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )
    edit(cast, cast.cal, OFF_DAY, None)
    period = (DAY, DAY + timedelta(days=28))
    assert len(draft_changes(cast.norfield, *period)) == 1

    back(cast)

    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]
    assert draft_changes(cast.norfield, *period) == ()


def test_undo_lets_later_changes_of_the_base_show_through(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    old = BaseContract.objects.current().get(person=cast.cal)
    with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="contract.changed") as opened:
        opened.replace(
            old,
            BaseContract(
                person=cast.cal,
                pattern=old.pattern,
                offset_days=(old.offset_days + 2) % 14,
                starts_on=old.starts_on,
                weekly_minutes=old.weekly_minutes,
            ),
        )

    back(cast)

    assert shown(cast, cast.cal, DAY) == []


def test_a_row_brought_back_keeps_its_place_under_what_was_painted_over_it(cast: Cast) -> None:
    """Dana paints N, Sam's training is painted over part of it, Dana's N is revoked and comes back
    beneath."""
    edit(cast, cast.cal, DAY, "N")
    first = Adjustment.objects.current().get(paint="duty")
    edit(cast, cast.cal, DAY, None)
    back(cast)

    again = Adjustment.objects.current().get(paint="duty")
    assert again.pk != first.pk
    assert (again.entity_id, again.paint_version) == (first.entity_id, first.paint_version)


def test_doing_one_undo_twice_is_one_step(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    edit(cast, cast.cal, OFF_DAY, "D")
    same = uuid.uuid4()

    first = undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=same)
    again = undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=same)

    assert again == first
    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]
