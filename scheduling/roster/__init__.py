<<<<<<< HEAD
"""The roster: the function from person and minute to activity, periods, publishing, and the door."""
=======
"""The roster: the function, working and published, periods, the door, publishing, proposals."""
>>>>>>> ed6ed3a (staff, scheduling, solver: Model centers, people, contracts, adjustments, periods and runs.)
