"""Routes: one for every kind and size, and when nobody need be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.routing import (
    Comparison,
    Condition,
    Route,
    RouteError,
    Step,
    check_routes,
    route_for,
)
from approvals.domain.speaking import Delegation, speaker

STEP = Step("Supervisor", frozenset({"role:supervisor"}))
SMALL = Route("overtime", (STEP,), below_size=240)
LARGE = Route("overtime", (STEP, Step("Admin", frozenset({"role:admin"}))), least_size=240)


def test_a_request_takes_the_route_of_its_size() -> None:
    check_routes([LARGE, SMALL], ["overtime"])
    assert route_for([LARGE, SMALL], "overtime", 239) is SMALL
    assert route_for([LARGE, SMALL], "overtime", 240) is LARGE


def test_a_size_without_a_route_is_an_error_that_says_so() -> None:
    with pytest.raises(RouteError, match="No route takes a request of kind “overtime” and size 240"):
        route_for([SMALL], "overtime", 240)


@pytest.mark.parametrize(
    ("routes", "message"),
    [
        ([], "smallest"),
        ([LARGE], "smallest"),
        ([SMALL], "takes size 240"),
        ([SMALL, Route("overtime", (STEP,), least_size=241)], "takes size 240"),
        ([SMALL, Route("overtime", (STEP,), least_size=239)], "Two routes .* take size 239"),
        ([Route("overtime", (STEP,)), LARGE], "Two routes .* take size 240"),
        ([SMALL, LARGE, Route("trade", (STEP,))], "no kind “trade”"),
    ],
)
def test_routes_with_a_gap_or_an_overlap_are_refused(routes: list[Route], message: str) -> None:
    with pytest.raises(RouteError, match=message):
        check_routes(routes, ["overtime"])


@given(cuts=st.lists(st.integers(1, 1000), unique=True, max_size=5), size=st.integers(0, 2000))
def test_checked_routes_take_every_size_exactly_once(cuts: list[int], size: int) -> None:
    edges = [0, *sorted(cuts), None]
    routes = [
        Route("overtime", (STEP,), least_size=low or 0, below_size=high) for low, high in pairwise(edges)
    ]
    check_routes(reversed(routes), ["overtime"])
    assert [route for route in routes if route.takes("overtime", size)] == [
        route_for(routes, "overtime", size)
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"steps": ()}, "steps"),
        ({"least_size": -1}, "least_size"),
        ({"below_size": 0}, "below_size"),
        ({"expires_after": timedelta(0)}, "expires_after"),
    ],
)
def test_impossible_routes_are_refused_at_their_field(fields: dict[str, object], field: str) -> None:
    with pytest.raises(RouteError) as raised:
        Route(**{"kind": "overtime", "steps": (STEP,), **fields})
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"audiences": frozenset()}, "audiences"),
        ({"quorum": 0}, "quorum"),
        ({"escalates_after": timedelta(hours=1)}, "escalates_to"),
        ({"escalates_to": frozenset({"role:admin"})}, "escalates_to"),
        (
            {"escalates_after": timedelta(0), "escalates_to": frozenset({"role:admin"})},
            "escalates_after",
        ),
    ],
)
def test_impossible_steps_are_refused_at_their_field(fields: dict[str, object], field: str) -> None:
    with pytest.raises(RouteError) as raised:
        Step(**{"label": "Supervisor", "audiences": STEP.audiences, **fields})
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("comparison", "value", "fact", "holds"),
    [
        (Comparison.AT_MOST, 60, 60, True),
        (Comparison.AT_MOST, 60, 61, False),
        (Comparison.AT_LEAST, 60, 60, True),
        (Comparison.AT_LEAST, 60, 59, False),
        (Comparison.IS, False, False, True),
        (Comparison.IS, False, True, False),
        (Comparison.AT_MOST, 60, None, False),
        (Comparison.IS, False, None, False),
    ],
)
def test_a_condition_compares_and_an_unknown_fact_never_passes(
    comparison: Comparison, value: int, fact: int | None, *, holds: bool
) -> None:
    facts = {} if fact is None else {"minutes": fact}
    assert Condition("minutes", comparison, value).holds(facts) is holds


def test_nobody_is_asked_only_when_every_condition_holds_and_there_is_one() -> None:
    quiet = Condition("is_short", Comparison.IS, value=False)
    little = Condition("minutes", Comparison.AT_MOST, 30)
    route = Route("overtime", (STEP,), automatic=(quiet, little))
    assert route.is_automatic({"is_short": False, "minutes": 30})
    assert not route.is_automatic({"is_short": False, "minutes": 31})
    assert not route.is_automatic({"is_short": True, "minutes": 30})
    assert not Route("overtime", (STEP,)).is_automatic({"is_short": False})


DANA, SAM, ADA = (UUID(int=n) for n in range(1, 4))
NOON = datetime(2026, 12, 6, 12, 0, tzinfo=UTC)
AUDIENCES = {DANA: frozenset({"role:supervisor"}), ADA: frozenset({"role:admin"})}


@pytest.mark.parametrize(
    ("minutes", "kind", "is_heard"),
    [
        (-1, "overtime", False),
        (0, "overtime", True),
        (59, "overtime", True),
        (60, "overtime", False),
        (0, "trade", False),
    ],
)
def test_a_delegation_holds_from_its_start_until_before_its_end_for_its_kinds(
    minutes: int, kind: str, *, is_heard: bool
) -> None:
    away = Delegation(DANA, SAM, NOON, NOON + timedelta(hours=1), frozenset({"overtime"}))
    heard = speaker(SAM, AUDIENCES, [away], kind=kind, at=NOON + timedelta(minutes=minutes))
    assert bool(heard.voices_for(STEP.audiences)) is is_heard


def test_what_was_delegated_is_not_delegated_on() -> None:
    until = NOON + timedelta(hours=1)
    chain = [Delegation(DANA, SAM, NOON, until), Delegation(SAM, ADA, NOON, until)]
    assert not speaker(ADA, AUDIENCES, chain, kind="overtime", at=NOON).voices_for(STEP.audiences)


@pytest.mark.parametrize(("delegate", "hours"), [(DANA, 1), (SAM, 0), (SAM, -1)])
def test_impossible_delegations_are_refused(delegate: UUID, hours: int) -> None:
    with pytest.raises(ValueError, match=r"Nobody decides|must end after"):
        Delegation(DANA, delegate, NOON, NOON + timedelta(hours=hours))
