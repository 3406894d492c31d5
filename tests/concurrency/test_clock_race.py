"""Two writers of one center: without the clock's lock they take the same version, with it one waits for the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.utils import IntegrityError

from scheduling.patterns.models import Holiday
from staff.centers import clock
from staff.centers.clock import AlreadyClosed, current_version, tick
from staff.centers.models import Event
from tests.cast import Cast, make_cast
from tests.factories import make_holiday

pytestmark = pytest.mark.django_db(transaction=True)

WAIT_SECONDS = 20
MONDAY = date(2026, 12, 7)


def at_once(*steps: Callable[[], None]) -> list[BaseException | None]:
    """Run each step in a thread of its own, with its own connection; what each raised, in order."""
    errors: list[BaseException | None] = [None] * len(steps)

    def run(n: int, step: Callable[[], None]) -> None:
        try:
            step()
        except BaseException as error:  # noqa: BLE001
            errors[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, step)) for n, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
        assert not thread.is_alive(), "A writer waits for ever."
    return errors


def writer(cast: Cast, day: date, *, meet: Callable[[], None]) -> Callable[[], None]:
    def write() -> None:
        with tick(actor=None, center_id=cast.norfield.pk, kind="race") as opened:
            meet()
            opened.add(Holiday(on=day, name="Storm"))

    return write


def test_without_the_lock_two_writers_take_one_version() -> None:
    cast = make_cast()
    barrier = threading.Barrier(2, timeout=WAIT_SECONDS)

    def meet() -> None:
        barrier.wait()

    def unlocked(rows: QuerySet[object], **kwargs: object) -> QuerySet[object]:
        return rows

    before = current_version(cast.norfield.pk)
    with mock.patch.object(QuerySet, "select_for_update", unlocked):
        errors = at_once(*(writer(cast, MONDAY + timedelta(days=n), meet=meet) for n in range(2)))
    # Both were inside at version n + 1; the event log's constraint lets only one of them through.
    assert sorted(type(error) for error in errors if error) == [IntegrityError]
    assert current_version(cast.norfield.pk) == before + 1
    assert Holiday.objects.count() == 1


def test_with_the_lock_both_get_through_one_after_the_other() -> None:
    cast = make_cast()
    inside = threading.Event()
    overlapping: list[bool] = []

    def meet() -> None:
        overlapping.append(inside.is_set())
        inside.set()
        # Long enough inside for the other to come in, if nothing kept it out: it must be seen waiting.
        wait_for_a_waiting_writer(len(overlapping))
        inside.clear()

    before = current_version(cast.norfield.pk)
    errors = at_once(*(writer(cast, MONDAY + timedelta(days=n), meet=meet) for n in range(2)))
    assert errors == [None, None]
    assert overlapping == [False, False]
    assert current_version(cast.norfield.pk) == before + 2
    assert sorted(Holiday.objects.values_list("from_version", flat=True)) == [before + 1, before + 2]


def wait_for_a_waiting_writer(turn: int) -> None:
    """The first writer goes on only when the database says that another waits for a lock."""
    if turn > 1:
        return
    deadline = threading.Event()
    for _ in range(WAIT_SECONDS * 50):
        with connection.cursor() as cursor:
            # Inside a transaction the database would show the same picture again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] > 0:
                return
        deadline.wait(0.02)
    raise AssertionError("Nobody waited for the lock.")


def test_many_writers_leave_no_gap() -> None:
    cast = make_cast()
    before = current_version(cast.norfield.pk)
    barrier = threading.Barrier(6, timeout=WAIT_SECONDS)

    def step(n: int) -> Callable[[], None]:
        def write() -> None:
            barrier.wait()
            for k in range(3):
                make_holiday(cast.norfield, MONDAY + timedelta(days=3 * n + k))

        return write

    assert at_once(*(step(n) for n in range(6))) == [None] * 6
    versions = list(
        Event.objects.filter(center=cast.norfield, version__gt=before).values_list("version", flat=True)
    )
    assert versions == list(range(before + 1, before + 19))
    moments = list(Event.objects.filter(center=cast.norfield).values_list("recorded_at", flat=True))
    assert moments == sorted(moments)


def test_of_two_who_close_a_row_one_is_told() -> None:
    cast = make_cast()
    row = make_holiday(cast.norfield, MONDAY)
    barrier = threading.Barrier(2, timeout=WAIT_SECONDS)

    def close() -> None:
        own = Holiday.objects.get(pk=row.pk)
        barrier.wait()
        with tick(actor=None, center_id=cast.norfield.pk, kind="race") as opened:
            opened.close(own)

    before = current_version(cast.norfield.pk)
    errors = at_once(close, close)
    assert sorted(type(error).__name__ for error in errors) == ["AlreadyClosed", "NoneType"]
    assert isinstance(next(error for error in errors if error), AlreadyClosed)
    assert current_version(cast.norfield.pk) == before + 1


def test_centers_do_not_wait_for_each_other() -> None:
    cast = make_cast()
    both_inside = threading.Barrier(2, timeout=WAIT_SECONDS)

    def step(center_id: object) -> Callable[[], None]:
        def write() -> None:
            with clock.tick(actor=None, center_id=center_id, kind="race"):  # type: ignore[arg-type]
                both_inside.wait()

        return write

    assert at_once(step(cast.norfield.pk), step(cast.southmere.pk)) == [None, None]
