"""Centers and their clocks, people and accounts, skills, preferences, and the one permission table."""
