"""`manage.py benchmark rules`: the rule library in memory, and the inbox with what an open request would mean.

The inbox is that of the demo center, imported and rolled back, with a waiting request of every day of the period. Whole
requests are timed, middleware included, in this process and without a network.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from approvals.models import Request
from approvals.registry import Kind, handler_of
from approvals.services import Ask, ask
from scheduling.adjustments.domain import AdjustmentKind
from scheduling.board.benchmark import RollBack, center_and_planner, get_page, median_ms
from scheduling.roster.benchmark import SEED
from scheduling.roster.domain.commands import ChangeShift
from scheduling.roster.domain.shifts import shifts_of
from scheduling.roster.rules_benchmark import measure as measure_rules
from scheduling.roster.selectors import EVALUATIONS, load_roster
from scheduling.roster_requests.domain.asked import Asked, SeenShift
from scheduling.roster_requests.handler import FINDINGS
from scheduling.time.interval import moment_of
from staff.centers.models import Center
from staff.people.models import Person, User

__all__ = ["SEED", "measure"]

DAYS = 28
EARLIER_MINUTES = 120


def measure() -> dict[str, Any]:
    """Figures of the library, then of the page."""
    return {**measure_rules(), **_inbox()}


def _inbox() -> dict[str, Any]:
    """Medians of the page of one request among 28: as it is looked at again, and after the roster has moved on."""
    call_command("migrate", verbosity=0, interactive=False)
    figures: dict[str, Any] = {}
    try:
        with transaction.atomic():
            center, user = center_and_planner()
            client = Client()
            client.force_login(user)
            requests = list(_requests(center, _next_period_on(center)))
            findings = handler_of(Kind.ADJUSTMENT).findings(requests)
            short = [row for row in requests if findings[row.pk].leaves_short]
            pages = (f"/inbox/{row.pk}/" for row in short)
            covered = (page for page in pages if "With cover" in get_page(client, page).content.decode())
            address = next(covered, "")
            if not address:
                raise RuntimeError("No request of the benchmark leaves a hole that somebody could cover.")
            queries: list[str] = []

            def count(execute: Any, sql: str, *rest: Any) -> Any:
                queries.append(sql)
                return execute(sql, *rest)

            with connection.execute_wrapper(count):
                get_page(client, address)

            def moved_on() -> None:
                EVALUATIONS.forget()
                FINDINGS.forget()
                get_page(client, address)

            elapsed, busy = median_ms(lambda: get_page(client, address))
            cold_elapsed, cold_busy = median_ms(moved_on)
            figures = {
                "impact_server_ms": elapsed,
                "impact_process_ms": busy,
                "impact_cold_server_ms": cold_elapsed,
                "impact_cold_process_ms": cold_busy,
                "impact_queries": len(queries),
                "impact_requests": len(requests),
            }
            raise RollBack
    except RollBack:
        return figures


def _next_period_on(center: Center) -> date:
    """The first day of a period that is still to come: nobody covers what is over."""
    first = center.first_period_on
    while first <= timezone.localdate():
        first += timedelta(days=center.period_days)
    return first


def _requests(center: Center, first: date) -> Iterable[Request]:
    """One person a day would leave two hours early, from the shifts of the second to the last day."""
    roster = load_roster(center, first, first + timedelta(days=DAYS))
    decider = User.objects.create_user(f"{uuid.uuid4()}@example.org", None)
    people = iter(Person.objects.filter(center=center).order_by("pk"))
    for n in range(1, DAYS - 1):
        day = first + timedelta(days=n)
        for person in people:
            own = shifts_of(roster.evaluation.roster(person.pk).duty)
            shift = next((each for each in own if each.day(roster.clock) == day), None)
            if shift is None:
                continue
            at = shift.end - EARLIER_MINUTES
            change = ChangeShift(person.pk, AdjustmentKind.EARLY_OUT, shift.shift_start, at, "Benchmark.")
            seen = SeenShift(shift.shift_start, shift.start, shift.end, "The shift")
            what = Ask(
                request_id=uuid.uuid4(),
                kind=Kind.ADJUSTMENT,
                person=person,
                size=EARLIER_MINUTES,
                payload={**Asked((change,), seen).as_json(), "words": "Early out"},
                starts_at=moment_of(at),
                ends_at=moment_of(shift.end),
            )
            yield ask(actor=decider, center=center, what=what)
            break
