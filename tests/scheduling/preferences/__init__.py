"""Tests of asking for a change of preferences."""
