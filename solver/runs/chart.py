"""The chart of one tier: best value falling, proven bound rising, drawn by the server as paths. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solver.runs.words import clock_words

WIDTH, HEIGHT = 1000, 284
LEFT, RIGHT, TOP, BOTTOM = 76, 110, 12, 24
TICKS = 3
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Point:
    """What was known after some milliseconds."""

    elapsed_ms: int
    value: int | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place of the picture."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Paths in a picture of 1000 by 284, and the sentence that says the same."""

    best: str
    bound: str
    between: str
    lines: tuple[Label, ...]
    times: tuple[Label, ...]
    best_label: Label | None
    bound_label: Label | None
    sentence: str
    rows: tuple[tuple[str, str, str], ...]

    @property
    def floor(self) -> float:
        return HEIGHT - BOTTOM

    @property
    def left(self) -> float:
        return LEFT

    @property
    def right(self) -> float:
        return WIDTH - RIGHT


def chart_of(points: Sequence[Point], unit: str, *, until_ms: int | None = None) -> Chart | None:
    """The chart of one tier's points in order of time; None before anything is known."""
    values = [(point.elapsed_ms, point.value) for point in points if point.value is not None]
    bounds = _rising([(point.elapsed_ms, point.bound) for point in points if point.bound is not None])
    best = _falling(values)
    if not best:
        return None
    first = best[0][0]
    last = max(until_ms or 0, points[-1].elapsed_ms, first + 1000)
    known = [value for _, value in best] + [value for _, value in bounds]
    scale = _Scale(first, last, min(0, *known), max(1, *known))
    best_path, bound_path = scale.steps(best), scale.steps(bounds)
    end_value, end_bound = best[-1][1], bounds[-1][1] if bounds else None
    return Chart(
        best=best_path,
        bound=bound_path,
        between=scale.area(best, [(first, scale.low), *bounds]) if bounds else "",
        lines=tuple(Label(scale.left - 10, scale.y(v), f"{v:,}") for v in scale.ticks()),
        times=tuple(Label(scale.x(ms), HEIGHT - 4, clock_words(ms / 1000)) for ms in scale.times()),
        best_label=Label(scale.right + 8, _apart(scale, end_value, end_bound, -1), f"Best {end_value:,}"),
        bound_label=None
        if end_bound is None
        else Label(scale.right + 8, _apart(scale, end_bound, end_value, 1), f"Bound {end_bound:,}"),
        sentence=_sentence(best, bounds, unit),
        rows=tuple(
            (clock_words(ms / 1000), f"{value:,}", "" if known_bound is None else f"{known_bound:,}")
            for ms, value, known_bound in _both(best, bounds)
        ),
    )


class _Scale:
    def __init__(self, first: int, last: int, low: int, high: int) -> None:
        self.first, self.last = first, last
        self.low, self.high = low, high if high > low else low + 1
        self.left, self.right = float(LEFT), float(WIDTH - RIGHT)

    def x(self, ms: float) -> float:
        return round(self.left + (ms - self.first) / (self.last - self.first) * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)

    def steps(self, points: Sequence[tuple[int, int]]) -> str:
        if not points:
            return ""
        path = f"M{self.x(points[0][0])} {self.y(points[0][1])}"
        path += "".join(f"H{self.x(ms)}V{self.y(value)}" for ms, value in points[1:])
        return path + f"H{self.x(self.last)}"

    def area(self, best: Sequence[tuple[int, int]], bounds: Sequence[tuple[int, int]]) -> str:
        path = self.steps(best)
        path += f"V{self.y(bounds[-1][1])}"
        for n in range(len(bounds) - 1, 0, -1):
            path += f"H{self.x(bounds[n][0])}V{self.y(bounds[n - 1][1])}"
        return path + f"H{self.x(max(self.first, bounds[0][0]))}Z"

    def ticks(self) -> Iterable[int]:
        """Round values between the lowest and the highest, not the lowest itself."""
        span = self.high - self.low
        size = 1
        while not any(span / (size * step) <= TICKS for step in STEPS):
            size *= 10
        step = next(step for step in STEPS if span / (size * step) <= TICKS) * size
        value = (self.low // step + 1) * step
        while value <= self.high:
            yield value
            value += step

    def times(self) -> Iterable[int]:
        seconds = (self.last - self.first) / 1000
        step = next(
            (size for size in (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200) if seconds / size <= 6), 3600
        )
        at = -(-self.first // (step * 1000)) * step * 1000
        while at <= self.last:
            yield at
            at += step * 1000


def _falling(points: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Only improvements: a search reports each answer of a neighborhood, not only better ones."""
    best: list[tuple[int, int]] = []
    for ms, value in points:
        if not best or value < best[-1][1]:
            best.append((ms, value))
    return best


def _rising(points: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    best: list[tuple[int, int]] = []
    for ms, bound in points:
        if not best or bound > best[-1][1]:
            best.append((ms, bound))
    return best


def _both(
    best: Sequence[tuple[int, int]], bounds: Sequence[tuple[int, int]]
) -> Iterable[tuple[int, int, int | None]]:
    for moment in sorted({ms for ms, _ in best} | {ms for ms, _ in bounds if ms >= best[0][0]}):
        value = [value for ms, value in best if ms <= moment][-1]
        known = [bound for ms, bound in bounds if ms <= moment]
        yield moment, value, known[-1] if known else None


def _apart(scale: _Scale, own: int, other: int | None, direction: int) -> float:
    """The label's height: near its line, but never over the other one."""
    y = scale.y(own) + 4
    if other is not None and abs(scale.y(own) - scale.y(other)) < 18:
        y += 9 * direction
    return round(min(HEIGHT - BOTTOM, max(TOP, y)), 1)


def _sentence(best: Sequence[tuple[int, int]], bounds: Sequence[tuple[int, int]], unit: str) -> str:
    words = f"The best roster falls from {best[0][1]:,} to {best[-1][1]:,} {unit}."
    if bounds:
        words += f" The proven bound rises from {bounds[0][1]:,} to {bounds[-1][1]:,}."
    return words
