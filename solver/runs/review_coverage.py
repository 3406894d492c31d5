"""What is covered with a review's changes: each requirement by day, and what stays short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduling.coverage.domain.curve import Curve
from scheduling.time.local_time import LocalClock
from scheduling.time.words import date_words, range_words
from solver.runs.account_words import AccountRow, account_row
from solver.runs.models import Run
from solver.runs.reviewing import Reviewing
from solver.runs.words import blocked_words, hours_amount
from staff.skills.models import Skill

MOST_GAPS = 8
SEAT_LEVELS = 3


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One requirement: hours below minimum before and after, and the worst shortage of each day after."""

    label: str
    required: str
    before: str
    after: str
    days: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class StillShort:
    """A gap that remains, and what keeps the trained people from it."""

    when: str
    label: str
    missing: int
    text: str
    blocked: tuple[tuple[int, str], ...]
    account: AccountRow | None


def coverage_rows(work: Reviewing) -> Iterable[CoverageRow]:
    codes = dict(Skill.objects.filter(center=work.run.center).values_list("pk", "code"))
    for subject in work.before.curve.subjects:
        _, of = subject
        position = work.base.positions.get(of)  # type: ignore[call-overload]
        label = position.name if position else f"mix {codes.get(of, of)}"  # type: ignore[call-overload]
        required = sum(
            step.need.minimum * (step.end - step.start)
            for step in work.before.curve.steps(subject)
            if step.need is not None
        )
        yield CoverageRow(
            label,
            f"{hours_amount(required)} h",
            _hours(work.before.curve.shortfall(subject)),
            _hours(work.after.curve.shortfall(subject)),
            tuple(_worst(work, work.after.curve, subject)),
        )


def _hours(minutes: int) -> str:
    return f"{hours_amount(minutes)} h" if minutes else ""


def _worst(work: Reviewing, curve: Curve, subject: Any) -> Iterable[tuple[int, str]]:
    worst: dict[date, int] = {}
    for gap in curve.gaps_by_subject[curve.subjects.index(subject)]:
        first = work.clock.date_of(gap.interval.start)
        last = work.clock.date_of(gap.interval.end - 1)
        for day in work.days:
            if first <= day <= last:
                worst[day] = max(gap.people, worst.get(day, 0))
    for day in work.days:
        people = worst.get(day, 0)
        yield people, f"z{min(people, SEAT_LEVELS)}" if people else ""


def still_short(run: Run) -> tuple[tuple[StillShort, ...], int]:
    reasons = run.summary.get("reasons", [])
    clock = LocalClock(run.center.time_zone)
    ranked = sorted(reasons, key=lambda row: -row["missing"] * (row["end"] - row["start"]))[:MOST_GAPS]
    accounts = {
        (row["requirement"], row["start"], row["end"]): account_row(n, row, clock, run.starts_on)
        for n, row in enumerate(run.summary.get("accounts", []))
    }
    rows = tuple(
        StillShort(
            when=f"{date_words(clock.date_of(row['start']), run.starts_on)}, "
            f"{range_words(row['start'], row['end'], clock)}",
            label=row["label"],
            missing=row["missing"],
            text=f"{row['trained']} are trained for this, {row['working']} of them are on duty then.",
            blocked=tuple(
                (entry["people"], blocked_words(entry["reason"], entry["people"])) for entry in row["blocked"]
            ),
            account=accounts.get((row.get("requirement"), row["start"], row["end"])),
        )
        for row in sorted(ranked, key=lambda row: (row["start"], row["label"]))
    )
    return rows, len(reasons) - len(rows)
