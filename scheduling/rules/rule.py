"""A rule: its name, unit, default limits, and its checker. All rules are listed in `registry.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scheduling.rules.levels import Limit, Violation
from scheduling.rules.work import Work


@dataclass(frozen=True, slots=True)
class Rule:
    """One labor rule. `setting` is its key in a center's file; `unit` is what its limits count.

    `check` returns all violations of one person; it is None for the rule that looks at several people at once.
    """

    name: str
    label: str
    unit: str
    setting: str
    default_limits: tuple[Limit, ...]
    check: Callable[[Work], list[Violation]] | None
    is_minimum: bool = False
