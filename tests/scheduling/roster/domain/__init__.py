"""Tests of the pure roster: base, painting, edits, and their properties."""
