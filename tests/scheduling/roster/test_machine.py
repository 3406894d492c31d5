"""Anything that planners do, in any order, against a roster kept on paper (tests/support/oracle).

Small worlds, each around a change of the clocks. After every step the product and the paper agree on everybody's
minutes, working and published, now and as of any version or moment before; on what was refused, and on who overwrote
whom; on the event log and what is announced. How to let it run longer is in CONTRIBUTING.md.
"""

from __future__ import annotations

import os

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.scheduling.roster.machine.asking import Asking
from tests.scheduling.roster.machine.office import Office
from tests.scheduling.roster.machine.place import PLACES, make_place
from tests.scheduling.roster.machine.publishing import Publishing

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "0"))
"""How many stories a long run tells; 0 is the short one, which is the same every time."""


class Machine(Publishing, Office, Asking):
    """Everything at once."""


@pytest.mark.django_db
def test_whatever_planners_do_the_roster_is_what_it_is_on_paper() -> None:
    # Whatever happens comes after what the places are made of.
    with time_machine.travel("2026-01-05T12:00:00Z", tick=False):
        Machine.places = tuple(make_place(zone, day) for zone, day in PLACES)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES or 10,
            stateful_step_count=25 if EXAMPLES else 12,
            derandomize=not EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
