"""Short hands for requests that change the roster: ask by the form, answer, look at the roster."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from approvals.domain.workflow import Answer
from approvals.models import Request
from approvals.registry import handler_of
from approvals.services import ask, decide
from scheduling.roster.publishing import publish
from scheduling.time.interval import Minute, minute_of
from staff.people.models import Person, User
from tests.cast import Cast
from tests.scheduling.roster.board_of import DAY

NEW_YORK = ZoneInfo("America/New_York")


def at(day: date, hour: int, minute: int = 0) -> Minute:
    """A wall time at Norfield."""
    return minute_of(datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK))


def publish_all(cast: Cast) -> None:
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )


def form_of(cast: Cast, kind: str, person: Person, **fields: Any) -> Any:
    """The form as sent; lists are several values."""
    form_class = handler_of(kind).form
    assert form_class is not None
    data = {"request_id": str(uuid.uuid4()), **fields}
    return form_class(data, person=person, center=cast.norfield)


def asked(cast: Cast, kind: str, person: Person | None = None, **fields: Any) -> Request:
    """A request by a valid form."""
    person = person or cast.cal
    form = form_of(cast, kind, person, **fields)
    assert form.is_valid(), form.errors
    return ask(actor=user_of(person), center=cast.norfield, what=form.ask())


def say(
    cast: Cast, row: Request, answer: Answer = Answer.YES, by: Person | None = None, **more: Any
) -> Request:
    """An answer by Dana, who has seen the impact as it is now unless told otherwise."""
    if "saw" not in more:
        more["saw"] = handler_of(row.kind).impact(fresh(row), more.get("choice", {})).saw
    actor = user_of(by or cast.dana)
    return decide(actor=actor, center=cast.norfield, request_id=row.pk, answer=answer, **more)


def fresh(row: Request) -> Request:
    return Request.objects.select_related("person", "asked_by", "center").get(pk=row.pk)


def finding(row: Request) -> Any:
    return handler_of(row.kind).findings([fresh(row)])[row.pk]


def impact(row: Request, **choice: list[str]) -> Any:
    return handler_of(row.kind).impact(fresh(row), choice)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(user_of(person))
    return client


def user_of(person: Person) -> User:
    assert person.user is not None
    return person.user
