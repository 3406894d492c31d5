"""The page of one run: where it stands, the chart of a tier, what the best roster so far is like. Reads only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduling.board.words import range_title
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, date_words, range_words
from solver.engine.tiers import TIERS
from solver.runs.chart import Chart, Point, chart_of
from solver.runs.claims import LOST_AFTER, is_lost
from solver.runs.models import Run, RunProgress, RunState
from solver.runs.options import PREFERENCES, RunOptions
from solver.runs.selectors import is_open
from solver.runs.words import amount_words, clock_words, gap_words, hours_amount
from staff.people.models import User

LOG_LINES = 4
QUIET_SECONDS = 10
"""So long a run may wait before the page says that no worker takes it."""

MOST_GAPS = 8
USELESS_GAP = 0.995
"""A bound so far off says nothing."""

LONG_NUMBER = re.compile(r"\d{4,}")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line, newest first: when, what, by how much."""

    at: str
    words: str
    change: str


@dataclass(frozen=True, slots=True)
class TierRow:
    """One tier: `state` is done, now or to come."""

    number: int
    label: str
    unit: str
    state: str
    value: str
    bound: str
    gap: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class TermRow:
    """One preference in the best roster so far: its cost beside the largest of its tier, and the result in real
    units.
    """

    label: str
    tier: int
    cost: str
    percent: int
    result: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure of the best roster so far."""

    label: str
    value: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What has to be said about the run itself."""

    tone: str
    title: str
    text: str


@dataclass(frozen=True)
class RunPage:
    """Everything the page and its live fragment show."""

    run: Run
    title: str
    setup: tuple[tuple[str, str], ...]
    priorities: tuple[tuple[str, int], ...]
    elapsed: str
    limit: str
    tiers: tuple[TierRow, ...]
    shown: TierRow | None
    chart: Chart | None
    gap: float | None
    sentence: str
    log: tuple[LogEntry, ...]
    terms: tuple[TermRow, ...]
    figures: tuple[Figure, ...]
    short: tuple[tuple[str, str, str], ...]
    more_short: int
    notice: Notice | None
    is_owner: bool
    steps: tuple[tuple[str, str], ...]

    @property
    def is_active(self) -> bool:
        return self.run.is_active

    @property
    def is_stopping(self) -> bool:
        return self.run.state == RunState.RUNNING and self.run.stop_requested_at is not None

    @property
    def can_review(self) -> bool:
        return self.run.proposal_id is not None and self.is_owner

    @property
    def spoken_gap(self) -> str:
        """For the page's script, which speaks at each halving; empty before the first roster."""
        return "" if self.gap is None else f"{self.gap:.4f}"


def run_page(user: User, run: Run, now: datetime, *, tier: int | None = None) -> RunPage:
    """The page as of now. `tier` is the one whose chart is asked for; without it the latest with numbers."""
    points = list(RunProgress.objects.filter(run=run).order_by("id"))
    numbers = {point.tier for point in points if point.value is not None}
    shown = tier if tier in numbers else max(numbers, default=None)
    rows = tuple(_tiers(run, points, shown))
    now_shown = next((row for row in rows if row.is_shown), None)
    here = [point for point in points if point.tier == shown]
    chart = None
    if now_shown is not None:
        until = _elapsed_ms(run, now) if run.is_active and shown == max(numbers) else None
        series = [Point(point.elapsed_ms, point.value, point.bound) for point in here]
        chart = chart_of(series, now_shown.unit, until_ms=until)
    gap = _gap(here)
    is_owner = run.owner_id == user.pk
    short, more = _short(run)
    return RunPage(
        run=run,
        title=range_title(run.starts_on, run.ends_before),
        setup=_setup(run),
        priorities=_priorities(run),
        elapsed=clock_words(_elapsed_ms(run, now) / 1000),
        limit=clock_words(run.seconds),
        tiers=rows,
        shown=now_shown,
        chart=chart,
        gap=gap,
        sentence=_sentence(run, here, gap),
        log=tuple(_log(points)),
        terms=tuple(_terms(run.summary)),
        figures=tuple(_figures(run)),
        short=short,
        more_short=more,
        notice=_notice(run, now, is_owner=is_owner, has_roster=bool(numbers)),
        is_owner=is_owner,
        steps=steps_of(run),
    )


def steps_of(run: Run | None, *, at: str = "run") -> tuple[tuple[str, str], ...]:
    """The four steps with their state: `at` is where the reader is (setup, run, review or publish)."""
    order = ("setup", "run", "review", "publish")
    position = order.index(at)
    has_failed = (
        run is not None and at == "run" and (run.state == RunState.FAILED or bool(run.summary.get("verdict")))
    )
    states = ["done" if n < position else "now" if n == position else "" for n in range(len(order))]
    if has_failed:
        states[1] = "failed"
    if at == "publish":
        states[3] = "done"
    return tuple(zip(("Setup", "Run", "Review", "Publish"), states, strict=True))


