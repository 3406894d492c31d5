"""Carrying out a run: claim, read, solve, verify, store the proposal. Called by the task and by the command
line.

Only here is the engine's solver imported, and only when a run is carried out: it takes a second and 80 MB.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from scheduling.time.interval import minute_before
from solver.adapter.instance import Search, build_instance
from solver.adapter.snapshot import read_snapshot
from solver.engine.instance import Instance
from solver.engine.shortages.account import Account
from solver.engine.solution import ENGINE_VERSION, Finding, Progress, Solution, Status
from solver.runs.accounts import MESSAGES_OF_VERDICT, NONE_FITS, not_accepted, verdict_of
from solver.runs.answers import answer_of, summary_of
from solver.runs.claims import Claim, claim_run
from solver.runs.errors import RunLostError, UnverifiedAnswerError
from solver.runs.models import Run, RunState
from solver.runs.options import RunOptions
from solver.runs.watching import Watch

STORING_COSTS = 4.0
"""Checking the answer again, counting its coverage and storing it takes so many times what reading the roster took:
the estimate until a roster was kept on the way (`watching.py` measures that).
"""

ACCOUNT_SHARE = 0.1
"""Of a run's time, so much is kept for saying why shortages remain and what would help."""
ACCOUNT_SHARE_TO_PROVE = 0.25
"""The same where every minimum must hold: then that is the answer."""
MOST_ACCOUNT_SECONDS = 20.0

LEAST_SECONDS = 0.5
"""The search always gets so much: its first roster needs no more."""

logger = logging.getLogger(__name__)


