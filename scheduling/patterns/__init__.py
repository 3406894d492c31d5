"""Shift types, patterns of any cycle length, and holidays."""
