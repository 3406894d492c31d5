"""The coverage curve: demand against staffed people over instants, gaps and surpluses; one sweep, never hour columns.

One instant is decided by `seats.py`; who sits where by name is in `suggestions.py`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from scheduling.coverage.domain.demand import Demand, Need, Subject
from scheduling.coverage.domain.presence import UNNAMED, Presence, Scheme
from scheduling.coverage.domain.seats import staffed_of
from scheduling.coverage.domain.types import RequirementKind
from scheduling.time.interval import Interval, Minute

Needs = tuple[Need | None, ...]
Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A gap (people below minimum) or surplus (people too many), constant over its interval."""

    subject: Subject
    interval: Interval
    people: int

    @property
    def person_minutes(self) -> int:
        return self.people * self.interval.minutes


@dataclass(frozen=True, slots=True)
class CoverageStep:
    """Demand and staffed people of one subject in `[start, end)`; need is None where nothing is asked."""

    start: Minute
    end: Minute
    need: Need | None
    staffed: int


@dataclass(frozen=True, slots=True)
class _Classes:
    """What is counted apart: named people by position, holders of mix skills, unnamed people by mask."""

    seats: int
    mix: int
    masks: tuple[int, ...]
    index: Mapping[int, int]

    @property
    def width(self) -> int:
        """One more than the classes there are, and never zero: an event is `minute * width + class`."""
        return self.seats + self.mix + len(self.masks) + 1

    def of(self, presence: Presence) -> Iterable[int]:
        if presence.named != UNNAMED:
            yield presence.named
        elif presence.seats:
            yield self.index[presence.seats]
        if presence.mix:
            for n in range(self.mix):
                if presence.mix >> n & 1:
                    yield self.seats + n


