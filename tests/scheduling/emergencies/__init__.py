"""Tests of declared emergencies."""
