"""Asking for a change of preferences: the form, what it would mean, and what is done on approval."""
