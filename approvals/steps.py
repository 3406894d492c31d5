"""Where a request stands, step by step: done, now, to come, each with its time or deadline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from approvals.domain.workflow import Answer, Status
from approvals.models import Request, RequestEvent
from approvals.selectors import Machine, machine_of
from approvals.words import moment_words


@dataclass(frozen=True, slots=True)
class StepLine:
    """One dot on the line. State is done, now, failed or nothing (to come)."""

    label: str
    state: str
    when: str = ""
    note: str = ""


def step_lines(
    row: Request,
    events: Sequence[RequestEvent],
    names: Mapping[UUID | None, str],
    now: datetime,
    zone: ZoneInfo,
) -> list[StepLine]:
    """Asked, each step of the route, and how it ended; needs the request's events and the names of who acted."""
    machine = machine_of(row, events)
    lines = [StepLine("Asked", "done", moment_words(row.asked_at, now, zone))]
    if row.is_automatic:
        lines.append(StepLine("Approved by a rule", "done", moment_words(row.asked_at, now, zone)))
        return lines
    for number, step in enumerate(machine.route.steps):
        lines.append(_step(number, step.label, row, machine, names, now, zone))
    if row.status in {Status.EXPIRED.value, Status.WITHDRAWN.value} and row.closed_at is not None:
        label = "No answer in time" if row.status == Status.EXPIRED.value else "Withdrawn"
        return [line for line in lines if line.state == "done"] + [
            StepLine(label, "failed", moment_words(row.closed_at, now, zone))
        ]
    return lines


def _step(
    number: int,
    label: str,
    row: Request,
    machine: Machine,
    names: Mapping[UUID | None, str],
    now: datetime,
    zone: ZoneInfo,
) -> StepLine:
    said = [each for each in machine.progress.decisions if each.step == number]
    if said:
        last = said[-1]
        who, when = names.get(last.user, ""), moment_words(last.at, now, zone)
        if last.answer is Answer.NO:
            return StepLine(label, "failed", when, f"{who} said no. {last.reason}")
        needed = machine.route.steps[number].quorum - len(said)
        if needed > 0 and machine.progress.is_open:
            return StepLine(label, "now", when, f"{who} said yes; {needed} more must.")
        return StepLine(label, "done", when, f"{who} said yes. {last.reason}".strip())
    if machine.progress.is_open and machine.progress.step == number:
        return StepLine(label, "now", _deadline(row, now, zone), "Waits for an answer.")
    return StepLine(label, "")


def _deadline(row: Request, now: datetime, zone: ZoneInfo) -> str:
    return f"until {moment_words(row.expires_at, now, zone)}" if row.expires_at else "no deadline"
