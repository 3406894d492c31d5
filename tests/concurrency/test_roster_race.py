"""Two planners at the same moment: one waits for the other, and each is told what came of theirs."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db.models import QuerySet
from django.db.utils import IntegrityError

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.roster import edit_work, proposals
from scheduling.roster.answers import EditAnswer
from scheduling.roster.domain.commands import ChangeShift, CommandError, Edit, SetDay, Wanted
from scheduling.roster.domain.editing import NewRow
from scheduling.roster.door import apply_edit
from scheduling.roster.locking import lock_period
from scheduling.roster.models import Edit as EditRow
from scheduling.roster.models import PeriodState, Proposal, State
from scheduling.roster.proposals import (
    Addition,
    ProposalClosed,
    create_proposal,
    discard_proposal,
    take_proposal,
)
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View
from scheduling.roster.undo import undo
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version, tick
from staff.centers.models import Event
from staff.people.models import Person
from tests.cast import Cast, make_cast
from tests.concurrency.test_clock_race import WAIT_SECONDS, at_once, wait_for_a_waiting_writer
from tests.factories import make_rule_limits
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def together(*steps: Callable[[], Any]) -> tuple[list[Any], list[str]]:
    """Start all at a barrier; what each returned, and the names of what was raised."""
    barrier = threading.Barrier(len(steps), timeout=WAIT_SECONDS)
    answers: list[Any] = [None] * len(steps)

    def runner(n: int, step: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            barrier.wait()
            answers[n] = step()

        return run

    errors = at_once(*(runner(n, step) for n, step in enumerate(steps)))
    return answers, sorted(type(error).__name__ for error in errors if error)


def proposal_of_dana(cast: Cast) -> Proposal:
    shift = cast.shift_types["D"]
    interval = LocalClock(cast.norfield.time_zone).window(OFF_DAY, shift.starts_at, shift.ends_at)
    row = NewRow(
        AdjustmentKind.ASSIGN,
        Paint.DUTY,
        interval.start,
        interval.end,
        shift_start=interval.start,
        shift_type=shift.entity_id,
    )
    return create_proposal(
        owner=cast.dana.user,
        center=cast.norfield,
        base_version=current_version(cast.norfield.pk),
        day=DAY,
        title="Run 1",
        additions=[Addition(cast.cal.pk, row)],
    )


def test_one_edit_sent_twice_at_once_is_done_once() -> None:
    cast = make_cast()
    command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (SetDay(cast.cal.pk, DAY, Wanted("N")),))

    def send() -> EditAnswer:
        return apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)

    answers, errors = together(send, send, send)

    assert errors == []
    assert answers[0] == answers[1] == answers[2]
    assert EditRow.objects.count() == 1
    assert Event.objects.filter(center=cast.norfield, kind="roster.edited").count() == 1


def typed_while(cast: Cast, other: Callable[[], None]) -> list[BaseException | None]:
    """Without the lock Dana types N into Cal's cell; `other` runs when hers is written and not yet committed."""
    written, finished = threading.Event(), threading.Event()
    real = edit_work.rows_of_plan

    def store(opened: Any, person: Any, plan: Any, *rest: Any, **more: Any) -> Any:
        added = real(opened, person, plan, *rest, **more)
        if opened.kind == "roster.edited" and not written.is_set():
            written.set()
            finished.wait(WAIT_SECONDS)
        return added

    def second() -> None:
        assert written.wait(WAIT_SECONDS)
        try:
            other()
        finally:
            finished.set()

    with (
        mock.patch.object(QuerySet, "select_for_update", lambda rows, **kwargs: rows),
        mock.patch.object(edit_work, "rows_of_plan", store),
    ):
        return at_once(lambda: edit(cast, cast.cal, DAY, "N"), second)


def test_without_the_lock_two_edits_of_one_cell_meet_no_conflict() -> None:
    """Sam's is planned on the cell as it was before Dana's; only the event log's constraint stops one of them."""
    cast = make_cast()
    seen = current_version(cast.norfield.pk)
    answers: list[EditAnswer] = []

    errors = typed_while(
        cast, lambda: answers.append(edit(cast, cast.cal, DAY, "S", by=cast.sam, base_version=seen))
    )

    assert (answers[0].conflicts, answers[0].version) == ((), seen + 1)
    assert [type(error) for error in errors] == [IntegrityError, type(None)]


