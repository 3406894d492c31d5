"""The review of a run: its changes, what stays short, conflicts with later edits, and the checks before publish.

The changes are `review_people.py`, coverage is `review_coverage.py`; the rosters behind both are `reviewing.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduling.board.sentences import issue_of
from scheduling.board.words import range_title
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.models import Proposal
from scheduling.roster.selectors import Roster
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import minute_of
from scheduling.time.words import count_words, date_words, range_words
from solver.runs.models import Run
from solver.runs.review_coverage import CoverageRow, StillShort, coverage_rows, still_short
from solver.runs.review_people import DayRow, PersonRow, day_rows, people_rows
from solver.runs.reviewing import Reviewing
from solver.runs.words import hours_amount

MOST_ISSUES = 12


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A change that meets a later change of somebody else."""

    line_id: UUID
    name: str
    when: str
    mine: str
    by: str
    is_mine_taken: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One line before publish: tone ok, warn or bad."""

    tone: str
    text: str


@dataclass(frozen=True)
class Review:
    """Everything the review shows."""

    run: Run
    proposal: Proposal
    title: str
    heading: str
    people: tuple[PersonRow, ...]
    days: tuple[DayRow, ...]
    head: tuple[tuple[str, bool], ...]
    coverage: tuple[CoverageRow, ...]
    still_short: tuple[StillShort, ...]
    more_short: int
    checks: tuple[Check, ...]
    issues: tuple[tuple[str, str, str], ...]
    more_issues: int
    hard: int
    soft: int
    conflicts: tuple[ConflictRow, ...]
    changes: int
    gap: str


def review_of(run: Run) -> Review:
    """The review as of now. The run must have a proposal."""
    if run.proposal is None:
        raise ValueError(f"{run} has no proposal.")
    work = Reviewing(run, run.proposal)
    people = tuple(people_rows(work))
    short, more_short = still_short(run)
    violations = _violations(work)
    hard = [row for row in violations if row.level in {Level.BLOCK, Level.APPROVAL}]
    soft = [row for row in violations if row.level is Level.WARN]
    conflicts = tuple(_conflicts(work))
    return Review(
        run=run,
        proposal=run.proposal,
        title=range_title(run.starts_on, run.ends_before),
        heading=_heading(work, len(people)),
        people=people,
        days=tuple(day_rows(work)),
        head=tuple((str(day.day), day.weekday() == run.starts_on.weekday()) for day in work.days),
        coverage=tuple(coverage_rows(work)),
        still_short=short,
        more_short=more_short,
        checks=tuple(_checks(work, hard, soft, conflicts)),
        issues=tuple(_issues(work, hard)),
        more_issues=max(0, len(hard) - MOST_ISSUES),
        hard=len(hard),
        soft=len(soft),
        conflicts=conflicts,
        changes=work.taken,
        gap=_first_gap(run),
    )


def _heading(work: Reviewing, people: int) -> str:
    changes = count_words(len(work.lines), "shift")
    verb = "changes" if len(work.lines) == 1 else "change"
    return f"{changes} {verb} for {count_words(people, 'person', 'people')}"


def _first_gap(run: Run) -> str:
    for tier in run.summary.get("tiers", []):
        if tier["tier"] == 1 and tier["gap"] is not None:
            return f"gap {tier['gap']:.1%} in minimums"
    return ""


# --- checks ---------------------------------------------------------------------------------------------------------


def _violations(work: Reviewing) -> list[Violation]:
    """What publishing would ask about: all of a period never published, else what is new."""
    was_published = any(period.is_published for period in work.now.periods if _is_of(period.starts_on, work))
    known = set(work.now.evaluation.violations) if was_published else set()
    return [row for row in work.after.violations if row not in known]


def _is_of(starts_on: date, work: Reviewing) -> bool:
    return work.run.starts_on <= starts_on < work.run.ends_before


def _issues(work: Reviewing, hard: Sequence[Violation]) -> Iterable[tuple[str, str, str]]:
    """(level, person, words) of the first rules that stand against publishing."""
    for violation in sorted(hard, key=lambda row: -row.level.rank)[:MOST_ISSUES]:
        facts = work.base.person.get(violation.person)  # type: ignore[call-overload]
        issue = issue_of(violation, work.clock)
        yield violation.level.value, facts.name if facts else "", issue.title


def _checks(
    work: Reviewing,
    hard: Sequence[Violation],
    soft: Sequence[Violation],
    conflicts: Sequence[ConflictRow],
) -> Iterable[Check]:
    blocking = sum(row.level is Level.BLOCK for row in hard)
    approval = len(hard) - blocking
    if blocking:
        yield Check(
            "bad", f"{count_words(blocking, 'blocking rule')} {'is' if blocking == 1 else 'are'} broken."
        )
    else:
        yield Check("ok", "No blocking rule is broken.")
    if approval:
        verb = "needs" if approval == 1 else "need"
        yield Check("warn", f"{count_words(approval, 'rule break')} {verb} approval or a reason.")
    if soft:
        yield Check("warn", f"{count_words(len(soft), 'warning')} from long runs of days or nights.")
    yield _shortage_check(work.after)
    if conflicts:
        yield Check("warn", f"{count_words(len(conflicts), 'change')} met by edits made meanwhile.")
    starts = [line.starts_at for line in work.lines if work.is_taken(line)]
    if starts:
        yield Check(
            "ok",
            f"First change on {date_words(work.clock.date_of(minute_of(min(starts))), work.run.starts_on)}.",
        )


def _shortage_check(after: RosterEvaluation) -> Check:
    short = sum(gap.person_minutes for gap in after.gaps)
    if not short:
        return Check("ok", "Every minimum is met.")
    return Check("warn", f"{hours_amount(short)} h below minimum in {count_words(len(after.gaps), 'place')}.")


def _conflicts(work: Reviewing) -> Iterable[ConflictRow]:
    now: Roster = work.now
    for line in sorted(work.lines, key=lambda line: line.starts_at):
        version = work.conflicts.get(line.pk)
        if version is None or line.is_dropped:
            continue
        start, end = minute_of(line.starts_at), minute_of(line.ends_at)
        facts = now.person.get(line.person_id) or work.base.person.get(line.person_id)
        author = work.authors.get(version)
        person = getattr(author, "person", None) if author else None
        yield ConflictRow(
            line.pk,
            facts.name if facts else "",
            f"{date_words(work.clock.date_of(start), work.run.starts_on)}, {range_words(start, end, work.clock)}",
            "shift added" if line.addition and line.addition["paint"] == "duty" else "shift removed",
            "the system" if author is None else person.first_name if person else str(author),
            line.is_pinned,
        )