@dataclass(frozen=True)
class Curve:
    """Coverage over the focus, as columns: what holds from `times[i]` until before the next (or the focus' end).

    `results[i]` are the staffed people per subject: seats by priority of position, then mix. Columns are
    never changed in place; `changed` shares what stays.
    """

    focus: Interval
    scheme: Scheme
    subjects: tuple[Subject, ...]
    times: Sequence[Minute]
    needs: Sequence[Needs]
    counts: Sequence[Counts]
    results: Sequence[Counts]
    gaps_by_subject: tuple[tuple[Deviation, ...], ...]
    surpluses_by_subject: tuple[tuple[Deviation, ...], ...]
    _classes: _Classes
    _memo: dict[tuple[Counts, Needs], Counts] = field(repr=False, compare=False)

    @cached_property
    def gaps(self) -> tuple[Deviation, ...]:
        """All gaps, by subject (seats by priority, then mix), in order of time."""
        return tuple(gap for gaps in self.gaps_by_subject for gap in gaps)

    @cached_property
    def surpluses(self) -> tuple[Deviation, ...]:
        return tuple(surplus for found in self.surpluses_by_subject for surplus in found)

    def shortfall(self, subject: Subject) -> int:
        """Person-minutes below minimum inside the focus."""
        return sum(gap.person_minutes for gap in self.gaps_by_subject[self.subjects.index(subject)])

    def steps(self, subject: Subject) -> tuple[CoverageStep, ...]:
        """Demand and staffed people as a step function over the whole focus, equal neighbors joined."""
        n = self.subjects.index(subject)
        found: list[CoverageStep] = []
        ends = [*self.times[1:], self.focus.end]
        for start, end, needs, result in zip(self.times, ends, self.needs, self.results, strict=True):
            if found and found[-1].need == needs[n] and found[-1].staffed == result[n]:
                found[-1] = CoverageStep(found[-1].start, end, needs[n], result[n])
            else:
                found.append(CoverageStep(start, end, needs[n], result[n]))
        return tuple(found)

    def at(self, minute: Minute) -> dict[Subject, CoverageStep]:
        """Every subject's demand and staffed people in one minute of the focus."""
        n = self._place(minute)
        end = self.times[n + 1] if n + 1 < len(self.times) else self.focus.end
        return {
            subject: CoverageStep(self.times[n], end, need, people)
            for subject, need, people in zip(self.subjects, self.needs[n], self.results[n], strict=True)
        }

    def needs_at(self, minute: Minute) -> Needs:
        """What each subject asks for in one minute of the focus."""
        return self.needs[self._place(minute)]

    def _place(self, minute: Minute) -> int:
        if not self.focus.contains(minute):
            raise ValueError(f"Minute {minute} is outside {self.focus}.")
        return bisect_right(self.times, minute) - 1

    def changed(self, gone: Iterable[Presence], came: Iterable[Presence]) -> Curve:
        """The curve after some presence went and some came; only the touched minutes are decided again."""
        pieces = Counter(came)
        pieces.subtract(gone)
        deltas = _deltas(pieces, self._classes, self.focus)
        width = self._classes.width
        changes = [(*divmod(event, width), people) for event, people in sorted(deltas.items()) if people]
        if not changes:
            return self
        times, needs = list(self.times), list(self.needs)
        counts, results = list(self.counts), list(self.results)
        for minute in sorted({minute for minute, _, _ in changes}):
            n = bisect_left(times, minute)
            if n == len(times) or times[n] != minute:
                times.insert(n, minute)
                needs.insert(n, needs[n - 1])
                counts.insert(n, counts[n - 1])
                results.insert(n, results[n - 1])
        differs: set[int] = set()
        running: dict[int, int] = {}
        n = bisect_left(times, changes[0][0])
        done = 0
        while n < len(times) and (running or done < len(changes)):
            while done < len(changes) and changes[done][0] == times[n]:
                cls = changes[done][1]
                running[cls] = running.get(cls, 0) + changes[done][2]
                if not running[cls]:
                    del running[cls]
                done += 1
            if running:
                row = list(counts[n])
                for cls, people in running.items():
                    row[cls] += people
                counts[n] = tuple(row)
                after = _decide(counts[n], needs[n], self._classes, self._memo)
                if after != results[n]:
                    differs.update(
                        k for k, (a, b) in enumerate(zip(after, results[n], strict=True)) if a != b
                    )
                    results[n] = after
            n += 1
        gaps, surpluses = list(self.gaps_by_subject), list(self.surpluses_by_subject)
        for k in differs:
            gaps[k], surpluses[k] = _deviations(k, self.subjects[k], times, needs, results, self.focus.end)
        return replace(
            self,
            times=times,
            needs=needs,
            counts=counts,
            results=results,
            gaps_by_subject=tuple(gaps),
            surpluses_by_subject=tuple(surpluses),
        )


def curve(
    everybody: Iterable[Sequence[Presence]],
    asked: Demand,
    focus: Interval,
    scheme: Scheme,
    masks: Iterable[int],
) -> Curve:
    """Sweep over all presence in the focus; `masks` are all sets of positions anybody may fill."""
    subjects: tuple[Subject, ...] = (
        *((RequirementKind.SEATS, position.key) for position in scheme.positions),
        *((RequirementKind.MIX, skill) for skill in scheme.mix_skills),
    )
    seats, mix = len(scheme.positions), len(scheme.mix_skills)
    ordered = tuple(sorted({mask for mask in masks if mask}))
    classes = _Classes(seats, mix, ordered, {mask: seats + mix + n for n, mask in enumerate(ordered)})
    # Many people are there at the same time with the same skills: counting them first is cheaper.
    deltas = _deltas(Counter(chain.from_iterable(everybody)), classes, focus)
    need_changes = _need_changes(subjects, asked, focus)
    width = classes.width
    for minute in (focus.start, *need_changes):
        deltas.setdefault(minute * width + width - 1, 0)

    times: list[Minute] = []
    needs: list[Needs] = []
    counts: list[Counts] = []
    results: list[Counts] = []
    memo: dict[tuple[Counts, Needs], Counts] = {}
    row = [0] * width
    wanted: list[Need | None] = [None] * len(subjects)
    wanted_now: Needs = tuple(wanted)
    events = sorted(deltas)
    for event, following in zip(events, [*events[1:], None], strict=True):
        minute, cls = divmod(event, width)
        row[cls] += deltas[event]
        if following is not None and following // width == minute:
            continue
        changes = need_changes.get(minute)
        if changes:
            for k, need in changes:
                wanted[k] = need
            wanted_now = tuple(wanted)
        state = tuple(row)
        times.append(minute)
        needs.append(wanted_now)
        counts.append(state)
        results.append(_decide(state, wanted_now, classes, memo))
    found = [_deviations(k, subject, times, needs, results, focus.end) for k, subject in enumerate(subjects)]
    return Curve(
        focus,
        scheme,
        subjects,
        times,
        needs,
        counts,
        results,
        tuple(gaps for gaps, _ in found),
        tuple(surpluses for _, surpluses in found),
        classes,
        memo,
    )


