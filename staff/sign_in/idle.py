"""Signs a browser out after a time without use, since consoles are shared, and when a sign-in has lasted long enough.

How long are the settings SESSION_IDLE_MINUTES and SESSION_HOURS. Pages warn two minutes ahead (static/js/idle.js); what
they ask and say to stay signed in is `idle_session`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LAST_SEEN = "last_seen"
SIGNED_IN = "signed_in"
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
        signed_in_at = request.session.setdefault(SIGNED_IN, now)
        last_seen = request.session.get(LAST_SEEN, now)
        if now - last_seen >= settings.SESSION_IDLE_MINUTES * 60:
            _end(request, f"after {settings.SESSION_IDLE_MINUTES} minutes without use")
        elif now - signed_in_at >= settings.SESSION_COOKIE_AGE:
            _end(request, f"{settings.SESSION_COOKIE_AGE // 3600} hours after you signed in")
        elif LAST_SEEN not in request.session or (
            not _is_background(request) and now - last_seen >= WRITE_AFTER_SECONDS
        ):
            request.session[LAST_SEEN] = now


@never_cache
@require_safe
def idle_session(request: HttpRequest) -> JsonResponse:
    """How many seconds without use are left, 0 when nobody is signed in, and whether use gives more.

    Asked in the background it tells; asked for a person, who wants to stay, it is use like any other request.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"seconds_left": 0})
    now = int(time.time())
    idle = request.session.get(LAST_SEEN, now) + settings.SESSION_IDLE_MINUTES * 60 - now
    whole = request.session.get(SIGNED_IN, now) + settings.SESSION_COOKIE_AGE - now
    return JsonResponse({"seconds_left": max(0, min(idle, whole)), "can_stay": idle <= whole})


def _end(request: HttpRequest, why: str) -> None:
    logout(request)
    messages.info(request, f"You were signed out {why}.")


def _is_background(request: HttpRequest) -> bool:
    return request.headers.get(BACKGROUND_HEADER) == "1"
