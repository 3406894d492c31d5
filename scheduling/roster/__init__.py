"""The roster: the function from person and minute to activity, periods, publishing, and the door."""
