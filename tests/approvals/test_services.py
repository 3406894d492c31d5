"""Asking and deciding against the database: what is stored equals the machine, first decision wins."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from approvals import registry
from approvals.audiences import members, one_user, whoever_may
from approvals.domain.routing import Comparison, Condition, Fact, Route, Step
from approvals.domain.workflow import Answer, Refusal, Refused, Status
from approvals.impact import NOTHING_CHOSEN, Chosen, Finding, Impact
from approvals.models import ApprovalRoute, ApprovalStep, Delegation, Request, RequestEvent
from approvals.registry import CannotApply, Handler, Kind, Said
from approvals.routes import problems_of
from approvals.selectors import machine_of, waiting_for
from approvals.services import Ask, AskedByAnother, ask, decide, decide_each, take_back, withdraw
from approvals.tasks import tend_requests
from staff.people.models import User
from staff.permissions import Permission
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 6, 17, 0, tzinfo=UTC)
SUPERVISORS = whoever_may(Permission.EDIT_ROSTER)
ADMINS = whoever_may(Permission.MANAGE_CENTER)


class Recorder(Handler):
    """A handler that remembers what was done, and refuses what its payload says can't be done."""

    kind = Kind.PREFERENCE
    label = "Change of preferences"
    size_unit = "wishes"
    facts = ("is_short",)

    def __init__(self) -> None:
        self.done: list[str] = []

    def default_routes(self) -> tuple[Route, ...]:
        return (Route(self.kind, (Step("Supervisor", frozenset({SUPERVISORS})),)),)

    def facts_of(self, request: Request) -> Mapping[str, Fact]:
        return {"is_short": bool(request.payload.get("is_short"))}

    def sentence(self, request: Request) -> str:
        return "Off on Sundays"

    def findings(self, requests: Sequence[Request]) -> Mapping[UUID, Finding]:
        return {row.pk: Finding("Nothing to see") for row in requests}

    def impact(self, request: Request, choice: Chosen = NOTHING_CHOSEN) -> Impact:
        return Impact(Finding("Nothing to see"))

    def apply(self, request: Request, actor: User | None, said: Said) -> dict[str, Any]:
        if request.payload.get("is_impossible"):
            raise CannotApply("This day is locked.")
        self.done.append(f"applied by {actor.email if actor else 'rule'}")
        return {"done": len(self.done)}

    def revert(self, request: Request, effect: dict[str, Any], actor: User) -> None:
        self.done.append(f"reverted {effect['done']} by {actor.email}")


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    found = Recorder()
    monkeypatch.setitem(registry._handlers, Kind.PREFERENCE, found)
    return found


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def asked(cast: Cast, **fields: Any) -> Request:
    wanted = {
        "request_id": uuid.uuid4(),
        "kind": Kind.PREFERENCE,
        "person": cast.cal,
        "size": 1,
        "payload": {},
    }
    return ask(actor=cast.cal.user, center=cast.norfield, what=Ask(**{**wanted, **fields}))


def say(cast: Cast, who: User, row: Request, answer: Answer = Answer.YES, reason: str = "") -> Request:
    return decide(actor=who, center=cast.norfield, request_id=row.pk, answer=answer, reason=reason)


def store_route(cast: Cast, *steps: dict[str, Any], **fields: Any) -> ApprovalRoute:
    route = ApprovalRoute.objects.create(center=cast.norfield, kind=Kind.PREFERENCE, **fields)
    for number, step in enumerate(steps or ({},)):
        ApprovalStep.objects.create(
            route=route, number=number, **{"label": "Supervisor", "audiences": [SUPERVISORS], **step}
        )
    return route


def agrees(row: Request) -> None:
    """What is kept beside the events equals what they say."""
    kept = Request.objects.get(pk=row.pk)
    progress = machine_of(kept).progress
    assert (kept.status, kept.step, kept.closed_at, kept.closed_by_id) == (
        progress.status,
        progress.step,
        progress.closed_at,
        progress.closed_by,
    )


