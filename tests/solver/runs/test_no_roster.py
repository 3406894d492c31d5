"""Minimums that must hold and can't: the facts with who set them, the ways out, and the run after one is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.roster.models import Proposal
from scheduling.time.interval import Interval, Minute, minute_of, moment_of
from solver.adapter.instance import Search
from solver.engine.shortages.account import Account, Fact
from solver.engine.solution import ShortageReason, Solution, Status, TierResult
from solver.runs.accounts import NONE_FITS, NOT_FOUND, verdict_of
from solver.runs.models import Run, RunState
from solver.runs.no_roster import no_roster_page
from solver.runs.options import Accepted, InvalidOptions, RunOptions
from solver.runs.services import request_run
from solver.runs.work import carry_out
from staff.people.models import Person
from tests.cast import Cast, make_cast
from tests.factories import make_adjustment, make_rule_limits
from tests.solver.small_center import ENDS_BEFORE, STARTS_ON, ask, finished_run, make_flo

SEARCH = Search(seconds=8, seed=7, workers=1)


@pytest.fixture
def center(transactional_db: None) -> Cast:
    cast = make_cast()
    make_rule_limits(cast.norfield, "minimum_rest", block=480, approval=600)
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=960)
    make_flo(cast)
    return cast


@pytest.fixture
def dana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dana.user)
    return client


@pytest.fixture
def flo(cast: Cast) -> Person:
    return make_flo(cast)


def carried_out(cast: Cast, **options: Any) -> Run:
    run = request_run(
        actor=cast.dana.user,
        center=cast.norfield,
        starts_on=STARTS_ON,
        ends_before=ENDS_BEFORE,
        options=RunOptions(**options),
        search=SEARCH,
        enqueue=False,
    )
    return solved(run)


def solved(run: Run) -> Run:
    assert carry_out(run.pk) is not None
    return again(run)


def minute_at(wall: str) -> Minute:
    """A time by Norfield's clock."""
    return minute_of(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("America/New_York")))


def again(run: Run) -> Run:
    return Run.objects.select_related("center__clock", "owner", "proposal").get(pk=run.pk)


def way(kind: str = "shift", **changes: Any) -> dict[str, Any]:
    """A stored way out, as a run keeps it."""
    start = minute_at("2026-12-09 18:00")
    return {
        "kind": kind, "person": None, "name": "", "start": start, "end": start + 720, "code": "N",
        "is_whole_shift": True, "price": 720, "closes": 720, "overtime": 0, "needs_approval": False,
        "moved": [], "measures": [], "additions": [], "revokes": [], **changes,
    }  # fmt: skip


