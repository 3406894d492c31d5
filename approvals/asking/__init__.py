"""Asking, from the phone or the desk, and following what becomes of it."""
