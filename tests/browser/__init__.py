"""Whole journeys in a real Chromium: few, waiting on what the page shows, never on time."""
