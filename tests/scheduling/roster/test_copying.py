"""An empty period gets the duty of the one before it: the same wall-clock times, as drafts, in one step."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from scheduling.adjustments.domain import Paint
from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.roster.copying import NothingToCopy, copy_last_period
from scheduling.roster.domain.commands import Change, Edit, RecordAbsence, SetDay, Wanted
from scheduling.roster.door import apply_edit
from scheduling.roster.periods import dates_of_period
from scheduling.roster.selectors import load_roster
from scheduling.roster.undo import undo
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Duty, PayKind
from staff.centers.clock import current_version, tick
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(cast: Cast) -> Person:
    """Works without a pattern, at a center where nobody else works."""
    with tick(actor=None, center_id=cast.southmere.pk, kind="test_setup") as opened:
        opened.close(BaseContract.objects.current().get(person=cast.olga))
    return make_person(cast.southmere, "Pat")


def the_period(cast: Cast) -> tuple[date, date]:
    """The one after the change to winter time of 2026."""
    return dates_of_period(cast.southmere, date(2026, 11, 20))


def do(cast: Cast, *changes: Change) -> None:
    version = current_version(cast.southmere.pk)
    apply_edit(actor=cast.olga.user, center=cast.southmere, edit=Edit(uuid.uuid4(), version, changes))


def copy(cast: Cast, day: date) -> int:
    done = copy_last_period(actor=cast.olga.user, center=cast.southmere, day=day, edit_id=uuid.uuid4())
    return done.lines


def duties(cast: Cast, person: Person) -> list[Duty]:
    """What begins in the period."""
    starts_on, ends_before = the_period(cast)
    roster = load_roster(cast.southmere, starts_on, ends_before)
    worked = roster.evaluation.roster(person.pk).worked()
    return [duty for duty in worked if starts_on <= roster.clock.date_of(duty.shift_start) < ends_before]


def times(cast: Cast, person: Person) -> list[str]:
    clock = LocalClock(cast.southmere.time_zone)
    return [
        f"{clock.local(duty.start):%m-%d %H:%M} {clock.local(duty.end):%H:%M}"
        for duty in duties(cast, person)
    ]


def test_shifts_are_copied_at_their_times_on_the_wall(cast: Cast, pat: Person) -> None:
    starts_on, _ = the_period(cast)
    before = dates_of_period(cast.southmere, starts_on - timedelta(days=1))[0]
    day_shift, night = (
        Wanted(None, time(6), time(18), pay=PayKind.REGULAR),
        Wanted(None, time(18), time(6), pay=PayKind.REGULAR),
    )
    do(cast, SetDay(pat.pk, before, day_shift), SetDay(pat.pk, before + timedelta(days=3), night))
    assert copy(cast, starts_on + timedelta(days=9)) == 2
    assert times(cast, pat) == [
        f"{starts_on:%m-%d} 06:00 18:00",
        f"{starts_on + timedelta(days=3):%m-%d} 18:00 06:00",
    ]
    assert all(row.published_from is None for row in Adjustment.objects.current())


def test_the_copy_is_one_step_to_undo(cast: Cast, pat: Person) -> None:
    starts_on, _ = the_period(cast)
    day = Wanted(None, time(6), time(18), pay=PayKind.REGULAR)
    do(cast, *(SetDay(pat.pk, starts_on - timedelta(days=n), day) for n in range(1, 5)))
    assert copy(cast, starts_on) == 4
    undo(actor=cast.olga.user, center=cast.southmere, day=starts_on, edit_id=uuid.uuid4())
    assert times(cast, pat) == []
    assert Adjustment.objects.current().count() == 4


def test_overtime_and_leave_stay_where_they_are(cast: Cast, pat: Person) -> None:
    starts_on, _ = the_period(cast)
    clock = LocalClock(cast.southmere.time_zone)
    day, extra = starts_on - timedelta(days=3), starts_on - timedelta(days=2)
    do(
        cast,
        SetDay(pat.pk, day, Wanted(None, time(6), time(18), pay=PayKind.REGULAR)),
        SetDay(pat.pk, extra, Wanted(None, time(6), time(18), pay=PayKind.OVERTIME)),
    )
    do(cast, RecordAbsence(pat.pk, clock.minute(day), clock.minute(extra), "vacation"))
    # Who was away then is planned again; the overtime was for its own day.
    assert copy(cast, starts_on) == 1
    assert [duty.pay for duty in duties(cast, pat)] == [PayKind.REGULAR]
    assert Adjustment.objects.current().filter(paint=Paint.ABSENCE).count() == 1


def test_nothing_is_copied_twice_or_from_nothing(cast: Cast, pat: Person) -> None:
    starts_on, _ = the_period(cast)
    with pytest.raises(NothingToCopy, match="no shifts to copy"):
        copy(cast, starts_on)
    do(
        cast,
        SetDay(pat.pk, starts_on - timedelta(days=1), Wanted(None, time(6), time(18), pay=PayKind.REGULAR)),
    )
    copy(cast, starts_on)
    version = current_version(cast.southmere.pk)
    with pytest.raises(NothingToCopy, match="already"):
        copy(cast, starts_on)
    assert current_version(cast.southmere.pk) == version


def test_who_may_not_edit_may_not_copy(cast: Cast, pat: Person) -> None:
    with pytest.raises(PermissionDenied):
        copy_last_period(
            actor=cast.cal.user, center=cast.norfield, day=date(2026, 12, 6), edit_id=uuid.uuid4()
        )