def test_a_yes_does_what_was_asked_for_and_keeps_what_was_seen(cast: Cast, recorder: Recorder) -> None:
    row = asked(cast)
    assert list(waiting_for(cast.dana.user, cast.norfield.pk, NOON)) == [row]
    decide(
        actor=cast.dana.user,
        center=cast.norfield,
        request_id=row.pk,
        answer=Answer.YES,
        saw={"short": 1},
    )
    row.refresh_from_db()
    event = row.events.get()
    assert (row.status, row.closed_by, row.effect) == (Status.APPROVED, cast.dana.user, {"done": 1})
    assert (event.user, event.principal, event.saw) == (cast.dana.user, cast.dana.user, {"short": 1})
    assert recorder.done == [f"applied by {cast.dana.user.email}"]
    assert not waiting_for(cast.dana.user, cast.norfield.pk, NOON).exists()
    agrees(row)


def test_a_no_does_nothing_but_close(cast: Cast, recorder: Recorder) -> None:
    row = say(cast, cast.sam.user, asked(cast), Answer.NO, "Two are off.")
    assert (row.status, row.effect, recorder.done) == (Status.DENIED, None, [])
    agrees(row)


def test_the_second_to_decide_is_told_who_did(cast: Cast, recorder: Recorder) -> None:
    row = say(cast, cast.dana.user, asked(cast))
    with pytest.raises(Refused) as raised:
        say(cast, cast.sam.user, row, Answer.NO, "No.")
    assert raised.value.progress.closed_by == cast.dana.user.pk
    assert row.events.count() == 1


def test_asking_twice_with_one_id_is_asking_once(cast: Cast, recorder: Recorder) -> None:
    row = asked(cast)
    assert asked(cast, request_id=row.pk).pk == row.pk
    assert Request.objects.count() == 1
    with pytest.raises(AskedByAnother):
        ask(
            actor=cast.max.user,
            center=cast.norfield,
            what=Ask(row.pk, Kind.PREFERENCE, cast.max, 1, {}),
        )


def test_what_can_not_be_done_is_not_decided(cast: Cast, recorder: Recorder) -> None:
    row = asked(cast, payload={"is_impossible": True})
    with pytest.raises(CannotApply, match="locked"):
        say(cast, cast.dana.user, row)
    row.refresh_from_db()
    assert (row.status, row.events.count()) == (Status.WAITING, 0)


def test_nobody_decides_at_another_center(cast: Cast, recorder: Recorder) -> None:
    row = asked(cast)
    with pytest.raises(Request.DoesNotExist):
        decide(actor=cast.olga.user, center=cast.southmere, request_id=row.pk, answer=Answer.YES)
    with pytest.raises(Refused) as raised:
        say(cast, cast.olga.user, row)
    assert raised.value.refusal is Refusal.NOT_ASKED


def test_the_one_it_is_about_is_not_asked(cast: Cast, recorder: Recorder) -> None:
    row = ask(
        actor=cast.dana.user,
        center=cast.norfield,
        what=Ask(uuid.uuid4(), Kind.PREFERENCE, cast.sam, 1, {}),
    )
    assert list(waiting_for(cast.ada.user, cast.norfield.pk, NOON)) == [row]
    for user in (cast.dana.user, cast.sam.user):
        assert not waiting_for(user, cast.norfield.pk, NOON).exists()
        with pytest.raises(Refused) as raised:
            say(cast, user, row)
        assert raised.value.refusal is Refusal.OWN_REQUEST


def test_a_decision_taken_back_undoes_what_it_did(cast: Cast, recorder: Recorder, clock: Any) -> None:
    row = say(cast, cast.dana.user, asked(cast))
    clock.shift(timedelta(seconds=9))
    take_back(actor=cast.dana.user, center=cast.norfield, request_id=row.pk)
    row.refresh_from_db()
    assert (row.status, row.effect, row.closed_by) == (Status.WAITING, None, None)
    assert recorder.done[-1] == f"reverted 1 by {cast.dana.user.email}"
    agrees(row)
    say(cast, cast.sam.user, row)
    clock.shift(timedelta(seconds=10))
    with pytest.raises(Refused):
        take_back(actor=cast.sam.user, center=cast.norfield, request_id=row.pk)


def test_a_request_keeps_the_route_it_was_made_on(cast: Cast, recorder: Recorder) -> None:
    route = store_route(cast, {}, {"label": "Admin", "audiences": [ADMINS]})
    row = asked(cast)
    route.delete()
    assert say(cast, cast.dana.user, row).status == Status.WAITING
    assert say(cast, cast.ada.user, row).status == Status.APPROVED
    agrees(row)


