"""Pure time: minutes and intervals, wall-clock time, and the segments of a person's time."""
