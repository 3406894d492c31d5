"""Who may speak at a step, in their own name or for somebody who is away (delegation)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from approvals.domain.routing import Audience


@dataclass(frozen=True, slots=True)
class Delegation:
    """While somebody is away, from a moment until before another, somebody else decides for them.

    `kinds` empty means every kind. What was delegated is not delegated on.
    """

    principal: UUID
    delegate: UUID
    starts_at: datetime
    ends_at: datetime
    kinds: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.principal == self.delegate:
            raise ValueError("Nobody decides for themself while away.")
        if self.ends_at <= self.starts_at:
            raise ValueError("A delegation must end after it starts.")

    def is_in_force(self, at: datetime, kind: str) -> bool:
        return self.starts_at <= at < self.ends_at and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose name one may speak, and the audiences that person belongs to."""

    principal: UUID
    audiences: frozenset[Audience]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A user who wants to decide, with every voice they have: their own first, then those delegated to them."""

    user: UUID
    voices: tuple[Voice, ...]

    def voices_for(self, audiences: frozenset[Audience]) -> tuple[Voice, ...]:
        """The voices that belong to any of the audiences."""
        return tuple(voice for voice in self.voices if voice.audiences & audiences)


def speaker(
    user: UUID,
    audiences_of: Mapping[UUID, frozenset[Audience]],
    delegations: Iterable[Delegation],
    *,
    kind: str,
    at: datetime,
) -> Speaker:
    """A user with the voices they have at a moment for a kind; `audiences_of` holds theirs and their principals'."""
    voices = {user: Voice(user, audiences_of.get(user, frozenset()))}
    for delegation in delegations:
        if delegation.delegate == user and delegation.is_in_force(at, kind):
            principal = delegation.principal
            voices.setdefault(principal, Voice(principal, audiences_of.get(principal, frozenset())))
    return Speaker(user, tuple(voices.values()))
