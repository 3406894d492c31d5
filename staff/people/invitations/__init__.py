"""Invitations: the only way to an account. The table is in `staff/people/models.py`."""
