"""Generating rosters: the engine (pure), its adapter to the database, runs, and public benchmark readers."""
