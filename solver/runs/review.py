"""The review of a run: its changes person by person and day by day, what stays short, and the checks before publish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from scheduling.board.cells import hue_at, shifts_of
from scheduling.board.sentences import issue_of
from scheduling.board.words import range_title
from scheduling.coverage.domain.curve import Curve
from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.models import Proposal, ProposalLine
from scheduling.roster.proposals import conflicting_lines, new_row_from_json
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval, minute_of
from scheduling.time.local_time import LocalClock, dates
from scheduling.time.segment import PayKind
from scheduling.time.words import MINUS, count_words, date_words, month_day, range_words
from solver.adapter.outcome import Line, painted_after
from solver.adapter.snapshot import consistent_read
from solver.runs.models import Run
from solver.runs.words import blocked_words, hours_amount
from staff.centers.models import Event
from staff.skills.models import Skill

MOST_GAPS = 8
MOST_ISSUES = 12
SEAT_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One date of one person: the code, its hue, and whether the shift is new, gone or as before."""

    code: str
    hue: str
    change: str
    words: str
    begins_week: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """All changes of one person; taken unless every line was left out."""

    id: UUID
    name: str
    group: str
    is_taken: bool
    cells: tuple[Cell, ...]
    hours: str
    overtime: str
    why: str
    reasons: tuple[tuple[str, str], ...]
    lines: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """All changes whose shift begins on a date."""

    title: str
    added: int
    removed: int
    changes: tuple[tuple[str, Cell, str], ...]


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


class _Reviewing:
    """One review being put together."""

    def __init__(self, run: Run, proposal: Proposal) -> None:
        self.run, self.proposal = run, proposal
        center = run.center
        with consistent_read():
            self.base = load_roster(
                center, run.starts_on, run.ends_before, view=View.WORKING, as_of=proposal.base_version
            )
            self.lines = list(proposal.lines.select_related("revokes"))
            self.conflicts = conflicting_lines(proposal)
            version = center.clock.version
            self.now = (
                self.base
                if version == proposal.base_version
                else load_roster(center, run.starts_on, run.ends_before, view=View.WORKING, as_of=version)
            )
            self.authors = {
                event.version: event.actor
                for event in Event.objects.filter(
                    center=center, version__in=set(self.conflicts.values())
                ).select_related("actor__person")
            }
        self.clock: LocalClock = self.base.clock
        self.days = dates(run.starts_on, run.ends_before)
        self.before = self.base.evaluation
        everything = [as_line(line) for line in self.lines]
        self.with_all = evaluate(painted_after(self.base.input, everything, self.base.version + 1))
        taken = [line for line in self.lines if self.is_taken(line)]
        self.taken = len(taken)
        if self.taken == len(self.lines) and self.now is self.base:
            self.after = self.with_all
        else:
            painted = painted_after(self.now.input, map(as_line, taken), self.now.version + 1)
            self.after = evaluate(painted)

    def is_taken(self, line: ProposalLine) -> bool:
        """Not left out, and no later change of somebody else stands against it (unless it was insisted on)."""
        return not line.is_dropped and (line.pk not in self.conflicts or line.is_pinned)

    def of_person(self) -> Mapping[UUID, list[ProposalLine]]:
        found: dict[UUID, list[ProposalLine]] = {}
        for line in sorted(self.lines, key=lambda line: line.starts_at):
            found.setdefault(line.person_id, []).append(line)
        return found


def review_of(run: Run) -> Review:
    """The review as of now. The run must have a proposal."""
    if run.proposal is None:
        raise ValueError(f"{run} has no proposal.")
    work = _Reviewing(run, run.proposal)
    people = tuple(_people(work))
    still_short, more_short = _still_short(run)
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
        days=tuple(_days(work)),
        head=tuple((str(day.day), day.weekday() == run.starts_on.weekday()) for day in work.days),
        coverage=tuple(_coverage(work)),
        still_short=still_short,
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


def as_line(line: ProposalLine) -> Line:
    """A stored line as the adapter knows it."""
    return Line(
        line.person_id,
        Interval(minute_of(line.starts_at), minute_of(line.ends_at)),
        line.reason,
        None if line.addition is None else new_row_from_json(line.addition),
        line.revokes_id,
    )


def _heading(work: _Reviewing, people: int) -> str:
    changes = count_words(len(work.lines), "shift")
    verb = "changes" if len(work.lines) == 1 else "change"
    return f"{changes} {verb} for {count_words(people, 'person', 'people')}"


def _first_gap(run: Run) -> str:
    for tier in run.summary.get("tiers", []):
        if tier["tier"] == 1 and tier["gap"] is not None:
            return f"gap {tier['gap']:.1%} in minimums"
    return ""


# --- people and days ------------------------------------------------------------------------------------------------


def _people(work: _Reviewing) -> Iterable[PersonRow]:
    lines = work.of_person()
    for facts in work.base.people:
        own = lines.get(facts.id)
        if not own:
            continue
        before, after = work.before.roster(facts.id), work.with_all.roster(facts.id)
        minutes = after.planned_minutes(work.base.input.focus) - before.planned_minutes(work.base.input.focus)
        overtime = sum(_overtime(line) for line in own)
        yield PersonRow(
            id=facts.id,
            name=facts.name,
            group=facts.group,
            is_taken=any(not line.is_dropped for line in own),
            cells=tuple(_cells(work, before, after, own)),
            hours=_signed(minutes),
            overtime=_signed(overtime) if overtime else "0",
            why=_why(own),
            reasons=tuple(
                (month_day(work.clock.date_of(minute_of(line.starts_at))), line.reason) for line in own
            ),
            lines=len(own),
        )


