"""The whole chain with the real engine, on a center in miniature: request, search, check, proposal, publication."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scheduling.roster.models import PeriodState, State
from scheduling.roster.periods import ensure_period
from scheduling.roster.selectors import View, load_roster
from scheduling.rules.levels import Level
from solver.adapter.snapshot import read_snapshot
from solver.engine.solution import Progress, Solution
from solver.runs.answers import answer_of
from solver.runs.models import Run, RunProgress, RunState
from solver.runs.work import carry_out, instance_of
from staff.centers.clock import tick
from staff.centers.years import OUT_OF_YEARS
from staff.people.models import Role, RoleAssignment, User
from staff.skills.models import Certification
from tests.cast import Cast, make_cast
from tests.factories import make_certification, make_rule_limits
from tests.solver.small_center import ENDS_BEFORE, STARTS_ON, ask, make_flo


@pytest.fixture
def center(transactional_db: None) -> Cast:
    cast = make_cast()
    make_rule_limits(cast.norfield, "minimum_rest", block=480, approval=600)
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=960)
    make_flo(cast)
    return cast


def generate(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command(
        "generate",
        "--center",
        "norfield",
        "--period",
        "2026-12-10",
        "--seconds",
        "6",
        "--workers",
        "1",
        "--json",
        *arguments,
        stdout=out,
    )
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_a_run_ends_with_a_proposal_that_lowers_the_shortage(center: Cast) -> None:
    run = ask(center)
    heard: list[Progress] = []
    done = carry_out(run.pk, on_progress=heard.append)
    assert done is not None
    assert (done.state, done.message != "") == (RunState.DONE, True), done.message
    rows = {row["label"]: row for row in done.summary["shortages"]}
    assert rows["Call-taking"]["after"] < rows["Call-taking"]["before"]
    assert done.summary["agrees"] is True
    assert [tier["tier"] for tier in done.summary["tiers"]] == [1, 2, 3, 4, 5]
    assert all(tier["bound"] <= tier["value"] for tier in done.summary["tiers"] if tier["bound"] is not None)
    assert heard
    assert RunProgress.objects.filter(run=run).exists()
    assert done.best is not None
    assert done.engine_version


def test_engine_and_coverage_domain_count_the_same_and_nothing_blocks(center: Cast) -> None:
    run = ask(center)
    done = carry_out(run.pk)
    assert done is not None
    done = Run.objects.select_related("center", "owner").get(pk=run.pk)
    solution = Solution.from_json(json.dumps(done.best))
    claim_free = instance_of(None, done)  # type: ignore[arg-type] - the stored one is returned
    answer = answer_of(done, claim_free, solution)
    assert answer.shortages
    blocking = [row for row in answer.after.violations if row.level is Level.BLOCK]
    before = [row for row in answer.before.violations if row.level is Level.BLOCK]
    assert [row for row in blocking if row not in before] == []


def test_duty_without_a_valid_skill_is_found_and_proposed_for_removal(center: Cast) -> None:
    """Sam's skills end in mid-period while the night pattern goes on."""
    with tick(actor=None, center_id=center.norfield.pk, kind="test_setup") as opened:
        for row in Certification.objects.current().filter(person=center.sam):
            opened.close(row)
    for code in ("SUP", "CT"):
        make_certification(center.sam, center.skills[code], expires_on=date(2026, 12, 19))
    report = generate("--publish")
    names = {row["name"] for row in report["findings"]}  # type: ignore[attr-defined]
    assert names == {"Rowntree, Sam"}
    roster = load_roster(center.norfield, STARTS_ON, ENDS_BEFORE, view=View.PUBLISHED)
    broken = [row for row in roster.evaluation.violations if row.level is Level.BLOCK]
    assert broken == []
    expired = roster.clock.minute(date(2026, 12, 20))
    worked = roster.evaluation.roster(center.sam.pk).worked()
    assert [duty for duty in worked if expired <= duty.start < roster.input.focus.end] == []
    assert [duty for duty in worked if duty.start < expired] != []


