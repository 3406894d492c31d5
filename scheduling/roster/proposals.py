"""Proposals: additions and revocations computed on a version, seen by their owner until taken or discarded.

A solver result is one, so are repair plans and what-ifs. Taking one turns lines into draft changes, or
publishes them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction

from scheduling.adjustments.domain import AdjustmentKind, Paint, days_of
from scheduling.adjustments.models import Adjustment
from scheduling.coverage.models import Position
from scheduling.patterns.models import ShiftType
from scheduling.roster.answers import EditAnswer, record_edit
from scheduling.roster.conflicts import ChangesSince
from scheduling.roster.domain.editing import NewRow
from scheduling.roster.domain.employed import is_employed
from scheduling.roster.models import Period, Proposal, ProposalLine
from scheduling.roster.people import employed_dates
from scheduling.roster.periods import dates_of_period, ensure_period, locked_for
from scheduling.roster.publishing import Publication, publish_within
from scheduling.roster.rows import adjustment_row
from scheduling.roster.selectors import Roster, load_roster
from scheduling.time.interval import Interval, minute_of, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Break, PayKind
from staff.centers.clock import current_version, tick
from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission, require


class ProposalClosed(Exception):
    """The proposal was taken or discarded before."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A row to add for a person, with the reason shown at the line."""

    person_id: UUID
    row: NewRow
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Revocation:
    """An adjustment to take back, with the reason shown at the line."""

    adjustment_id: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a proposal did: its version, the lines left out because of others' changes, what was
    published."""

    version: int
    lines: int
    conflicts: tuple[UUID, ...]
    publication: Publication | None = None


def create_proposal(
    *,
    owner: User,
    center: Center,
    base_version: int,
    day: date,
    title: str,
    additions: Iterable[Addition] = (),
    revocations: Iterable[Revocation] = (),
) -> Proposal:
    """Keep a proposal for the period of a date. Raises ValueError for what is of another center."""
    starts_on, _ = dates_of_period(center, day)
    with transaction.atomic():
        proposal = Proposal.objects.create(
            center=center,
            owner=owner,
            period=ensure_period(center, starts_on),
            base_version=base_version,
            title=title,
        )
        _add_lines(proposal, list(additions), list(revocations))
    return proposal


def extend_proposal(
    *,
    actor: User,
    proposal: Proposal,
    additions: Iterable[Addition] = (),
    revocations: Iterable[Revocation] = (),
) -> None:
    """Add lines to an open proposal of one's own, as computed on its version.

    Raises ProposalClosed, Proposal.DoesNotExist, and ValueError for what is of another center.
    """
    with transaction.atomic():
        # Locked, so that it is not taken or discarded meanwhile.
        proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())
        _check_open(actor, proposal)
        _add_lines(proposal, list(additions), list(revocations))


def _add_lines(
    proposal: Proposal, additions: Collection[Addition], revocations: Collection[Revocation]
) -> None:
    """Raises ValueError for what is of another center."""
    center = proposal.center
    _check_center(center, additions)
    rows = {
        row.pk: row
        for row in Adjustment.objects.filter(
            center=center, pk__in=[revocation.adjustment_id for revocation in revocations]
        )
    }
    unknown = [revocation for revocation in revocations if revocation.adjustment_id not in rows]
    if unknown:
        raise ValueError(f"{len(unknown)} of the adjustments to revoke are not at this center.")
    lines = [
        ProposalLine(
            proposal=proposal,
            person_id=addition.person_id,
            addition=new_row_as_json(addition.row),
            starts_at=moment_of(addition.row.start),
            ends_at=moment_of(addition.row.end),
            reason=addition.reason,
        )
        for addition in additions
    ]
    for revocation in revocations:
        row = rows[revocation.adjustment_id]
        lines.append(
            ProposalLine(
                proposal=proposal,
                person_id=row.person_id,
                revokes=row,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                reason=revocation.reason,
            )
        )
    ProposalLine.objects.bulk_create(lines)


def _check_center(center: Center, additions: Iterable[Addition]) -> None:
    """Raises ValueError unless people, positions and shift types are the center's own."""
    named: dict[type[models.Model], set[Any]] = {
        Person: {addition.person_id for addition in additions},
        Position: {addition.row.position for addition in additions} - {None},
        ShiftType: {addition.row.shift_type for addition in additions} - {None},
    }
    for table, ids in named.items():
        known = table._default_manager.filter(center=center, pk__in=ids).count() if ids else 0
        if known != len(ids):
            raise ValueError(
                f"{len(ids) - known} of the {table._meta.verbose_name_plural} are not at this center."
            )


