<<<<<<< HEAD
"""Shift types, patterns of any cycle length, and holidays."""
=======
"""Shift types, patterns and holidays."""
>>>>>>> ed6ed3a (staff, scheduling, solver: Model centers, people, contracts, adjustments, periods and runs.)
