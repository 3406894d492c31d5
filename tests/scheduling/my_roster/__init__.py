"""Tests of the home of an employee."""
