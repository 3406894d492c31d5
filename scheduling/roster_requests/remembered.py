"""Findings by request and version: inboxes ask every few seconds, and the roster rarely moves in between."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from uuid import UUID

from django.utils import timezone

from approvals.impact import Finding
from approvals.models import Request

MOST_KEPT = 500
Key = tuple[UUID, int, bool]


class Findings:
    """The latest findings, the oldest forgotten first. May be asked by several threads.

    What is true of a request changes with the version of the roster, and once its time has come.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Finding] = OrderedDict()
        self._lock = Lock()

    def known(self, requests: Iterable[Request], version: int) -> dict[UUID, Finding]:
        """What was found of these at a version."""
        with self._lock:
            kept = {row.pk: self._kept.get(_key(row, version)) for row in requests}
        return {pk: finding for pk, finding in kept.items() if finding is not None}

    def keep(self, request: Request, version: int, finding: Finding) -> None:
        with self._lock:
            self._kept[_key(request, version)] = finding
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()


def _key(request: Request, version: int) -> Key:
    return request.pk, version, request.ends_at is not None and request.ends_at <= timezone.now()
