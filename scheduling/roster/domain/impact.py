"""What a change would mean: coverage, rules and who else is away, before and after. Pure.

The change itself is rows of one or more people; who could cover what it leaves open is in `cover.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scheduling.adjustments.domain import Adjustment
from scheduling.coverage.domain.curve import Deviation
from scheduling.coverage.domain.demand import Subject
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.rules.levels import Level, Violation
from scheduling.rules.registry import RULES
from scheduling.time.interval import Interval
from scheduling.time.segment import Absence, Key

AFTER_ALL = 2**62
"""A version after every real one: a what-if is painted last."""


@dataclass(frozen=True, slots=True)
class SubjectImpact:
    """One requirement inside the span: its gaps, cut to the span, before and after."""

    subject: Subject
    before: tuple[Deviation, ...]
    after: tuple[Deviation, ...]

    @property
    def added_person_minutes(self) -> int:
        """How many more person-minutes are short; negative when fewer."""
        return _person_minutes(self.after) - _person_minutes(self.before)


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody else on leave in the span."""

    person: Key
    interval: Interval
    kind: str


@dataclass(frozen=True, slots=True)
class Impact:
    """Before and after over a span. `coverage` holds the requirements that are short before or after.

    `broken` are new or got worse; `solved` are gone. One that only got milder is neither.
    """

    span: Interval
    coverage: tuple[SubjectImpact, ...]
    broken: tuple[Violation, ...]
    solved: tuple[Violation, ...]
    away: tuple[Away, ...]

    @property
    def added_person_minutes(self) -> int:
        """How many more person-minutes are below minimum, over all requirements."""
        return sum(each.added_person_minutes for each in self.coverage)

    @property
    def is_short(self) -> bool:
        """Whether any requirement is left with more people missing than before."""
        return any(each.added_person_minutes > 0 for each in self.coverage)

    @property
    def hardest(self) -> Level | None:
        """The hardest level newly broken."""
        return max((each.level for each in self.broken), key=_rank, default=None)


def what_if(before: RosterEvaluation, rows: Mapping[Key, Iterable[Adjustment]]) -> RosterEvaluation:
    """The evaluation if these people's adjustments in force were these (all of them, not only the new ones)."""
    after = before
    for person, adjustments in rows.items():
        after = after.with_person(person, adjustments)
    return after


def impact(
    before: RosterEvaluation, after: RosterEvaluation, people: Iterable[Key], span: Interval
) -> Impact:
    """What changed between two evaluations of one roster: coverage inside the span, these people's rules.

    Trainees left alone are among the rules whoever they are.
    """
    changed = dict.fromkeys(people).keys()
    was = _violations(before, changed)
    now = _violations(after, changed)
    return Impact(
        span,
        tuple(_coverage(before, after, span)),
        newly_broken(was, now),
        tuple(each for each in was if not any(_is_same(other, each) for other in now)),
        tuple(_away(after, changed, span)),
    )


def newly_broken(was: Iterable[Violation], now: Iterable[Violation]) -> tuple[Violation, ...]:
    """Those that are new, or worse than before."""
    known: dict[tuple[str, str, Key], list[Violation]] = {}
    for each in was:
        known.setdefault(_about(each), []).append(each)
    return tuple(
        each for each in now if not any(_is_as_bad(other, each) for other in known.get(_about(each), ()))
    )


def _coverage(before: RosterEvaluation, after: RosterEvaluation, span: Interval) -> Iterable[SubjectImpact]:
    both = zip(before.curve.gaps_by_subject, after.curve.gaps_by_subject, strict=True)
    for subject, (was, now) in zip(before.curve.subjects, both, strict=True):
        found = SubjectImpact(subject, _within(was, span), _within(now, span))
        if found.before or found.after:
            yield found


def _within(gaps: Iterable[Deviation], span: Interval) -> tuple[Deviation, ...]:
    cut = ((gap, gap.interval.intersection(span)) for gap in gaps)
    return tuple(Deviation(gap.subject, inside, gap.people) for gap, inside in cut if inside is not None)


def _violations(evaluation: RosterEvaluation, people: Collection[Key]) -> list[Violation]:
    own = [each for person in people for each in evaluation.own_violations_of(person)]
    return [*own, *evaluation.trainee_violations]


def _away(after: RosterEvaluation, people: Collection[Key], span: Interval) -> Iterable[Away]:
    for person, roster in after.rosters.items():
        if person in people:
            continue
        for segment in roster.segments:
            if isinstance(segment, Absence) and segment.interval.overlaps(span):
                yield Away(person, segment.interval, segment.kind)


def _is_same(one: Violation, other: Violation) -> bool:
    """Of one person and rule, over some of the same time."""
    return _about(one) == _about(other) and one.interval.overlaps(other.interval)


def _about(violation: Violation) -> tuple[str, str, Key]:
    return violation.rule, violation.clause, violation.person


def _is_as_bad(one: Violation, other: Violation) -> bool:
    """The same, broken as hard and as far."""
    if not _is_same(one, other) or one.level.rank < other.level.rank:
        return False
    return one.measured <= other.measured if RULES[one.rule].is_minimum else one.measured >= other.measured


def _person_minutes(gaps: Iterable[Deviation]) -> int:
    return sum(gap.person_minutes for gap in gaps)


def _rank(level: Level) -> int:
    return level.rank
