"""Handlers: what the workflow must know of each kind of request, given by the apps above at start-up.

Every kind in `Kind` needs one: `missing_handlers` is asked at boot (`config/checks.py`), and a missing one stops it.
What a handler says about a request to those who decide is in `impact.py`, its form in `forms.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from approvals.domain.routing import Fact, Route
from approvals.impact import NOTHING_CHOSEN, Chosen, Finding, Impact

if TYPE_CHECKING:
    from approvals.forms import RequestForm
    from approvals.models import Request
    from staff.people.models import User


class Kind(StrEnum):
    """What can be asked for."""

    OVERTIME = "overtime"
    OVERTIME_WORKED = "overtime_worked"
    ADJUSTMENT = "adjustment"
    RULE_OVERRIDE = "rule_override"
    PREFERENCE = "preference"


@dataclass(frozen=True, slots=True)
class Said:
    """What came with the yes that does it: the reply, the impact that was shown (None: none was), what was chosen."""

    reason: str = ""
    saw: Mapping[str, Any] | None = None
    choice: Chosen = field(default_factory=dict)


class CannotApply(Exception):
    """What was asked for can't be done as things stand now: one sentence for the approver."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Handler(ABC):
    """What happens around requests of one kind. `apply` and `revert` run inside the transaction that decides."""

    kind: Kind
    label: str
    size_unit: str
    """What the size of a request counts: minutes of overtime, people, rules."""

    icon: str = "user"
    """A symbol of static/img/icons.svg."""

    facts: tuple[str, ...] = ()
    """The facts that automatic approval of this kind may depend on."""

    deny_reasons: tuple[str, ...] = ()
    """Reasons for a no that can be picked; another can always be typed."""

    form: type[RequestForm] | None = None
    """What a person fills in to ask for it; None for what is asked for elsewhere in the product."""

    form_template: str = "approvals/_request_form.html"
    """Draws `form`; the fields one below the other by default."""

    choices: tuple[str, ...] = ()
    """Names of what an approver may choose with a yes (`Impact.choices`)."""

    weighed_with: str = ""
    """Kinds of the same name leave people short together: `short_together` of any of them is asked about all."""

    @abstractmethod
    def default_routes(self) -> tuple[Route, ...]:
        """The routes of a center that has set none of its own; together they take every size."""

    @abstractmethod
    def facts_of(self, request: Request) -> Mapping[str, Fact]:
        """The facts about a request as the roster stands now."""

    @abstractmethod
    def sentence(self, request: Request) -> str:
        """What is asked for, in one line: “Overtime Sat Dec 12, 18:00 – 22:00, 4 h”. Without queries."""

    @abstractmethod
    def findings(self, requests: Sequence[Request]) -> Mapping[UUID, Finding]:
        """The one thing to know of each request, as the roster stands now; queries do not grow with their number."""

    @abstractmethod
    def impact(self, request: Request, choice: Chosen = NOTHING_CHOSEN) -> Impact:
        """Everything an approver is shown about one request, as the roster stands now, with what they chose so far."""

    @abstractmethod
    def apply(self, request: Request, actor: User | None, said: Said) -> dict[str, Any]:
        """Do what was asked for; the answer is kept with the request. `actor` None: approved by rule.

        Raises CannotApply when it can't be done; then nothing was decided.
        """

    def may_be_automatic(self, request: Request) -> bool:
        """Whether a rule of the center may approve this at all; asked when its conditions hold."""
        return True

    def short_together(self, requests: Sequence[Request]) -> Set[UUID]:
        """Which of several that are fine alone would cause a shortage, approved in this order."""
        return frozenset()

    @abstractmethod
    def revert(self, request: Request, effect: dict[str, Any], actor: User) -> None:
        """Undo what `apply` did and answered, when the decision is taken back at once. Raises CannotApply."""


_handlers: dict[Kind, Handler] = {}


def register(handler: Handler) -> None:
    """Have a handler answer for its kind; called at start-up. Twice the same class is once."""
    known = _handlers.get(handler.kind)
    if known is not None and type(known) is not type(handler):
        raise ValueError(f"Two handlers for requests of kind “{handler.kind}”.")
    _handlers[handler.kind] = handler


def handler_of(kind: str) -> Handler:
    """The handler of a kind. Raises KeyError for what is no kind."""
    try:
        return _handlers[Kind(kind)]
    except ValueError:
        raise KeyError(kind) from None


def short_together(requests: Sequence[Request]) -> Set[UUID]:
    """Which of several requests of any kinds would cause a shortage together, approved in this order."""
    weighed: dict[str, list[Request]] = defaultdict(list)
    for row in requests:
        if name := handler_of(row.kind).weighed_with:
            weighed[name].append(row)
    found: set[UUID] = set()
    for rows in weighed.values():
        found |= handler_of(rows[0].kind).short_together(rows)
    return found


def handlers() -> list[Handler]:
    """Every handler, in the order of the kinds."""
    return [_handlers[kind] for kind in Kind if kind in _handlers]


def kind_choices() -> list[tuple[str, str]]:
    """Every kind with its label, for forms and lists."""
    return [(handler.kind.value, handler.label) for handler in handlers()]


def label_of(kind: str) -> str:
    """The label of a kind; its name for one that is gone."""
    try:
        return handler_of(kind).label
    except KeyError:
        return kind


def missing_handlers() -> list[Kind]:
    """Kinds that nobody answers for."""
    return [kind for kind in Kind if kind not in _handlers]
