"""Tests of scheduling; the tree mirrors the code."""
