"""Search or jump to: people, dates and pages, from the top bar of every page."""