def test_two_edits_of_one_day_leave_one_of_them_and_a_conflict_told() -> None:
    cast = make_cast()
    seen = current_version(cast.norfield.pk)

    answers, errors = together(
        lambda: edit(cast, cast.cal, DAY, "N", base_version=seen),
        lambda: edit(cast, cast.cal, DAY, "S", by=cast.sam, base_version=seen),
    )

    assert errors == []
    later = max(answers, key=lambda answer: answer.version)
    assert sorted(answer.version for answer in answers) == [seen + 1, seen + 2]
    assert [len(answer.conflicts) for answer in sorted(answers, key=lambda each: each.version)] == [0, 1]
    expected = {0: "N 18:00-06:00", 1: "S 15:00-01:00"}[answers.index(later)]
    assert shown(cast, cast.cal, DAY) == [expected]
    assert Adjustment.objects.current().filter(paint="duty").count() == 1


def change_contract(cast: Cast, meet: Callable[[], None]) -> None:
    """Ada gives Cal the nights; `meet` is called with the row written and nothing committed."""
    old = BaseContract.objects.current().get(person=cast.cal)
    with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="base_contract.changed") as opened:
        new = BaseContract(
            person=cast.cal,
            pattern=cast.patterns["Pitman nights"],
            starts_on=old.starts_on,
            weekly_minutes=old.weekly_minutes,
        )
        opened.replace(old, new)
        meet()


def test_without_the_lock_an_edit_passes_by_a_contract_that_is_being_changed() -> None:
    """It is decided on a base that is gone when it is stored; only the event log's constraint stops one of them."""
    cast = make_cast()
    seen = current_version(cast.norfield.pk)
    written, decided = threading.Event(), threading.Event()
    decisions: list[int] = []

    def wait_for_the_decision() -> None:
        written.set()
        decided.wait(WAIT_SECONDS)

    def change() -> None:
        change_contract(cast, wait_for_the_decision)

    def type_a_day() -> None:
        assert written.wait(WAIT_SECONDS)
        try:
            with mock.patch.object(edit_work, "rows_of_plan") as stored:
                edit(cast, cast.cal, DAY, "S", base_version=seen)
            decisions.append(stored.call_count)
        finally:
            decided.set()

    with mock.patch.object(QuerySet, "select_for_update", lambda rows, **kwargs: rows):
        errors = at_once(change, type_a_day)

    assert decisions == [1]
    assert [type(error) for error in errors] == [IntegrityError, type(None)]


def test_an_edit_waits_for_a_contract_that_is_being_changed_and_meets_it() -> None:
    cast = make_cast()
    seen = current_version(cast.norfield.pk)
    written = threading.Event()
    answers: list[EditAnswer] = []

    def wait_for_the_edit() -> None:
        written.set()
        wait_for_a_waiting_writer(1)

    def type_a_day() -> None:
        assert written.wait(WAIT_SECONDS)
        answers.append(edit(cast, cast.cal, DAY, "S", base_version=seen))

    assert at_once(lambda: change_contract(cast, wait_for_the_edit), type_a_day) == [None, None]

    (conflict,) = answers[0].conflicts
    assert (conflict["is_base"], conflict["version"]) == (True, seen + 1)


def test_an_undo_and_somebody_elses_edit_at_once_leave_no_day_half_undone() -> None:
    cast = make_cast()
    edit(cast, cast.cal, DAY, "N")

    answers, errors = together(
        lambda: undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4()),
        lambda: edit(cast, cast.cal, DAY, "S", by=cast.sam),
    )

    assert errors == []
    # Whoever came second: Sam's shift stands whole, and nothing of the night is left beside it.
    assert shown(cast, cast.cal, DAY) == ["S 15:00-01:00"]
    undone, edited = answers
    assert bool(undone.left_alone) is (edited.version < undone.version)


def test_without_the_lock_a_publication_passes_by_an_edit_that_is_being_stored() -> None:
    """It publishes a period without a cell that is written already, and takes the version the cell was to have."""
    cast = make_cast()
    edit(cast, cast.cal, DAY + timedelta(days=1), "N")
    seen = current_version(cast.norfield.pk)
    done: list[Any] = []

    def put_out() -> None:
        done.append(
            publish(
                actor=cast.sam.user,
                center=cast.norfield,
                day=DAY,
                override_reason="Agreed.",
                accepts_warnings=True,
            )
        )

    errors = typed_while(cast, put_out)

    assert (done[0].version, done[0].changes) == (seen + 1, 2)
    assert [type(error) for error in errors] == [IntegrityError, type(None)]


def test_of_an_edit_and_a_publication_at_once_nothing_is_lost_or_half_published() -> None:
    cast = make_cast()
    edit(cast, cast.cal, DAY, "N")

    def put_out() -> Any:
        return publish(
            actor=cast.sam.user,
            center=cast.norfield,
            day=DAY,
            override_reason="Agreed.",
            accepts_warnings=True,
        )

    _, errors = together(lambda: edit(cast, cast.cal, DAY, "S"), put_out)

    assert errors == []
    assert shown(cast, cast.cal, DAY) == ["S 15:00-01:00"]
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) in (["N 18:00-06:00"], ["S 15:00-01:00"])
    put_out()
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["S 15:00-01:00"]


