"""Tests of the supervisor with small real processes."""
