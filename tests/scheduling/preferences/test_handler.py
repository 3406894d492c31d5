"""A change of preferences: what the form lets through, what approval writes, what taking back removes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from approvals.domain.workflow import Answer
from approvals.models import Request
from approvals.registry import CannotApply, Kind, handler_of
from approvals.services import ask, decide, take_back
from scheduling.preferences.forms import PreferenceForm
from staff.people.models import Person
from staff.preferences.models import StandingPreference, Wish
from tests.cast import Cast
from tests.factories import make_wish

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 6, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def form_of(cast: Cast, person: Person | None = None, **data: Any) -> PreferenceForm:
    person = person or cast.cal
    return PreferenceForm({"request_id": str(uuid.uuid4()), **data}, person=person, center=cast.norfield)


def asked(cast: Cast, person: Person | None = None, **data: Any) -> Request:
    form = form_of(cast, person, **data)
    assert form.is_valid(), form.errors
    return ask(actor=(person or cast.cal).user, center=cast.norfield, what=form.ask())


def approve(cast: Cast, row: Request) -> Request:
    return decide(actor=cast.dana.user, center=cast.norfield, request_id=row.pk, answer=Answer.YES)


def stored(cast: Cast) -> list[tuple[Any, ...]]:
    rows = StandingPreference.objects.filter(person=cast.cal)
    return [
        (row.kind, row.weekdays, row.shift_code, row.part, row.weight, row.starts_on, row.ends_before)
        for row in rows
    ]


TODAY = date(2026, 12, 6)


@pytest.mark.parametrize(
    ("data", "sentence", "row"),
    [
        (
            {"what": "off_days", "weekdays": ["6"], "weight": "4"},
            "Off on Sundays, 4 of 5",
            ("off", [6], "", "", 4, TODAY, None),
        ),
        (
            {"what": "avoid", "shifts": "part:night", "weight": "5"},
            "Never night shifts, 5 of 5",
            ("off", [], "", "night", 5, TODAY, None),
        ),
        (
            {"what": "prefer", "shifts": "code:D", "weekdays": ["0", "1"]},
            "Prefers D on Mondays and Tuesdays, 3 of 5",
            ("only", [0, 1], "D", "", 3, TODAY, None),
        ),
    ],
)
def test_a_standing_preference_is_written_on_approval_and_taken_back(
    cast: Cast, data: dict[str, Any], sentence: str, row: tuple[Any, ...]
) -> None:
    request = asked(cast, **data)
    assert handler_of(Kind.PREFERENCE).sentence(request) == sentence
    assert stored(cast) == []
    approve(cast, request)
    assert stored(cast) == [row]
    take_back(actor=cast.dana.user, center=cast.norfield, request_id=request.pk)
    assert stored(cast) == []


def test_a_dated_wish_is_written_on_approval_and_only_once(cast: Cast) -> None:
    first = asked(cast, what="work_on", shifts="code:D", on="2026-12-12", weight="2")
    second = asked(cast, what="work_on", shifts="code:D", on="2026-12-12", weight="5")
    assert handler_of(Kind.PREFERENCE).sentence(first) == "Work D on Sat Dec 12, 2026, 2 of 5"
    approve(cast, first)
    assert [(w.kind, w.on, w.shift_code, w.weight) for w in Wish.objects.filter(person=cast.cal)] == [
        ("work", date(2026, 12, 12), "D", 2)
    ]
    with pytest.raises(CannotApply, match="stands already"):
        approve(cast, second)
    second.refresh_from_db()
    assert second.status == "waiting"
    take_back(actor=cast.dana.user, center=cast.norfield, request_id=first.pk)
    assert not Wish.objects.filter(person=cast.cal).exists()


def test_one_that_stands_ends_today_and_stands_again_when_taken_back(cast: Cast) -> None:
    row = StandingPreference.objects.create(
        center=cast.norfield, person=cast.cal, kind="off", weekdays=[6], weight=4, starts_on=date(2026, 1, 1)
    )
    request = asked(cast, what="end", preference=str(row.pk))
    assert handler_of(Kind.PREFERENCE).sentence(request) == "Ends: Off on Sundays"
    approve(cast, request)
    row.refresh_from_db()
    assert row.ends_before == TODAY
    again = form_of(cast, what="end", preference=str(row.pk))
    assert "preference" not in again.fields
    assert not again.is_valid()
    take_back(actor=cast.dana.user, center=cast.norfield, request_id=request.pk)
    row.refresh_from_db()
    assert row.ends_before is None


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"what": "off_days"}, "weekdays", "Choose the weekdays"),
        ({"what": "off_days", "weekdays": ["7"]}, "weekdays", "Select a valid choice"),
        ({"what": "avoid"}, "shifts", "Choose the shifts"),
        ({"what": "prefer", "shifts": "part:night"}, "shifts", "Choose the shift"),
        ({"what": "prefer", "shifts": "code:ZZ"}, "shifts", "Select a valid choice"),
        ({"what": "off_on"}, "on", "Choose the date"),
        ({"what": "off_on", "on": "2026-12-05"}, "on", "This day is over"),
        ({"what": "off_on", "on": "9999-12-05"}, "on", "2000"),
        ({"what": "off_on", "on": "2026-12-12"}, "on", "already"),
        ({"what": "work_on", "on": "2026-12-13", "shifts": "part:night"}, "shifts", "one shift"),
        ({"what": "nothing"}, "what", "Select a valid choice"),
        ({"what": "off_days", "weekdays": ["6"], "weight": "6"}, "weight", "Select a valid choice"),
        ({"what": "off_days", "weekdays": ["6"], "note": "x" * 301}, "note", "300"),
    ],
)
def test_what_can_not_be_is_said_at_its_field(
    cast: Cast, data: dict[str, Any], field: str, words: str
) -> None:
    make_wish(cast.cal, date(2026, 12, 12))
    form = form_of(cast, **data)
    assert not form.is_valid()
    assert words in " ".join(form.errors[field])


def test_nobody_ends_what_another_would_like(cast: Cast) -> None:
    row = StandingPreference.objects.create(
        center=cast.norfield, person=cast.max, kind="off", weekdays=[6], weight=4, starts_on=TODAY
    )
    StandingPreference.objects.create(
        center=cast.norfield, person=cast.cal, kind="off", weekdays=[5], weight=4, starts_on=TODAY
    )
    assert "preference" in form_of(cast, what="end", preference=str(row.pk)).errors


def test_the_finding_counts_others_of_the_group_who_would_like_the_same(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    handler = handler_of(Kind.PREFERENCE)
    # Max is of Cal's group, Sam of another one.
    for person in (cast.max, cast.sam):
        StandingPreference.objects.create(
            center=cast.norfield, person=person, kind="off", weekdays=[6], weight=4, starts_on=TODAY
        )
    sunday = asked(cast, what="off_days", weekdays=["6"])
    monday = asked(cast, what="off_days", weekdays=["0"])
    with django_assert_max_num_queries(3):
        found = handler.findings([sunday, monday])
    assert (found[sunday.pk].title, found[sunday.pk].tone) == (
        "1 other of the group would like the same",
        "warn",
    )
    assert found[monday.pk].tone == "ok"
    assert handler.impact(sunday).approve == "Approve preference"
