"""Coverage of a result, counted by seating people one by one over every minute at which anything changes.

Shares no code with the model. What the counts cost is in `score.py`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scheduling.time.interval import Interval, Minute
from solver.engine.instance import Requirement, RequirementKind, Step
from solver.engine.standing import Result, Standing


@dataclass(frozen=True, slots=True)
class Gap:
    """People missing below minimum of a requirement, constant over an interval."""

    requirement: str
    interval: Interval
    missing: int


@dataclass(frozen=True, slots=True)
class Headcount:
    """Coverage of one elementary stretch of minutes: missing people by requirement, and people too many."""

    interval: Interval
    below_minimum: dict[str, int]
    below_target: int
    surplus: int


def headcounts(result: Result) -> list[Headcount]:
    """Coverage of the horizon, swept over every minute at which anything changes."""
    instance = result.instance
    seats = {row.of: row for row in instance.requirements if row.kind == RequirementKind.SEATS}
    positions = sorted(instance.positions, key=lambda position: position.priority)
    mixes = [row for row in instance.requirements if row.kind == RequirementKind.MIX]
    arrivals: dict[Minute, list[tuple[str, Minute, Standing]]] = {}
    marks = {instance.horizon.start, instance.horizon.end} | result.skill_changes()
    for rows in result.duty.values():
        for row in rows:
            marks |= {row.start, row.end, *(m for pause in row.breaks for m in (pause.start, pause.end))}
            arrivals.setdefault(row.start, []).append((row.person, row.end, row))
    for requirement in instance.requirements:
        for step in requirement.steps:
            marks |= {step.start, step.end}
    here: list[Standing] = []
    found: list[Headcount] = []
    for start, end in pairwise(sorted(marks)):
        here = [row for row in here if row.end > start] + [row for _, _, row in arrivals.get(start, [])]
        if not instance.horizon.start <= start < instance.horizon.end:
            continue
        present = [row for row in here if row.is_present(start) and not result.people[row.person].is_trainee]
        below: dict[str, int] = {}
        target = 0
        for mix in mixes:
            mixed = _step(mix, start)
            if mixed is not None:
                people = sum(result.holds(row.person, mix.of, start) for row in present)
                below[mix.key] = max(0, mixed.minimum - people)
                target += max(0, mixed.target - people)
        asked = [
            (position, _step(seats[position.key], start)) for position in positions if position.key in seats
        ]
        wanted = [(position, step) for position, step in asked if step is not None]
        able: Counter[tuple[int, ...]] = Counter()
        named = [0] * len(wanted)
        for row in present:
            _seat(result, row, start, [position.key for position, _ in wanted], able, named)
        needs = tuple(
            (step.minimum, step.target, step.target if step.maximum is None else step.maximum)
            for _, step in wanted
        )
        filled = fill(tuple(sorted(able.items())), tuple(named), needs)
        for number, (position, step) in enumerate(wanted):
            below[seats[position.key].key] = max(0, step.minimum - filled.at_minimum[number])
            target += max(0, step.target - filled.at_target[number])
        over = filled.left_over + sum(max(0, n - need[2]) for n, need in zip(named, needs, strict=True))
        found.append(Headcount(Interval(start, end), below, target, over))
    return found


def _step(requirement: Requirement, minute: Minute) -> Step | None:
    return next((step for step in requirement.steps if step.start <= minute < step.end), None)


def _seat(
    result: Result,
    row: Standing,
    minute: Minute,
    wanted: list[str],
    able: Counter[tuple[int, ...]],
    named: list[int],
) -> None:
    """Count one person: in the seat they are named for, or among those who may fill some of the wanted
    positions.
    """
    skill_of = {position.key: position.skill for position in result.instance.positions}
    if row.position is not None:
        if row.position in wanted and result.holds(row.person, skill_of[row.position], minute):
            named[wanted.index(row.position)] += 1
        return
    able[tuple(n for n, key in enumerate(wanted) if result.holds(row.person, skill_of[key], minute))] += 1


@dataclass(frozen=True, slots=True)
class Filled:
    """People per position once minimums, then targets, then maximums are filled, and who is left without a
    seat.
    """

    at_minimum: tuple[int, ...]
    at_target: tuple[int, ...]
    left_over: int


@lru_cache(maxsize=4096)
def fill(
    able: tuple[tuple[tuple[int, ...], int], ...],
    named: tuple[int, ...],
    needs: tuple[tuple[int, int, int], ...],
) -> Filled:
    """Seat people by augmenting paths: every minimum in order of priority, then every target, then every
    maximum.

    `able` counts people by the positions (numbers) they may fill; `needs` are minimum, target and most per
    position.
    """
    free = {kind: people for kind, people in able if kind}
    seated: Counter[tuple[tuple[int, ...], int]] = Counter()
    filled = list(named)
    stages: list[tuple[int, ...]] = []
    for stage in range(3):
        for number, need in enumerate(needs):
            while filled[number] < need[stage] and _augment(number, free, seated):
                filled[number] += 1
        stages.append(tuple(filled))
    return Filled(stages[0], stages[1], sum(free.values()))


def _augment(
    position: int, free: dict[tuple[int, ...], int], seated: Counter[tuple[tuple[int, ...], int]]
) -> bool:
    """Bring one more person into a position, moving others between their positions if need be."""
    came_from: dict[int, tuple[tuple[int, ...], int] | None] = {position: None}
    queue = deque([position])
    while queue:
        into = queue.popleft()
        for kind, people in free.items():
            if into not in kind:
                continue
            if people:
                free[kind] -= 1
                seated[kind, into] += 1
                step = came_from[into]
                at = into
                while step is not None:
                    mover, to = step
                    seated[mover, at] -= 1
                    seated[mover, to] += 1
                    at = to
                    step = came_from[at]
                return True
            for other in kind:
                if other not in came_from and seated[kind, other]:
                    came_from[other] = (kind, into)
                    queue.append(other)
    return False


def gaps(counts: Sequence[Headcount]) -> list[Gap]:
    """Maximal intervals of constant shortage, by requirement."""
    found: list[Gap] = []
    last: dict[str, Gap] = {}
    for count in counts:
        for key, missing in count.below_minimum.items():
            before = last.get(key)
            if (
                before is not None
                and before.interval.end == count.interval.start
                and before.missing == missing
            ):
                last[key] = Gap(key, Interval(before.interval.start, count.interval.end), missing)
                continue
            if before is not None and before.missing:
                found.append(before)
            last[key] = Gap(key, count.interval, missing)
    found += [gap for gap in last.values() if gap.missing]
    return sorted(found, key=lambda gap: (gap.interval.start, gap.requirement))


def shortage_minutes(counts: Sequence[Headcount]) -> Counter[str]:
    """Person-minutes below minimum by requirement."""
    total: Counter[str] = Counter()
    for count in counts:
        for key, missing in count.below_minimum.items():
            total[key] += missing * count.interval.minutes
    return total
