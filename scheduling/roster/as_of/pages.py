"""Pages as of an earlier moment: the banner and the control, and views that refuse what can't be changed or read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from scheduling.roster.as_of.reading import AsOf, read_as_of
from staff.centers.as_of import NoSuchVersion, moment_words
from staff.centers.current import center_for
from staff.centers.models import Center

ParametersT = ParamSpec("ParametersT")

READ_ONLY = "This is the roster as it was. Go back to now to change it."
_NOT_KEPT = frozenset({"as_of", "page", "seen"})


class ReadOnlyAsOf(Exception):
    """Something of an earlier moment was to be changed."""


@dataclass(frozen=True, slots=True)
class ShownAsOf:
    """The banner and the control as their templates see them. `fields` are what else the address says."""

    is_past: bool
    words: str
    version: int
    query: str
    text: str
    field_value: str
    fields: tuple[tuple[str, str], ...]
    now_url: str
    problem: str = ""

    @property
    def more(self) -> str:
        """The query to append to an address that has one."""
        return f"&{self.query}" if self.query else ""


def as_of(request: HttpRequest, center: Center) -> AsOf:
    """What the request asks for. Raises NoSuchVersion, which `answers_as_of` answers."""
    return read_as_of(center, request.GET.get("as_of", ""), timezone.now())


def shown_as_of(request: HttpRequest, center: Center, at: AsOf) -> ShownAsOf:
    """What a page says about the moment it is of, and how to choose another."""
    fields = tuple((name, str(value)) for name, value in request.GET.items() if name not in _NOT_KEPT)
    return ShownAsOf(
        is_past=at.is_past,
        words=moment_words(at.now, center.zone),
        version=at.version,
        query=at.query,
        text=at.text,
        field_value=f"{at.now.astimezone(center.zone):%Y-%m-%dT%H:%M}",
        fields=fields,
        now_url=f"{request.path}?{urlencode(fields)}" if fields else request.path,
    )


def answers_as_of(
    view: Callable[ParametersT, HttpResponse],
) -> Callable[ParametersT, HttpResponse]:
    """Answer a moment that never was with a form that says so (422), and a change of an earlier one with 409."""

    @wraps(view)
    def answered(*args: ParametersT.args, **kwargs: ParametersT.kwargs) -> HttpResponse:
        request: Any = args[0]
        try:
            return view(*args, **kwargs)
        except NoSuchVersion as error:
            return _wrong(request, error.message)
        except ReadOnlyAsOf:
            return _read_only(request)

    return answered


def changes_now(view: Callable[ParametersT, HttpResponse]) -> Callable[ParametersT, HttpResponse]:
    """Refuse a view that changes something, or offers to, when it is asked for from a page of an earlier moment."""

    @wraps(view)
    def guarded(*args: ParametersT.args, **kwargs: ParametersT.kwargs) -> HttpResponse:
        request: Any = args[0]
        boards = (request.GET.get("board", ""), request.POST.get("board", ""))
        if request.GET.get("as_of") or any("as_of" in parse_qs(board) for board in boards):
            return _read_only(request)
        return view(*args, **kwargs)

    return guarded


def _wrong(request: HttpRequest, message: str) -> HttpResponse:
    center = center_for(request)
    text = request.GET.get("as_of", "").strip()[:40]
    now = AsOf(0, timezone.now())
    shown = shown_as_of(request, center, now)
    context = {"as_of": shown, "text": text, "problem": message}
    name = "_wrong" if request.headers.get("HX-Request") else "wrong"
    return render(request, f"scheduling/as_of/{name}.html", context, status=422)


def _read_only(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=422)
        response.headers["HX-Reswap"] = "none"
        response.headers["HX-Trigger"] = json.dumps({"editRefused": {"text": READ_ONLY, "field": ""}})
        return response
    context = {"sentence": READ_ONLY}
    return render(request, "scheduling/as_of/read_only.html", context, status=409)
