"""Proposals: seen by their owner, taken line by line, never over somebody else's later change."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.roster.domain.editing import NewRow
from scheduling.roster.gate import PublishRefused
from scheduling.roster.models import Proposal
from scheduling.roster.proposals import (
    Addition,
    ProposalClosed,
    Revocation,
    Taken,
    conflicting_lines,
    create_proposal,
    discard_proposal,
    mark_lines,
    new_row_as_json,
    new_row_from_json,
    take_proposal,
)
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.selectors import View
from scheduling.roster.undo import undo
from scheduling.time.segment import Break, PayKind
from staff.centers.clock import current_version, tick
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_rule_limits
from tests.scheduling.roster.board_of import DAY, OFF_DAY, day_shift, edit, shown


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def propose(cast: Cast, *people: Person, revoke: Any = None) -> Proposal:
    """A proposal of Dana's: D on the day off for each person."""
    return create_proposal(
        owner=cast.dana.user,
        center=cast.norfield,
        base_version=current_version(cast.norfield.pk),
        day=DAY,
        title="Run 1",
        additions=[Addition(person.pk, day_shift(cast, OFF_DAY), "Fills a gap") for person in people],
        revocations=[] if revoke is None else [Revocation(revoke, "No valid skill")],
    )


def take(cast: Cast, proposal: Proposal, by: Person | None = None, **choices: Any) -> Taken:
    """Dana takes it."""
    return take_proposal(
        actor=(by or cast.dana).user,
        proposal=proposal,
        edit_id=choices.pop("edit_id", uuid.uuid4()),
        **choices,
    )


def test_a_proposal_is_taken_by_its_owner_only(cast: Cast) -> None:
    proposal = propose(cast, cast.cal)

    with pytest.raises(Proposal.DoesNotExist):
        take(cast, proposal, by=cast.sam)


def test_proposing_changes_no_roster_and_takes_no_version(cast: Cast) -> None:
    before = current_version(cast.norfield.pk)

    propose(cast, cast.cal)

    assert shown(cast, cast.cal, OFF_DAY) == []
    assert current_version(cast.norfield.pk) == before


def test_taking_turns_lines_into_draft_changes_and_one_undo_step(cast: Cast) -> None:
    proposal = propose(cast, cast.cal, cast.max)

    taken = take(cast, proposal)

    assert taken.lines == 2
    assert shown(cast, cast.cal, OFF_DAY) == shown(cast, cast.max, OFF_DAY) == ["D 06:00-18:00"]
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == []
    undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    assert shown(cast, cast.cal, OFF_DAY) == shown(cast, cast.max, OFF_DAY) == []


def test_taking_can_publish_in_the_same_version(cast: Cast) -> None:
    taken = take(
        cast, propose(cast, cast.cal), publish=True, override_reason="Agreed.", accepts_warnings=True
    )

    assert taken.publication is not None
    assert taken.publication.version == taken.version == current_version(cast.norfield.pk)
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["D 06:00-18:00"]


def test_publishing_a_proposal_leaves_other_drafts_alone(cast: Cast) -> None:
    edit(cast, cast.max, OFF_DAY, "N", by=cast.sam)

    take(cast, propose(cast, cast.cal), publish=True, override_reason="Agreed.", accepts_warnings=True)

    assert shown(cast, cast.max, OFF_DAY, View.PUBLISHED) == []
    assert [change.person_id for change in draft_changes(cast.norfield, DAY, DAY + timedelta(days=28))] == [
        cast.max.pk
    ]


def test_a_refused_publication_takes_nothing(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "consecutive_days", block=2)
    proposal = propose(cast, cast.cal)

    with pytest.raises(PublishRefused):
        take(cast, proposal, publish=True)

    proposal.refresh_from_db()
    assert proposal.outcome == Proposal.Outcome.OPEN
    assert shown(cast, cast.cal, OFF_DAY) == []


def test_dropped_lines_are_left_out(cast: Cast) -> None:
    proposal = propose(cast, cast.cal, cast.max)
    line = proposal.lines.get(person=cast.max)
    mark_lines(actor=cast.dana.user, proposal=proposal, lines=[line.pk], dropped=True)

    take(cast, proposal)

    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]
    assert shown(cast, cast.max, OFF_DAY) == []


