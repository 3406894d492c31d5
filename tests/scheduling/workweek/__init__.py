"""Tests of workweeks, overtime and the advisor."""
