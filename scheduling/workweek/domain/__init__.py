"""Pure arithmetic of hours in workweeks."""