def _overtime(line: ProposalLine) -> int:
    if line.addition is None or line.addition["pay"] != PayKind.OVERTIME.value:
        return 0
    return minute_of(line.ends_at) - minute_of(line.starts_at)


def _signed(minutes: int) -> str:
    sign = "+" if minutes > 0 else MINUS if minutes < 0 else ""
    return f"{sign}{hours_amount(abs(minutes))} h"


def _cells(
    work: _Reviewing, before: PersonRoster, after: PersonRoster, lines: Iterable[ProposalLine]
) -> Iterable[Cell]:
    was, will = _codes(work, before), _codes(work, after)
    reasons: dict[date, list[str]] = {}
    for line in lines:
        start = line.addition["shift_start"] if line.addition else None
        on = work.clock.date_of(minute_of(line.starts_at) if start is None else start)
        reasons.setdefault(on, []).append(line.reason)
    for day in work.days:
        yield _cell(day, was.get(day), will.get(day), reasons.get(day, ()), work.run.starts_on)


def _cell(
    day: date,
    was: tuple[str, str, Interval] | None,
    will: tuple[str, str, Interval] | None,
    reasons: Sequence[str],
    starts_on: date,
) -> Cell:
    begins_week = day.weekday() == starts_on.weekday()
    why = ". ".join(reasons)
    if was == will:
        return Cell(was[0] if was else "", was[1] if was else "", "", "", begins_week)
    if will is None and was is not None:
        return Cell(
            f"{MINUS}{was[0]}", was[1], "gone", f"{month_day(day)}: {was[0]} removed. {why}", begins_week
        )
    if will is None:
        return Cell("", "", "", "", begins_week)
    words = f"{month_day(day)}: {will[0]} new" + (f", was {was[0]}" if was else "")
    return Cell(will[0], will[1], "new", f"{words}. {why}", begins_week)


def _codes(work: _Reviewing, roster: PersonRoster) -> dict[date, tuple[str, str, Interval]]:
    """The shift of each date: its code, hue and hours."""
    found: dict[date, tuple[str, str, Interval]] = {}
    types = work.base.input.shift_types
    for shift in shifts_of(roster.worked(), work.clock):
        named = types.get(shift.segments[0].shift_type)
        code = "•" if named is None else named.code
        found[shift.on] = (code, hue_at(shift.interval.start, work.clock), shift.interval)
    return found


def _why(lines: Sequence[ProposalLine]) -> str:
    """The reasons in one line: those that fill the same requirement are counted."""
    if len(lines) == 1:
        return lines[0].reason
    words: Counter[str] = Counter()
    for line in lines:
        reason = line.reason.rstrip(".")
        words["Fills " + reason.split(", ", 1)[1] if reason.startswith("Fills ") else reason] += 1
    (first, count), *others = words.most_common()
    rest = sum(count for _, count in others)
    said = (
        first
        if count == 1
        else f"{first} on {count} days"
        if first.startswith("Fills")
        else f"{first}, {count} shifts"
    )
    return f"{said}, and {rest} more" if rest else said


def _days(work: _Reviewing) -> Iterable[DayRow]:
    changes: dict[date, list[tuple[str, Cell, str]]] = {}
    lines = work.of_person()
    for facts in work.base.people:
        own = lines.get(facts.id)
        if not own:
            continue
        cells = _cells(work, work.before.roster(facts.id), work.with_all.roster(facts.id), own)
        for day, cell in zip(work.days, cells, strict=True):
            if cell.change:
                changes.setdefault(day, []).append((facts.name, cell, cell.words.split(". ", 1)[-1]))
    for day in work.days:
        found = changes.get(day, [])
        if found:
            yield DayRow(
                date_words(day, work.run.starts_on),
                sum(cell.change == "new" for _, cell, _ in found),
                sum(cell.change == "gone" for _, cell, _ in found),
                tuple(found),
            )


# --- coverage -------------------------------------------------------------------------------------------------------


def _coverage(work: _Reviewing) -> Iterable[CoverageRow]:
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


def _worst(work: _Reviewing, curve: Curve, subject: Any) -> Iterable[tuple[int, str]]:
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


def _still_short(run: Run) -> tuple[tuple[StillShort, ...], int]:
    reasons = run.summary.get("reasons", [])
    clock = LocalClock(run.center.time_zone)
    ranked = sorted(reasons, key=lambda row: -row["missing"] * (row["end"] - row["start"]))[:MOST_GAPS]
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
        )
        for row in sorted(ranked, key=lambda row: (row["start"], row["label"]))
    )
    return rows, len(reasons) - len(rows)


# --- checks ---------------------------------------------------------------------------------------------------------


def _violations(work: _Reviewing) -> list[Violation]:
    """What publishing would ask about: all of a period never published, else what is new."""
    was_published = any(period.is_published for period in work.now.periods if _is_of(period.starts_on, work))
    known = set(work.now.evaluation.violations) if was_published else set()
    return [row for row in work.after.violations if row not in known]


def _is_of(starts_on: date, work: _Reviewing) -> bool:
    return work.run.starts_on <= starts_on < work.run.ends_before


def _issues(work: _Reviewing, hard: Sequence[Violation]) -> Iterable[tuple[str, str, str]]:
    """(level, person, words) of the first rules that stand against publishing."""
    for violation in sorted(hard, key=lambda row: -row.level.rank)[:MOST_ISSUES]:
        facts = work.base.person.get(violation.person)  # type: ignore[call-overload]
        issue = issue_of(violation, work.clock)
        yield violation.level.value, facts.name if facts else "", issue.title


def _checks(
    work: _Reviewing,
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


def _conflicts(work: _Reviewing) -> Iterable[ConflictRow]:
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
