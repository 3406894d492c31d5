"""Tests of importing a center's files."""
