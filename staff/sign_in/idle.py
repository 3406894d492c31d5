"""Signs a browser out after a time without a request of its user: consoles are shared.

How long is the setting SESSION_IDLE_MINUTES.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

LAST_SEEN = "last_seen"
BACKGROUND_HEADER = "Watchbill-Background"
# Written at most this often, so that a page with many requests does not save the session each time.
WRITE_AFTER_SECONDS = 30


class IdleTimeoutMiddleware:
    """Stands after authentication. Requests that a page makes by itself carry a header and don't count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._note(request)
        return self.get_response(request)

    def _note(self, request: HttpRequest) -> None:
        now = int(time.time())
        last_seen = request.session.get(LAST_SEEN, now)
        if now - last_seen >= settings.SESSION_IDLE_MINUTES * 60:
            logout(request)
            minutes = settings.SESSION_IDLE_MINUTES
            messages.info(request, f"You were signed out after {minutes} minutes without use.")
            return
        is_background = request.headers.get(BACKGROUND_HEADER) == "1"
        if LAST_SEEN not in request.session or (not is_background and now - last_seen >= WRITE_AFTER_SECONDS):
            request.session[LAST_SEEN] = now
