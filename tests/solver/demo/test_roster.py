"""The demo's roster: asked for once, waited for, published; a call after an interrupted one goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from scheduling.roster.models import PeriodState, Proposal, RuleOverride, State
from scheduling.roster.proposals import create_proposal
from solver.demo import roster
from solver.demo.roster import RosterNotMadeError, ensure_roster
from solver.runs.models import Run, RunProgress, RunState
from staff.centers.clock import current_version
from tests.cast import Cast
from tests.factories import make_rule_limits

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 10)


@pytest.fixture(autouse=True)
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """No broker here: the tests play the worker."""
    sent: list[object] = []
    monkeypatch.setattr(roster, "enqueue_run", sent.append)
    return sent


def worker(cast: Cast, *, state: str = RunState.DONE, message: str = "") -> Callable[[], None]:
    """A worker that ends the one active run at the first look."""

    def work() -> None:
        run = Run.objects.get(state__in=[RunState.QUEUED, RunState.RUNNING])
        RunProgress.objects.create(run=run, elapsed_ms=1500, tier=1, line="First roster found")
        if state == RunState.DONE:
            run.proposal = create_proposal(
                owner=run.owner, center=run.center, base_version=run.base_version, day=TODAY, title="Run"
            )
        run.state, run.message = state, message
        run.started_at = run.finished_at = timezone.now()
        run.save()

    return work


def test_it_is_generated_by_the_worker_and_published(cast: Cast) -> None:
    said: list[str] = []
    assert cast.dana.user is not None
    taken = ensure_roster(cast.norfield, cast.dana.user, TODAY, say=said.append, pause=worker(cast))
    assert taken is not None
    assert PeriodState.objects.current().get(center=cast.norfield).state == State.PUBLISHED
    run = Run.objects.get()
    assert (str(run.starts_on), str(run.ends_before), run.seconds) == (
        "2026-12-06",
        "2027-01-03",
        roster.SECONDS,
    )
    assert run.options["keeps_past"] is False
    assert said[0].startswith("Run 1: generating 2026-12-06 to 2027-01-03")
    assert any("First roster found" in line for line in said)
    assert said[-1].startswith("Published as version")


def test_twice_is_once(cast: Cast) -> None:
    assert cast.dana.user is not None
    ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=worker(cast))
    version = current_version(cast.norfield.pk)
    assert ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=worker(cast)) is None
    assert (Run.objects.count(), current_version(cast.norfield.pk)) == (1, version)


def test_after_an_interruption_while_waiting_the_same_run_goes_on(cast: Cast, enqueued: list[object]) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    assert cast.dana.user is not None
    with pytest.raises(KeyboardInterrupt):
        ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=interrupted)
    assert enqueued == []
    assert ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=worker(cast)) is not None
    # Asked for again, since the message may be lost; claimed once all the same.
    assert enqueued == [Run.objects.get().pk]


def test_after_an_interruption_before_publishing_the_roster_is_taken(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    assert cast.dana.user is not None
    with monkeypatch.context() as patched:
        patched.setattr(roster, "take_run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=worker(cast))
    assert ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=worker(cast)) is not None
    assert Run.objects.count() == 1
    assert Proposal.objects.get().outcome == Proposal.Outcome.TAKEN


def test_a_failed_run_says_why_and_the_next_call_begins_anew(cast: Cast) -> None:
    assert cast.dana.user is not None
    failing = worker(cast, state=RunState.FAILED, message="The worker was lost.")
    with pytest.raises(RosterNotMadeError, match="Run 1 made no roster: The worker was lost"):
        ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=failing)
    assert not PeriodState.objects.exists()
    assert ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=worker(cast)) is not None
    assert Run.objects.count() == 2


def test_without_a_worker_it_ends_with_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "MOST_WAIT", roster.timedelta(seconds=-1))
    assert cast.dana.user is not None
    with pytest.raises(RosterNotMadeError, match="Is a worker on the queue"):
        ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=lambda: None)


def test_a_blocking_rule_stops_it_and_nothing_is_published(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=600)
    assert cast.dana.user is not None

    with pytest.raises(RosterNotMadeError, match=r"rule breaks that block \(.+\)\. Nothing is published"):
        ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=worker(cast))

    assert not PeriodState.objects.exists()
    assert not RuleOverride.objects.exists()
    assert Proposal.objects.get().outcome == Proposal.Outcome.OPEN


def test_what_needs_approval_is_overridden_with_the_demos_reason(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", approval=600)
    assert cast.dana.user is not None

    ensure_roster(cast.norfield, cast.dana.user, TODAY, say=print, pause=worker(cast))

    assert set(RuleOverride.objects.values_list("reason", flat=True)) == {roster.REASON}
