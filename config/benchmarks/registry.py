"""The benchmarks by name, and the one JSON object that each run prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from config.benchmarks.machine import machine, versions


@dataclass(frozen=True)
class Benchmark:
    """A function without required arguments that returns figures; its module's SEED, if any, is printed with them."""

    name: str
    title: str
    module: str
    function: str
    # Run by `benchmark all`; what takes minutes or the network is run by name only.
    is_quick: bool = True

    def function_to_call(self) -> Callable[[], Mapping[str, Any]]:
        found: Callable[[], Mapping[str, Any]] = getattr(import_module(self.module), self.function)
        return found

    def seed(self) -> int | None:
        return getattr(import_module(self.module), "SEED", None)


BENCHMARKS = {
    benchmark.name: benchmark
    for benchmark in (
        Benchmark(
            name="roster",
            title="312 people x 28 days with 600 adjustments: roster, coverage and rules; one edit; loading",
            module="config.benchmarks.roster",
            function="measure",
        ),
        Benchmark(
            name="rules",
            title="the same center under every rule: all of it; one edit with its impact and its ways out; the inbox",
            module="config.benchmarks.rules",
            function="measure",
        ),
        Benchmark(
            name="pages",
            title="the board of 312 people x 28 days: server time, compressed HTML, queries; the answer to one edit",
            module="scheduling.board.benchmark",
            function="measure",
        ),
        Benchmark(
            name="demo",
            title="make demo on a copy of the checkout: from an empty package cache, and a second time",
            module="config.benchmarks.demo",
            function="measure",
            is_quick=False,
        ),
    )
}


def run(name: str) -> dict[str, Any]:
    """Run one benchmark and return what is printed for it."""
    benchmark = BENCHMARKS[name]
    figures = dict(benchmark.function_to_call()())
    return {
        "benchmark": name,
        "figures": figures,
        "machine": machine(),
        "versions": versions(),
        "seed": benchmark.seed(),
    }