def carry_out(run_id: UUID, *, on_progress: Callable[[Progress], None] | None = None) -> Run | None:
    """Do a waiting run from claim to proposal; None when it is not waiting. Never raises for a run that
    failed.

    `on_progress` is told everything beside the database (the command line prints it).
    """
    claim = claim_run(run_id)
    if claim is None:
        logger.info("run %s is not waiting; nothing to do", run_id)
        return None
    with structlog.contextvars.bound_contextvars(run_id=str(run_id), attempt=claim.attempt):
        try:
            _carry_out(claim, on_progress)
        except RunLostError as error:
            logger.warning("%s", error)
        except UnverifiedAnswerError as error:
            logger.error("the answer was refused: %s", error)  # noqa: TRY400 - a decision, not a crash
            _fail(claim, f"The answer did not pass the independent check, so it was not kept: {error}")
        except Exception as error:
            logger.exception("the run failed")
            _fail(claim, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    return Run.objects.get(pk=run_id)


def _carry_out(claim: Claim, on_progress: Callable[[Progress], None] | None) -> None:
    """The time limit holds from the claim to the stored proposal."""
    started = time.monotonic()
    run = Run.objects.select_related("center", "owner").get(pk=claim.run_id)
    instance = instance_of(claim, run)
    reading = time.monotonic() - started
    seconds = max(LEAST_SECONDS, run.seconds - reading - account_seconds(run))
    with Watch(
        claim,
        keep_best=lambda best: keep_best(claim, run, instance, best),
        storing_seconds=reading * STORING_COSTS,
    ) as watch:

        def report(progress: Progress) -> None:
            watch.on_progress(progress)
            if on_progress is not None:
                on_progress(progress)

        solution = search(instance, watch, report, seconds)
        if solution.shortage_after:
            report(
                Progress(0, None, None, time.monotonic() - started, "Looking at what stays short, and why.")
            )
        accounts = account(run, instance, solution, watch.should_stop)
    if watch.is_lost:
        raise RunLostError(f"Run {run.number} was lost while it was solved.")
    finish(claim, run, instance, solution, accounts, is_stopped=watch.was_asked_to_stop)


def account_seconds(run: Run) -> float:
    """Seconds of the run's time that are kept for accounting for what stays short."""
    share = ACCOUNT_SHARE_TO_PROVE if run.options.get("minimums_must_hold") else ACCOUNT_SHARE
    return min(MOST_ACCOUNT_SECONDS, run.seconds * share)


def account(
    run: Run, instance: Instance, solution: Solution, should_stop: Callable[[], bool]
) -> tuple[Account, ...]:
    """Facts and ways out of the largest shortages that nobody accepted, as far as time allows."""
    from solver.engine.shortages.accounts import accounts_of  # noqa: PLC0415 - see the docstring of this module

    if not solution.status.has_answer:
        return ()
    wanted = not_accepted(RunOptions.from_json(run.options), instance.horizon_start)
    return accounts_of(instance, solution, account_seconds(run), should_stop, wanted=wanted)


def instance_of(claim: Claim, run: Run) -> Instance:
    """The run's instance: built in one consistent read and stored, or the stored one of an earlier worker."""
    if run.instance is not None:
        return Instance.from_json(json.dumps(run.instance))
    snapshot = read_snapshot(run.center, run.starts_on, run.ends_before)
    instance = build_instance(
        snapshot,
        RunOptions.from_json(run.options),
        Search(seconds=run.seconds, seed=run.seed, workers=run.workers),
        now=minute_before(timezone.now()),
    )
    run.base_version = snapshot.version
    run.instance = json.loads(instance.to_json())
    claim.update(base_version=run.base_version, instance=run.instance, engine_version=ENGINE_VERSION)
    return instance


def search(instance: Instance, watch: Watch, report: Callable[[Progress], None], seconds: float) -> Solution:
    """One search, in this process. Raises UnverifiedAnswerError when the engine refuses its own answer."""
    from solver.engine.answers import UnsoundAnswerError  # noqa: PLC0415 - see the docstring of this module
    from solver.engine.solve import solve  # noqa: PLC0415

    try:
        return solve(
            instance,
            watch.should_stop,
            report,
            watch.on_answer,
            seconds=seconds,
            reserved=watch.storing_seconds,
        )
    except UnsoundAnswerError as error:
        raise UnverifiedAnswerError(error.problems) from error


def check(instance: Instance, solution: Solution) -> None:
    """Raises UnverifiedAnswerError when the independent checker finds anything."""
    from solver.engine.verify import verify  # noqa: PLC0415 - see the docstring of this module

    problems = [str(problem) for problem in verify(instance, solution)]
    if problems:
        raise UnverifiedAnswerError(problems)


def keep_best(claim: Claim, run: Run, instance: Instance, best: Solution) -> None:
    """Store a verified answer of a run that goes on, for the page and for the case that its worker is lost.

    Raises UnverifiedAnswerError.
    """
    check(instance, best)
    answer = answer_of(run, instance, best)
    claim.update(
        best=json.loads(best.to_json()),
        findings=[finding_as_json(finding, instance) for finding in best.findings],
        summary=summary_of(best, answer),
    )


def finish(
    claim: Claim,
    run: Run,
    instance: Instance,
    solution: Solution,
    accounts: Sequence[Account] = (),
    *,
    is_stopped: bool,
) -> None:
    """Store what the search ended with: a proposal on the version that was read, or the reason there is none.

    Where minimums must hold and can't, the best roster is a proposal all the same, and the verdict says so.

    Raises UnverifiedAnswerError when the checker or the roster's own coverage does not confirm the answer.
    """
    ended: dict[str, Any] = {
        "status": solution.status.value,
        "engine_version": solution.engine_version,
        "finished_at": timezone.now(),
        "stop_requested_at": run.stop_requested_at,
    }
    if is_stopped:
        ended.pop("stop_requested_at")
    if not solution.status.has_answer:
        state = RunState.STOPPED if is_stopped else RunState.FAILED
        claim.update(**ended, state=state, message=solution.message, summary=summary_of(solution, None))
        return
    check(instance, solution)
    answer = answer_of(run, instance, solution)
    verdict = verdict_of(RunOptions.from_json(run.options), solution, accounts, instance.horizon_start)
    if verdict == NONE_FITS:
        ended["status"] = Status.INFEASIBLE.value
    with transaction.atomic():
        # Taken before the rows are made: a worker that lost the run must leave no proposal behind.
        claim.update(
            **ended,
            state=RunState.STOPPED if is_stopped else RunState.DONE,
            message=MESSAGES_OF_VERDICT.get(verdict, solution.message),
            best=json.loads(solution.to_json()),
            findings=[finding_as_json(finding, instance) for finding in solution.findings],
            summary=summary_of(solution, answer, instance, accounts) | {"verdict": verdict},
        )
        Run.objects.filter(pk=run.pk).update(proposal=answer.propose(run))


def finding_as_json(finding: Finding, instance: Instance) -> dict[str, Any]:
    """A finding in words that last: names and moments instead of keys of the instance."""
    zero = instance.horizon_start
    return {
        "kind": finding.kind.value,
        "rule": finding.rule,
        "person": finding.person,
        "name": next(person.label for person in instance.people if person.key == finding.person),
        "start": finding.interval.start + zero,
        "end": finding.interval.end + zero,
        "measured": finding.measured,
        "limit": finding.limit,
        "unit": finding.unit,
        "removes": len(finding.removes),
        "message": finding.message,
    }


def _fail(claim: Claim, message: str) -> None:
    try:
        claim.update(state=RunState.FAILED, finished_at=timezone.now(), message=message)
    except RunLostError:
        logger.warning("run %s was handed on before it failed", claim.run_id)
