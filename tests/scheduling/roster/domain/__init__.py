"""Tests of the pure edits: commands at the border and what they plan."""
