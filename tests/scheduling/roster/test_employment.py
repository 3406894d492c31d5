"""Employment: who has left fills no seat, whatever was assigned before; a shift that began is worked to its end."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.roster.answers import EditAnswer
from scheduling.roster.domain.commands import CommandError, Edit, RecordAbsence
from scheduling.roster.door import apply_edit
from scheduling.roster.proposals import Addition, create_proposal, take_proposal
from scheduling.roster.publish_list import publish_list
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View, load_roster
from scheduling.time.local_time import LocalClock
from staff.centers.clock import current_version, tick
from staff.people.models import Employment, Person
from tests.cast import Cast
from tests.factories import deactivate, make_adjustment, make_person
from tests.scheduling.roster.board_of import DAY, OFF_DAY, day_shift, edit, shown

CLOCK = LocalClock("America/New_York")


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


@pytest.fixture
def ida(cast: Cast) -> Person:
    """A free dispatcher who holds the skills of every seat and adds to the mix."""
    return make_person(cast.norfield, "Ida", last_name="Ferrow", skills=tuple(cast.skills.values()))


def minutes(day: date, start: int, end: int) -> tuple[int, int]:
    midnight = CLOCK.day(day).start
    return midnight + start * 60, midnight + end * 60


def away(cast: Cast, person: Person, start: int, end: int, kind: str = "vacation") -> EditAnswer:
    change = RecordAbsence(person.pk, start, end, kind)
    edit = Edit(uuid.uuid4(), current_version(cast.norfield.pk), (change,))
    return apply_edit(actor=cast.dana.user, center=cast.norfield, edit=edit)


def short(cast: Cast, day: date) -> int:
    """Person-minutes missing on a day, of all seats and mixes."""
    return sum(
        gap.person_minutes for gap in load_roster(cast.norfield, day, day + timedelta(days=1)).evaluation.gaps
    )


def test_who_has_left_fills_no_seat_and_counts_for_no_mix(cast: Cast, ida: Person) -> None:
    alone = short(cast, OFF_DAY)
    edit(cast, ida, OFF_DAY, "D")
    assert short(cast, OFF_DAY) < alone

    deactivate(ida, on=OFF_DAY)

    assert short(cast, OFF_DAY) == alone
    roster = load_roster(cast.norfield, DAY, OFF_DAY + timedelta(days=1))
    assert roster.evaluation.roster(ida.pk).worked() == ()
    assert [row.start for row in roster.outside_employment[ida.pk]] == [minutes(OFF_DAY, 6, 18)[0]]


def test_who_left_long_ago_still_has_their_rows_named(cast: Cast, ida: Person) -> None:
    edit(cast, ida, OFF_DAY, "D")
    deactivate(ida, on=date(2026, 6, 1))

    roster = load_roster(cast.norfield, OFF_DAY, OFF_DAY + timedelta(days=1))

    assert ida.pk not in roster.person
    assert len(roster.outside_employment[ida.pk]) == 1


def test_an_assigned_night_of_the_last_day_is_worked_to_its_end(cast: Cast, ida: Person) -> None:
    edit(cast, ida, OFF_DAY, "N")
    deactivate(ida, on=OFF_DAY + timedelta(days=1))

    assert shown(cast, ida, OFF_DAY) == ["N 18:00-06:00"]


def test_before_employment_begins_nothing_is_worked_either(cast: Cast, ida: Person) -> None:
    edit(cast, ida, DAY, "D")
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        old = Employment.objects.current().get(person=ida)
        opened.replace(
            old,
            Employment(person=ida, job=old.job, staff_type=old.staff_type, starts_on=OFF_DAY),
        )

    assert shown(cast, ida, DAY) == []


def test_a_week_of_training_is_cut_at_the_end_of_employment(cast: Cast, ida: Person) -> None:
    start, end = minutes(DAY, 8, 5 * 24)
    make_adjustment(ida, CLOCK.local(start), CLOCK.local(end), kind=AdjustmentKind.TRAINING, pay="training")
    deactivate(ida, on=OFF_DAY)

    roster = load_roster(cast.norfield, DAY, OFF_DAY + timedelta(days=3))

    assert [(each.start, each.end) for each in roster.evaluation.roster(ida.pk).worked()] == [
        (start, CLOCK.day(OFF_DAY).start)
    ]


def test_when_the_end_is_lifted_what_was_assigned_is_worked_again(cast: Cast, ida: Person) -> None:
    edit(cast, ida, OFF_DAY, "D")
    deactivate(ida, on=OFF_DAY)
    deactivate(ida, on=date(2027, 6, 1))

    assert shown(cast, ida, OFF_DAY) == ["D 06:00-18:00"]


def test_as_of_before_the_end_was_set_the_shift_is_worked(cast: Cast, ida: Person) -> None:
    version = edit(cast, ida, OFF_DAY, "D").version
    deactivate(ida, on=OFF_DAY)

    assert shown(cast, ida, OFF_DAY, as_of=version) == ["D 06:00-18:00"]


def test_the_publish_list_says_why_a_draft_shows_nothing(cast: Cast, ida: Person, client: Client) -> None:
    edit(cast, ida, OFF_DAY, "D")
    edit(cast, ida, DAY, "D")
    deactivate(ida, on=OFF_DAY)

    listed = publish_list(cast.norfield, DAY)

    assert {change.row.start: change.is_outside_employment for change in listed.changes} == {
        minutes(OFF_DAY, 6, 18)[0]: True,
        minutes(DAY, 6, 18)[0]: False,
    }
    added = [each for change in listed.people if change.person_id == ida.pk for each in change.added]
    assert [each.start for each in added] == [minutes(DAY, 6, 18)[0]]
    client.force_login(cast.dana.user)  # type: ignore[arg-type]
    page = client.get("/roster/publish/?from=2026-12-06").content.decode()
    assert "outside employment" in page
    assert "Ferrow, Ida, Tue Dec 8 06:00 – 18:00" in page


def test_what_is_published_outside_employment_stays_unseen(cast: Cast, ida: Person) -> None:
    edit(cast, ida, OFF_DAY, "D")
    deactivate(ida, on=OFF_DAY)
    choices = {"override_reason": "Agreed.", "accepts_warnings": True}
    publish(actor=cast.dana.user, center=cast.norfield, day=DAY, **choices)  # type: ignore[arg-type]

    roster = load_roster(cast.norfield, OFF_DAY, OFF_DAY + timedelta(days=1), view=View.PUBLISHED)

    assert roster.evaluation.roster(ida.pk).worked() == ()
    assert len(roster.outside_employment[ida.pk]) == 1


def test_the_pages_say_why_a_shift_is_not_worked(cast: Cast, ida: Person, client: Client) -> None:
    edit(cast, ida, OFF_DAY, "D")
    deactivate(ida, on=OFF_DAY)
    client.force_login(cast.dana.user)  # type: ignore[arg-type]

    inspector = client.get(f"/roster/shift/?from=2026-12-06&person={ida.pk}&day=2026-12-08")
    person = client.get(f"/people/{ida.pk}/?on=2026-12-06")

    assert "Not employed on Dec 8" in inspector.content.decode()
    assert "Not worked: outside employment." in person.content.decode()


def test_a_day_outside_employment_can_be_cleared(cast: Cast, ida: Person) -> None:
    edit(cast, ida, OFF_DAY, "D")
    deactivate(ida, on=OFF_DAY)

    edit(cast, ida, OFF_DAY, None)

    assert not Adjustment.objects.current().exists()


def test_nobody_is_assigned_outside_employment(cast: Cast, ida: Person) -> None:
    deactivate(ida, on=OFF_DAY)

    with pytest.raises(CommandError) as refused:
        edit(cast, ida, OFF_DAY, "D")

    assert refused.value.field == "changes.0.day"
    assert refused.value.message == "Ferrow, Ida is not employed on Dec 8."


@pytest.mark.parametrize(
    ("start", "end", "field"), [((OFF_DAY, 0), (OFF_DAY, 24), "start"), ((DAY, 0), (OFF_DAY, 24), "end")]
)
def test_nobody_is_away_outside_employment(
    cast: Cast, ida: Person, start: tuple[date, int], end: tuple[date, int], field: str
) -> None:
    deactivate(ida, on=OFF_DAY)

    with pytest.raises(CommandError) as refused:
        away(cast, ida, minutes(*start, 24)[0], minutes(end[0], 0, end[1])[1])

    assert refused.value.field == f"changes.0.{field}"
    assert refused.value.message == "Ferrow, Ida is not employed on Dec 8."
    assert not Adjustment.objects.exists()


def test_a_sick_report_reaches_to_the_end_of_the_last_night(cast: Cast, ida: Person) -> None:
    edit(cast, ida, OFF_DAY, "N")
    deactivate(ida, on=OFF_DAY + timedelta(days=1))
    start, end = minutes(OFF_DAY, 18, 30)

    assert away(cast, ida, start, end, "sick").version is not None
    with pytest.raises(CommandError, match="not employed on Dec 9"):
        away(cast, ida, start, end + 60, "sick")


def test_a_line_of_a_proposal_for_who_left_meanwhile_is_left_out(cast: Cast, ida: Person) -> None:
    proposal = create_proposal(
        owner=cast.dana.user,  # type: ignore[arg-type]
        center=cast.norfield,
        base_version=current_version(cast.norfield.pk),
        day=DAY,
        title="Run 1",
        additions=[Addition(ida.pk, day_shift(cast, OFF_DAY))],
    )
    deactivate(ida, on=OFF_DAY)

    taken = take_proposal(actor=cast.dana.user, proposal=proposal, edit_id=uuid.uuid4())  # type: ignore[arg-type]

    assert (taken.lines, len(taken.conflicts)) == (0, 1)
    assert not Adjustment.objects.exists()