def account(*ways: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A stored account of a night without a supervisor."""
    start = minute_at("2026-12-09 18:00")
    return {
        "requirement": "seats:11111111-1111-1111-1111-111111111111", "label": "Shift supervisor", "start": start,
        "end": start + 720, "missing": 1, "needed": 1, "trained": 2, "able": 0, "is_smallest": True, "tried": 3,
        "seconds": 0.4, "facts": [
            {"kind": "minimum", "able": 2, "people": [], "duty": []},
            {"kind": "pattern", "able": 0, "people": [{"id": "x", "name": "Kestrel, Dana"}], "duty": []},
        ], "ways": list(ways), **changes,
    }  # fmt: skip


def told(run: Run, *accounts: dict[str, Any], verdict: str = NONE_FITS) -> Run:
    """The run with these accounts instead of its own."""
    summary = run.summary | {"accounts": list(accounts), "verdict": verdict}
    Run.objects.filter(pk=run.pk).update(summary=summary)
    return again(run)


# --- the whole chain ------------------------------------------------------------------------------------------------


def test_no_roster_fits_until_a_way_out_is_taken(center: Cast, client: Client) -> None:
    """Sam is on leave in one of his nights: nobody else may supervise it without overtime."""
    night = Interval(minute_at("2026-12-06 18:00"), minute_at("2026-12-07 06:00"))
    make_adjustment(
        center.sam,
        moment_of(night.start - 60),
        moment_of(night.end + 60),
        kind=AdjustmentKind.LEAVE,
    )
    run = carried_out(center, minimums_must_hold=True)
    assert (run.state, run.status, run.summary["verdict"]) == (RunState.DONE, "INFEASIBLE", NONE_FITS)
    assert run.proposal is not None
    number, found = next(
        (n, row) for n, row in enumerate(run.summary["accounts"]) if row["start"] == night.start
    )
    assert [fact["kind"] for fact in found["facts"]] == ["minimum", "absence", "kept_pattern"]
    assert [row["name"] for row in found["facts"][1]["people"]] == ["Rowntree, Sam"]

    client.force_login(center.dana.user)
    address = reverse("generate_run", args=[run.pk])
    page = client.get(address, {"short": number}).content.decode()
    for words in (
        "No roster fits",
        "Three facts about Sun Dec 6, 18:00 – 06:00 can’t all hold",
        "Rowntree, Sam has approved leave",
        "Weekly minimum, set by",
        "Open partial roster",
    ):
        assert words in page
    assert client.get(reverse("generate_live", args=[run.pk]))["HX-Redirect"] == address

    number, found = next(
        (n, row) for n, row in enumerate(run.summary["accounts"]) if row["ways"][0]["additions"]
    )
    best = found["ways"][0]
    assert best["overtime"] > 0
    assert "Take and run again" in client.get(address, {"short": number}).content.decode()
    answer = client.post(reverse("generate_way_out", args=[run.pk]), {"short": number, "way": 0})
    second = Run.objects.get(number=run.number + 1)
    assert answer["Location"] == reverse("generate_run", args=[second.pk])
    assert RunOptions.from_json(second.options).minimums_must_hold
    draft = Adjustment.objects.get(kind="overtime")
    assert (str(draft.person_id), minute_of(draft.starts_at)) == (best["person"], best["start"])
    assert draft.published_from is None
    done = solved(second)
    short = [row for row in done.summary["reasons"] if row["label"] == found["label"]]
    assert best["start"] not in [row["start"] for row in short]


def test_a_way_out_is_added_to_the_changes_under_review(center: Cast, client: Client) -> None:
    run = carried_out(center)
    assert run.summary["verdict"] == ""
    number, found = next(
        (n, row) for n, row in enumerate(run.summary["accounts"]) if row["ways"][0]["additions"]
    )
    client.force_login(center.dana.user)
    review = reverse("generate_review", args=[run.pk])
    assert "Cheapest fix" in client.get(review).content.decode()
    assert run.proposal is not None
    before = run.proposal.lines.count()
    page = client.post(reverse("generate_add", args=[run.pk]), {"short": number, "way": 0}, follow=True)
    text = page.content.decode()
    assert f"Added for {found['ways'][0]['name']}" in text
    assert "A way out is among the changes" in text
    line = run.proposal.lines.order_by("-starts_at").filter(reason__startswith="Way out").get()
    assert run.proposal.lines.count() == before + 1
    assert minute_of(line.starts_at) == found["ways"][0]["start"]
    page = client.post(reverse("generate_add", args=[run.pk]), {"short": number, "way": 0}, follow=True)
    assert "is in the roster already" in page.content.decode()
    assert run.proposal.lines.count() == before + 1
    client.post(reverse("generate_take", args=[run.pk]), {"how": "draft"})
    assert Adjustment.objects.filter(reason__startswith="Way out", published_from=None).count() == 1


def test_the_command_ends_with_the_facts_and_publishes_nothing(center: Cast) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="No roster meets every minimum"):
        call_command(
            "generate", "--center", "norfield", "--period", "2026-12-10", "--seconds", "6", "--workers", "1",
            "--minimums-must-hold", "--publish", "--json", stdout=out,
        )  # fmt: skip
    report = json.loads(out.getvalue())
    assert (report["verdict"], report["status"], report["published"]) == (NONE_FITS, "INFEASIBLE", False)
    assert report["accounts"][0]["facts"]


# --- the verdict ----------------------------------------------------------------------------------------------------


def solution(*gaps: ShortageReason, bound: int | None = 0) -> Solution:
    tier = TierResult(1, "Shortfall", "person-minutes", 60, bound, Status.FEASIBLE, 1.0)
    return Solution(Status.FEASIBLE, "A roster.", tiers=(tier,), reasons=gaps)


GAP = ShortageReason("seats:x", Interval(60, 120), 1, 2, 0, ())
PROVEN = Account("seats:x", Interval(60, 120), 1, 1, 2, facts=(Fact("minimum", 0),))
OPEN = replace(PROVEN, facts=())
MUST = RunOptions(minimums_must_hold=True)


@pytest.mark.parametrize(
    ("options", "found", "accounts", "verdict"),
    [
        (RunOptions(), solution(GAP, bound=60), (PROVEN,), ""),
        (MUST, solution(), (), ""),
        (MUST, solution(GAP), (PROVEN,), NONE_FITS),
        (MUST, solution(GAP, bound=30), (OPEN,), NONE_FITS),
        (MUST, solution(GAP), (OPEN,), NOT_FOUND),
        (MUST, solution(GAP, bound=None), (), NOT_FOUND),
    ],
)
def test_the_verdict_says_no_more_than_is_proven(
    options: RunOptions, found: Solution, accounts: tuple[Account, ...], verdict: str
) -> None:
    assert verdict_of(options, found, accounts, zero=1000) == verdict


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        (Accepted("seats:x", 1060, 1120, 1), ""),
        (Accepted("seats:x", 1060, 1119, 1), NOT_FOUND),
        (Accepted("seats:y", 1060, 1120, 1), NOT_FOUND),
    ],
)
def test_an_accepted_shortage_is_not_held_against_the_roster(known: Accepted, verdict: str) -> None:
    """What adding up proves is no proof any more once something is accepted."""
    options = replace(MUST, accepted=(known,))
    assert verdict_of(options, solution(GAP, bound=30), (), zero=1000) == verdict
    more = replace(GAP, missing=2)
    assert verdict_of(options, solution(more, bound=30), (), zero=1000) == NOT_FOUND


@pytest.mark.parametrize(
    "stored",
    [
        "all",
        ["x"],
        [{"requirement": "seats:x", "start": 1, "end": 2}],
        [{"requirement": "seats:x", "start": 2, "end": 2, "missing": 1}],
        [{"requirement": "seats:x", "start": 1, "end": 2, "missing": 0}],
        [{"requirement": "seats:x", "start": True, "end": 2, "missing": 1}],
        [{"requirement": 5, "start": 1, "end": 2, "missing": 1}],
    ],
)
def test_accepted_shortages_of_a_wrong_form_are_refused(stored: Any) -> None:
    with pytest.raises(InvalidOptions):
        RunOptions.from_json({"accepted": stored})


def test_options_with_accepted_shortages_are_read_back_as_stored() -> None:
    options = replace(MUST, accepted=(Accepted("seats:x", 1, 2, 1),))
    assert RunOptions.from_json(json.loads(json.dumps(options.as_json()))) == options


# --- pages ----------------------------------------------------------------------------------------------------------


def page_of(client: Client, run: Run, **query: Any) -> str:
    return client.get(reverse("generate_run", args=[run.pk]), query).content.decode()


def test_accepting_runs_again_with_the_shortage_known(dana: Client, cast: Cast, flo: Person) -> None:
    run = told(finished_run(cast, flo), account(way("accept", price=2880)))
    assert "Accept 0 of 1, 18:00 – 06:00" in page_of(dana, run)
    dana.post(reverse("generate_way_out", args=[run.pk]), {"short": 0, "way": 0})
    second = Run.objects.get(number=run.number + 1)
    stored = run.summary["accounts"][0]
    assert RunOptions.from_json(second.options).accepted == (
        Accepted(stored["requirement"], stored["start"], stored["end"], 1),
    )
    assert not Adjustment.objects.filter(reason__startswith="Way out").exists()


def test_leave_is_asked_for_and_never_taken(dana: Client, cast: Cast, flo: Person) -> None:
    asked = way("leave", person=str(cast.sam.pk), name="Rowntree, Sam")
    run = told(finished_run(cast, flo), account(asked))
    page = page_of(dana, run)
    assert "Ask Rowntree, Sam to give back leave on Wed Dec 9" in page
    assert "Open on board" in page
    assert "Take and run again" not in page
    answer = dana.post(reverse("generate_way_out", args=[run.pk]), {"short": 0, "way": 0}, follow=True)
    assert "Somebody has to agree first" in answer.content.decode()
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    "place",
    [{}, {"short": "0"}, {"short": "0", "way": "7"}, {"short": "-1", "way": "0"}, {"short": "²", "way": "0"}],
)
def test_a_way_out_that_is_not_known_is_refused(
    dana: Client, cast: Cast, flo: Person, place: dict[str, str]
) -> None:
    run = told(finished_run(cast, flo), account(way("accept")))
    for name in ("generate_way_out", "generate_add"):
        answer = dana.post(reverse(name, args=[run.pk]), place, follow=True)
        assert "This way out is not known" in answer.content.decode()
    assert Run.objects.count() == 1


def test_while_another_run_of_the_dates_goes_on_nothing_is_drafted(
    dana: Client, cast: Cast, flo: Person
) -> None:
    run = told(finished_run(cast, flo), account(way("accept")))
    other = ask(cast)
    answer = dana.post(reverse("generate_way_out", args=[run.pk]), {"short": 0, "way": 0})
    assert answer["Location"] == reverse("generate_run", args=[other.pk])
    assert Proposal.objects.count() == 1


def test_a_set_that_may_still_shrink_says_so(dana: Client, cast: Cast, flo: Person) -> None:
    run = told(finished_run(cast, flo), account(way("accept"), is_smallest=False, able=None))
    page = page_of(dana, run)
    assert "may still shrink" in page
    assert "not counted" in page


def test_where_nothing_is_proven_the_page_does_not_say_that_none_fits(
    dana: Client, cast: Cast, flo: Person
) -> None:
    run = told(finished_run(cast, flo), account(way("accept"), facts=[], able=None), verdict=NOT_FOUND)
    page = page_of(dana, run)
    assert "No roster found" in page
    assert "with more time there may be one" in page
    assert "No roster fits" not in page


def test_hours_that_do_not_add_up_are_told_without_a_set(dana: Client, cast: Cast, flo: Person) -> None:
    run = told(finished_run(cast, flo))
    page = page_of(dana, run)
    assert "The minimums ask for more hours than people can work" in page
    assert "proven by adding up" in page


def test_the_proven_and_largest_shortage_is_shown_and_others_are_a_click_away(
    cast: Cast, flo: Person
) -> None:
    small = account(way("accept"), end=account()["start"] + 60)
    run = told(finished_run(cast, flo), account(way("accept"), facts=[]), small, account(way("accept")))
    page = no_roster_page(run)
    assert page is not None
    assert page.account is not None
    assert page.account.number == 2
    assert [number for number, _, _ in page.others] == [0, 1]
    can_be_done = account(way(person="x", name="Kestrel, Dana", additions=[{"shift_start": 0}]))
    equal = no_roster_page(told(run, account(way("accept")), can_be_done, account(way("accept"))))
    assert equal is not None
    assert equal.account is not None
    assert equal.account.number == 1
    chosen = no_roster_page(told(run, account(way("accept")), account(way("accept"))), 1)
    assert chosen is not None
    assert chosen.account is not None
    assert chosen.account.number == 1


def test_a_run_without_a_verdict_has_its_usual_page(dana: Client, cast: Cast, flo: Person) -> None:
    run = finished_run(cast, flo)
    assert no_roster_page(run) is None
    assert "Tiers, in order" in page_of(dana, run)


def test_a_way_that_breaks_a_blocking_rule_by_now_is_refused(dana: Client, cast: Cast, flo: Person) -> None:
    """Flo's day shift under review ends where the way begins a night."""
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=960)
    row = {
        "kind": "overtime", "paint": "duty", "start": minute_at("2026-12-08 18:00"),
        "end": minute_at("2026-12-09 06:00"), "shift_start": minute_at("2026-12-08 18:00"),
        "shift_type": str(cast.shift_types["N"].entity_id), "position": None, "console": None, "breaks": [],
        "pay": "overtime", "absence_kind": None, "reason": "Way out of a shortage",
    }  # fmt: skip
    more = way(person=str(flo.pk), name="Farrow, Flo", additions=[row])
    run = told(finished_run(cast, flo), account(more))
    answer = dana.post(reverse("generate_add", args=[run.pk]), {"short": 0, "way": 0}, follow=True)
    assert "break a rule that blocks by now: longest continuous duty" in answer.content.decode()
    assert run.proposal is not None
    assert run.proposal.lines.count() == 1
