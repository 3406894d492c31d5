"""Positions, requirements, seats and the coverage curve."""
