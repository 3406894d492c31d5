"""Two supervisors press Start in the same moment: one run, and the other is told of it."""

from __future__ import annotations

import threading
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection

from solver.runs import services
from solver.runs.errors import ActiveRunError
from solver.runs.models import Run
from staff.centers.models import CenterClock
from staff.people.models import User
from tests.cast import Cast, make_cast
from tests.solver.small_center import ask


@pytest.fixture
def center(transactional_db: None) -> Cast:
    return make_cast()


def both_at_once(cast: Cast, barrier: threading.Barrier) -> list[object]:
    """Dana and Sam ask in threads of their own; what each got."""
    outcomes: list[object] = []

    def request(actor: User) -> None:
        try:
            barrier.wait(timeout=20)
            outcomes.append(ask(cast, actor=actor))
        except (ActiveRunError, IntegrityError) as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=request, args=(person.user,)) for person in (cast.dana, cast.sam)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_of_two_requests_at_once_one_is_told_of_the_other(center: Cast) -> None:
    outcomes = both_at_once(center, threading.Barrier(2))
    started = [outcome for outcome in outcomes if isinstance(outcome, Run)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, ActiveRunError)]
    assert (len(started), len(refused)) == (1, 1)
    assert refused[0].run == started[0]
    assert Run.objects.count() == 1


def test_without_the_lock_only_the_constraint_would_be_left(center: Cast) -> None:
    """The race is real: both see no active run, and the database has to refuse one of them."""
    both_looked = threading.Barrier(2)
    original = services.periods_touching

    def after_both_looked(*args: object, **kwargs: object) -> object:
        both_looked.wait(timeout=20)
        return original(*args, **kwargs)  # type: ignore[arg-type]

    unlocked = patch.object(
        type(CenterClock.objects.all()), "select_for_update", lambda self, **_: self.all()
    )
    with unlocked, patch.object(services, "periods_touching", after_both_looked):
        outcomes = both_at_once(center, threading.Barrier(2))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError", "Run"]
