"""Overtime before the fact: asking, what the approver sees, what approving records, and what stands against it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.domain.workflow import Answer
from approvals.models import ApprovalRoute, ApprovalStep, Request, RequestEvent
from approvals.registry import CannotApply, handler_of
from approvals.services import take_back
from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.roster.domain.commands import Edit, RecordAbsence
from scheduling.roster.door import apply_edit
from scheduling.roster.locking import lock_period
from scheduling.roster.models import RuleOverride
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.selectors import View
from scheduling.roster.undo import undo_steps
from scheduling.roster_requests.handler import FINDINGS
from staff.centers.clock import current_version
from staff.centers.models import Event
from staff.notices.models import Notice
from tests.cast import Cast
from tests.factories import deactivate, make_requirement, make_rule_limits
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown
from tests.scheduling.roster_requests.asking import (
    asked,
    at,
    client_of,
    finding,
    form_of,
    fresh,
    impact,
    publish_all,
    say,
    user_of,
)
from tests.support.queries import reads

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KIND = "overtime"
FOUR_HOURS = {"on": OFF_DAY.isoformat(), "start": "08:00", "end": "12:00"}


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Any:
    time_machine.move_to(BEFORE, tick=False)
    return time_machine


def test_approved_overtime_is_recorded_and_seen_by_employees_at_once(cast: Cast) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS, note="I can come.")
    assert (row.size, row.payload["words"]) == (240, "Overtime Tue Dec 8, 08:00 \u2013 12:00, 4 h")
    assert shown(cast, cast.cal, OFF_DAY) == []

    row = say(cast, row)

    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["- 08:00-12:00"]
    written = Adjustment.objects.get()
    assert (written.kind, written.pay, written.reason) == ("overtime", "overtime", "I can come.")
    assert row.effect is not None
    assert written.published_from == written.from_version == row.effect["version"]
    assert draft_changes(cast.norfield, DAY, DAY + timedelta(days=28)) == ()
    event = Event.objects.get(center=cast.norfield, version=row.effect["version"])
    assert (event.actor, event.payload["request"]) == (cast.dana.user, str(row.pk))


def test_it_is_nobodys_step_of_undo_on_the_board(cast: Cast) -> None:
    publish_all(cast)
    say(cast, asked(cast, KIND, **FOUR_HOURS))
    assert not undo_steps(user_of(cast.dana), cast.norfield, DAY).can_undo


def test_taking_the_answer_back_takes_the_duty_back_and_nobody_is_told(cast: Cast) -> None:
    publish_all(cast)
    Notice.objects.all().delete()
    row = say(cast, asked(cast, KIND, **FOUR_HOURS))
    told = Notice.objects.filter(user=cast.cal.user)
    assert {each.kind for each in told} == {"roster_published", "request_decided"}

    take_back(actor=user_of(cast.dana), center=cast.norfield, request_id=row.pk)

    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == shown(cast, cast.cal, OFF_DAY) == []
    assert all(each.cancelled_at is not None for each in told.all())
    # It can be answered again, as if it never was.
    say(cast, row)
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["- 08:00-12:00"]


def test_it_is_not_taken_back_under_the_hands_of_a_planner(cast: Cast) -> None:
    publish_all(cast)
    row = say(cast, asked(cast, KIND, **FOUR_HOURS))
    edit(cast, cast.cal, OFF_DAY, "D", by=cast.sam)
    with pytest.raises(CannotApply, match="changed by somebody else since"):
        take_back(actor=user_of(cast.dana), center=cast.norfield, request_id=row.pk)
    row.refresh_from_db()
    assert row.status == "approved"


def test_a_denied_one_changes_nothing(cast: Cast) -> None:
    publish_all(cast)
    version = current_version(cast.norfield.pk)
    say(cast, asked(cast, KIND, **FOUR_HOURS), Answer.NO, reason="Nobody is missing then.")
    assert current_version(cast.norfield.pk) == version


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"on": ""}, "on", "required"),
        ({"start": "25:00"}, "start", "24 hours"),
        ({"end": "8:75"}, "end", "24 hours"),
        ({"on": "2026-11-19"}, "on", "has begun"),
        ({"on": "2029-11-19"}, "on", "more than a year"),
        ({"on": DAY.isoformat()}, "start", "You work 06:00"),
        ({"on_2": OFF_DAY.isoformat()}, "on_2", "named twice"),
        ({"position": str(uuid.uuid4())}, "position", "valid choice"),
        ({"note": "x" * 301}, "note", "at most 300"),
    ],
)
def test_what_cant_be_is_said_at_its_field(
    cast: Cast, fields: dict[str, str], field: str, words: str
) -> None:
    publish_all(cast)
    form = form_of(cast, KIND, cast.cal, **{**FOUR_HOURS, **fields})
    assert not form.is_valid()
    assert words in " ".join(form.errors[field]), form.errors


def test_nobody_offers_overtime_during_their_leave(cast: Cast) -> None:
    publish_all(cast)
    away = RecordAbsence(cast.cal.pk, at(OFF_DAY, 8), at(OFF_DAY, 9), "vacation")
    command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (away,))
    apply_edit(actor=user_of(cast.dana), center=cast.norfield, edit=command)
    form = form_of(cast, KIND, cast.cal, **FOUR_HOURS)
    assert "You are on leave then: 08:00 \u2013 09:00." in form.errors["on"]


def test_the_same_time_is_asked_for_once(cast: Cast) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS)
    again = form_of(cast, KIND, cast.cal, **{**FOUR_HOURS, "start": "11:00", "end": "13:00"})
    assert "it waits for an answer" in str(again.errors)
    # The same form sent twice is the same request, and no second one.
    same = form_of(cast, KIND, cast.cal, **FOUR_HOURS, request_id=str(row.pk))
    assert same.is_valid()


def test_some_of_several_dates_are_approved(cast: Cast) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS, on_2=(OFF_DAY + timedelta(days=1)).isoformat())
    assert row.size == 480
    options = impact(row).choices[0].options
    assert [each.title for each in options] == [
        "Tue Dec 8, 08:00 \u2013 12:00",
        "Wed Dec 9, 08:00 \u2013 12:00",
    ]

    say(cast, row, choice={"part": ["1"]})

    assert shown(cast, cast.cal, OFF_DAY) == []
    assert shown(cast, cast.cal, OFF_DAY + timedelta(days=1)) == ["- 08:00-12:00"]
    assert RequestEvent.objects.get(request=row).choice == {"part": ["1"]}


@pytest.mark.parametrize("part", [["7"], ["x"]])
def test_what_is_no_part_is_refused(cast: Cast, part: list[str]) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS, on_2=(OFF_DAY + timedelta(days=1)).isoformat())
    with pytest.raises(CannotApply, match="Choose among"):
        say(cast, row, choice={"part": part})
    assert not Adjustment.objects.exists()


def test_some_of_the_minutes_are_approved(cast: Cast) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS)
    assert [(each.name, each.value) for each in impact(row).part] == [("start", "08:00"), ("end", "12:00")]
    say(cast, row, choice={"start": ["09:30"], "end": ["12:00"]})
    assert shown(cast, cast.cal, OFF_DAY) == ["- 09:30-12:00"]


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"start": ["07:00"]}, "part of the time"),
        ({"end": ["13:00"]}, "part of the time"),
        ({"start": ["noon"]}, "Write a time"),
        ({"start": ["11:00"], "end": ["10:00"]}, "after the start"),
    ],
)
def test_no_more_minutes_than_were_asked_for(cast: Cast, choice: dict[str, list[str]], words: str) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS)
    with pytest.raises(CannotApply, match=words):
        say(cast, row, choice=choice)


def test_the_approver_sees_the_shortage_that_it_clears(cast: Cast) -> None:
    publish_all(cast)
    make_requirement(cast.positions["Call-taking"], OFF_DAY.weekday(), "06:00", "18:00", minimum=3)
    row = asked(cast, KIND, **FOUR_HOURS)
    found = impact(row)
    assert found.finding.title == finding(row).title == "Clears 1 of 3 short"
    assert found.finding.text == "Call-taking, 08:00 \u2013 12:00."
    strip = next(each for each in found.strips if each.title == "Call-taking coverage")
    assert strip.days == ("Mon 7", "Tue 8", "Wed 9")
    assert strip.inside == (False, True, False)
    now, then = (row.days[1] for row in strip.rows)
    assert [(each.start, each.end, each.missing) for each in now if each.start < 720 and each.end > 480] == [
        (360, 1080, 3)
    ]
    assert (480, 720, 2) in [(each.start, each.end, each.missing) for each in then]
    assert found.approve == "Approve overtime"


def test_overtime_minutes_are_those_of_the_workweek(cast: Cast) -> None:
    publish_all(cast)
    for n in range(3):
        edit(cast, cast.cal, OFF_DAY + timedelta(days=n), "D")
    row = asked(cast, KIND, on="2026-12-07", start="18:30", end="20:30")
    found = impact(row)
    # 60 h are planned in the week already: all of the two hours are beyond 40.
    assert ("Overtime by it", "+2:00") in found.aside[0].pairs
    assert found.saw["overtime_minutes"] == 120


def test_a_rule_that_needs_approval_is_shown_and_overridden_by_who_saw_it(cast: Cast) -> None:
    publish_all(cast)
    make_rule_limits(cast.norfield, "longest_continuous_duty", approval=13 * 60)
    row = asked(cast, KIND, on=DAY.isoformat(), start="18:00", end="20:00")
    found = impact(row)
    assert "14 h on duty without a rest" in found.finding.title
    assert any("At most 13 h are allowed." in each.words and each.tone == "warn" for each in found.checks)

    with pytest.raises(CannotApply, match="has not seen this"):
        say(cast, row, saw=None)
    assert not Adjustment.objects.exists()
    say(cast, row, reason="Agreed with the union.")

    kept = RuleOverride.objects.get(rule="longest_continuous_duty")
    assert (kept.person, kept.measured, kept.limit) == (cast.cal, 14 * 60, 13 * 60)
    assert kept.reason == "Approved request. Agreed with the union."


def test_a_rule_that_blocks_can_only_be_denied(cast: Cast) -> None:
    publish_all(cast)
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=13 * 60)
    row = asked(cast, KIND, on=DAY.isoformat(), start="18:00", end="20:00")
    assert impact(row).finding.tone == "bad"
    with pytest.raises(CannotApply, match="blocks"):
        say(cast, row)
    row.refresh_from_db()
    assert row.status == "waiting"


def test_what_the_roster_became_meanwhile_is_said(cast: Cast) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS)
    edit(cast, cast.cal, OFF_DAY, "D")
    assert "works 06:00" in finding(row).title
    assert finding(row).is_stale
    with pytest.raises(CannotApply, match="works 06:00"):
        say(cast, row)
    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]


def test_whoever_left_works_no_overtime(cast: Cast) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS)
    deactivate(cast.cal, on=OFF_DAY)
    assert finding(row).title == "Merrow, Cal is not employed then."
    with pytest.raises(CannotApply, match="not employed"):
        say(cast, row)


def test_a_period_closed_for_payroll_takes_nothing(cast: Cast, clock: Any) -> None:
    publish_all(cast)
    row = asked(cast, KIND, **FOUR_HOURS)
    lock_period(actor=user_of(cast.ada), center=cast.norfield, starts_on=DAY)
    assert "closed for payroll" in finding(row).title
    with pytest.raises(CannotApply, match="closed for payroll"):
        say(cast, row)


def automatic(cast: Cast, *conditions: dict[str, Any]) -> None:
    route = ApprovalRoute.objects.create(center=cast.norfield, kind=KIND, automatic=list(conditions))
    ApprovalStep.objects.create(route=route, number=0, label="Supervisor", audiences=["may:decide_requests"])


def test_a_rule_of_the_center_approves_what_clears_a_shortage(cast: Cast) -> None:
    publish_all(cast)
    make_requirement(cast.positions["Call-taking"], OFF_DAY.weekday(), "06:00", "18:00", minimum=3)
    automatic(cast, {"fact": "clears_shortage", "comparison": "is", "value": True})
    row = asked(cast, KIND, **FOUR_HOURS)
    assert (row.status, row.is_automatic) == ("approved", True)
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["- 08:00-12:00"]
    # Where nobody is missing, somebody is asked.
    other = asked(cast, KIND, **{**FOUR_HOURS, "start": "19:00", "end": "21:00"})
    assert other.status in {"waiting", "approved"}


def test_no_rule_of_the_center_overrides_a_labor_rule(cast: Cast) -> None:
    publish_all(cast)
    make_rule_limits(cast.norfield, "longest_continuous_duty", approval=13 * 60)
    automatic(cast, {"fact": "minutes", "comparison": "at_most", "value": 600})
    row = asked(cast, KIND, on=DAY.isoformat(), start="18:00", end="20:00")
    assert row.status == "waiting"


def test_findings_take_as_many_queries_for_many_as_for_one(cast: Cast) -> None:
    publish_all(cast)
    rows = [asked(cast, KIND, person, **FOUR_HOURS) for person in (cast.cal, cast.max)]

    def queries(requests: list[Request]) -> int:
        FINDINGS.forget()
        given = [fresh(row) for row in requests]
        with CaptureQueriesContext(connection) as seen:
            handler_of(KIND).findings(given)
        return reads(seen)

    assert queries(rows) == queries(rows[:1])
    # At the same version nothing is read but the version.
    with CaptureQueriesContext(connection) as seen:
        handler_of(KIND).findings([fresh(rows[0])])
    assert len(seen) <= 2


def test_asked_and_approved_on_the_pages(cast: Cast) -> None:
    publish_all(cast)
    cal, dana = client_of(cast.cal), client_of(cast.dana)
    page = cal.get("/requests/new/overtime/").content.decode()
    assert "At or before the start means the next day." in page
    data = {**FOUR_HOURS, "request_id": str(uuid.uuid4()), "note": "I can come."}
    assert cal.post("/requests/new/overtime/", {**data, "start": ""}).status_code == 422
    cal.post("/requests/new/overtime/", data)
    row = Request.objects.get()
    shown_page = dana.get(f"/inbox/{row.pk}/")
    body = shown_page.content.decode()
    for words in (
        "If approved",
        "Approve overtime",
        "Approve only a part",
        "Also off then",
        "Worked in the week",
    ):
        assert words in body, words
    dana.post(
        f"/inbox/{row.pk}/answer/",
        {"answer": "yes", "saw": shown_page.context["detail"].saw, "start": "09:00", "end": "12:00"},
    )
    row.refresh_from_db()
    assert row.status == "approved"
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["- 09:00-12:00"]
    assert RequestEvent.objects.get(request=row).saw["finding"]
    assert AdjustmentKind(Adjustment.objects.get().kind) is AdjustmentKind.OVERTIME