def mark_lines(
    *, actor: User, proposal: Proposal, lines: Collection[UUID], dropped: bool = False, pinned: bool = False
) -> int:
    """Drop, pin or free lines of an open proposal; returns how many. A pinned line is taken even over a
    conflict."""
    _check_open(actor, proposal)
    return ProposalLine.objects.filter(proposal=proposal, pk__in=list(lines)).update(
        is_dropped=dropped, is_pinned=pinned and not dropped
    )


def discard_proposal(*, actor: User, proposal: Proposal) -> None:
    """Close a proposal without taking anything. Raises ProposalClosed when it was closed before."""
    _check_open(actor, proposal)
    closed = Proposal.objects.filter(pk=proposal.pk, outcome=Proposal.Outcome.OPEN).update(
        outcome=Proposal.Outcome.DISCARDED
    )
    if closed != 1:
        raise ProposalClosed("The proposal was taken or discarded before.")
    proposal.outcome = Proposal.Outcome.DISCARDED


def _painted_off_first(entry: tuple[UUID, NewRow]) -> bool:
    """What goes is painted before what comes, so that it takes no minute of a new shift with it."""
    return entry[1].paint is not Paint.OFF


def conflicting_lines(proposal: Proposal) -> dict[UUID, int]:
    """Lines that touch minutes changed since the proposal's version, with the version that changed them.

    Changes of the base that changed those minutes count too. The others' changes are kept by default.
    """
    lines = list(proposal.lines.select_related("revokes"))
    if not lines:
        return {}
    center, people = proposal.center, {line.person_id for line in lines}
    clock = LocalClock(center.time_zone)
    first = min(clock.date_of(minute_of(line.starts_at)) for line in lines)
    last = max(clock.date_of(minute_of(line.ends_at)) for line in lines) + timedelta(days=1)

    def load(version: int) -> Roster:
        return load_roster(center, first, last, as_of=version, only=people, margin=timedelta(days=3))

    now = current_version(center.pk)
    since = ChangesSince(center, proposal.base_version, now, people, load=load)
    found: dict[UUID, int] = {}
    for line in lines:
        met = since.met(line.person_id, [Interval(minute_of(line.starts_at), minute_of(line.ends_at))])
        if met is not None:
            found[line.pk] = met.version
        elif line.revokes is not None and not line.revokes.is_current:
            found[line.pk] = line.revokes.until_version or 0
    return found


def take_proposal(
    *,
    actor: User,
    proposal: Proposal,
    edit_id: UUID,
    publish: bool = False,
    override_reason: str = "",
    accepts_warnings: bool = False,
) -> Taken:
    """Turn the lines that are not dropped into draft changes in one version; `publish` publishes them in the
    same one.

    Lines that conflict with later versions are left out unless pinned, lines of locked days and outside
    employment always. The gesture is one undo step of the actor.
    Locks the center's clock. Raises ProposalClosed, and when publishing what `publishing.publish` raises;
    then
    nothing is stored.
    """
    center = proposal.center
    require(actor, Permission.EDIT_ROSTER, center.pk)
    if publish:
        require(actor, Permission.PUBLISH_ROSTER, center.pk)
    with tick(actor=actor, center_id=center.pk, kind="proposal.taken") as opened:
        # Locked, so that it is not discarded meanwhile.
        proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())
        _check_open(actor, proposal)
        conflicts = conflicting_lines(proposal)
        locked = _locked_lines(actor, proposal, opened.version - 1)
        lines = [
            line
            for line in proposal.lines.select_related("revokes").order_by("person", "starts_at", "pk")
            if not line.is_dropped and line.pk not in locked and (line.pk not in conflicts or line.is_pinned)
        ]
        touched: list[tuple[UUID, Interval]] = []
        coming: list[tuple[UUID, NewRow]] = []
        for line in lines:
            touched.append((line.person_id, Interval(minute_of(line.starts_at), minute_of(line.ends_at))))
            if line.addition is not None:
                coming.append((line.person_id, new_row_from_json(line.addition)))
            elif line.revokes is not None and line.revokes.is_current:
                opened.close(line.revokes)
        added = opened.add_all(
            adjustment_row(new, person_id, edit_id, opened.version, n)
            for n, (person_id, new) in enumerate(sorted(coming, key=_painted_off_first))
        )
        taken = {line.pk for line in lines}
        left_out = tuple(line_id for line_id in {**conflicts, **locked} if line_id not in taken)
        answer = EditAnswer(edit_id, opened.version, tuple(touched))
        period: Period = proposal.period or ensure_period(center, center.first_period_on)
        record_edit(
            actor,
            center,
            opened,
            edit_id,
            "proposal",
            {"proposal": str(proposal.pk)},
            answer,
            period.starts_on,
        )
        opened.payload.update({"proposal": str(proposal.pk), "lines": len(lines), "conflicts": len(left_out)})
        publication = None
        if publish:
            selection = None if proposal.period is None else _selection(added, lines)
            publication = publish_within(
                opened,
                actor=actor,
                center=center,
                starts_on=period.starts_on,
                selection=selection,
                with_base=True,
                override_reason=override_reason,
                accepts_warnings=accepts_warnings,
            ) or Publication(opened.version, 0, (), ())
        proposal.outcome = Proposal.Outcome.TAKEN
        proposal.taken_version = opened.version
        proposal.save(update_fields=["outcome", "taken_version"])
        return Taken(opened.version, len(lines), left_out, publication)


