"""Two approvers of one request at the same moment: one decides, the other is told who did."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.utils import timezone

from approvals import registry, services
from approvals.domain.routing import Fact, Route, Step
from approvals.domain.workflow import Answer, Refused, Status
from approvals.impact import NOTHING_CHOSEN, Chosen, Finding, Impact
from approvals.models import Request, RequestEvent
from approvals.registry import Handler, Kind, Said
from approvals.services import Ask, ask, decide, withdraw
from staff.people.models import User
from tests.cast import Cast, make_cast
from tests.concurrency.test_clock_race import WAIT_SECONDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Counter(Handler):
    """Counts how often something was done; waits for the other approver where the test says so."""

    kind = Kind.PREFERENCE
    label = "Change of preferences"
    size_unit = "wishes"

    def __init__(self) -> None:
        self.applied: list[UUID] = []

    def default_routes(self) -> tuple[Route, ...]:
        return (Route(self.kind, (Step("Supervisor", frozenset({"may:edit_roster"})),)),)

    def facts_of(self, request: Request) -> Mapping[str, Fact]:
        return {}

    def sentence(self, request: Request) -> str:
        return "Off on Sundays"

    def findings(self, requests: Sequence[Request]) -> Mapping[UUID, Finding]:
        return {row.pk: Finding("Nothing to see") for row in requests}

    def impact(self, request: Request, choice: Chosen = NOTHING_CHOSEN) -> Impact:
        return Impact(Finding("Nothing to see"))

    def apply(self, request: Request, actor: User | None, said: Said) -> dict[str, Any]:
        self.applied.append(request.pk)
        return {}

    def revert(self, request: Request, effect: dict[str, Any], actor: User) -> None:
        self.applied.remove(request.pk)


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    found = Counter()
    monkeypatch.setitem(registry._handlers, Kind.PREFERENCE, found)
    return found


def waiting(cast: Cast) -> Request:
    what = Ask(uuid.uuid4(), Kind.PREFERENCE, cast.cal, 1, {})
    return ask(actor=cast.cal.user, center=cast.norfield, what=what)


def race(cast: Cast, row: Request) -> list[str]:
    def yes() -> None:
        decide(actor=cast.dana.user, center=cast.norfield, request_id=row.pk, answer=Answer.YES)

    def no() -> None:
        decide(actor=cast.sam.user, center=cast.norfield, request_id=row.pk, answer=Answer.NO, reason="No.")

    return sorted(type(error).__name__ for error in at_once(yes, no) if error)


def test_without_the_locks_both_decide(counter: Counter) -> None:
    cast = make_cast()
    row = waiting(cast)
    barrier = threading.Barrier(2, timeout=WAIT_SECONDS)

    def unlocked(center_id: UUID, request_id: UUID) -> tuple[Request, Any]:
        found = Request.objects.get(pk=request_id, center_id=center_id)
        barrier.wait()
        return found, timezone.now()

    with mock.patch.object(services, "_locked", unlocked):
        errors = race(cast, row)
    assert errors == []
    # A request both approved and denied.
    assert set(row.events.values_list("answer", flat=True)) == {Answer.YES.value, Answer.NO.value}


def test_with_the_locks_one_decides_and_the_other_is_refused(counter: Counter) -> None:
    cast = make_cast()
    for _ in range(5):
        row = waiting(cast)
        assert race(cast, row) == ["Refused"]
        row.refresh_from_db()
        assert RequestEvent.objects.filter(request=row).count() == 1
        assert (row.pk in counter.applied) == (row.status == Status.APPROVED)


def test_an_approval_and_a_withdrawal_never_both_count(counter: Counter) -> None:
    cast = make_cast()
    for _ in range(5):
        row = waiting(cast)

        def yes(row: Request = row) -> None:
            decide(actor=cast.dana.user, center=cast.norfield, request_id=row.pk, answer=Answer.YES)

        def gone(row: Request = row) -> None:
            withdraw(actor=cast.cal.user, center=cast.norfield, request_id=row.pk)

        errors = [error for error in at_once(yes, gone) if error]
        assert [type(error) for error in errors] == [Refused]
        row.refresh_from_db()
        assert (row.pk in counter.applied) == (row.status == Status.APPROVED)


def test_two_who_ask_with_one_id_at_once_ask_once(counter: Counter) -> None:
    cast = make_cast()
    request_id = uuid.uuid4()

    def once() -> None:
        what = Ask(request_id, Kind.PREFERENCE, cast.cal, 1, {})
        ask(actor=cast.cal.user, center=cast.norfield, what=what)

    assert at_once(once, once) == [None, None]
    assert Request.objects.filter(pk=request_id).count() == 1
