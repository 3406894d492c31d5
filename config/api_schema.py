"""Adds to the API's OpenAPI document what no view says for itself: the problem documents of every operation."""

from __future__ import annotations

from typing import Any

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 says it.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail", "code"],
                "properties": {
                    "pointer": {"type": "string"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                },
            },
        },
    },
}
WORDS = {
    "400": "A parameter or field can't be read.",
    "401": "Nobody is signed in, or the token is no longer valid.",
    "403": "The role does not allow it.",
    "404": "Nothing is here, or it belongs to another center.",
    "409": "The state of things does not allow it now.",
    "415": "The body is no JSON.",
    "429": "Too many requests; Retry-After says how long to wait.",
}
ALWAYS = ("400", "401", "403", "404", "429")
WITH_A_BODY = ("415",)
CONFLICTS = {
    "roster_edit",
    "runs_create",
    "requests_answer",
    "requests_create",
    "requests_take_back",
    "requests_withdraw",
}
NOT_CHANGED = {"roster", "hours", "coverage"}


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Post-processing hook of drf-spectacular."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in result["paths"].values():
        for operation in operations.values():
            conflicts = ("409",) if operation["operationId"] in CONFLICTS else ()
            for status in (*ALWAYS, *(WITH_A_BODY if "requestBody" in operation else ()), *conflicts):
                operation["responses"].setdefault(status, _problem_response(status))
            if operation["operationId"] in NOT_CHANGED:
                operation["responses"]["304"] = {
                    "description": "The copy named by If-None-Match still stands."
                }
    return result


def _problem_response(status: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": WORDS[status], "content": {"application/problem+json": {"schema": schema}}}
