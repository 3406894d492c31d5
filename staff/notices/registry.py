"""Kinds of notices, given by the apps above at start-up: what each says, and through which channels by default."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staff.notices.models import Notice


class Channel(StrEnum):
    """Ways to reach somebody outside the app; the list in the app has every notice."""

    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says: the fact as a line, the cause and the next step, and where to go on.

    `in_app` is said in the app only, such as the kind of an absence: mail leaves it.
    """

    title: str
    text: str = ""
    path: str = ""
    in_app: str = ""

    @property
    def text_in_app(self) -> str:
        """All that is said below the title in the app."""
        return "\n".join(part for part in (self.in_app, self.text) if part)


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind. `words` makes the text from the notice's context, without queries.

    `must_acknowledge`: it stays on top of the list until the person says that they have read it. `is_fixed`: nobody
    can turn its channels off.
    """

    name: str
    label: str
    words: Callable[[Notice], Words]
    channels: frozenset[Channel] = frozenset({Channel.EMAIL})
    must_acknowledge: bool = False
    is_fixed: bool = False


_kinds: dict[str, NoticeKind] = {}


def register(kinds: Iterable[NoticeKind]) -> None:
    """Have kinds known by their names; called at start-up, twice is once."""
    for kind in kinds:
        known = _kinds.setdefault(kind.name, kind)
        if known != kind:
            raise ValueError(f"Two kinds of notices are named “{kind.name}”.")


def notice_kind(name: str) -> NoticeKind:
    """A kind by name. Raises KeyError for one that nobody registered."""
    return _kinds[name]


def notice_kinds() -> list[NoticeKind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())
