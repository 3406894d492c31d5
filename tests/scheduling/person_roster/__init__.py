"""Tests of one person as a page, and the list of people."""
