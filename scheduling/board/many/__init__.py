"""Many days at once on the board: fill, times, move, give away, copy a week, clear; looked at before they are done."""