def _elapsed_ms(run: Run, now: datetime) -> int:
    if run.started_at is None:
        return 0
    ended = run.finished_at or now
    return max(0, round((ended - run.started_at).total_seconds() * 1000))


def _setup(run: Run) -> tuple[tuple[str, str], ...]:
    options = RunOptions.from_json(run.options)
    kept = [
        words
        for words, keeps in (
            ("published", options.keeps_published),
            ("drafts", options.keeps_drafts),
            ("patterns", options.keeps_pattern),
            ("days gone", options.keeps_past),
        )
        if keeps
    ]
    return (
        ("Asked for by", _name(run.owner)),
        ("On version", f"{run.base_version:,}"),
        ("Kept", ", ".join(kept) or "leave only"),
        ("Overtime", "may be used" if options.allows_overtime else "not used"),
        ("Minimums", _minimums(options)),
        ("Days in a row", "any" if options.days_in_a_row is None else f"at most {options.days_in_a_row}"),
        ("Time limit", clock_words(run.seconds)),
        ("Enough at a gap of", f"{options.gap_percent}%" if options.gap_percent else "0%, the best"),
        ("Seed, threads", f"{run.seed}, {run.workers}"),
    )


def _minimums(options: RunOptions) -> str:
    if not options.minimums_must_hold:
        return "may fall short"
    known = len(options.accepted)
    return f"must hold, {count_words(known, 'shortage')} accepted" if known else "must hold"


def _name(user: User) -> str:
    person = getattr(user, "person", None)
    return str(user) if person is None else f"{person.first_name} {person.last_name}"


def _priorities(run: Run) -> tuple[tuple[str, int], ...]:
    options = RunOptions.from_json(run.options)
    return (
        ("Meet every minimum", 5),
        *((row.label, options.priority(row.name)) for row in PREFERENCES if row.tier < 5),
    )


def _tiers(run: Run, points: Sequence[RunProgress], shown: int | None) -> Iterable[TierRow]:
    final = {row["tier"]: row for row in run.summary.get("tiers", [])} if not run.is_active else {}
    current = max((point.tier for point in points if point.value is not None), default=0)
    for tier in TIERS:
        here = [point for point in points if point.tier == tier.number]
        best = min((point.value for point in here if point.value is not None), default=None)
        bound = max((point.bound for point in here if point.bound is not None), default=None)
        row = final.get(tier.number)
        if row is not None:
            best, bound = row["value"], row["bound"]
        state = "" if best is None else "now" if run.is_active and tier.number == current else "done"
        gap = (
            None
            if best is None or bound is None
            else 0.0
            if best == bound
            else (best - bound) / abs(best or 1)
        )
        yield TierRow(
            tier.number,
            tier.label,
            tier.unit,
            state,
            "" if best is None else f"{best:,}",
            "" if bound is None else f"{bound:,}",
            "" if best is None else gap_words(gap),
            tier.number == shown,
        )


def _gap(points: Sequence[RunProgress]) -> float | None:
    values = [point.value for point in points if point.value is not None]
    bounds = [point.bound for point in points if point.bound is not None]
    if not values or not bounds:
        return None
    best, bound = min(values), max(bounds)
    if best <= bound:
        return 0.0
    return min(1.0, (best - bound) / abs(best)) if best else 1.0


def _sentence(run: Run, points: Sequence[RunProgress], gap: float | None) -> str:
    if not any(point.value is not None for point in points):
        return "No roster is found yet." if run.is_active else "No roster was found."
    if run.state == RunState.FAILED:
        return "What the search had found is not kept."
    if gap is None:
        return "How far the best possible roster is, is not proven yet."
    if gap == 0:
        return "No roster can beat this one here: it is proven best."
    if gap >= USELESS_GAP:
        return "Nothing useful is proven yet about how much better a roster could be."
    return f"No roster can beat this one by more than {gap_words(gap)}."


def _log(points: Sequence[RunProgress]) -> Iterable[LogEntry]:
    entries: list[LogEntry] = []
    best: dict[int, int] = {}
    bounds: dict[int, int] = {}
    for point in points:
        at = clock_words(point.elapsed_ms / 1000)
        if point.line:
            entries.append(LogEntry(at, LONG_NUMBER.sub(_with_commas, point.line), ""))
        elif point.value is not None and point.value < best.get(point.tier, point.value + 1):
            known = best.get(point.tier)
            change = "" if known is None else f"−{known - point.value:,}"
            entries.append(LogEntry(at, f"Better roster, {point.value:,}", change))
        elif point.bound is not None and point.bound > bounds.get(point.tier, point.bound):
            entries.append(LogEntry(at, f"Bound raised to {point.bound:,}", ""))
        if point.value is not None:
            best[point.tier] = min(point.value, best.get(point.tier, point.value))
        if point.bound is not None:
            bounds[point.tier] = max(point.bound, bounds.get(point.tier, point.bound))
    return reversed(entries[-LOG_LINES:])


