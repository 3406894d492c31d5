"""Tests of what the browser gets: styles, scripts, templates."""
