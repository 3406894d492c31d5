"""Error pages for people and problem documents for programs, for whatever no view has answered itself.

Which of the two a client gets is decided by `wants_json`. The documents' form is in config/problems.py.
"""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

from config.middleware import current_request_id
from config.problems import problem

# A database comes back within seconds after a restart.
RETRY_SECONDS = 10


def wants_json(request: HttpRequest) -> bool:
    """Say whether the client is a program: anything under /api/, or one that prefers JSON to HTML."""
    if request.path.startswith("/api/"):
        return True
    preferred = request.get_preferred_type(["text/html", "application/json", "application/problem+json"])
    return preferred is not None and preferred.endswith("json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, status=403, detail=str(exception) if exception.args else "")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Django calls this while the exception is being handled.
    if _is_database_away(sys.exc_info()[1]):
        response = _answer(request, status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _answer(request, status=500)


def _is_database_away(error: BaseException | None) -> bool:
    """Say whether there was no connection, or the server took none; a deadlock, say, is another matter."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "53", "57P"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    detail = "The form had expired or came from another site. Go back, reload the page and send it again."
    return _answer(request, status=403, detail=detail, template="csrf")


def _answer(request: HttpRequest, *, status: int, detail: str = "", template: str = "") -> HttpResponse:
    if wants_json(request):
        return problem(
            request, status=status, detail=detail, code="csrf_failed" if template == "csrf" else ""
        )
    # No request goes into the template: context processors could ask the database, which may be what is broken.
    page = loader.render_to_string(
        f"errors/{template or status}.html",
        {"status": status, "detail": detail, "request_id": current_request_id(), "path": request.path},
    )
    return HttpResponse(page, status=status)
