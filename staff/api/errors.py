"""Errors of the API beyond REST framework's own; config/problems.py turns all of them into problem documents."""

from __future__ import annotations

from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError


class ConflictError(APIException):
    """The state of things does not allow it now."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
    default_detail = "The state of things does not allow this now."


def wrong_parameter(name: str, message: str) -> ValidationError:
    """A query parameter that can't be read, named in the problem document."""
    return ValidationError({name: [message]})
