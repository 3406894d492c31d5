"""Tests of the roster board."""
