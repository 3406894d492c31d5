"""Carrying out a run, with a search that answers at once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest

from scheduling.roster.models import Proposal
from scheduling.roster.proposals import take_proposal
from scheduling.roster.selectors import View, load_roster
from solver.engine.answers import UnsoundAnswerError
from solver.engine.instance import Instance
from solver.engine.solution import Progress, Solution, Status
from solver.runs import work
from solver.runs.claims import claim_run
from solver.runs.errors import UnverifiedAnswerError
from solver.runs.models import Run, RunProgress, RunState
from solver.runs.services import request_stop
from solver.runs.watching import Watch
from solver.runs.work import carry_out
from staff.people.models import Person
from tests.cast import Cast, make_cast
from tests.factories import make_person
from tests.solver.small_center import answer_with, ask, finding_about, make_flo

TUESDAY = date(2026, 12, 8)
Searcher = Callable[[Instance, Watch, Callable[[Progress], None], float], Solution]


@pytest.fixture
def center(transactional_db: None) -> Cast:
    """Committed rows: the watch beside a search reads on a connection of its own."""
    return make_cast()


@pytest.fixture
def flo(center: Cast) -> Person:
    return make_flo(center)


@pytest.fixture
def accepts_everything() -> Iterator[None]:
    with patch.object(work, "check"):
        yield


def searching(answer: Searcher) -> object:
    return patch.object(work, "search", answer)


def gives(cast: Cast, flo: Person, **changes: object) -> Searcher:
    """A search that puts Flo on the day shift of Tuesday."""

    def answer(instance: Instance, watch: Watch, report: Callable[[Progress], None], *_: object) -> Solution:
        report(Progress(1, 10, 8, 0.5, "Better roster"))
        return answer_with(instance, flo, TUESDAY, cast.shift_types["D"].entity_id, **changes)

    return answer


@pytest.mark.usefixtures("accepts_everything")
def test_an_answer_becomes_a_proposal_on_the_version_that_was_read(center: Cast, flo: Person) -> None:
    run = ask(center)
    with searching(gives(center, flo)):
        done = carry_out(run.pk)
    assert done is not None
    assert (done.state, done.status) == (RunState.DONE, "FEASIBLE")
    assert done.proposal is not None
    assert done.proposal.base_version == done.base_version
    assert done.proposal.owner == center.dana.user
    line = done.proposal.lines.get()
    assert (line.person, line.addition["kind"], line.revokes) == (flo, "assign", None)
    assert line.reason == "Fills Dec 8, call-taking"
    assert done.instance is not None
    assert done.engine_version


@pytest.mark.usefixtures("accepts_everything")
def test_shortage_is_counted_by_the_coverage_domain(center: Cast, flo: Person) -> None:
    run = ask(center)
    with searching(gives(center, flo)):
        done = carry_out(run.pk)
    assert done is not None
    rows = {row["label"]: row for row in done.summary["shortages"]}
    # On Tuesday, December 8, everybody with a day pattern is off: Flo takes calls for twelve hours.
    assert rows["Call-taking"]["before"] - rows["Call-taking"]["after"] == 720
    assert rows["mix CTO"]["before"] == rows["mix CTO"]["after"]
    assert done.summary["agrees"] is True


@pytest.mark.usefixtures("accepts_everything")
def test_an_answer_that_counts_other_shortage_than_the_roster_is_never_kept(
    center: Cast, flo: Person
) -> None:
    run = ask(center)

    def answer(instance: Instance, watch: Watch, *_: object) -> Solution:
        sound = answer_with(instance, flo, TUESDAY, center.shift_types["D"].entity_id)
        rows = {row.label: row for row in sound.shortages}
        rows["Call-taking"] = replace(rows["Call-taking"], after=rows["Call-taking"].after + 60)
        return replace(sound, shortages=tuple(rows.values()))

    with searching(answer):
        done = carry_out(run.pk)
    assert done is not None
    assert (done.state, done.proposal, done.best) == (RunState.FAILED, None, None)
    assert "Call-taking: the engine counted" in done.message
    assert not Proposal.objects.exists()


@pytest.mark.usefixtures("accepts_everything")
def test_taking_the_proposal_puts_the_shift_on_the_working_roster(center: Cast, flo: Person) -> None:
    run = ask(center)
    with searching(gives(center, flo)):
        done = carry_out(run.pk)
    assert done is not None
    assert done.proposal is not None
    take_proposal(actor=center.dana.user, proposal=done.proposal, edit_id=uuid.uuid4())
    roster = load_roster(center.norfield, TUESDAY, date(2026, 12, 9), view=View.WORKING)
    assert [duty.end - duty.start for duty in roster.evaluation.roster(flo.pk).worked()] == [720]


@pytest.mark.usefixtures("accepts_everything")
def test_findings_are_kept_and_their_duty_is_proposed_for_removal(center: Cast, flo: Person) -> None:
    run = ask(center)

    def answer(instance: Instance, watch: Watch, report: Callable[[Progress], None], *_: object) -> Solution:
        key = next(row.key for row in instance.duty if row.person == str(center.dana.pk) and row.start > 0)
        found = finding_about(center.dana, key)
        return answer_with(
            instance,
            flo,
            TUESDAY,
            center.shift_types["D"].entity_id,
            findings=(found,),
            removed=(key,),
        )

    with searching(answer):
        done = carry_out(run.pk)
    assert done is not None
    assert done.proposal is not None
    assert [row["name"] for row in done.findings] == ["Kestrel, Dana"]
    removal = done.proposal.lines.get(person=center.dana)
    assert (removal.addition["kind"], removal.addition["paint"]) == ("remove", "off")
    assert removal.reason == "No valid skill for this duty."


@pytest.mark.usefixtures("accepts_everything")
def test_progress_is_written_for_the_chart(center: Cast, flo: Person) -> None:
    run = ask(center)
    with searching(gives(center, flo)):
        carry_out(run.pk)
    found, looking = RunProgress.objects.filter(run=run).order_by("pk")
    assert (found.tier, found.value, found.bound, found.elapsed_ms, found.line) == (
        1,
        10,
        8,
        500,
        "Better roster",
    )
    # The answer leaves people short, so what stays short is looked into.
    assert (looking.tier, looking.value, looking.bound) == (0, None, None)
    assert looking.line == "Looking at what stays short, and why."


def test_a_task_delivered_twice_is_done_once(center: Cast, flo: Person) -> None:
    run = ask(center)
    calls = []

    def answer(instance: Instance, watch: Watch, report: Callable[[Progress], None], *_: object) -> Solution:
        calls.append(1)
        assert carry_out(run.pk) is None  # the second delivery, while the first is at work
        return answer_with(instance, flo, TUESDAY, center.shift_types["D"].entity_id)

    with searching(answer), patch.object(work, "check"):
        carry_out(run.pk)
        assert carry_out(run.pk) is None
    assert len(calls) == 1
    assert Proposal.objects.count() == 1


@pytest.mark.usefixtures("accepts_everything")
def test_a_stop_request_reaches_the_search_and_keeps_its_best(center: Cast, flo: Person) -> None:
    run = ask(center)

    def answer(instance: Instance, watch: Watch, report: Callable[[Progress], None], *_: object) -> Solution:
        request_stop(actor=center.sam.user, run=run)
        assert watch._stop.wait(timeout=20)
        assert watch.should_stop()
        return answer_with(instance, flo, TUESDAY, center.shift_types["D"].entity_id, was_stopped=True)

    with searching(answer):
        done = carry_out(run.pk)
    assert done is not None
    assert done.state == RunState.STOPPED
    assert done.proposal is not None


@pytest.mark.usefixtures("accepts_everything")
def test_stopped_before_any_roster_leaves_no_proposal(center: Cast, flo: Person) -> None:
    run = ask(center)

    def answer(instance: Instance, watch: Watch, report: Callable[[Progress], None], *_: object) -> Solution:
        request_stop(actor=center.sam.user, run=run)
        assert watch._stop.wait(timeout=20)
        return Solution(Status.UNKNOWN, "No roster yet.")

    with searching(answer):
        done = carry_out(run.pk)
    assert done is not None
    assert (done.state, done.proposal, done.message) == (RunState.STOPPED, None, "No roster yet.")


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.UNKNOWN, Status.MODEL_INVALID])
def test_without_an_answer_the_run_fails_with_the_engine_s_words(
    center: Cast, flo: Person, status: Status
) -> None:
    run = ask(center)
    with searching(lambda *_: Solution(status, f"It ended as {status}.")):
        done = carry_out(run.pk)
    assert done is not None
    assert (done.state, done.status) == (RunState.FAILED, status.value)
    assert done.message == f"It ended as {status}."
    assert not Proposal.objects.exists()


def test_an_answer_that_does_not_verify_is_never_kept(center: Cast, flo: Person) -> None:
    run = ask(center)
    refused = UnverifiedAnswerError(["Flo rests 3 hours."])
    with searching(gives(center, flo)), patch.object(work, "check", side_effect=refused):
        done = carry_out(run.pk)
    assert done is not None
    assert done.state == RunState.FAILED
    assert "Flo rests 3 hours." in done.message
    assert (done.best, done.proposal) == (None, None)
    assert not Proposal.objects.exists()


def test_an_answer_that_the_engine_refuses_itself_is_no_crash(center: Cast, flo: Person) -> None:
    run = ask(center)
    refused = UnsoundAnswerError(["Tier 1 amounts to 9, the model counted 8."])
    with patch("solver.engine.solve.solve", side_effect=refused):
        done = carry_out(run.pk)
    assert done is not None
    assert (done.state, done.proposal) == (RunState.FAILED, None)
    assert "independent check" in done.message
    assert "the model counted 8" in done.message


def test_a_crash_leaves_its_reason(center: Cast, flo: Person) -> None:
    run = ask(center)

    def crash(*_: object) -> Solution:
        raise MemoryError("out of memory")

    with searching(crash):
        done = carry_out(run.pk)
    assert done is not None
    assert done.state == RunState.FAILED
    assert done.message == "MemoryError: out of memory"
    assert done.finished_at is not None


@pytest.mark.usefixtures("accepts_everything")
def test_a_worker_that_lost_the_run_writes_nothing(center: Cast, flo: Person) -> None:
    run = ask(center)

    def answer(instance: Instance, watch: Watch, report: Callable[[Progress], None], *_: object) -> Solution:
        Run.objects.filter(pk=run.pk).update(attempt=2)  # handed on behind this worker's back
        return answer_with(instance, flo, TUESDAY, center.shift_types["D"].entity_id)

    with searching(answer):
        done = carry_out(run.pk)
    assert done is not None
    assert (done.state, done.proposal, done.attempt) == (RunState.RUNNING, None, 2)
    assert not Proposal.objects.exists()


@pytest.mark.usefixtures("accepts_everything")
def test_the_next_worker_begins_from_the_stored_instance(center: Cast, flo: Person) -> None:
    run = ask(center)
    claim = claim_run(run.pk)
    assert claim is not None
    run.refresh_from_db()
    first = work.instance_of(claim, run)
    Run.objects.filter(pk=run.pk).update(state=RunState.QUEUED, started_at=None)
    make_person(center.norfield, "Gus")  # hired meanwhile: no part of the problem any more
    seen = []

    def answer(instance: Instance, watch: Watch, report: Callable[[Progress], None], *_: object) -> Solution:
        seen.append(instance)
        return answer_with(instance, flo, TUESDAY, center.shift_types["D"].entity_id)

    with searching(answer):
        done = carry_out(run.pk)
    assert done is not None
    assert (done.state, done.attempt) == (RunState.DONE, 2)
    assert seen == [first]


def test_the_best_so_far_is_kept_while_the_search_goes_on(center: Cast, flo: Person) -> None:
    run = ask(center)

    def answer(instance: Instance, watch: Watch, report: Callable[[Progress], None], *_: object) -> Solution:
        best = answer_with(instance, flo, TUESDAY, center.shift_types["D"].entity_id)
        kept = threading.Event()
        with patch.object(work, "finding_as_json", lambda *_: kept.set()):
            watch.on_answer(best)
            assert kept.wait(timeout=20)
        watch._ended.set()
        watch._thread.join(timeout=20)
        row = Run.objects.get(pk=run.pk)
        assert row.best is not None
        assert row.best["assignments"]
        assert row.summary["agrees"] is True
        return best

    with searching(answer), patch.object(work, "check"):
        carry_out(run.pk)


@pytest.mark.usefixtures("accepts_everything")
def test_the_search_gets_what_reading_and_storing_leave_of_the_time(center: Cast, flo: Person) -> None:
    run = ask(center)
    given: list[float] = []
    reserved: list[float] = []

    def answer(instance: Instance, watch: Watch, report: object, seconds: float) -> Solution:
        given.append(seconds)
        reserved.append(watch.storing_seconds())
        return answer_with(instance, flo, TUESDAY, center.shift_types["D"].entity_id)

    with searching(answer):
        carry_out(run.pk)
    assert work.LEAST_SECONDS <= given[0] < run.seconds
    assert reserved[0] > 0
