"""The door: what edits store, refuse and answer. Undo and publishing are next door."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from scheduling.adjustments.models import Adjustment
from scheduling.roster.answers import EditAnswer
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.border import parse_edit
from scheduling.roster.domain.commands import CommandError, Edit, SetDay, Wanted
from scheduling.roster.door import apply_edit
from scheduling.roster.selectors import View, load_roster
from staff.centers.clock import current_version
from staff.centers.models import Event
from tests.cast import Cast
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown, strategy


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def test_a_typed_code_becomes_a_draft_that_planners_see_and_employees_do_not(cast: Cast) -> None:
    answer = edit(cast, cast.cal, OFF_DAY, "D")

    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == []
    row = Adjustment.objects.get()
    assert (row.kind, row.pay, row.published_from) == ("overtime", "overtime", None)
    assert row.from_version == answer.version == current_version(cast.norfield.pk)
    event = Event.objects.get(center=cast.norfield, version=answer.version)
    assert (event.kind, event.actor) == ("roster.edited", cast.dana.user)


def test_replacing_a_shift_leaves_exactly_what_was_typed(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")

    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]


def test_typing_over_a_draft_revokes_it_so_that_nothing_piles_up(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    edit(cast, cast.cal, DAY, "S")

    assert shown(cast, cast.cal, DAY) == ["S 15:00-01:00"]
    assert {row.paint for row in Adjustment.objects.current()} == {"off", "duty"}
    assert Adjustment.objects.current().filter(paint="duty").count() == 1


def test_typing_what_the_base_gives_leaves_no_draft(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    edit(cast, cast.cal, DAY, "D")

    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]
    assert not Adjustment.objects.current().exists()


def test_the_same_value_takes_no_version(cast: Cast) -> None:
    before = current_version(cast.norfield.pk)

    answer = edit(cast, cast.cal, DAY, "D")

    assert answer.version is None
    assert current_version(cast.norfield.pk) == before


def test_clearing_a_day_paints_off_over_the_base_only(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, None)

    assert shown(cast, cast.cal, DAY) == []
    assert shown(cast, cast.cal, DAY + timedelta(days=1)) == ["D 06:00-18:00"]


def test_own_times_are_kept_to_the_minute(cast: Cast) -> None:
    command = {
        "edit_id": str(uuid.uuid4()),
        "base_version": current_version(cast.norfield.pk),
        "changes": [
            {
                "type": "set_day",
                "person": str(cast.cal.pk),
                "day": "2026-12-06",
                "wanted": {"shift": "D", "start": "06:17", "end": "18:03"},
            }
        ],
    }
    apply_edit(actor=cast.dana.user, center=cast.norfield, edit=parse_edit(command))

    assert shown(cast, cast.cal, DAY) == ["D 06:17-18:03"]


def test_doing_an_edit_twice_returns_the_first_answer_and_changes_nothing(cast: Cast) -> None:
    command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (SetDay(cast.cal.pk, DAY, Wanted("N")),))

    first = apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)
    again = apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)

    assert again == first
    assert Event.objects.filter(center=cast.norfield, kind="roster.edited").count() == 1


def test_an_edit_id_of_somebody_else_is_refused(cast: Cast) -> None:
    command = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (SetDay(cast.cal.pk, DAY, Wanted("N")),))
    apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)

    with pytest.raises(CommandError) as refused:
        apply_edit(actor=cast.sam.user, center=cast.norfield, edit=command)
    assert refused.value.field == "edit_id"


@pytest.mark.parametrize("who", ["cal", "max"])
def test_employees_may_not_edit(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        edit(cast, cast.cal, DAY, "N", by=getattr(cast, who))
    assert not Adjustment.objects.exists()


def test_another_centers_planner_does_not_find_the_center(cast: Cast) -> None:
    with pytest.raises(Http404):
        edit(cast, cast.cal, DAY, "N", by=cast.olga)


def test_another_centers_person_is_unknown_here(cast: Cast) -> None:
    with pytest.raises(CommandError) as refused:
        edit(cast, cast.olga, DAY, "N")
    assert "not at this center" in refused.value.message
    assert not Adjustment.objects.exists()


def test_an_unknown_code_names_the_known_ones(cast: Cast) -> None:
    with pytest.raises(CommandError) as refused:
        edit(cast, cast.cal, DAY, "Q")
    assert refused.value.field == "changes.0.shift"
    assert "D, E, N, S" in refused.value.message


def test_one_impossible_change_stores_nothing_of_the_edit(cast: Cast) -> None:
    command = Edit(
        uuid.uuid4(),
        current_version(cast.norfield.pk),
        (SetDay(cast.cal.pk, DAY, Wanted("N")), SetDay(cast.dana.pk, DAY, Wanted("Q"))),
    )
    before = current_version(cast.norfield.pk)

    with pytest.raises(CommandError):
        apply_edit(actor=cast.dana.user, center=cast.norfield, edit=command)

    assert not Adjustment.objects.exists()
    assert current_version(cast.norfield.pk) == before


def test_last_writer_wins_and_is_told_whom_it_overwrote(cast: Cast) -> None:
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, DAY, "N", by=cast.sam)

    answer = edit(cast, cast.cal, DAY, "S", base_version=seen)

    assert shown(cast, cast.cal, DAY) == ["S 15:00-01:00"]
    assert [conflict["decision"] for conflict in answer.conflicts] == ["apply"]


@pytest.mark.parametrize(("value", "asks"), [("first_writer_wins", False), ("ask", True)])
def test_strategies_that_give_way_store_nothing(cast: Cast, value: str, asks: bool) -> None:
    strategy(cast, value)
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, DAY, "N", by=cast.sam)

    with pytest.raises(EditRefused) as refused:
        edit(cast, cast.cal, DAY, "S", base_version=seen)

    assert refused.value.asks is asks
    assert shown(cast, cast.cal, DAY) == ["N 18:00-06:00"]


def test_merge_keeps_the_times_of_one_and_the_position_of_the_other(cast: Cast) -> None:
    strategy(cast, "merge")
    seen = current_version(cast.norfield.pk)
    radio = cast.positions["Police radio"].entity_id
    edit(cast, cast.cal, DAY, "D", by=cast.sam, position=radio)

    edit(cast, cast.cal, DAY, "D", base_version=seen, ends_at=time(16, 0))

    assert shown(cast, cast.cal, DAY) == ["D 06:00-16:00"]
    duty = load_roster(cast.norfield, DAY, DAY + timedelta(days=1)).evaluation.roster(cast.cal.pk).worked()
    assert radio in {each.position for each in duty}


def test_other_people_and_other_minutes_never_conflict(cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, DAY, "N", by=cast.sam)
    edit(cast, cast.max, DAY, "N", by=cast.sam)

    answer = edit(cast, cast.cal, DAY + timedelta(days=3), "D", base_version=seen)

    assert answer.conflicts == ()
    assert answer.version is not None


def test_many_conflicts_read_the_roster_twice_only(cast: Cast) -> None:
    """As it is and as the editor saw it; else a pasted month holds the center's clock for minutes."""
    seen = current_version(cast.norfield.pk)

    def fill(by: Any, code: str) -> EditAnswer:
        changes = tuple(SetDay(cast.cal.pk, DAY + timedelta(days=n), Wanted(code)) for n in range(5))
        return apply_edit(actor=by, center=cast.norfield, edit=Edit(uuid.uuid4(), seen, changes))

    fill(cast.sam.user, "E")
    with CaptureQueriesContext(connection) as queries:
        answer = fill(cast.dana.user, "N")

    assert len(answer.conflicts) == 5
    assert sum('FROM "scheduling_basecontract"' in query["sql"] for query in queries) == 2
