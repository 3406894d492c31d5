"""Minutes of duty in any 24 hours, sliding by the minute."""

from __future__ import annotations

from scheduling.time.interval import MINUTES_PER_DAY
from solver.engine.variables import Variables
from solver.engine.windows import limit_window

name = "maximum_minutes_in_24_hours"
label = "Maximum minutes in 24 hours"
WINDOW_MINUTES = MINUTES_PER_DAY


def add(variables: Variables) -> None:
    limit_window(variables, name, WINDOW_MINUTES)
