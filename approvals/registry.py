"""Handlers: what the workflow must know of each kind of request, given by the apps above at start-up.

Every kind in `Kind` needs one: `missing_handlers` is asked at boot (`config/checks.py`), and a missing one stops it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from approvals.domain.routing import Fact, Route

if TYPE_CHECKING:
    from approvals.models import Request
    from staff.people.models import User


class Kind(StrEnum):
    """What can be asked for."""

    OVERTIME_BEFORE = "overtime_before"
    OVERTIME_AFTER = "overtime_after"
    ADJUSTMENT = "adjustment"
    RULE_OVERRIDE = "rule_override"
    PREFERENCE = "preference"


class CannotApply(Exception):
    """What was asked for can't be done as things stand now: one sentence for the approver."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Handler(ABC):
    """What happens around requests of one kind. Called inside the transaction that decides."""

    kind: Kind
    label: str
    size_unit: str
    """What the size of a request counts: minutes of overtime, people, rules."""

    facts: tuple[str, ...] = ()
    """The facts that automatic approval of this kind may depend on."""

    @abstractmethod
    def default_routes(self) -> tuple[Route, ...]:
        """The routes of a center that has set none of its own; together they take every size."""

    @abstractmethod
    def facts_of(self, request: Request) -> Mapping[str, Fact]:
        """The facts about a request as the roster stands now."""

    @abstractmethod
    def sentence(self, request: Request) -> str:
        """What is asked for, in one line: “Overtime Sat Dec 12, 18:00 – 22:00, 4 h”."""

    @abstractmethod
    def apply(self, request: Request, actor: User | None) -> dict[str, Any]:
        """Do what was asked for; the answer is kept with the request. `actor` None: approved by rule.

        Raises CannotApply when it can't be done; then nothing was decided.
        """

    @abstractmethod
    def revert(self, request: Request, effect: dict[str, Any], actor: User) -> None:
        """Undo what `apply` did and answered: it is taken back. Raises CannotApply when it can't be undone."""


_handlers: dict[Kind, Handler] = {}


def register(handler: Handler) -> None:
    """Have a handler answer for its kind; called at start-up. Twice the same class is once."""
    known = _handlers.get(handler.kind)
    if known is not None and type(known) is not type(handler):
        raise ValueError(f"Two handlers for requests of kind “{handler.kind}”.")
    _handlers[handler.kind] = handler


def handler_of(kind: str) -> Handler:
    """The handler of a kind. Raises KeyError for what is no kind."""
    return _handlers[Kind(kind)]


def missing_handlers() -> list[Kind]:
    """Kinds that nobody answers for."""
    return [kind for kind in Kind if kind not in _handlers]
