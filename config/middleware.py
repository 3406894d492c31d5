"""What a request gets from no library: headers (permissions policy, the request's id), a name in the audit trail."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from pghistory.middleware import HistoryMiddleware

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SecurityHeadersMiddleware:
    """Sets Permissions-Policy and keeps pages of signed-in people out of shared caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class RequestIdHeaderMiddleware:
    """Returns the request's id as X-Request-ID, so that an error page and a log line can be brought together.

    The id itself is made, or taken from the proxy, by django_structlog's middleware, which must stand before this one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        request_id = current_request_id()
        if request_id:
            response.headers["X-Request-ID"] = request_id
        return response


class RefuseNulMiddleware:
    """Refuses NUL characters in addresses and forms: nothing is named so, and the database can't be asked for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "\0" in request.GET.urlencode(safe="\0"):
            raise BadRequest("An address holds no NUL characters.")
        # The API takes no forms, and refuses them itself (415): it must find the body unread.
        takes_forms = request.method == "POST" and not request.path_info.startswith("/api/")
        if takes_forms and any("\0" in text for _, texts in request.POST.lists() for text in texts):
            raise BadRequest("A form holds no NUL characters.")
        return self.get_response(request)


def current_request_id() -> str:
    """Return the id of the request being answered, or nothing outside of one."""
    value = structlog.contextvars.get_contextvars().get("request_id", "")
    # The proxy's header comes from outside: nothing but plain characters goes back into a header or a page.
    return "".join(character for character in str(value) if character.isalnum() or character in "-_.")[:64]


class AuditContextMiddleware(HistoryMiddleware):
    """Names the acting user and the route in the audit rows of a request, also where a token is read in the view.

    The route, not the address: links in mails carry secrets, which are kept nowhere.
    """

    def get_context(self, request: HttpRequest) -> dict[str, str | None]:
        user = getattr(request, "user", None)
        return {
            "user": str(user.pk) if user is not None and user.is_authenticated else None,
            "through": f"{request.method} {_route(request)}",
        }


def _route(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).route
    except Resolver404:
        return "?"
