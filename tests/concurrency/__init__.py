"""Races, with real threads on a real database: first without the lock, then with it."""
