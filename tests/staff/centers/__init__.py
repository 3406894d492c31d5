"""Tests of the center, its clock and event log, and of versioned rows."""
