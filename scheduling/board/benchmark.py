"""`manage.py benchmark pages`: the board of a center of 312 people over 28 days, and the answer to one edit.

The center of demo/center is imported in a transaction that is rolled back, so nothing stays; whole requests are timed,
middleware included, in this process and without a network.
"""

from __future__ import annotations

import gzip
import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from scheduling.center_files.services import import_center
from scheduling.center_files.sources import files_in_folder
from scheduling.roster.selectors import EVALUATIONS
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import Person, Role, RoleAssignment, User

FOLDER = Path(settings.BASE_DIR) / "demo" / "center"
REPEATS = 9
NAME = "Benchmark"


class RollBack(Exception):
    """Leaves the transaction without keeping anything."""


def measure() -> dict[str, float]:
    """Medians over several requests; bytes as they are and compressed."""
    figures: dict[str, float] = {}
    # On a fresh checkout this command is the first to use the database.
    call_command("migrate", verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            center, user = center_and_planner()
            client = Client()
            client.force_login(user)
            figures.update(_board(client, center))
            figures.update(_edit(client, center))
            raise RollBack
    except RollBack:
        return figures


def center_and_planner() -> tuple[Center, User]:
    """The demo center under a name of its own, and an admin of it."""
    files = files_in_folder(FOLDER)
    text = files["center.toml"].decode()
    known = next(line for line in text.splitlines() if line.startswith("name"))
    files["center.toml"] = text.replace(known, f'name = "{NAME} {uuid.uuid4()}"', 1).encode()
    report = import_center(actor=None, files=files)
    if not report.is_good:
        raise RuntimeError("The demo center can't be imported; look at it with import_center --dry-run.")
    center = Center.objects.get(name__startswith=NAME)
    user = User.objects.create_user(f"{uuid.uuid4()}@example.org", None)
    RoleAssignment.objects.create(user=user, center=center, role=Role.ADMIN)
    return center, user


def _board(client: Client, center: Center) -> dict[str, float]:
    address = f"/roster/?from={center.first_period_on.isoformat()}"
    first = get_page(client, address)
    queries: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        get_page(client, address)
    elapsed, busy = median_ms(lambda: get_page(client, address))

    def first_time() -> None:
        EVALUATIONS.forget()
        get_page(client, address)

    cold_elapsed, cold_busy = median_ms(first_time)
    return {
        "board_server_ms": elapsed,
        "board_process_ms": busy,
        "board_cold_server_ms": cold_elapsed,
        "board_cold_process_ms": cold_busy,
        "board_gzip_bytes": len(gzip.compress(first.content, 6)),
        "board_raw_bytes": len(first.content),
        "board_queries": len(queries),
        "board_people": Person.objects.filter(center=center).count(),
    }


def _edit(client: Client, center: Center) -> dict[str, float]:
    """One shift set on another day each time; the answer is the fragments that changed."""
    people = list(Person.objects.filter(center=center).values_list("pk", flat=True)[: REPEATS + 1])
    first = center.first_period_on
    answers: list[HttpResponse] = []

    def post(person: Any, day: date) -> None:
        edit = {
            "edit_id": str(uuid.uuid4()),
            "base_version": current_version(center.pk),
            "changes": [
                {"type": "set_day", "person": str(person), "day": day.isoformat(), "wanted": {"shift": "S"}}
            ],
        }
        fields = {"edit": json.dumps(edit), "board": f"from={first.isoformat()}"}
        answers.append(
            client.post("/roster/edit/", fields, headers={"HX-Request": "true", "host": "localhost"})  # type: ignore[arg-type]
        )

    elapsed, busy = [], []
    for n, person in enumerate(people):
        started, began = perf_counter(), process_time()
        post(person, first + timedelta(days=n))
        elapsed.append((perf_counter() - started) * 1000)
        busy.append((process_time() - began) * 1000)
    return {
        "edit_server_ms": round(median(elapsed[1:]), 1),
        "edit_process_ms": round(median(busy[1:]), 1),
        "edit_gzip_bytes": max(len(gzip.compress(answer.content, 6)) for answer in answers),
    }


def get_page(client: Client, address: str) -> HttpResponse:
    """A page that must answer."""
    answer: HttpResponse = client.get(  # type: ignore[assignment]
        address, headers={"host": "localhost"}, secure=settings.SECURE_SSL_REDIRECT
    )
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}.")
    return answer


def median_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Elapsed time, and the time this process was busy (on a shared machine the rest is waiting for a core)."""
    elapsed, busy = [], []
    for _ in range(REPEATS):
        started, began = perf_counter(), process_time()
        work()
        elapsed.append((perf_counter() - started) * 1000)
        busy.append((process_time() - began) * 1000)
    return round(median(elapsed), 1), round(median(busy), 1)
