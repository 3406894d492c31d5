"""Requests: asked, decided, taken back, withdrawn. What is asked for here is a wish, which changes no roster."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from approvals.domain.workflow import Answer, Refused
from approvals.models import Request
from approvals.registry import CannotApply, Kind
from approvals.services import Ask, ask, decide, take_back, withdraw
from staff.people.models import User
from staff.preferences.models import Wish
from tests.scheduling.roster.machine.compared import Compared, outcome
from tests.scheduling.roster.machine.place import PEOPLE


@dataclass
class Asked:
    """A request on paper."""

    person: str
    on: date
    status: str = "waiting"
    by: str | None = None
    at: datetime | None = None


class Asking(Compared):
    """Employees ask, supervisors decide."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[UUID, Asked] = {}

    @rule(person=st.sampled_from(PEOPLE), n=st.integers(1, 2))
    def ask(self, person: str, n: int) -> None:
        on = self.desk.today + timedelta(days=n)
        wish = {"kind": "off", "on": on.isoformat(), "shift_code": "", "weight": 3}
        who = self.place.people[person]
        what = Ask(uuid.uuid4(), Kind.PREFERENCE, who, 3, {"wish": wish})
        ask(actor=self.employee(person), center=self.center, what=what)
        self.asked[what.request_id] = Asked(person, on)

    def employee(self, person: str) -> User:
        user = self.place.people[person].user
        assert user is not None
        return user

    @precondition(lambda self: self.clock and self.asked)
    @rule(n=st.integers(0, 3), actor=st.sampled_from(("dana", "sam")), answer=st.sampled_from(Answer))
    def decide(self, n: int, actor: str, answer: Answer) -> None:
        """The first answer counts, and a wish that stands is not granted twice."""
        request_id, known = self.one_of(n)
        granted = (known.person, known.on) in self.wishes()
        expected: type[Exception] | None = None
        if known.status != "waiting":
            expected = Refused
        elif answer is Answer.YES and granted:
            expected = CannotApply
        else:
            known.status = "approved" if answer is Answer.YES else "denied"
            known.by, known.at = actor, timezone.now()
        self.expect(
            expected,
            partial(
                decide,
                actor=self.user(actor),
                center=self.center,
                request_id=request_id,
                answer=answer,
                reason="No." if answer is Answer.NO else "",
            ),
        )

    @precondition(lambda self: self.clock and self.asked)
    @rule(n=st.integers(0, 3), actor=st.sampled_from(("dana", "sam")))
    def take_back(self, n: int, actor: str) -> None:
        """One's own answer, for ten seconds."""
        request_id, known = self.one_of(n)
        in_time = known.at is not None and timezone.now() < known.at + timedelta(seconds=10)
        is_mine = known.by == actor and in_time and known.status in {"approved", "denied"}
        if is_mine:
            known.status, known.by, known.at = "waiting", None, None
        self.expect(
            None if is_mine else Refused,
            partial(take_back, actor=self.user(actor), center=self.center, request_id=request_id),
        )

    @precondition(lambda self: self.clock and self.asked)
    @rule(n=st.integers(0, 3))
    def withdraw(self, n: int) -> None:
        request_id, known = self.one_of(n)
        is_open = known.status == "waiting"
        if is_open:
            known.status = "withdrawn"
        self.expect(
            None if is_open else Refused,
            partial(withdraw, actor=self.employee(known.person), center=self.center, request_id=request_id),
        )

    @invariant()
    def requests_agree(self) -> None:
        """Where each stands, and exactly the wishes granted."""
        if self.clock is None or not self.asked:
            return
        rows = Request.objects.filter(center=self.center)
        assert dict(rows.values_list("pk", "status")) == {pk: each.status for pk, each in self.asked.items()}
        stored = Wish.objects.filter(center=self.center).values_list("person_id", "on")
        assert sorted((self.place.names[person], on) for person, on in stored) == sorted(self.wishes())

    def wishes(self) -> list[tuple[str, date]]:
        return [(each.person, each.on) for each in self.asked.values() if each.status == "approved"]

    def one_of(self, n: int) -> tuple[UUID, Asked]:
        return list(self.asked.items())[n % len(self.asked)]

    def expect(self, error: type[Exception] | None, act: Callable[[], Any]) -> None:
        came = outcome(act, Refused, CannotApply)
        assert (type(came) if isinstance(came, Exception) else None) is error
