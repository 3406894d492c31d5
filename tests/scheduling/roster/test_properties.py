"""Properties of the roster under any sequence of edits, undo, redo, publishing and contract changes.

As of each version the roster says for ever what it said then; after publishing everything published equals working;
no minute is double-booked; undoing everything leaves what the base gives.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.contracts.models import BaseContract
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View, load_roster
from scheduling.roster.undo import NothingToUndo, redo, undo
from staff.centers.clock import current_version, tick
from tests.cast import Cast
from tests.scheduling.roster.board_of import DAY, edit

WEEK = (DAY, DAY + timedelta(days=7))
PLANNERS = st.sampled_from(["dana", "sam"])
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("edit"),
            PLANNERS,
            st.sampled_from(["cal", "max", "dana"]),
            st.integers(0, 6),
            st.sampled_from(["D", "N", "S", "E", None]),
        ),
        st.tuples(st.just("undo"), PLANNERS),
        st.tuples(st.just("redo"), PLANNERS),
        st.tuples(st.just("publish"), PLANNERS),
        st.tuples(st.just("contract"), st.sampled_from(["cal", "max"]), st.integers(0, 13)),
    ),
    min_size=1,
    max_size=9,
)
EACH_EXAMPLE_ROLLED_BACK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def looks(cast: Cast, view: View, as_of: int | None = None) -> dict[Any, list[tuple[Any, ...]]]:
    """Everybody's segments of the week, without where they come from."""
    roster = load_roster(cast.norfield, *WEEK, view=view, as_of=as_of)
    types = roster.input.shift_types
    found: dict[Any, list[tuple[Any, ...]]] = {}
    for person, result in roster.evaluation.rosters.items():
        found[person] = [
            (each.start, each.end, types[each.shift_type].code if each.shift_type else None, each.pay)
            for each in result.worked()
            if roster.input.focus.contains(each.shift_start)
        ]
        ends = [(segment.start, segment.end) for segment in result.segments]
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))
    return found


def do(cast: Cast, step: tuple[Any, ...]) -> None:
    """One step; steps that find nothing to do do nothing."""
    kind = step[0]
    if kind == "edit":
        edit(cast, getattr(cast, step[2]), DAY + timedelta(days=step[3]), step[4], by=getattr(cast, step[1]))
    elif kind in {"undo", "redo"}:
        act: Callable[..., Any] = undo if kind == "undo" else redo
        try:
            act(actor=getattr(cast, step[1]).user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
        except NothingToUndo:
            return
    elif kind == "publish":
        put_out(cast, step[1])
    else:
        move_contract(cast, step[1], step[2])


def put_out(cast: Cast, who: str = "dana") -> None:
    """Publish everything of the period."""
    publish(
        actor=getattr(cast, who).user,
        center=cast.norfield,
        day=DAY,
        override_reason="Agreed.",
        accepts_warnings=True,
    )


def move_contract(cast: Cast, who: str, offset_days: int) -> None:
    """The person's pattern moves: another version of layer 1."""
    old = BaseContract.objects.current().get(person=getattr(cast, who))
    with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="contract.changed") as opened:
        opened.replace(
            old,
            BaseContract(
                person=old.person,
                pattern=old.pattern,
                offset_days=offset_days,
                starts_on=old.starts_on,
                ends_before=old.ends_before,
                weekly_minutes=old.weekly_minutes,
            ),
        )


def rolled_back(check: Callable[[], None]) -> None:
    """Run an example and leave the database as it was."""
    with transaction.atomic():
        check()
        transaction.set_rollback(True)


@EACH_EXAMPLE_ROLLED_BACK
@given(steps=STEPS)
def test_as_of_every_version_the_roster_says_what_it_said_then(cast: Cast, steps: Any) -> None:
    def check() -> None:
        said = {}
        for step in steps:
            do(cast, step)
            version = current_version(cast.norfield.pk)
            said[version] = (looks(cast, View.WORKING), looks(cast, View.PUBLISHED))
        for version, (working, published) in said.items():
            assert looks(cast, View.WORKING, version) == working
            assert looks(cast, View.PUBLISHED, version) == published

    rolled_back(check)


@EACH_EXAMPLE_ROLLED_BACK
@given(steps=STEPS)
def test_after_publishing_everything_published_equals_working(cast: Cast, steps: Any) -> None:
    def check() -> None:
        for step in steps:
            do(cast, step)
        before = looks(cast, View.WORKING)
        put_out(cast)
        assert looks(cast, View.PUBLISHED) == looks(cast, View.WORKING) == before
        assert draft_changes(cast.norfield, DAY, DAY + timedelta(days=28)) == ()

    rolled_back(check)


@EACH_EXAMPLE_ROLLED_BACK
@given(
    steps=st.lists(
        st.tuples(
            st.just("edit"),
            st.just("dana"),
            st.sampled_from(["cal", "max"]),
            st.integers(0, 6),
            st.sampled_from(["D", "N", "S", "E", None]),
        ),
        min_size=1,
        max_size=8,
    ),
    back=st.integers(1, 8),
)
def test_undo_restores_what_was_before_and_redo_what_was_after(cast: Cast, steps: Any, back: int) -> None:
    def check() -> None:
        said = [looks(cast, View.WORKING)]
        for step in steps:
            version = current_version(cast.norfield.pk)
            do(cast, step)
            if current_version(cast.norfield.pk) > version:
                said.append(looks(cast, View.WORKING))
        count = min(back, len(said) - 1)
        for n in range(count):
            do(cast, ("undo", "dana"))
            assert looks(cast, View.WORKING) == said[-2 - n]
        for n in range(count):
            do(cast, ("redo", "dana"))
            assert looks(cast, View.WORKING) == said[len(said) - count + n]

    rolled_back(check)


@EACH_EXAMPLE_ROLLED_BACK
@given(steps=STEPS, day=st.integers(0, 6))
def test_a_day_is_exactly_what_was_typed_whatever_came_before(cast: Cast, steps: Any, day: int) -> None:
    def check() -> None:
        for step in steps:
            do(cast, step)
        on: date = DAY + timedelta(days=day)
        edit(cast, cast.cal, on, "S")
        roster = load_roster(cast.norfield, on, on + timedelta(days=1))
        codes = [
            roster.input.shift_types[duty.shift_type].code
            for duty in roster.evaluation.roster(cast.cal.pk).worked()
            if duty.shift_type and roster.clock.date_of(duty.shift_start) == on
        ]
        assert codes == ["S"]

    rolled_back(check)