def _with_commas(match: re.Match[str]) -> str:
    return f"{int(match[0]):,}"


def _terms(summary: dict[str, Any]) -> Iterable[TermRow]:
    for tier in summary.get("tiers", []):
        most = max((term["cost"] for term in tier["terms"]), default=0)
        for term in tier["terms"]:
            if term["cost"] == 0 and term["value"] == 0:
                continue
            percent = 0 if most <= 0 else max(0, round(100 * term["cost"] / most))
            yield TermRow(
                term["label"],
                tier["tier"],
                f"{term['cost']:,}",
                percent,
                amount_words(term["value"], term["unit"]),
            )


def _figures(run: Run) -> Iterable[Figure]:
    summary = run.summary
    rows = summary.get("shortages", [])
    if not rows:
        return
    before, after = (sum(row[name] for row in rows) for name in ("before", "after"))
    terms = {term["name"]: term for tier in summary.get("tiers", []) for term in tier["terms"]}
    yield Figure("Below minimum", f"{hours_amount(after)} h", f"was {hours_amount(before)} h")
    yield Figure("Blocking rules broken", "0", f"was {len(run.findings)}" if run.findings else "")
    if "overtime" in terms:
        yield Figure("Overtime", amount_words(terms["overtime"]["value"], "minutes"))
    if "wishes" in terms:
        yield Figure("Wishes not met", f"{terms['wishes']['value']:,}", "in points of their weight")
    yield Figure("Shifts changed", f"{summary.get('changes', 0):,}")
    yield Figure("People", f"{summary.get('people', 0):,}")


def _short(run: Run) -> tuple[tuple[tuple[str, str, str], ...], int]:
    """Where people are still missing: windows once the run has ended, totals while it goes on."""
    reasons = run.summary.get("reasons")
    if reasons:
        clock = LocalClock(run.center.time_zone)
        ranked = sorted(reasons, key=lambda row: -row["missing"] * (row["end"] - row["start"]))[:MOST_GAPS]
        rows = tuple(
            (
                ", ".join(
                    (
                        date_words(clock.date_of(row["start"]), run.starts_on),
                        range_words(row["start"], row["end"], clock),
                    )
                ),
                row["label"],
                f"−{row['missing']}",
            )
            for row in sorted(ranked, key=lambda row: (row["start"], row["label"]))
        )
        return rows, len(reasons) - len(rows)
    totals = tuple(
        (row["label"], "", f"−{hours_amount(row['after'])} h")
        for row in run.summary.get("shortages", [])
        if row["after"]
    )
    return totals, 0


def _notice(run: Run, now: datetime, *, is_owner: bool, has_roster: bool) -> Notice | None:
    if run.state == RunState.QUEUED:
        return _waiting(run, now)
    if run.state == RunState.RUNNING:
        if is_lost(run, now):
            return Notice(
                "warn",
                "The worker has not been heard of for half a minute",
                "Another one takes the run up within a minute, or it ends with the best roster found so far.",
            )
        if run.stop_requested_at is not None:
            return Notice("", "Stopping", "The best roster so far is checked and kept.")
        if not has_roster:
            return Notice("", "Reading the roster", "The first roster shows here in a few seconds.")
        return Notice(
            "",
            "You can leave this page",
            "The run goes on, and others keep editing. Their edits show up as conflicts in the review.",
        )
    return _ended(run, is_owner=is_owner)


def _waiting(run: Run, now: datetime) -> Notice:
    busy = (
        Run.objects.filter(state=RunState.RUNNING, heartbeat_at__gte=now - LOST_AFTER)
        .exclude(pk=run.pk)
        .first()
    )
    if busy is not None:
        same = busy.center_id == run.center_id
        return Notice("", "Waiting", f"The worker is busy with {busy if same else 'another center'}.")
    if run.attempt:
        return Notice("warn", "Handed on", "The worker was lost; another one takes the run up.")
    if (now - run.requested_at).total_seconds() < QUIET_SECONDS:
        return Notice("", "Waiting for a worker", "It starts within a few seconds.")
    return Notice(
        "warn",
        "No worker is listening",
        "The run waits and starts as soon as a solver worker is up. Everything else works meanwhile.",
    )


def _ended(run: Run, *, is_owner: bool) -> Notice | None:
    if run.state == RunState.FAILED:
        return Notice("bad", "The run ended without a roster", run.message)
    if run.proposal_id is None:
        return Notice("warn", "Stopped before there was a roster", run.message)
    who = _name(run.owner)
    if not is_owner:
        return Notice("", f"{who} asked for this run", f"Only {who} can review and publish it.")
    changes = count_words(run.summary.get("changes", 0), "change")
    if run.state == RunState.STOPPED:
        return Notice("ok", f"Stopped with {changes}", run.message)
    if not is_open(run):
        return Notice("", f"Done, {changes} were found", "The review is closed: see what became of it.")
    return Notice("ok", f"Done, {changes} to review", run.message)