def test_a_rule_approves_without_asking_anybody(cast: Cast, recorder: Recorder) -> None:
    quiet = Condition("is_short", Comparison.IS, value=False)
    store_route(
        cast, automatic=[{"fact": quiet.fact, "comparison": quiet.comparison.value, "value": quiet.value}]
    )
    row = asked(cast)
    assert (row.status, row.closed_by, recorder.done) == (Status.APPROVED, None, ["applied by rule"])
    agrees(row)
    assert asked(cast, payload={"is_short": True}).status == Status.WAITING


def test_who_is_away_is_spoken_for(cast: Cast, recorder: Recorder) -> None:
    store_route(cast, {"audiences": [one_user(cast.sam.user.pk)]})
    row = asked(cast)
    assert not waiting_for(cast.max.user, cast.norfield.pk, NOON).exists()
    Delegation.objects.create(
        center=cast.norfield,
        principal=cast.sam.user,
        delegate=cast.max.user,
        starts_at=NOON,
        ends_at=NOON + timedelta(days=7),
    )
    assert list(waiting_for(cast.max.user, cast.norfield.pk, NOON)) == [row]
    said = say(cast, cast.max.user, row).events.get()
    assert (said.user, said.principal) == (cast.max.user, cast.sam.user)


def test_the_beat_escalates_then_expires_and_twice_is_once(
    cast: Cast, recorder: Recorder, clock: Any
) -> None:
    store_route(
        cast,
        {"escalates_after_minutes": 60, "escalates_to": [ADMINS], "audiences": [one_user(cast.sam.user.pk)]},
        expires_after_minutes=120,
    )
    row = asked(cast)
    assert tend_requests() == 0
    clock.move_to(NOON + timedelta(minutes=60))
    assert [tend_requests(), tend_requests()] == [1, 0]
    assert list(waiting_for(cast.ada.user, cast.norfield.pk, NOON + timedelta(minutes=60))) == [row]
    clock.move_to(NOON + timedelta(minutes=120))
    assert not waiting_for(cast.ada.user, cast.norfield.pk, NOON + timedelta(minutes=120)).exists()
    with pytest.raises(Refused) as raised:
        say(cast, cast.ada.user, row)
    assert raised.value.refusal is Refusal.OVER
    assert [tend_requests(), tend_requests()] == [1, 0]
    row.refresh_from_db()
    assert (row.status, row.closed_by) == (Status.EXPIRED, None)
    agrees(row)


def test_who_asked_withdraws(cast: Cast, recorder: Recorder) -> None:
    row = asked(cast)
    withdraw(actor=cast.cal.user, center=cast.norfield, request_id=row.pk)
    row.refresh_from_db()
    assert row.status == Status.WITHDRAWN
    agrees(row)


def test_a_bulk_decision_leaves_out_what_can_not_be_decided(cast: Cast, recorder: Recorder) -> None:
    fine, impossible = asked(cast), asked(cast, payload={"is_impossible": True})
    done = say(cast, cast.sam.user, asked(cast))
    outcomes = decide_each(
        actor=cast.dana.user,
        center=cast.norfield,
        request_ids=[fine.pk, impossible.pk, done.pk],
        answer=Answer.YES,
    )
    assert [type(each.error) for each in outcomes] == [type(None), CannotApply, Refused]
    assert Request.objects.filter(status=Status.APPROVED).count() == 2


def test_what_was_decided_is_never_changed(cast: Cast, recorder: Recorder) -> None:
    event = say(cast, cast.dana.user, asked(cast)).events.get()
    with pytest.raises(Exception, match="update"):
        RequestEvent.objects.filter(pk=event.pk).update(reason="Other")


def test_routes_of_a_center_with_a_gap_are_named(
    cast: Cast, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in Kind:
        monkeypatch.setitem(registry._handlers, kind, recorder)
    store_route(cast, least_size=5)
    assert any(
        "smallest requests of kind “preference”" in problem for problem in problems_of(cast.norfield.pk)
    )


def test_members_of_an_audience_are_active_and_of_the_center(cast: Cast) -> None:
    assert members(cast.norfield.pk, [ADMINS]) == [cast.ada.user]
    assert set(members(cast.norfield.pk, [SUPERVISORS])) == {cast.ada.user, cast.dana.user, cast.sam.user}
    cast.sam.user.is_active = False
    cast.sam.user.save(update_fields=["is_active"])
    assert cast.sam.user not in members(cast.norfield.pk, [SUPERVISORS])
