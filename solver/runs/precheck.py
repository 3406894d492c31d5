"""What is known before a run: where no roster can meet the minimum, where it is tight, and what kept duty breaks.

Pure and quick (well under a second); no search is made. Every statement is a proof by counting, not a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.coverage.domain.demand import Subject
from scheduling.coverage.domain.presence import Ability, abilities
from scheduling.coverage.domain.types import Certification, RequirementKind
from scheduling.roster.domain.inputs import PersonInput
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import MINUTES_PER_WEEK, Interval, Minute, difference, union
from scheduling.time.segment import Key
from solver.adapter.demand import requirement_label
from solver.adapter.keys import unit_key
from solver.adapter.people import units_of
from solver.adapter.snapshot import Snapshot
from solver.runs.options import RunOptions

TIGHT_BY = 1
"""So many more than the minimum can work, or fewer: one more absence leaves a gap."""


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes in which `needed` people are asked for and only `able` can work."""

    interval: Interval
    needed: int
    able: int


@dataclass(frozen=True, slots=True)
class Tightness:
    """One requirement: where it stays short in every roster, where it is tight, and each day's tightest moment."""

    label: str
    short: tuple[Window, ...]
    tight: tuple[Window, ...]
    by_day: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """Person-minutes: what the minimums of seats ask for, what stays short with fixed duty alone, and what people
    without a pattern may still work.
    """

    required: int
    short: int
    free: int

    @property
    def stays_short(self) -> int:
        """At least so many stay short in every roster without overtime."""
        return max(0, self.short - self.free)


@dataclass(frozen=True, slots=True)
class Expiring:
    """A certification whose last day lies in the horizon."""

    person: str
    skill: str
    last_on: date


@dataclass(frozen=True, slots=True)
class PreCheck:
    """Everything the page says before a run."""

    hours: Hours
    subjects: tuple[Tightness, ...]
    broken: tuple[Violation, ...]
    expiring: tuple[Expiring, ...]
    free_people: int

    @property
    def is_red(self) -> bool:
        return bool(self.hours.stays_short or self.broken or any(row.short for row in self.subjects))


def check_before(snapshot: Snapshot, options: RunOptions) -> PreCheck:
    """Count what can be counted before a run with these options."""
    roster = snapshot.roster
    evaluation = roster.evaluation
    focus = roster.input.focus
    return PreCheck(
        hours=_hours(snapshot),
        subjects=tuple(_subjects(snapshot, options)),
        broken=tuple(
            violation
            for violation in evaluation.violations
            if violation.level is Level.BLOCK and violation.interval.overlaps(focus)
        ),
        expiring=tuple(_expiring(snapshot)),
        free_people=sum(bool(_free(row, focus)) for row in roster.input.people),
    )


def _hours(snapshot: Snapshot) -> Hours:
    curve = snapshot.roster.evaluation.curve
    seats = [subject for subject in curve.subjects if subject[0] is RequirementKind.SEATS]
    required = sum(
        step.need.minimum * (step.end - step.start)
        for subject in seats
        for step in curve.steps(subject)
        if step.need is not None
    )
    return Hours(required, sum(curve.shortfall(subject) for subject in seats), _free_minutes(snapshot))


def _free_minutes(snapshot: Snapshot) -> int:
    """The most that people without a pattern may still work in the horizon, absence and given duty taken off.

    Each workweek that touches the horizon brings its whole minutes, as in the run: what is outside may be left empty.
    """
    roster = snapshot.roster
    focus = roster.input.focus
    weeks = {unit.key: unit.workweeks for unit in units_of(snapshot)}
    total = 0
    for row in roster.input.people:
        if any(interval.covers(focus) for interval in row.trainee):
            continue
        painted = roster.evaluation.roster(row.key)
        for span, weekly in _free(row, roster.input.span, snapshot):
            for relative in weeks[unit_key(row.unit)]:
                week = Interval(relative.start + focus.start, relative.end + focus.start)
                shared = week.intersection(span)
                if shared is None:
                    continue
                absent = sum(
                    cut.minutes for gone in painted.absences() if (cut := gone.interval.intersection(shared))
                )
                allowed = weekly * shared.minutes // week.minutes - weekly * absent // MINUTES_PER_WEEK
                inside = week.intersection(focus)
                left = allowed - painted.planned_minutes(shared)
                total += max(0, min(left, 0 if inside is None else inside.minutes))
    return total


def _free(row: PersonInput, focus: Interval, snapshot: Snapshot | None = None) -> list[tuple[Interval, int]]:
    """The minutes of the focus in which a person is rostered by the run, with the weekly minutes."""
    found = []
    for contract in row.contracts:
        if contract.pattern is not None:
            continue
        if snapshot is None:
            found.append((focus, contract.weekly_minutes))
            continue
        clock = snapshot.roster.clock
        start = max(focus.start, clock.minute(contract.starts_on))
        end = focus.end if contract.ends_before is None else clock.minute(contract.ends_before)
        if start < min(end, focus.end):
            found.append((Interval(start, min(end, focus.end)), contract.weekly_minutes))
    return found


