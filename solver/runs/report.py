"""A finished run as text and as JSON, for the command line and the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from scheduling.roster.proposals import Taken
from scheduling.time.local_time import LocalClock
from scheduling.time.words import month_day, range_words
from solver.runs.account_words import account_row
from solver.runs.models import Run
from staff.people.names import in_order


def report_json(run: Run, taken: Taken | None = None) -> dict[str, Any]:
    """One object: the run, findings, shortage by requirement in person-minutes, tiers with bound and gap."""
    rows = run.summary.get("shortages", [])
    before = {row["label"]: row["before"] for row in rows}
    after = {row["label"]: row["after"] for row in rows}
    return {
        "run": str(run.pk),
        "number": run.number,
        "center": run.center.slug,
        "starts_on": run.starts_on.isoformat(),
        "ends_before": run.ends_before.isoformat(),
        "base_version": run.base_version,
        "state": run.state,
        "status": run.status,
        "message": run.message,
        "seed": run.seed,
        "workers": run.workers,
        "time_limit_seconds": run.seconds,
        "seconds": run.summary.get("seconds"),
        "engine_version": run.engine_version,
        "variables": run.summary.get("variables"),
        "constraints": run.summary.get("constraints"),
        "findings": run.findings,
        "shortage_person_minutes_before": before,
        "shortage_person_minutes_after": after,
        "shortage_person_minutes_before_total": sum(before.values()),
        "shortage_person_minutes_after_total": sum(after.values()),
        "required_person_minutes": {row["label"]: row["required"] for row in rows},
        "requirements": [
            {
                "requirement": row["label"],
                "required_person_minutes": row["required"],
                "shortage_person_minutes_before": row["before"],
                "shortage_person_minutes_after": row["after"],
            }
            for row in rows
        ],
        "engine_agrees": run.summary.get("agrees"),
        "tiers": run.summary.get("tiers", []),
        "still_short": run.summary.get("reasons", []),
        "accounts": run.summary.get("accounts", []),
        "verdict": run.summary.get("verdict", ""),
        "changes": run.summary.get("changes", 0),
        "people": run.summary.get("people", 0),
        "proposal": None if run.proposal_id is None else str(run.proposal_id),
        "taken_version": None if taken is None else taken.version,
        "published": taken is not None,
        "overridden_rules": _overridden(taken),
    }


def report_lines(run: Run, taken: Taken | None = None) -> Iterable[str]:
    """The same in lines of text."""
    clock = LocalClock(run.center.time_zone)
    yield (
        f"Run {run.number}, {run.center.name}, {run.starts_on} to {run.ends_before - timedelta(days=1)} "
        f"(version {run.base_version}, seed {run.seed}, {run.workers} workers, {run.seconds} s)"
    )
    yield f"{run.status or run.state}: {run.message}"
    yield ""
    yield f"Findings before the run: {len(run.findings)}"
    for row in sorted(run.findings, key=lambda row: (in_order(row["name"]), row["start"])):
        when = month_day(clock.date_of(row["start"])) + " " + range_words(row["start"], row["end"], clock)
        removed = " Removal proposed." if row["removes"] else ""
        yield f"  {row['name']:<28} {when:<22} {row['message']}{removed}"
    yield ""
    yield from _coverage_lines(run)
    yield ""
    yield from _tier_lines(run)
    yield ""
    yield from _account_lines(run, clock)
    yield f"{run.summary.get('changes', 0)} changes for {run.summary.get('people', 0)} people."
    if taken is None:
        yield "Kept as a proposal; nothing is on the roster yet." if run.proposal_id else "No proposal."
    else:
        yield f"Published as version {taken.version}."
        overridden = _overridden(taken)
        if overridden:
            yield "Overridden, each kept with its reason: " + ", ".join(
                f"{count} x {rule}" for rule, count in overridden.items()
            )


def _coverage_lines(run: Run) -> Iterable[str]:
    rows = run.summary.get("shortages", [])
    yield f"{'Below minimum, person-minutes':<32}{'required':>12}{'before':>12}{'after':>12}"
    for row in rows:
        yield f"  {row['label']:<30}{row['required']:>12,}{row['before']:>12,}{row['after']:>12,}"
    totals = {name: sum(row[name] for row in rows) for name in ("required", "before", "after")}
    yield f"  {'Total':<30}{totals['required']:>12,}{totals['before']:>12,}{totals['after']:>12,}"
    if run.summary.get("agrees") is False:
        yield "  The engine counts other numbers than the roster's own coverage; these are the roster's."


def _tier_lines(run: Run) -> Iterable[str]:
    yield f"{'Tier':<40}{'value':>12}{'bound':>12}{'gap':>8}  unit"
    for row in run.summary.get("tiers", []):
        bound = "none" if row["bound"] is None else f"{row['bound']:,}"
        gap = "unknown" if row["gap"] is None else f"{row['gap']:.1%}"
        label = f"{row['tier']} {row['label']}"
        yield f"{label:<40}{row['value']:>12,}{bound:>12}{gap:>8}  {row['unit']}"


def _account_lines(run: Run, clock: LocalClock) -> Iterable[str]:
    """The largest shortages that remain: facts that can't all hold, and the cheapest way out."""
    for number, stored in enumerate(run.summary.get("accounts", [])):
        row = account_row(number, stored, clock, run.starts_on)
        yield f"{row.label}, {row.when}: {row.missing} short. {row.note}"
        for fact in row.facts:
            yield f"  {fact.number}. {fact.title} ({fact.squares.words})"
        for way in row.ways[:1]:
            yield f"  Cheapest: {way.title}. {way.text} Price {way.price}."
    if run.summary.get("accounts"):
        yield ""


def _overridden(taken: Taken | None) -> dict[str, int]:
    counts: dict[str, int] = {}
    if taken is not None and taken.publication is not None:
        for violation in taken.publication.overridden:
            counts[violation.rule] = counts.get(violation.rule, 0) + 1
    return counts
