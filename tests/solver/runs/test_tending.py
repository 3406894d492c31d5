"""Runs whose worker is gone: handed on, settled with what they had, or failed with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from scheduling.roster.models import Proposal
from solver.runs import work
from solver.runs.claims import ATTEMPTS, LOST_AFTER, Claim, claim_run
from solver.runs.errors import RunLostError, UnverifiedAnswerError
from solver.runs.models import Run, RunProgress, RunState
from solver.runs.tending import tend_lost_runs
from tests.cast import Cast
from tests.solver.small_center import answer_with, ask, make_flo

LATER = LOST_AFTER + timedelta(seconds=1)


@pytest.fixture
def sent() -> Iterator[Any]:
    with patch("solver.runs.services.current_app.send_task") as send:
        yield send


def running(cast: Cast, *, attempt: int = 1, with_best: bool = False, **fields: object) -> Run:
    """A run that a worker took up and has not been heard of since."""
    flo = make_flo(cast)
    run = ask(cast)
    claim = claim_run(run.pk)
    assert claim is not None
    run.refresh_from_db()
    if with_best:
        instance = work.instance_of(claim, run)
        best = answer_with(instance, flo, date(2026, 12, 8), cast.shift_types["D"].entity_id)
        Run.objects.filter(pk=run.pk).update(best=json.loads(best.to_json()))
    Run.objects.filter(pk=run.pk).update(attempt=attempt, **fields)
    run.refresh_from_db()
    return run


def test_a_run_with_a_heartbeat_is_left_alone(cast: Cast, sent: Any) -> None:
    run = running(cast)
    assert tend_lost_runs(timezone.now()) == 0
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    assert not sent.called


def test_a_lost_run_is_handed_on_to_another_worker(cast: Cast, sent: Any) -> None:
    run = running(cast)
    assert tend_lost_runs(timezone.now() + LATER) == 1
    run.refresh_from_db()
    assert (run.state, run.started_at) == (RunState.QUEUED, None)
    sent.assert_called_once()
    claim = claim_run(run.pk)
    assert claim is not None
    assert claim.attempt == 2


def test_the_worker_that_was_given_up_can_t_write_any_more(cast: Cast, sent: Any) -> None:
    run = running(cast)
    tend_lost_runs(timezone.now() + LATER)
    claim_run(run.pk)
    with pytest.raises(RunLostError):
        Claim(run.pk, 1).beat()
    with pytest.raises(RunLostError):
        Claim(run.pk, 1).is_stop_requested()
    Claim(run.pk, 2).beat()


def test_the_chart_starts_anew_with_the_next_worker(cast: Cast, sent: Any) -> None:
    run = running(cast)
    RunProgress.objects.create(run=run, elapsed_ms=900, tier=1, value=5, bound=1)
    tend_lost_runs(timezone.now() + LATER)
    claim_run(run.pk)
    assert not RunProgress.objects.filter(run=run).exists()


def test_after_the_last_attempt_the_best_answer_is_kept(cast: Cast, sent: Any) -> None:
    run = running(cast, attempt=ATTEMPTS, with_best=True)
    with patch.object(work, "check"):
        tend_lost_runs(timezone.now() + LATER)
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert run.proposal is not None
    assert run.proposal.lines.count() == 1
    assert "worker was lost" in run.message
    assert not sent.called


def test_a_lost_run_that_was_asked_to_stop_is_settled_at_once(cast: Cast, sent: Any) -> None:
    run = running(cast, with_best=True, stop_requested_at=timezone.now())
    with patch.object(work, "check"):
        tend_lost_runs(timezone.now() + LATER)
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert run.proposal is not None


def test_after_the_last_attempt_without_an_answer_the_run_fails(cast: Cast, sent: Any) -> None:
    run = running(cast, attempt=ATTEMPTS)
    tend_lost_runs(timezone.now() + LATER)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "lost" in run.message
    assert not Proposal.objects.exists()


def test_a_kept_answer_that_does_not_verify_is_not_used(cast: Cast, sent: Any) -> None:
    run = running(cast, attempt=ATTEMPTS, with_best=True)
    with patch.object(work, "check", side_effect=UnverifiedAnswerError(["wrong"])):
        tend_lost_runs(timezone.now() + LATER)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert not Proposal.objects.exists()


def test_tending_twice_at_once_hands_on_once(cast: Cast, sent: Any) -> None:
    running(cast)
    moment = timezone.now() + LATER
    original: Callable[..., Any] = Run.objects.select_related

    def between(*args: str) -> Any:
        """The other beat gets there between our look and our write."""
        found = original(*args)
        if not sent.called:
            with patch.object(Run.objects, "select_related", original):
                tend_lost_runs(moment)
        return found

    with patch.object(Run.objects, "select_related", between):
        tend_lost_runs(moment)
    assert sent.call_count == 1