def _subjects(snapshot: Snapshot, options: RunOptions) -> Iterable[Tightness]:
    curve = snapshot.roster.evaluation.curve
    able = _able(snapshot, options)
    clock = snapshot.roster.clock
    for subject in curve.subjects:
        steps = able.get(subject, [])
        short, tight = [], []
        worst: dict[date, tuple[int, int]] = {}
        for step in curve.steps(subject):
            if step.need is None or step.need.minimum == 0:
                continue
            for interval, people in _within(steps, Interval(step.start, step.end)):
                window = Window(interval, step.need.minimum, people)
                if people < step.need.minimum:
                    short.append(window)
                elif people <= step.need.minimum + TIGHT_BY:
                    tight.append(window)
                for day in _days(interval, clock):
                    known = worst.get(day)
                    if known is None or step.need.minimum * known[1] > known[0] * people:
                        worst[day] = (step.need.minimum, people)
        by_day = tuple((day, *worst[day]) for day in sorted(worst))
        yield Tightness(
            requirement_label(snapshot, *subject), tuple(_joined(short)), tuple(_joined(tight)), by_day
        )


def _days(interval: Interval, clock: object) -> Iterable[date]:
    first = clock.date_of(interval.start)  # type: ignore[attr-defined]
    last = clock.date_of(interval.end - 1)  # type: ignore[attr-defined]
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _joined(windows: list[Window]) -> Iterable[Window]:
    """Adjacent windows of the same numbers as one."""
    joined: list[Window] = []
    for window in windows:
        last = joined[-1] if joined else None
        if last and last.interval.end == window.interval.start and last.needed == window.needed:
            whole = Interval(last.interval.start, window.interval.end)
            joined[-1] = Window(whole, last.needed, min(last.able, window.able))
        else:
            joined.append(window)
    return joined


def _within(steps: list[tuple[Interval, int]], span: Interval) -> Iterable[tuple[Interval, int]]:
    left = [span]
    for interval, people in steps:
        cut = interval.intersection(span)
        if cut is not None:
            yield cut, people
            left = [piece for each in left for piece in each.minus(cut)]
    for piece in left:
        yield piece, 0


def _able(snapshot: Snapshot, options: RunOptions) -> Mapping[Subject, list[tuple[Interval, int]]]:
    """How many people can work for each requirement: on fixed duty, or free to be rostered, with the skill."""
    given = snapshot.roster.input
    evaluation = snapshot.roster.evaluation
    scheme = evaluation.scheme
    held: dict[Key, list[Certification]] = {}
    for certification in given.certifications:
        held.setdefault(certification.person, []).append(certification)
    subjects: list[tuple[Subject, int, bool]] = [
        ((RequirementKind.SEATS, position.key), 1 << n, True) for n, position in enumerate(scheme.positions)
    ]
    subjects += [((RequirementKind.MIX, skill), scheme.mix_of[skill], False) for skill in scheme.mix_skills]
    changes: dict[Subject, dict[Minute, int]] = {subject: {} for subject, _, _ in subjects}
    for row in given.people:
        able = abilities(held.get(row.key, ()), row.trainee, given.span, scheme)
        for ability, interval in _can_work(snapshot, options, row, able):
            for subject, bit, is_seat in subjects:
                if (ability.seats if is_seat else ability.mix) & bit:
                    here = changes[subject]
                    here[interval.start] = here.get(interval.start, 0) + 1
                    here[interval.end] = here.get(interval.end, 0) - 1
    return {subject: list(_steps(found)) for subject, found in changes.items()}


def _steps(changes: Mapping[Minute, int]) -> Iterable[tuple[Interval, int]]:
    people, before = 0, None
    for minute in sorted(changes):
        if before is not None and before < minute:
            yield Interval(before, minute), people
        people += changes[minute]
        before = minute


def _can_work(
    snapshot: Snapshot, options: RunOptions, row: PersonInput, able: Iterable[Ability]
) -> Iterable[tuple[Ability, Interval]]:
    roster = snapshot.roster
    focus = roster.input.focus
    painted = roster.evaluation.roster(row.key)
    duty = [each.interval for each in painted.worked()]
    if not options.keeps_pattern or options.allows_overtime:
        open_time = [focus]
    else:
        open_time = [span for span, _ in _free(row, focus, snapshot)]
    possible = difference(union([*duty, *open_time]), [absence.interval for absence in painted.absences()])
    for interval in possible:
        for ability in able:
            cut = interval.intersection(Interval(ability.start, ability.end))
            inside = cut.intersection(focus) if cut else None
            if inside is not None:
                yield ability, inside


def _expiring(snapshot: Snapshot) -> Iterable[Expiring]:
    roster = snapshot.roster
    for person in roster.people:
        for skill in person.certified:
            if (
                skill.expires_on is not None
                and roster.starts_on <= skill.expires_on < roster.ends_before - timedelta(days=1)
                and not any(
                    other.skill_id == skill.skill_id
                    and (other.expires_on is None or other.expires_on > skill.expires_on)
                    for other in person.certified
                )
            ):
                yield Expiring(person.name, skill.code, skill.expires_on)
