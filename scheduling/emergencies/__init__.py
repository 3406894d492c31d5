"""Declared emergencies: the recorded switch that suspends named rules for a time."""
