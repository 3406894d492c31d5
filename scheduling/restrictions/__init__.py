"""Restricted duty of single people: light duty, minors, and what else they may not do from date to date."""