def _deltas(pieces: Mapping[Presence, int], classes: _Classes, focus: Interval) -> dict[int, int]:
    """Change of headcount by `minute * width + class`, from how many people have each piece of presence.

    Pieces lie inside the focus; what ends with it has no end event.
    """
    deltas: dict[int, int] = {}
    width, last = classes.width, focus.end
    for piece, people in pieces.items():
        for cls in classes.of(piece):
            start = piece.start * width + cls
            deltas[start] = deltas.get(start, 0) + people
            if piece.end < last:
                end = piece.end * width + cls
                deltas[end] = deltas.get(end, 0) - people
    return deltas


def _need_changes(
    subjects: Sequence[Subject], asked: Demand, focus: Interval
) -> dict[Minute, list[tuple[int, Need | None]]]:
    changes: dict[Minute, list[tuple[int, Need | None]]] = {}
    for k, subject in enumerate(subjects):
        steps = asked.get(subject, ())
        for n, step in enumerate(steps):
            changes.setdefault(step.start, []).append((k, step.need))
            if step.end < focus.end and (n + 1 == len(steps) or steps[n + 1].start > step.end):
                changes.setdefault(step.end, []).append((k, None))
    return changes


def _decide(
    state: Counts, wanted: Needs, classes: _Classes, memo: dict[tuple[Counts, Needs], Counts]
) -> Counts:
    found = memo.get((state, wanted))
    if found is None:
        first_mask = classes.seats + classes.mix
        named, unnamed = state[: classes.seats], state[first_mask:-1]
        filled = staffed_of(classes.masks, unnamed, named, wanted[: classes.seats])
        found = memo[state, wanted] = (*filled, *state[classes.seats : first_mask])
    return found


def _deviations(
    k: int,
    subject: Subject,
    times: Sequence[Minute],
    needs: Sequence[Needs],
    results: Sequence[Counts],
    end: Minute,
) -> tuple[tuple[Deviation, ...], tuple[Deviation, ...]]:
    """Gaps and surpluses of one subject: maximal intervals of constant size."""
    gaps: list[Deviation] = []
    surpluses: list[Deviation] = []
    began, size = end, 0
    for time, wanted, result in zip(times, needs, results, strict=True):
        need, people = wanted[k], result[k]
        if need is None:
            here = 0
        elif people < need.minimum:
            here = people - need.minimum
        else:
            here = max(0, people - need.most)
        if here != size:
            if size:
                _keep(gaps, surpluses, subject, began, time, size)
            began, size = time, here
    if size:
        _keep(gaps, surpluses, subject, began, end, size)
    return tuple(gaps), tuple(surpluses)


def _keep(
    gaps: list[Deviation], surpluses: list[Deviation], subject: Subject, start: Minute, end: Minute, size: int
) -> None:
    (gaps if size < 0 else surpluses).append(Deviation(subject, Interval(start, end), abs(size)))
