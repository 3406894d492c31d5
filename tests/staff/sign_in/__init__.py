"""Tests of sign-in, second steps, sessions and the start page."""
