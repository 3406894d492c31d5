"""Errors of the API as problem documents (RFC 9457), one shape for every status.

The exception handler serves Django REST framework; config/errors.py uses `problem` for errors outside of its views.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from config.middleware import current_request_id

CONTENT_TYPE = "application/problem+json"

# What someone can do about it, where the status alone does not say.
HINTS = {
    HTTPStatus.BAD_REQUEST: "The request could not be understood. Check its syntax and fields.",
    HTTPStatus.UNAUTHORIZED: "Sign in, or send a valid access token in the Authorization header.",
    HTTPStatus.FORBIDDEN: "Your role does not allow this. Ask an administrator of your center.",
    HTTPStatus.NOT_FOUND: "Nothing is here, or it belongs to another center.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method; the Allow header lists those it takes.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send the body as application/json.",
    HTTPStatus.TOO_MANY_REQUESTS: "Wait for the seconds named in Retry-After, then try again.",
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "The database cannot be reached. Nothing of this request is stored; send it again after Retry-After seconds."
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: "The fault is ours and has been logged. Quote the request id when you report it.",
}


def problem_members(
    *, status: int, detail: str = "", instance: str = "", errors: Any = None, code: str = ""
) -> dict[str, Any]:
    """Return the members of a problem document; `errors` is a list of {pointer, detail, code}."""
    known = HTTPStatus(status)
    members: dict[str, Any] = {
        "type": "about:blank",
        "title": known.phrase,
        "status": int(status),
        "detail": detail or HINTS.get(known, known.description or known.phrase),
    }
    if instance:
        members["instance"] = instance
    members["code"] = code or known.name.lower()
    if errors:
        members["errors"] = errors
    request_id = current_request_id()
    if request_id:
        members["request_id"] = request_id
    return members


def problem(request: HttpRequest, *, status: int, detail: str = "", code: str = "") -> JsonResponse:
    members = problem_members(status=status, detail=detail, instance=request.path, code=code)
    return JsonResponse(members, status=status, content_type=CONTENT_TYPE)


def field_errors(detail: Any, pointer: str = "") -> list[dict[str, str]]:
    """Flatten REST framework's nested details into a list; a pointer is a JSON pointer into the body, '' the whole."""
    if isinstance(detail, dict):
        flat: list[dict[str, str]] = []
        for key, value in detail.items():
            below = pointer if key == "non_field_errors" else f"{pointer}/{key}"
            flat.extend(field_errors(value, below))
        return flat
    if isinstance(detail, list):
        flat = []
        for position, value in enumerate(detail):
            nested = isinstance(value, (dict, list))
            flat.extend(field_errors(value, f"{pointer}/{position}" if nested else pointer))
        return flat
    return [{"pointer": pointer, "detail": str(detail), "code": str(getattr(detail, "code", "invalid"))}]


def api_exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception of a REST framework view into a problem document; unknown exceptions stay with Django."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    request = context.get("request")
    errors: list[dict[str, str]] | None = None
    detail = ""
    code = ""
    if isinstance(exc, exceptions.ValidationError):
        errors = field_errors(exc.detail)
        detail = errors[0]["detail"] if len(errors) == 1 else f"{len(errors)} values were refused."
        code = "invalid"
    elif isinstance(exc, exceptions.APIException):
        codes: Any = exc.get_codes()
        # A refused token carries a dictionary; its detail's code is the one that says what is wrong.
        code = str(codes.get("detail", "")) if isinstance(codes, dict) else str(codes or "")
        told = exc.detail
        detail = str(told.get("detail", "")) if isinstance(told, dict) else str(told)
    elif isinstance(exc, PermissionDenied):
        code, detail = "permission_denied", str(exc)
    elif isinstance(exc, Http404):
        code = "not_found"
    response.data = problem_members(
        status=response.status_code,
        detail=detail,
        instance=request.path if request is not None else "",
        errors=errors,
        code=code,
    )
    response.content_type = CONTENT_TYPE
    return response
