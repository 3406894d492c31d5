"""Minutes of duty in any 7 x 24 hours, sliding by the minute."""

from __future__ import annotations

from scheduling.time.interval import MINUTES_PER_WEEK
from solver.engine.variables import Variables
from solver.engine.windows import limit_window

name = "maximum_minutes_in_7_days"
label = "Maximum minutes in 7 days"
WINDOW_MINUTES = MINUTES_PER_WEEK


def add(variables: Variables) -> None:
    limit_window(variables, name, WINDOW_MINUTES)