def test_the_command_prints_shortage_by_requirement_and_every_tier(center: Cast) -> None:
    report = generate()
    before, after = report["shortage_person_minutes_before"], report["shortage_person_minutes_after"]
    assert set(before) == {  # type: ignore[call-overload]
        "Shift supervisor",
        "Police radio",
        "Fire and EMS radio",
        "Call-taking",
        "mix CTO",
    }
    assert after["Call-taking"] < before["Call-taking"]  # type: ignore[index]
    assert report["engine_agrees"] is True
    assert (report["starts_on"], report["ends_before"]) == ("2026-12-06", "2027-01-03")
    assert (report["seed"], report["workers"], report["published"]) == (1, 1, False)
    assert {"value", "bound", "gap", "unit"} <= set(report["tiers"][0])  # type: ignore[index]
    assert not PeriodState.objects.exists()


def test_the_command_publishes_when_told_to(center: Cast) -> None:
    report = generate("--publish")
    assert report["published"] is True
    state = PeriodState.objects.get()
    assert (state.state, state.period) == (State.PUBLISHED, ensure_period(center.norfield, STARTS_ON))
    working = load_roster(center.norfield, STARTS_ON, ENDS_BEFORE)
    published = load_roster(center.norfield, STARTS_ON, ENDS_BEFORE, view=View.PUBLISHED)
    assert working.evaluation.curve.results == published.evaluation.curve.results
    label = dict(
        zip(
            ("Shift supervisor", "Police radio", "Fire and EMS radio", "Call-taking", "mix CTO"),
            published.evaluation.curve.subjects,
            strict=True,
        )
    )
    after = report["shortage_person_minutes_after"]
    assert published.evaluation.curve.shortfall(label["Call-taking"]) == after["Call-taking"]  # type: ignore[index]


def test_fewer_weeks_than_the_period_are_rostered_from_its_first_day(center: Cast) -> None:
    report = generate("--weeks", "1")
    assert (report["starts_on"], report["ends_before"]) == ("2026-12-06", "2026-12-13")


def test_without_any_account_the_command_line_has_one_of_its_own_that_nobody_can_sign_in_with(
    center: Cast,
) -> None:
    RoleAssignment.objects.filter(center=center.norfield).delete()
    generate("--weeks", "1")
    user = User.objects.get(email="command-line@norfield.invalid")
    assert not user.has_usable_password()
    assert RoleAssignment.objects.get(user=user).role == Role.SUPERVISOR
    assert Run.objects.get().owner == user


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--period", "tomorrow"], "no date"),
        (["--weeks", "0"], "1 to 12"),
        (["--center", "atlantis"], "no center atlantis"),
        (["--as", "cal.1003@norfield.example"], "may not generate"),
        (["--seconds", "0"], "time limit"),
        (["--period", "9999-12-31"], OUT_OF_YEARS),
        (["--period", "0001-01-01"], OUT_OF_YEARS),
        (["--seed", "99999999999"], "seed is 0 to"),
        (["--seed", "-1"], "seed is 0 to"),
        (["--workers", "0"], "number of workers"),
    ],
)
def test_what_the_command_can_t_do_it_says(center: Cast, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        generate(*arguments)
    assert not Run.objects.exists()


def test_with_several_centers_one_must_be_named(center: Cast) -> None:
    # The cast has two: Norfield and Southmere.
    with pytest.raises(CommandError, match="norfield, southmere"):
        call_command("generate", "--period", "2026-12-10", stdout=StringIO())


def test_an_active_run_is_named(center: Cast) -> None:
    ask(center)
    with pytest.raises(CommandError, match="Run 1"):
        generate()


def test_the_snapshot_of_a_version_is_the_same_later(center: Cast) -> None:
    first = read_snapshot(center.norfield, STARTS_ON, ENDS_BEFORE)
    generate("--publish")
    again = read_snapshot(center.norfield, STARTS_ON, ENDS_BEFORE, version=first.version)
    assert again.roster.input.people == first.roster.input.people
    assert again.drafts == first.drafts
