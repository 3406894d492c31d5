"""Shifts, contracts, the roster and its coverage, labor rules, and the live board."""
