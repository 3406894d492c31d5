"""Publishing: a selection of draft changes becomes what employees see, with the rules run on the result.

What would be published, and what stands against it, is listed in `publish_list.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduling.roster.approved import Approval
from scheduling.roster.gate import clear, keep_overrides
from scheduling.roster.models import PeriodState, State
from scheduling.roster.notices import tell_published
from scheduling.roster.periods import PeriodFacts, PeriodStateError, dates_of_period, ensure_period, period_on
from scheduling.roster.publish_list import PersonChange, SelectionChanged, prepare
from scheduling.roster.rows import publish_rows
from scheduling.rules.levels import Violation
from staff.centers.clock import Tick, tick
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, require


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published at a version, and whose published roster changed how."""

    version: int
    changes: int
    people: tuple[PersonChange, ...]
    overridden: tuple[Violation, ...]


def publish(
    *,
    actor: User,
    center: Center,
    day: date,
    selection: Collection[UUID] | None = None,
    with_base: bool = True,
    override_reason: str = "",
    accepts_warnings: bool = False,
) -> Publication:
    """Publish draft changes of the period of a date, in one version.

    Locks the center's clock. Raises PermissionDenied, PeriodStateError for a locked period,
    SelectionChanged, and
    PublishRefused when rules newly broken need a reason (block and approval, with the permission to
    override) or a
    click (warn). Refused is refused whole: nothing is stored.
    """
    require(actor, Permission.PUBLISH_ROSTER, center.pk)
    starts_on, _ = dates_of_period(center, day)
    with tick(actor=actor, center_id=center.pk, kind="roster.published") as opened:
        done = publish_within(
            opened,
            actor=actor,
            center=center,
            starts_on=starts_on,
            selection=selection,
            with_base=with_base,
            override_reason=override_reason,
            accepts_warnings=accepts_warnings,
        )
        if done is None:
            opened.cancel()
            return Publication(opened.version - 1, 0, (), ())
        return done


def publish_approved(
    *,
    actor: User,
    center: Center,
    day: date,
    selection: Collection[UUID],
    with_base: bool,
    approval: Approval,
) -> Publication:
    """Publish what a request asked to publish; the decision stands for every permission. Raises as `publish`."""
    starts_on, _ = dates_of_period(center, day)
    with tick(actor=actor, center_id=center.pk, kind="roster.published") as opened:
        done = publish_within(
            opened,
            actor=actor,
            center=center,
            starts_on=starts_on,
            selection=selection,
            with_base=with_base,
            override_reason="",
            accepts_warnings=True,
            approval=approval,
        )
        opened.payload["request"] = str(approval.request_id)
        if done is None:
            opened.cancel()
            return Publication(opened.version - 1, 0, (), ())
        return done


def publish_within(
    opened: Tick,
    *,
    actor: User,
    center: Center,
    starts_on: date,
    selection: Collection[UUID] | None,
    with_base: bool,
    override_reason: str,
    accepts_warnings: bool,
    approval: Approval | None = None,
) -> Publication | None:
    """The same inside a tick that is open for another change too (taking a proposal); None: nothing to do.

    With an `approval` that is what passes the rules, and its reason is kept.
    """
    # Rows added in this very tick are read as well: they stand from the tick's version.
    period = period_on(center, starts_on, opened.version)
    if period.state == State.LOCKED:
        raise PeriodStateError("This period is closed for payroll; an admin can unlock it.")
    prepared, cancelling = prepare(center, period, opened.version, selection, with_base=with_base)
    if approval is None:
        overridden = clear(
            actor, center, prepared.violations, override_reason, accepts_warnings=accepts_warnings
        )
    else:
        overridden, override_reason = approval.clear(prepared.violations), approval.reason
    if not prepared.changes and not cancelling and period.is_published and not prepared.base_changed:
        return None
    ids = [change.adjustment_id for change in prepared.changes] + list(cancelling)
    count = publish_rows(opened, ids)
    if count != len(ids):
        raise SelectionChanged("The draft changed meanwhile; look at the list again.")
    if with_base or not period.is_published:
        _fix_base(opened, center, period)
    keep_overrides(opened, actor, center, overridden, override_reason)
    opened.payload.update(
        {
            "starts_on": period.starts_on.isoformat(),
            "ends_before": period.ends_before.isoformat(),
            "changes": len(prepared.changes),
            "people": [str(change.person_id) for change in prepared.people],
        }
    )
    tell_published(center, period, prepared.people, opened.version, approval)
    return Publication(opened.version, len(prepared.changes), prepared.people, overridden)


def _fix_base(opened: Tick, center: Center, period: PeriodFacts) -> None:
    row = PeriodState(
        period=ensure_period(center, period.starts_on), state=State.PUBLISHED, base_version=opened.version
    )
    current = PeriodState.objects.current().filter(period__starts_on=period.starts_on, center=center).first()
    if current is None:
        opened.add(row)
    else:
        opened.replace(current, row)
