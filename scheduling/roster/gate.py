"""The gate before anything is published: rules newly broken are refused, overridden with a reason, or known.

What a selection would break is found in `publish_list.py`, what an operational change breaks in `operational.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from scheduling.roster.models import RuleOverride
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval, minute_of, moment_of
from staff.centers.clock import Tick
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, require

LONGEST_REASON = 300
"""Characters of the reason kept with an override."""


class PublishRefused(Exception):
    """Rules stand against it: which, and whether a reason (override) or a click (warnings) is what is
    missing. `reason_length` is that of a reason too long to be kept, else 0."""

    def __init__(
        self,
        violations: Sequence[Violation],
        *,
        needs_reason: bool,
        needs_click: bool,
        reason_length: int = 0,
    ) -> None:
        super().__init__(f"{len(violations)} rule breaks stand against publishing.")
        self.violations = tuple(violations)
        self.needs_reason = needs_reason
        self.needs_click = needs_click
        self.reason_length = reason_length

    @property
    def sentence(self) -> str:
        """What is missing, in words."""
        if self.reason_length:
            return f"The reason has {self.reason_length} characters; {LONGEST_REASON} is the most. Say it shorter."
        if self.needs_reason:
            return "Write down why these rules are overridden."
        return "Confirm that the warnings are known."


class NeedsApproval(PublishRefused):
    """Nothing blocks it, but rules need somebody's approval: ask for it, or override with a reason.

    `violations` are the facts that a request carries.
    """


def clear(
    actor: User, center: Center, violations: Iterable[Violation], reason: str, *, accepts_warnings: bool
) -> tuple[Violation, ...]:
    """The violations to be overridden with the reason, when all may pass. Raises PublishRefused, PermissionDenied.

    Nothing is stored; `keep_overrides` does that.
    """
    found = tuple(violations)
    reason = one_line(reason)
    blocked = [each for each in found if each.level is Level.BLOCK]
    hard = (*blocked, *(each for each in found if each.level is Level.APPROVAL))
    soft = tuple(each for each in found if each.level is Level.WARN)
    if hard:
        if reason:
            require(actor, Permission.OVERRIDE_RULES, center.pk)
        if not reason or len(reason) > LONGEST_REASON:
            refusal = PublishRefused if blocked else NeedsApproval
            raise refusal(
                (*hard, *soft),
                needs_reason=True,
                needs_click=bool(soft) and not accepts_warnings,
                reason_length=len(reason),
            )
    if soft and not accepts_warnings:
        raise PublishRefused(soft, needs_reason=False, needs_click=True)
    return hard


def keep_overrides(
    opened: Tick, actor: User, center: Center, overridden: Iterable[Violation], reason: str
) -> None:
    """Keep who went on in spite of which rule, and why, at the tick's version."""
    RuleOverride.objects.bulk_create(
        RuleOverride(
            center=center,
            version=opened.version,
            actor=actor,
            person_id=cast("UUID", violation.person),
            rule=violation.rule,
            level=violation.level.value,
            starts_at=moment_of(violation.interval.start),
            ends_at=moment_of(violation.interval.end),
            measured=violation.measured,
            limit=violation.limit,
            clause=violation.clause,
            reason=one_line(reason),
        )
        for violation in overridden
    )


def overridden_in(center: Center, span: Interval) -> set[tuple[Any, ...]]:
    """What was overridden before, as `identity` names it: nobody is asked twice for the same."""
    rows = RuleOverride.objects.filter(
        center=center, starts_at__lt=moment_of(span.end), ends_at__gt=moment_of(span.start)
    )
    return {
        (
            row.person_id,
            row.rule,
            Level(row.level),
            minute_of(row.starts_at),
            minute_of(row.ends_at),
            row.measured,
            row.clause,
        )
        for row in rows
    }


def identity(violation: Violation) -> tuple[Any, ...]:
    """Whose, which rule, when and how far: two violations with the same are one."""
    return (
        violation.person,
        violation.rule,
        violation.level,
        violation.interval.start,
        violation.interval.end,
        violation.measured,
        violation.clause,
    )


def one_line(reason: str) -> str:
    """Browsers send a line's end as two characters: what fits into the form must fit into the table."""
    return " ".join(reason.split())
