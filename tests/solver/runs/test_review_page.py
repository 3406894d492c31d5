"""The review: what changes for whom and why, taking and leaving, conflicts, publishing, drafts, discarding."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.adjustments.models import Adjustment
from scheduling.roster.models import PeriodState, Proposal, RuleOverride, State
from scheduling.roster.selectors import View, load_roster
from scheduling.time.interval import Interval
from solver.engine.solution import BlockedBy, ShortageReason
from solver.runs import work
from solver.runs.claims import claim_run
from solver.runs.models import Run
from solver.runs.review import review_of
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_adjustment, make_period, make_rule_limits, moment, publish_period_row
from tests.solver.small_center import answer_with, ask, finding_about, finished_run, make_flo

TUESDAY = date(2026, 12, 8)


@pytest.fixture
def dana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dana.user)
    return client


@pytest.fixture
def flo(cast: Cast) -> Person:
    return make_flo(cast)


@pytest.fixture
def run(cast: Cast, flo: Person) -> Run:
    return finished_run(cast, flo)


def again(run: Run) -> Run:
    return Run.objects.select_related("center__clock", "owner", "proposal").get(pk=run.pk)


def worked(cast: Cast, person: Person, view: View = View.WORKING) -> list[int]:
    roster = load_roster(cast.norfield, TUESDAY, date(2026, 12, 9), view=view)
    focus = roster.input.focus
    return [
        duty.end - duty.start
        for duty in roster.evaluation.roster(person.pk).worked()
        if focus.contains(duty.start)
    ]


def test_each_person_has_a_row_with_what_is_new_and_why(run: Run, flo: Person) -> None:
    review = review_of(run)
    row = next(row for row in review.people if row.id == flo.pk)
    new = [(n, cell.code) for n, cell in enumerate(row.cells) if cell.change == "new"]
    assert new == [(2, "D")]
    assert (row.hours, row.overtime, row.why) == ("+12 h", "0", "Fills Dec 8, call-taking")
    assert review.heading == "1 shift changes for 1 person"
    assert review.changes == 1


def test_removed_shifts_are_shown_as_gone(cast: Cast, flo: Person) -> None:
    asked = ask(cast)
    claim = claim_run(asked.pk)
    assert claim is not None
    instance = work.instance_of(claim, asked)
    key = next(row.key for row in instance.duty if row.person == str(cast.dana.pk) and row.start > 0)
    solution = answer_with(
        instance,
        flo,
        TUESDAY,
        cast.shift_types["D"].entity_id,
        findings=(finding_about(cast.dana, key),),
        removed=(key,),
    )
    with patch.object(work, "check"):
        work.finish(claim, asked, instance, solution, is_stopped=False)
    row = next(row for row in review_of(again(asked)).people if row.id == cast.dana.pk)
    assert [cell.code for cell in row.cells if cell.change == "gone"] == ["−D"]
    assert row.hours == "−12 h"
    assert row.why == "No valid skill for this duty."


@pytest.mark.parametrize("view", ["person", "day", "coverage"])
def test_the_three_views_answer(dana: Client, run: Run, view: str) -> None:
    page = dana.get(reverse("generate_review", args=[run.pk]), {"view": view})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Publish 1 change" in text
    assert "style=" not in text
    if view == "coverage":
        assert "mix CTO" in text
    else:
        assert "Farrow, Flo" in text


def test_leaving_a_person_takes_their_changes_out_and_back(
    dana: Client, cast: Cast, run: Run, flo: Person
) -> None:
    mark = reverse("generate_mark", args=[run.pk])
    dana.post(mark, {"person": str(flo.pk), "take": "0"})
    assert review_of(again(run)).changes == 0
    assert not review_of(again(run)).people[0].is_taken
    dana.post(mark, {"person": str(flo.pk), "take": "1"})
    assert review_of(again(run)).changes == 1


def test_leaving_answers_htmx_with_the_row_and_the_publish_card(dana: Client, run: Run, flo: Person) -> None:
    response = dana.post(
        reverse("generate_mark", args=[run.pk]),
        {"person": str(flo.pk), "take": "0"},
        headers={"HX-Request": "true"},
    )
    text = response.content.decode()
    assert f'id="person-{flo.pk}"' in text
    assert 'aria-checked="false"' in text
    assert "Publish 0 changes" in text


def test_publishing_writes_the_roster_that_employees_see(
    dana: Client, cast: Cast, run: Run, flo: Person
) -> None:
    response = dana.post(reverse("generate_take", args=[run.pk]), {"how": "publish"})
    assert response.headers["Location"] == reverse("generate_review", args=[run.pk])
    assert PeriodState.objects.get().state == State.PUBLISHED
    assert worked(cast, flo, View.PUBLISHED) == [720]
    assert "1 change published" in dana.get(reverse("generate_review", args=[run.pk])).content.decode()


def test_keeping_as_draft_shows_it_to_planners_only(dana: Client, cast: Cast, flo: Person) -> None:
    publish_period_row(make_period(cast.norfield))
    run = finished_run(cast, flo)
    dana.post(reverse("generate_take", args=[run.pk]), {"how": "draft"})
    assert Adjustment.objects.get(person=flo).published_from is None
    assert worked(cast, flo) == [720]
    assert worked(cast, flo, View.PUBLISHED) == []
    assert "1 change kept as drafts" in dana.get(reverse("generate_review", args=[run.pk])).content.decode()


def test_discarding_leaves_the_roster_as_it_was(dana: Client, cast: Cast, run: Run, flo: Person) -> None:
    dana.post(reverse("generate_discard", args=[run.pk]))
    assert again(run).proposal.outcome == Proposal.Outcome.DISCARDED  # type: ignore[union-attr]
    assert worked(cast, flo) == []
    assert "was discarded" in dana.get(reverse("generate_review", args=[run.pk])).content.decode()


def test_what_was_taken_once_is_not_taken_twice(dana: Client, run: Run, flo: Person) -> None:
    take = reverse("generate_take", args=[run.pk])
    dana.post(take, {"how": "draft"})
    dana.post(take, {"how": "draft"})
    dana.post(reverse("generate_discard", args=[run.pk]))
    assert Adjustment.objects.filter(person=flo).count() == 1
    assert again(run).proposal.outcome == Proposal.Outcome.TAKEN  # type: ignore[union-attr]


def test_rules_that_need_a_reason_hold_publishing_up_until_there_is_one(
    dana: Client, cast: Cast, flo: Person
) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", approval=600)
    run = finished_run(cast, flo)
    review = review_of(run)
    assert review.hard > 0
    assert any("need approval" in check.text or "needs approval" in check.text for check in review.checks)
    take = reverse("generate_take", args=[run.pk])
    refused = dana.post(take, {"how": "publish"})
    assert refused.status_code == 422
    assert "need a reason" in refused.content.decode()
    assert not PeriodState.objects.exists()
    dana.post(take, {"how": "publish", "reason": "Agreed with the union for December."})
    assert PeriodState.objects.get().state == State.PUBLISHED
    assert set(RuleOverride.objects.values_list("reason", flat=True)) == {
        "Agreed with the union for December."
    }


def test_warnings_need_a_click(dana: Client, cast: Cast, flo: Person) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", warn=600)
    run = finished_run(cast, flo)
    assert review_of(run).soft > 0
    take = reverse("generate_take", args=[run.pk])
    assert dana.post(take, {"how": "publish"}).status_code == 422
    assert not PeriodState.objects.exists()
    dana.post(take, {"how": "publish", "accepts_warnings": "1"})
    assert PeriodState.objects.exists()


def test_an_edit_made_meanwhile_is_kept_by_default(dana: Client, cast: Cast, run: Run, flo: Person) -> None:
    theirs = make_adjustment(
        flo,
        moment(cast.norfield, "2026-12-08 10:00"),
        moment(cast.norfield, "2026-12-08 14:00"),
        is_published=False,
    )
    review = review_of(again(run))
    assert [(row.name, row.is_mine_taken) for row in review.conflicts] == [("Farrow, Flo", False)]
    assert review.changes == 0
    dana.post(reverse("generate_take", args=[run.pk]), {"how": "draft"})
    assert list(Adjustment.objects.filter(person=flo)) == [theirs]


def test_the_run_s_change_can_be_insisted_on(dana: Client, cast: Cast, run: Run, flo: Person) -> None:
    make_adjustment(
        flo,
        moment(cast.norfield, "2026-12-08 10:00"),
        moment(cast.norfield, "2026-12-08 14:00"),
        is_published=False,
    )
    line = review_of(again(run)).conflicts[0].line_id
    insist = reverse("generate_insist", args=[run.pk])
    dana.post(insist, {"line": str(line), "take": "1"})
    assert review_of(again(run)).changes == 1
    dana.post(insist, {"line": str(line), "take": "0"})
    assert review_of(again(run)).changes == 0
    dana.post(insist, {"line": str(line), "take": "1"})
    dana.post(reverse("generate_take", args=[run.pk]), {"how": "draft"})
    assert Adjustment.objects.filter(person=flo).count() == 2


def test_lines_of_another_run_are_not_touched(dana: Client, run: Run) -> None:
    dana.post(reverse("generate_insist", args=[run.pk]), {"line": "not-an-id", "take": "1"})
    dana.post(reverse("generate_mark", args=[run.pk]), {"person": "nobody", "take": "0"})
    assert review_of(again(run)).changes == 1


def test_why_people_are_missing_is_counted_by_what_keeps_them(cast: Cast, flo: Person) -> None:
    requirement = f"seats:{cast.positions['Call-taking'].entity_id}"
    reason = ShortageReason(
        requirement, Interval(360, 600), 2, 5, 3, (BlockedBy("absence", 2), BlockedBy("minimum_rest", 1))
    )
    run = finished_run(cast, flo, reasons=(reason,))
    (row,) = review_of(run).still_short
    assert (row.when, row.label, row.missing) == ("Sun Dec 6, 06:00 – 10:00", "Call-taking", 2)
    assert row.blocked == ((2, "have approved leave"), (1, "would get too little rest"))
    assert row.text == "5 are trained for this, 3 of them are on duty then."


def test_the_number_of_queries_does_not_grow_with_the_changes(dana: Client, cast: Cast, run: Run) -> None:
    def queries(found: Run) -> int:
        with CaptureQueriesContext(connection) as captured:
            review_of(again(found))
        return len(captured)

    few = queries(run)
    proposal = run.proposal
    assert proposal is not None
    line = proposal.lines.get()
    for _ in range(14):
        line.pk = None
        line._state.adding = True
        line.id = uuid.uuid4()
        line.starts_at += timedelta(days=1)
        line.ends_at += timedelta(days=1)
        line.addition = line.addition | {
            "start": line.addition["start"] + 1440,
            "end": line.addition["end"] + 1440,
            "shift_start": line.addition["shift_start"] + 1440,
        }
        line.save(force_insert=True)
    assert queries(run) == few
