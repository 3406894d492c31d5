"""`manage.py benchmark roster`: evaluating rosters in memory, and loading their rows from the database.

What is evaluated is made in scheduling/roster/benchmark.py. Here the database joins in: the demo's files
with as many adjustments, in a transaction that is rolled back.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import connection, transaction

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.patterns.models import ShiftType
from scheduling.roster import benchmark
from scheduling.roster.selectors import Roster, load_roster
from scheduling.time.interval import moment_of
from scheduling.time.local_time import LocalClock
from solver.demo.center import demo_center
from staff.centers.clock import tick
from staff.centers.models import Center
from staff.people.models import Person

SEED = benchmark.SEED


def measure() -> dict[str, Any]:
    """Figures of the pure core, and milliseconds of loading the same size from the database (wall clock)."""
    return {**benchmark.measure(), **_loading()}


def _loading(repeats: int = 5) -> Mapping[str, Any]:
    if "scheduling_adjustment" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    with transaction.atomic():
        # The demo's dates follow today; any moment will do, and a fixed one makes the rows the same every
        # time.
        clock = LocalClock("America/New_York")
        noon = clock.minute(benchmark.FIRST_DAY) + 720
        center, _ = demo_center(moment_of(noon))
        starts_on = center.periods.order_by("starts_on").values_list("starts_on", flat=True).first()
        first = starts_on or benchmark.FIRST_DAY
        _add_adjustments(center, clock.minute(first))
        times: list[float] = []
        loaded: Roster | None = None
        for _ in range(repeats):
            began = perf_counter()
            loaded = load_roster(center, first, first + timedelta(days=benchmark.DAYS))
            times.append((perf_counter() - began) * 1000)
        transaction.set_rollback(True)
    people = loaded.input.people if loaded else ()
    return {
        "load_ms": round(median(times), 1),
        "loaded_people": len(people),
        "loaded_adjustments": sum(len(person.adjustments) for person in people),
    }


def _add_adjustments(center: Center, first: int) -> None:
    """As many overtime shifts as the benchmark has adjustments, on random days of random people."""
    chance = random.Random(SEED)  # noqa: S311 - a reproducible input, not a secret
    people = list(Person.objects.filter(center=center).order_by("number").values_list("pk", flat=True))
    shift_type = ShiftType.objects.filter(center=center).order_by("code").first()
    with tick(actor=None, center_id=center.pk, kind="benchmark") as opened:
        rows = []
        for n in range(benchmark.ADJUSTMENTS):
            start = first + 1440 * chance.randrange(benchmark.DAYS) + 60 * chance.randrange(24)
            row = Adjustment(
                center=center,
                person_id=chance.choice(people),
                kind=AdjustmentKind.OVERTIME.value,
                paint=Paint.DUTY.value,
                sequence=n,
                starts_at=moment_of(start),
                ends_at=moment_of(start + 480),
                shift_type=shift_type,
                gesture=uuid4(),
                from_version=opened.version,
                paint_version=opened.version,
                published_from=opened.version,
            )
            row.entity = row
            rows.append(row)
        Adjustment.objects.bulk_create(rows)
