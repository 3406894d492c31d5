"""A center in miniature for runs: the cast, Flo without a pattern, and what a search would answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unittest.mock import patch

from scheduling.time.interval import Interval
from solver.adapter.instance import Search
from solver.adapter.keys import occurrence_key
from solver.engine.headcounts import headcounts, shortage_minutes
from solver.engine.instance import Instance
from solver.engine.solution import (
    Assignment,
    Finding,
    FindingKind,
    Shortage,
    Solution,
    Status,
    TierResult,
)
from solver.engine.standing import Result
from solver.runs import work
from solver.runs.claims import claim_run
from solver.runs.models import Run, RunProgress
from solver.runs.options import RunOptions
from solver.runs.services import request_run
from solver.runs.work import finish, instance_of
from staff.people.models import Person, User
from tests.cast import Cast
from tests.factories import make_contract, make_person

STARTS_ON = date(2026, 12, 6)
ENDS_BEFORE = date(2027, 1, 3)
QUICK = Search(seconds=5, seed=7, workers=1)


def make_flo(cast: Cast) -> Person:
    """Somebody without a pattern: 40 hours a week for a run to roster, as a call-taker."""
    flo = make_person(
        cast.norfield,
        "Flo",
        last_name="Farrow",
        number="1010",
        skills=(cast.skills["CT"],),
        bargaining_unit=cast.unit,
        group=cast.groups["A Squad"],
    )
    make_contract(flo, None, weekly_minutes=2400)
    return flo


def ask(cast: Cast, *, actor: User | None = None, enqueue: bool = False, **options: object) -> Run:
    """A run over the period from 2026-12-06, asked for by Dana and not handed to any worker."""
    return request_run(
        actor=actor or cast.dana.user,
        center=cast.norfield,
        starts_on=STARTS_ON,
        ends_before=ENDS_BEFORE,
        options=RunOptions(**options),  # type: ignore[arg-type]
        search=QUICK,
        enqueue=enqueue,
    )


def answer_with(
    instance: Instance, person: Person, on: date, shift_type: object, **changes: object
) -> Solution:
    """A solution that gives one person one shift and counts its shortage; the values of its tiers are made up."""
    pairs = [(str(person.pk), occurrence_key(shift_type, on))]
    before = shortage_minutes(headcounts(Result(instance, [])))
    gone = [*changes.get("dropped", ()), *changes.get("removed", ())]  # type: ignore[misc]
    after = shortage_minutes(headcounts(Result(instance, pairs, removed=gone)))
    solution = Solution(
        status=Status.FEASIBLE,
        message="A roster.",
        assignments=(Assignment(str(person.pk), occurrence_key(shift_type, on)),),
        tiers=(TierResult(1, "Shortfall", "person-minutes", 10, 8, Status.FEASIBLE, 1.0),),
        shortages=tuple(
            Shortage(row.key, row.label, row.kind, before[row.key], after[row.key])
            for row in instance.requirements
        ),
        seed=instance.options.seed,
        workers=instance.options.workers,
        seconds=1.0,
    )
    return replace(solution, **changes)


def finding_about(person: Person, *keys: str) -> Finding:
    """A finding that proposes to remove given duty."""
    return Finding(
        FindingKind.ALONE,
        "valid_certification",
        str(person.pk),
        keys,
        keys,
        Interval(0, 60),
        0,
        1,
        "skills",
        "No valid skill for this duty.",
    )


def finished_run(cast: Cast, flo: Person, *, day: date = date(2026, 12, 8), **changes: object) -> Run:
    """A run that put Flo on a day shift, as it stands after the worker is done with it."""
    run = ask(cast)
    claim = claim_run(run.pk)
    assert claim is not None
    run.refresh_from_db()
    instance = instance_of(claim, run)
    solution = answer_with(instance, flo, day, cast.shift_types["D"].entity_id, **changes)
    with patch.object(work, "check"):
        finish(claim, run, instance, solution, is_stopped=False)
    RunProgress.objects.create(run=run, elapsed_ms=500, tier=1, value=900, bound=100, line="")
    RunProgress.objects.create(run=run, elapsed_ms=1500, tier=1, value=600, bound=540, line="")
    return Run.objects.select_related("center__clock", "owner", "proposal").get(pk=run.pk)
