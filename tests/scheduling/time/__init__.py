<<<<<<< HEAD
"""Tests of scheduling; the tree mirrors the code."""
=======
"""Tests of scheduling."""
>>>>>>> e6b668a (patterns: Ship the catalogue of known patterns, each promise proved.)
