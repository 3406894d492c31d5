"""Tests of centers, people and permissions."""