def _locked_lines(actor: User, proposal: Proposal, version: int) -> dict[UUID, str]:
    """Lines not dropped that belong to a locked day, or add something outside employment, with the reason."""
    clock = LocalClock(proposal.center.time_zone)
    days: dict[UUID, list[date]] = {}
    lines = list(proposal.lines.select_related("revokes").filter(is_dropped=False))
    for line in lines:
        if line.revokes is not None:
            days[line.pk] = line.revokes.days(clock)
        else:
            shift_start = (line.addition or {}).get("shift_start")
            days[line.pk] = days_of(minute_of(line.starts_at), minute_of(line.ends_at), shift_start, clock)
    every = {day for dates in days.values() for day in dates}
    locked = locked_for(actor, proposal.center, every, version)
    found = {
        line_id: next(locked[day] for day in dates if day in locked)
        for line_id, dates in days.items()
        if not locked.keys().isdisjoint(dates)
    }
    people = {line.person_id for line in lines}
    employed = employed_dates(proposal.center, people, version)
    for line in lines:
        if line.revokes is None and not is_employed(days[line.pk][0], employed.get(line.person_id, ())):
            found[line.pk] = "Not employed on this day."
    return found


def new_row_as_json(row: NewRow) -> dict[str, Any]:
    """A planned row as a proposal line keeps it."""
    kept = asdict(row)
    for name in ("shift_type", "position"):
        kept[name] = str(kept[name]) if kept[name] is not None else None
    kept["breaks"] = [
        asdict(pause) | {"relief": None if pause.relief is None else str(pause.relief)}
        for pause in row.breaks
    ]
    return kept


def new_row_from_json(data: Mapping[str, Any]) -> NewRow:
    """The planned row that `new_row_as_json` kept."""
    return NewRow(
        kind=AdjustmentKind(data["kind"]),
        paint=Paint(data["paint"]),
        start=data["start"],
        end=data["end"],
        shift_start=data["shift_start"],
        shift_type=UUID(data["shift_type"]) if data["shift_type"] else None,
        position=UUID(data["position"]) if data["position"] else None,
        console=data["console"],
        breaks=tuple(_break(pause) for pause in data["breaks"]),
        pay=PayKind(data["pay"]),
        absence_kind=data["absence_kind"],
        reason=data["reason"],
    )


def _break(kept: Mapping[str, Any] | list[Any]) -> Break:
    """A break as a line keeps it; lines of before named its first four fields by their order."""
    if isinstance(kept, list):
        return Break(*kept)
    return Break(**dict(kept) | {"relief": UUID(kept["relief"]) if kept["relief"] else None})


def _selection(added: Iterable[Adjustment], lines: Iterable[ProposalLine]) -> set[UUID]:
    """What publishing along means: the rows just added, and published rows just revoked."""
    revoked = {
        line.revokes.pk
        for line in lines
        if line.revokes is not None and line.revokes.published_from is not None
    }
    return {row.pk for row in added} | revoked


def _check_open(actor: User, proposal: Proposal) -> None:
    if proposal.owner_id != actor.pk:
        raise Proposal.DoesNotExist("A proposal is seen by its owner.")
    if proposal.outcome != Proposal.Outcome.OPEN:
        raise ProposalClosed("The proposal was taken or discarded before.")
