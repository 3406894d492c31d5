"""Tests of confirmed shifts and of reports."""