def test_of_an_edit_and_the_closing_of_payroll_at_once_one_is_told() -> None:
    """Never a locked period with a draft in it."""
    cast = make_cast()
    publish(
        actor=cast.dana.user,
        center=cast.norfield,
        day=DAY,
        override_reason="Agreed.",
        accepts_warnings=True,
    )

    _, errors = together(
        lambda: edit(cast, cast.cal, DAY, "N"),
        lambda: lock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY),
    )

    state = PeriodState.objects.current().get(center=cast.norfield).state
    drafts = Adjustment.objects.drafts().count()
    assert (errors, state, drafts) in (
        (["CommandError"], State.LOCKED, 0),
        (["PeriodStateError"], State.PUBLISHED, 2),
    )


def test_two_publications_at_once_publish_once() -> None:
    cast = make_cast()
    edit(cast, cast.cal, DAY, "N")
    before = current_version(cast.norfield.pk)

    def put_out(who: Any) -> Any:
        return publish(
            actor=who, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
        )

    answers, errors = together(lambda: put_out(cast.dana.user), lambda: put_out(cast.sam.user))

    assert errors == []
    assert sorted(answer.changes for answer in answers) == [0, 2]
    assert current_version(cast.norfield.pk) == before + 1


def test_of_two_who_take_a_proposal_one_is_told() -> None:
    cast = make_cast()
    proposal = proposal_of_dana(cast)

    def take() -> Any:
        own = Proposal.objects.get(pk=proposal.pk)
        return take_proposal(actor=cast.dana.user, proposal=own, edit_id=uuid.uuid4())

    _, errors = together(take, take)

    assert errors == ["ProposalClosed"]
    assert Adjustment.objects.count() == 1


def test_a_proposal_is_not_discarded_while_it_is_taken() -> None:
    """The taker has looked and not yet written when the other discards: the other waits, and is told."""
    cast = make_cast()
    proposal = proposal_of_dana(cast)
    looked = threading.Event()
    discarding = threading.Event()
    raised: list[BaseException] = []
    real = proposals.conflicting_lines

    def pausing(*args: Any, **kwargs: Any) -> Any:
        looked.set()
        discarding.wait(1)
        return real(*args, **kwargs)

    def discard() -> None:
        assert looked.wait(WAIT_SECONDS)
        try:
            discard_proposal(actor=cast.dana.user, proposal=Proposal.objects.get(pk=proposal.pk))
        except ProposalClosed as error:
            raised.append(error)
        finally:
            discarding.set()

    def take() -> None:
        take_proposal(
            actor=cast.dana.user, proposal=Proposal.objects.get(pk=proposal.pk), edit_id=uuid.uuid4()
        )

    with mock.patch.object(proposals, "conflicting_lines", pausing):
        assert at_once(take, discard) == [None, None]

    assert len(raised) == 1
    assert Proposal.objects.get(pk=proposal.pk).outcome == Proposal.Outcome.TAKEN


def sunday(hour: int, minute: int = 0) -> int:
    """A wall time at Norfield on the first day of the period."""
    return LocalClock("America/New_York").minute(DAY, time(hour, minute))


def hold_over(cast: Cast, until: int, *, by: Person, base_version: int) -> EditAnswer:
    """Cal's day shift goes on."""
    change = ChangeShift(cast.cal.pk, AdjustmentKind.HOLDOVER, sunday(6), until, "Storm.")
    return apply_edit(actor=by.user, center=cast.norfield, edit=Edit(uuid.uuid4(), base_version, (change,)))


def is_of_sam(plan: Any) -> bool:
    """The longer shift, until 20:00."""
    return any(row.end == sunday(20) for row in plan.additions)


def published(cast: Cast) -> None:
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )


def test_without_the_lock_a_holdover_is_planned_on_a_shift_that_is_being_changed() -> None:
    """Sam types a longer shift while Dana holds it over: her holdover is planned on an end that is gone."""
    cast = make_cast()
    published(cast)
    seen = current_version(cast.norfield.pk)
    typed, planned = threading.Event(), threading.Event()
    real = edit_work.rows_of_plan

    def store(opened: Any, person: Any, plan: Any, *rest: Any, **more: Any) -> Any:
        if is_of_sam(plan):
            added = real(opened, person, plan, *rest, **more)
            typed.set()
            planned.wait(WAIT_SECONDS)
            return added
        plans.append(plan)
        planned.set()
        return []

    plans: list[Any] = []

    def type_longer() -> None:
        edit(cast, cast.cal, DAY, "D", by=cast.sam, base_version=seen, ends_at=time(20, 0))

    def hold() -> None:
        assert typed.wait(WAIT_SECONDS)
        hold_over(cast, sunday(19), by=cast.dana, base_version=seen)

    with (
        mock.patch.object(QuerySet, "select_for_update", lambda rows, **kwargs: rows),
        mock.patch.object(edit_work, "rows_of_plan", store),
    ):
        at_once(type_longer, hold)

    assert [(row.start, row.end) for row in plans[0].additions] == [(sunday(18), sunday(19))]


