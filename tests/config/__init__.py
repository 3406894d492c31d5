"""Tests of settings, health, error pages, headers, embedded servers and the supervisor."""
