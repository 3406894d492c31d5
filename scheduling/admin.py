"""Registers the tables of `scheduling` with the admin; each capability has its own admin module."""

from __future__ import annotations

from scheduling.board.on_duty import admin as on_duty
from scheduling.center_files import admin as center_files
from scheduling.contracts import admin as contracts
from scheduling.coverage import admin as coverage
from scheduling.demand import admin as demand
from scheduling.emergencies import admin as emergencies
from scheduling.patterns import admin as patterns
from scheduling.restrictions import admin as restrictions
from scheduling.roster import admin as roster

__all__ = [
    "center_files",
    "contracts",
    "coverage",
    "demand",
    "emergencies",
    "on_duty",
    "patterns",
    "restrictions",
    "roster",
]
