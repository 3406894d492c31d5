"""Who is told what about a request, and that nobody is told what was taken back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from approvals.domain.workflow import Answer
from approvals.models import ApprovalRoute, ApprovalStep, Request
from approvals.registry import Kind
from approvals.services import Ask, ask, decide, take_back, withdraw
from approvals.tasks import tend_requests
from staff.notices.models import Delivery, Notice
from staff.notices.tasks import tend_notices
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 6, 17, 0, tzinfo=UTC)
SUNDAYS = {"standing": {"kind": "off", "weekdays": [6], "shift_code": "", "part": "", "weight": 3}}


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def asked(cast: Cast) -> Request:
    what = Ask(uuid.uuid4(), Kind.PREFERENCE, cast.cal, 3, SUNDAYS)
    return ask(actor=cast.cal.user, center=cast.norfield, what=what)


def say(cast: Cast, row: Request, answer: Answer = Answer.YES, reason: str = "") -> None:
    decide(actor=cast.dana.user, center=cast.norfield, request_id=row.pk, answer=answer, reason=reason)


def told() -> set[tuple[Any, str, bool]]:
    """Whom, what, and whether it was cancelled; of what was written at all."""
    return {
        (each.user, each.kind, each.cancelled_at is not None)
        for each in Notice.objects.select_related("user")
    }


def forget() -> None:
    Delivery.objects.all().delete()
    Notice.objects.all().delete()


def test_asking_tells_the_audience_of_the_first_step_and_nobody_else(cast: Cast) -> None:
    row = asked(cast)
    assert told() == {(each.user, "request_asked", False) for each in (cast.dana, cast.sam, cast.ada)}
    words = Notice.objects.get(user=cast.dana.user).words
    assert (words.title, words.path) == ("Merrow, Cal asks: Off on Sundays, 3 of 5", f"/inbox/{row.pk}/")


def test_an_answer_is_told_after_ten_seconds_with_its_reason(cast: Cast, clock: Any) -> None:
    row = asked(cast)
    forget()
    say(cast, row, Answer.NO, "Too many of you.")
    assert told() == {(cast.cal.user, "request_decided", False)}
    assert tend_notices() == 0
    clock.move_to(NOON + timedelta(seconds=11), tick=False)
    assert tend_notices() == 1
    assert mail.outbox[0].subject == "Denied: Off on Sundays, 3 of 5"
    assert "By Kestrel, Dana. Too many of you." in mail.outbox[0].body
    assert f"/requests/{row.pk}/" in mail.outbox[0].body


def test_what_is_taken_back_is_never_told_and_the_next_answer_is(cast: Cast, clock: Any) -> None:
    row = asked(cast)
    forget()
    say(cast, row)
    clock.move_to(NOON + timedelta(seconds=5), tick=False)
    take_back(actor=cast.dana.user, center=cast.norfield, request_id=row.pk)
    assert told() == {(cast.cal.user, "request_decided", True)}
    say(cast, row, Answer.NO, "On reflection, no.")
    clock.move_to(NOON + timedelta(seconds=60), tick=False)
    tend_notices()
    assert [each.subject for each in mail.outbox] == ["Denied: Off on Sundays, 3 of 5"]


def test_the_next_step_is_asked_once_the_step_before_can_not_be_taken_back(cast: Cast) -> None:
    route = ApprovalRoute.objects.create(center=cast.norfield, kind=Kind.PREFERENCE)
    for number, who in enumerate(("edit_roster", "manage_center")):
        ApprovalStep.objects.create(route=route, number=number, label=who, audiences=[f"may:{who}"])
    row = asked(cast)
    forget()
    say(cast, row)
    notice = Notice.objects.get()
    wanted = (cast.ada.user, "request_asked", NOON + timedelta(seconds=10))
    assert (notice.user, notice.kind, notice.due_at) == wanted


def test_escalation_expiry_and_withdrawal_are_told(cast: Cast, clock: Any) -> None:
    route = ApprovalRoute.objects.create(
        center=cast.norfield, kind=Kind.PREFERENCE, expires_after_minutes=120
    )
    ApprovalStep.objects.create(
        route=route,
        number=0,
        label="Dana",
        audiences=[f"user:{cast.dana.user.pk}"],
        escalates_after_minutes=60,
        escalates_to=[f"user:{cast.ada.user.pk}"],
    )
    asked(cast)
    withdrawn = asked(cast)
    forget()
    withdraw(actor=cast.cal.user, center=cast.norfield, request_id=withdrawn.pk)
    assert told() == {(cast.dana.user, "request_withdrawn", False)}
    forget()
    clock.move_to(NOON + timedelta(minutes=61), tick=False)
    assert tend_requests() == 1
    assert (cast.ada.user, "request_escalated", False) in told()
    forget()
    clock.move_to(NOON + timedelta(minutes=121), tick=False)
    assert tend_requests() == 1
    assert told() == {(cast.cal.user, "request_expired", False)}
