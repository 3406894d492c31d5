"""Counting what a page reads, without what signing in and the session's own book-keeping add now and then."""

from __future__ import annotations

from django.test.utils import CaptureQueriesContext


def reads(queries: CaptureQueriesContext) -> int:
    """Reads of our own tables; the account of the session is left out."""
    return sum(
        query["sql"].startswith("SELECT") and not query["sql"].startswith('SELECT "staff_user"')
        for query in queries
        if "usersessions" not in query["sql"] and "django_session" not in query["sql"]
    )