@pytest.mark.parametrize(("pinned", "result"), [(False, ["S 15:00-01:00"]), (True, ["D 06:00-18:00"])])
def test_lines_that_met_a_later_change_are_left_out_unless_pinned(
    cast: Cast, pinned: bool, result: list[str]
) -> None:
    proposal = propose(cast, cast.cal)
    edit(cast, cast.cal, OFF_DAY, "S", by=cast.sam)
    line = proposal.lines.get()
    assert set(conflicting_lines(proposal)) == {line.pk}
    if pinned:
        mark_lines(actor=cast.dana.user, proposal=proposal, lines=[line.pk], pinned=True)

    taken = take(cast, proposal)

    assert taken.conflicts == (() if pinned else (line.pk,))
    assert shown(cast, cast.cal, OFF_DAY)[:1] == result


def test_a_line_whose_base_changed_since_is_a_conflict(cast: Cast) -> None:
    proposal = propose(cast, cast.cal, cast.dana)
    old = BaseContract.objects.current().get(person=cast.cal)
    with tick(actor=cast.dana.user, center_id=cast.norfield.pk, kind="base_contract.changed") as opened:
        new = BaseContract(
            person=cast.cal,
            pattern=old.pattern,
            offset_days=2,
            starts_on=old.starts_on,
            weekly_minutes=old.weekly_minutes,
        )
        opened.replace(old, new)
    line = proposal.lines.get(person=cast.cal)

    assert conflicting_lines(proposal) == {line.pk: current_version(cast.norfield.pk)}
    assert take(cast, proposal).conflicts == (line.pk,)


def test_changes_of_other_people_are_no_conflict(cast: Cast) -> None:
    proposal = propose(cast, cast.cal)
    edit(cast, cast.max, OFF_DAY, "S", by=cast.sam)

    assert conflicting_lines(proposal) == {}


def test_a_revocation_takes_a_row_back(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "N")
    row = Adjustment.objects.current().get()
    proposal = propose(cast, revoke=row.pk)

    take(cast, proposal)

    assert shown(cast, cast.cal, OFF_DAY) == []


def test_a_revocation_of_a_row_that_is_gone_is_a_conflict(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "N")
    proposal = propose(cast, revoke=Adjustment.objects.current().get().pk)
    edit(cast, cast.cal, OFF_DAY, None)

    assert len(conflicting_lines(proposal)) == 1
    assert take(cast, proposal).lines == 0


def test_taken_and_discarded_proposals_are_closed(cast: Cast) -> None:
    taken, discarded = propose(cast, cast.cal), propose(cast, cast.max)
    take(cast, taken)
    discard_proposal(actor=cast.dana.user, proposal=discarded)

    for proposal in (taken, discarded):
        with pytest.raises(ProposalClosed):
            take(cast, proposal)
    assert shown(cast, cast.max, OFF_DAY) == []


def test_employees_may_not_take(cast: Cast) -> None:
    proposal = create_proposal(
        owner=cast.cal.user,
        center=cast.norfield,
        base_version=current_version(cast.norfield.pk),
        day=DAY,
        title="Mine",
        additions=[Addition(cast.cal.pk, day_shift(cast, OFF_DAY))],
    )
    with pytest.raises(PermissionDenied):
        take(cast, proposal, by=cast.cal)


def test_adjustments_of_another_center_cannot_be_proposed_away(cast: Cast) -> None:
    with pytest.raises(ValueError, match="not at this center"):
        propose(cast, revoke=uuid.uuid4())


def test_a_planned_row_survives_its_json_form(cast: Cast) -> None:
    row = NewRow(
        AdjustmentKind.OVERTIME,
        Paint.DUTY,
        100,
        200,
        shift_start=90,
        shift_type=uuid.uuid4(),
        position=uuid.uuid4(),
        console=3,
        breaks=(Break(120, 150, is_paid=True),),
        pay=PayKind.OVERTIME,
        reason="Storm",
    )

    assert new_row_from_json(new_row_as_json(row)) == row


def test_a_shift_that_moves_by_hours_is_whole_where_it_comes_to(cast: Cast) -> None:
    """Cal's day shift (06:00) goes, the early ten (05:00) comes: what goes starts later and takes nothing of it."""
    day = day_shift(cast, DAY)
    early = replace(
        day,
        start=day.start - 60,
        end=day.end - 180,
        shift_start=day.start - 60,
        shift_type=cast.shift_types["E"].entity_id,
    )
    gone = NewRow(AdjustmentKind.REMOVE, Paint.OFF, day.start, day.end, shift_start=day.start)
    proposal = create_proposal(
        owner=cast.dana.user,
        center=cast.norfield,
        base_version=current_version(cast.norfield.pk),
        day=DAY,
        title="Run 1",
        additions=[Addition(cast.cal.pk, early, "Moved"), Addition(cast.cal.pk, gone, "Moved")],
    )

    take(cast, proposal)

    assert shown(cast, cast.cal, DAY) == ["E 05:00-15:00"]