def test_a_holdover_waits_for_an_edit_of_its_shift_and_meets_what_it_left() -> None:
    cast = make_cast()
    published(cast)
    seen = current_version(cast.norfield.pk)
    typed = threading.Event()
    real = edit_work.rows_of_plan
    errors: list[CommandError] = []

    def store(opened: Any, person: Any, plan: Any, *rest: Any, **more: Any) -> Any:
        added = real(opened, person, plan, *rest, **more)
        if is_of_sam(plan):
            typed.set()
            wait_for_a_waiting_writer(1)
        return added

    def type_longer() -> None:
        edit(cast, cast.cal, DAY, "D", by=cast.sam, base_version=seen, ends_at=time(20, 0))

    def hold() -> None:
        assert typed.wait(WAIT_SECONDS)
        try:
            hold_over(cast, sunday(19), by=cast.dana, base_version=seen)
        except CommandError as error:
            errors.append(error)

    with mock.patch.object(edit_work, "rows_of_plan", store):
        assert at_once(type_longer, hold) == [None, None]

    assert "ends at 20:00" in errors[0].message
    assert shown(cast, cast.cal, DAY) == ["D 06:00-20:00"]
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]


def test_two_holdovers_of_one_shift_at_once_are_one_holdover_to_the_later_end() -> None:
    cast = make_cast()
    published(cast)
    seen = current_version(cast.norfield.pk)

    _, errors = together(
        lambda: hold_over(cast, sunday(19), by=cast.dana, base_version=seen),
        lambda: hold_over(cast, sunday(19), by=cast.sam, base_version=seen),
    )

    assert errors == []
    assert Adjustment.objects.count() == 1
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00", "D 18:00-19:00"]


def test_publishing_and_an_operational_change_at_once_both_stand() -> None:
    """Whoever comes second looks at what the first left: no holdover is lost, and no rule is passed by."""
    cast = make_cast()
    published(cast)
    make_rule_limits(cast.norfield, "minimum_rest", block=660)
    edit(cast, cast.cal, DAY + timedelta(days=1), "E")
    seen = current_version(cast.norfield.pk)

    def put_out() -> None:
        publish(actor=cast.sam.user, center=cast.norfield, day=DAY, accepts_warnings=True)

    _, errors = together(put_out, lambda: hold_over(cast, sunday(19), by=cast.dana, base_version=seen))

    # Eleven hours after 18:00 is 05:00; with a holdover until 19:00 the rest before it is too short.
    assert errors == ["PublishRefused"]
    held = Adjustment.objects.current().filter(kind="holdover").exists()
    early = shown(cast, cast.cal, DAY + timedelta(days=1), View.PUBLISHED) == ["E 05:00-15:00"]
    assert held is not early


def test_without_the_lock_publishing_passes_by_a_holdover_that_is_being_recorded() -> None:
    """Each is checked on a roster without the other, and together they break the rule that both passed."""
    cast = make_cast()
    published(cast)
    make_rule_limits(cast.norfield, "minimum_rest", block=660)
    edit(cast, cast.cal, DAY + timedelta(days=1), "E")
    seen = current_version(cast.norfield.pk)
    passed, checked = threading.Event(), threading.Event()
    real = edit_work.clear

    def wait_when_passed(*args: Any, **kwargs: Any) -> Any:
        overridden = real(*args, **kwargs)
        passed.set()
        checked.wait(WAIT_SECONDS)
        return overridden

    def put_out() -> None:
        assert passed.wait(WAIT_SECONDS)
        try:
            publish(actor=cast.sam.user, center=cast.norfield, day=DAY, accepts_warnings=True)
        finally:
            checked.set()

    with (
        mock.patch.object(QuerySet, "select_for_update", lambda rows, **kwargs: rows),
        mock.patch.object(edit_work, "clear", wait_when_passed),
    ):
        errors = at_once(lambda: hold_over(cast, sunday(19), by=cast.dana, base_version=seen), put_out)

    # Both passed their rules; only the event log's constraint stops one of them.
    assert {type(error) for error in errors} == {IntegrityError, type(None)}
