"""The page of a run in each of its states, its live fragment and its buttons."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from solver.adapter.instance import Search
from solver.runs.models import Run, RunProgress, RunState
from solver.runs.options import RunOptions
from solver.runs.run_page import run_page
from solver.runs.services import request_run
from staff.people.models import Person
from tests.cast import Cast
from tests.solver.small_center import ask, finished_run, make_flo


@pytest.fixture
def dana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dana.user)
    return client


@pytest.fixture
def flo(cast: Cast) -> Person:
    return make_flo(cast)


def running(cast: Cast, **fields: object) -> Run:
    run = ask(cast)
    now = timezone.now()
    values: dict[str, object] = {"state": RunState.RUNNING, "started_at": now, "heartbeat_at": now}
    Run.objects.filter(pk=run.pk).update(**(values | fields))
    return Run.objects.select_related("center", "owner").get(pk=run.pk)


def text_of(client: Client, run: Run, **query: str) -> str:
    return client.get(reverse("generate_run", args=[run.pk]), query).content.decode()


def test_a_run_that_waits_says_so_and_that_nobody_listens_after_a_while(dana: Client, cast: Cast) -> None:
    run = ask(cast)
    assert "Waiting for a worker" in text_of(dana, run)
    Run.objects.update(requested_at=timezone.now() - timedelta(seconds=30))
    assert "No worker is listening" in text_of(dana, run)


def test_a_run_that_waits_behind_another_says_which(dana: Client, cast: Cast) -> None:
    running(cast)
    second = request_run(
        actor=cast.dana.user,
        center=cast.norfield,
        starts_on=date(2027, 1, 3),
        ends_before=date(2027, 1, 31),
        options=RunOptions(),
        search=Search(seconds=5),
        enqueue=False,
    )
    Run.objects.filter(pk=second.pk).update(requested_at=timezone.now() - timedelta(seconds=30))
    assert "The worker is busy with run 1" in text_of(dana, second)


def test_a_run_whose_worker_is_silent_says_so(dana: Client, cast: Cast) -> None:
    run = running(cast, heartbeat_at=timezone.now() - timedelta(minutes=2))
    assert "has not been heard of" in text_of(dana, run)


def test_the_gap_is_said_in_a_sentence_and_drawn(dana: Client, cast: Cast) -> None:
    run = running(cast)
    for ms, value, bound in ((500, 900, 100), (1500, 800, 100), (2500, 600, 540)):
        RunProgress.objects.create(run=run, elapsed_ms=ms, tier=1, value=value, bound=bound)
    page = text_of(dana, run)
    assert "No roster can beat this one by more than 10.0%." in page
    assert 'class="best-line"' in page
    assert 'class="bound-line"' in page
    assert "The best roster falls from 900 to 600" in page
    assert "style=" not in page


def test_a_tier_that_is_proven_says_so(cast: Cast) -> None:
    run = running(cast)
    RunProgress.objects.create(run=run, elapsed_ms=500, tier=1, value=600, bound=600)
    page = run_page(cast.dana.user, run, timezone.now())
    assert page.gap == 0
    assert "proven best" in page.sentence


def test_a_bound_far_off_is_no_promise(cast: Cast) -> None:
    run = running(cast)
    RunProgress.objects.create(run=run, elapsed_ms=500, tier=1, value=600, bound=0)
    assert "Nothing useful is proven" in run_page(cast.dana.user, run, timezone.now()).sentence


def test_the_log_has_at_most_four_lines_newest_first(cast: Cast) -> None:
    run = running(cast)
    for n in range(8):
        RunProgress.objects.create(run=run, elapsed_ms=n * 1000, tier=1, value=900 - n, bound=1)
    log = run_page(cast.dana.user, run, timezone.now()).log
    assert [entry.words for entry in log] == [
        "Better roster, 893",
        "Better roster, 894",
        "Better roster, 895",
        "Better roster, 896",
    ]
    assert log[0].change == "−1"


def test_another_tier_can_be_looked_at(cast: Cast) -> None:
    run = running(cast)
    RunProgress.objects.create(run=run, elapsed_ms=500, tier=1, value=600, bound=600)
    RunProgress.objects.create(run=run, elapsed_ms=900, tier=4, value=30, bound=10)
    latest = run_page(cast.dana.user, run, timezone.now())
    first = run_page(cast.dana.user, run, timezone.now(), tier=1)
    assert latest.shown is not None
    assert first.shown is not None
    assert (latest.shown.number, first.shown.number) == (4, 1)


def test_the_live_fragment_asks_again_only_while_the_run_goes_on(
    dana: Client, cast: Cast, flo: Person
) -> None:
    run = running(cast)
    live = reverse("generate_live", args=[run.pk])
    going = dana.get(live)
    assert (going.status_code, "every 1s" in going.content.decode()) == (200, True)
    Run.objects.update(state=RunState.FAILED, finished_at=timezone.now(), message="The worker was lost.")
    ended = dana.get(live)
    assert ended.status_code == 286
    assert "every 1s" not in ended.content.decode()
    assert "The worker was lost." in ended.content.decode()
    assert "No roster was found." in ended.content.decode()
    assert "not reached" in ended.content.decode()
    assert "to come" not in ended.content.decode()


def test_review_best_so_far_stops_and_opens_the_review_when_it_is_kept(
    dana: Client, cast: Cast, flo: Person
) -> None:
    run = running(cast)
    response = dana.post(reverse("generate_stop", args=[run.pk]), {"then": "review"})
    assert response.headers["Location"].endswith("?then=review")
    run.refresh_from_db()
    assert run.stop_requested_at is not None
    Run.objects.filter(pk=run.pk).update(state=RunState.STOPPED, finished_at=timezone.now())
    done = finished_run(cast, flo)
    answer = dana.get(reverse("generate_live", args=[done.pk]), {"then": "review"})
    assert answer.headers["HX-Redirect"] == reverse("generate_review", args=[done.pk])


def test_a_finished_run_leads_to_its_review(dana: Client, cast: Cast, flo: Person) -> None:
    run = finished_run(cast, flo)
    page = text_of(dana, run)
    assert "Review 1 change" in page
    assert reverse("generate_review", args=[run.pk]) in page


def test_others_see_whose_run_it_is_and_no_review(client: Client, cast: Cast, flo: Person) -> None:
    run = finished_run(cast, flo)
    client.force_login(cast.sam.user)
    page = text_of(client, run)
    assert "Only Dana Kestrel can review and publish it." in page
    assert reverse("generate_review", args=[run.pk]) not in page
    assert client.get(reverse("generate_review", args=[run.pk])).status_code == 404


def test_run_again_asks_for_the_same_with_another_seed(dana: Client, cast: Cast, flo: Person) -> None:
    first = finished_run(cast, flo)
    dana.post(reverse("generate_again", args=[first.pk]))
    second = Run.objects.get(number=2)
    assert (second.options, second.seconds, second.starts_on) == (
        first.options,
        first.seconds,
        first.starts_on,
    )
    assert second.seed != first.seed


@pytest.mark.parametrize(
    "name",
    ["generate_run", "generate_live", "generate_review"],
)
def test_a_run_of_another_center_does_not_exist(client: Client, cast: Cast, flo: Person, name: str) -> None:
    run = finished_run(cast, flo)
    client.force_login(cast.olga.user)
    assert client.get(reverse(name, args=[run.pk])).status_code == 404
    assert client.get(reverse(name, args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "generate_stop",
        "generate_again",
        "generate_mark",
        "generate_insist",
        "generate_take",
        "generate_discard",
    ],
)
def test_nothing_is_done_for_those_who_may_not(client: Client, cast: Cast, flo: Person, name: str) -> None:
    run = finished_run(cast, flo)
    address = reverse(name, args=[run.pk])
    assert client.post(address).status_code == 302
    client.force_login(cast.cal.user)
    assert client.post(address).status_code == 403
    client.force_login(cast.olga.user)
    assert client.post(address).status_code == 404
    client.force_login(cast.dana.user)
    assert client.get(address).status_code == 405
    run.refresh_from_db()
    assert run.proposal is not None
    assert (run.proposal.outcome, Run.objects.count()) == ("open", 1)


def test_a_run_whose_review_is_closed_asks_for_none(dana: Client, cast: Cast, flo: Person) -> None:
    run = finished_run(cast, flo)
    address = reverse("generate_run", args=[run.pk])
    assert "change to review" in dana.get(address).content.decode()
    dana.post(reverse("generate_discard", args=[run.pk]))
    page = dana.get(address).content.decode()
    assert "change to review" not in page
    assert "The review is closed" in page
