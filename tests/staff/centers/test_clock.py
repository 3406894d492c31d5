"""A tick is one version and one event, all or nothing; rows are closed once; as-of has one answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from scheduling.contracts.models import BaseContract
from scheduling.patterns.models import Holiday
from staff.centers import clock
from staff.centers.clock import (
    AlreadyClosed,
    Announcement,
    current_version,
    subscribe,
    tick,
    version_at,
)
from staff.centers.models import CenterClock, Event
from tests.cast import Cast
from tests.factories import make_holiday

MONDAY = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    """What a subscriber is told."""
    told: list[Announcement] = []
    monkeypatch.setattr(clock, "_subscribers", [])
    subscribe(told.append)
    return told


def test_one_version_and_one_event(cast: Cast) -> None:
    before = current_version(cast.norfield.pk)
    with tick(
        actor=cast.dana.user, center_id=cast.norfield.pk, kind="holidays.added", payload={"days": 2}
    ) as opened:
        for day in (MONDAY, MONDAY + timedelta(days=1)):
            opened.add(Holiday(on=day, name="Storm"))
        opened.payload["total"] = 2
    assert current_version(cast.norfield.pk) == before + 1
    event = Event.objects.get(center=cast.norfield, version=before + 1)
    assert (event.actor, event.kind, event.payload) == (
        cast.dana.user,
        "holidays.added",
        {"days": 2, "total": 2},
    )
    assert set(Holiday.objects.values_list("from_version", "until_version")) == {(before + 1, None)}


def test_centers_tick_apart(cast: Cast) -> None:
    before = current_version(cast.southmere.pk)
    make_holiday(cast.norfield, MONDAY)
    assert current_version(cast.southmere.pk) == before


def test_versions_have_no_gaps(cast: Cast) -> None:
    for n in range(5):
        make_holiday(cast.norfield, MONDAY + timedelta(days=n))
    versions = list(Event.objects.filter(center=cast.norfield).values_list("version", flat=True))
    assert versions == list(range(1, current_version(cast.norfield.pk) + 1))


def test_what_the_body_raises_leaves_nothing(cast: Cast, heard: list[Announcement]) -> None:
    before = current_version(cast.norfield.pk)
    events = Event.objects.count()

    def fail_inside() -> None:
        with tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened:
            opened.add(Holiday(on=MONDAY, name="Storm"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail_inside()
    assert current_version(cast.norfield.pk) == before
    assert Event.objects.count() == events
    assert not Holiday.objects.exists()
    # The version that was not taken is the next one: no gap.
    make_holiday(cast.norfield, MONDAY)
    assert current_version(cast.norfield.pk) == before + 1


def test_it_is_told_after_commit_and_only_then(
    cast: Cast, heard: list[Announcement], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[operator]
        with tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened:
            opened.kind = "renamed"
        assert heard == []
    for callback in callbacks:
        callback()
    assert heard == [Announcement(cast.norfield.pk, opened.version, "renamed")]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_around_it_is_never_told(cast: Cast, heard: list[Announcement]) -> None:

    def fail_outside() -> None:
        with transaction.atomic():
            with tick(actor=None, center_id=cast.norfield.pk, kind="test"):
                pass
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail_outside()
    assert heard == []
    with tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened:
        pass
    assert [told.version for told in heard] == [opened.version]


def test_subscribing_twice_is_once(heard: list[Announcement]) -> None:
    subscribe(heard.append)
    clock.announce(Announcement(None, 1, "test"))  # type: ignore[arg-type]
    assert len(heard) == 1


def test_a_row_is_closed_once(cast: Cast) -> None:
    row = make_holiday(cast.norfield, MONDAY)
    stale = Holiday.objects.get(pk=row.pk)
    with tick(actor=None, center_id=cast.norfield.pk, kind="test") as first:
        first.close(row)
    assert (row.until_version, row.is_current) == (first.version, False)
    with (
        pytest.raises(AlreadyClosed) as caught,
        tick(actor=None, center_id=cast.norfield.pk, kind="test") as second,
    ):
        second.close(stale)
    assert caught.value.row is stale
    assert current_version(cast.norfield.pk) == first.version
    assert Holiday.objects.get(pk=row.pk).until_version == first.version


def test_a_row_of_another_center_is_not_closed(cast: Cast) -> None:
    row = make_holiday(cast.norfield, MONDAY)
    with pytest.raises(AlreadyClosed), tick(actor=None, center_id=cast.southmere.pk, kind="test") as opened:
        opened.close(row)
    assert Holiday.objects.get(pk=row.pk).until_version is None


def test_replacing_keeps_the_entity(cast: Cast) -> None:
    row = make_holiday(cast.norfield, MONDAY, name="Storm")
    with tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened:
        new = opened.replace(row, Holiday(on=MONDAY, name="Blizzard"))
    assert new.entity_id == row.entity_id == row.pk
    assert list(Holiday.objects.current()) == [new]
    assert [found.name for found in Holiday.objects.as_of(opened.version - 1)] == ["Storm"]
    assert [found.name for found in Holiday.objects.as_of(opened.version)] == ["Blizzard"]
    assert list(Holiday.objects.as_of(row.from_version - 1)) == []


def test_as_of_a_moment_is_the_highest_version_until_then(cast: Cast) -> None:
    versions = []
    for minutes in (0, 0, 5):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            with tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened:
                pass
            versions.append(opened.version)
    first_at = Event.objects.get(center=cast.norfield, version=versions[0]).recorded_at
    assert version_at(cast.norfield.pk, first_at - timedelta(microseconds=1)) == versions[0] - 1
    assert version_at(cast.norfield.pk, first_at) == versions[1]
    assert version_at(cast.norfield.pk, first_at + timedelta(minutes=5)) == versions[2]
    assert version_at(cast.norfield.pk, datetime(2020, 1, 1, tzinfo=UTC)) == 0


def test_moments_never_run_backwards(cast: Cast) -> None:
    moments = []
    for minutes in (10, 0, 20):  # the machine's clock is set back in between
        with (
            time_machine.travel(NOON + timedelta(minutes=minutes), tick=False),
            tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened,
        ):
            moments.append(opened.recorded_at)
    assert moments == sorted(moments)
    assert moments[0] == moments[1] == NOON + timedelta(minutes=10)


def execute(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def without_trigger(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')


@pytest.mark.parametrize(
    "statement",
    ["UPDATE staff_event SET kind = 'other'", "DELETE FROM staff_event"],
    ids=["update", "delete"],
)
def test_the_event_log_is_for_good(cast: Cast, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"Cannot (update|delete) rows"):
        execute(statement)
    without_trigger("staff_event")
    execute(statement)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE scheduling_basecontract SET weekly_minutes = 1", "never updated in place"),
        ("UPDATE scheduling_basecontract SET from_version = from_version - 1", "never updated in place"),
        ("DELETE FROM scheduling_basecontract", "Cannot delete rows"),
    ],
)
def test_versioned_rows_are_never_changed(cast: Cast, statement: str, message: str) -> None:
    with pytest.raises(DatabaseError, match=message):
        execute(statement)
    without_trigger("scheduling_basecontract")
    execute(statement)


def test_a_closed_row_is_not_opened_or_moved(cast: Cast) -> None:
    contract = BaseContract.objects.get(person=cast.cal)
    with tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened:
        opened.close(contract)
    for value in (None, opened.version + 1):
        statement = "UPDATE scheduling_basecontract SET until_version = %s WHERE id = %s"
        with pytest.raises(DatabaseError, match="closed only once"):
            execute(statement, value, contract.pk)
    without_trigger("scheduling_basecontract")
    execute(statement, opened.version + 1, contract.pk)


def test_the_clock_goes_only_forward(cast: Cast) -> None:
    back = "UPDATE staff_centerclock SET version = version - 1"
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        execute(back)
    with pytest.raises(DatabaseError, match="Cannot delete rows"):
        execute("DELETE FROM staff_centerclock")
    without_trigger("staff_centerclock")
    execute(back)


def test_a_version_has_one_event(cast: Cast) -> None:
    # A clock that lost a version would write it twice: the event log refuses.
    without_trigger("staff_centerclock")
    CenterClock.objects.filter(center=cast.norfield).update(version=1)
    with (
        pytest.raises(IntegrityError, match="staff_event_one_per_version"),
        transaction.atomic(),
        tick(actor=None, center_id=cast.norfield.pk, kind="test"),
    ):
        pass
