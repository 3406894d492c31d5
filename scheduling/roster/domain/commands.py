"""Edits as frozen commands. Their JSON form is in `border.py`; what they do to rows is planned next door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.time.interval import Minute
from scheduling.time.segment import Break, PayKind

MOST_CHANGES = 9_000
"""Cells in one edit: four weeks of 320 people; more comes as an import."""


EXTRA = (
    AdjustmentKind.OVERTIME,
    AdjustmentKind.MANDATION,
    AdjustmentKind.TRAINING,
    AdjustmentKind.COURT,
)
"""Kinds of duty beside the planned shifts."""

EDGES = {
    AdjustmentKind.HOLDOVER: "until",
    AdjustmentKind.EARLY_OUT: "at",
    AdjustmentKind.LATE: "until",
}
"""Kinds that move one edge of a shift, and the field that says to where."""


class CommandError(ValueError):
    """A command that can't be understood or can't be done: the field it is about and a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Wanted:
    """The duty a planner wants on a day. Times left out are those of the shift type, wall clock.

    An end at or before the start is on the next day. `pay` None lets the roster decide: overtime for people
    whose
    pattern has that day off, else regular.
    """

    shift_code: str | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    position: UUID | None = None
    console: int | None = None
    pay: PayKind | None = None


@dataclass(frozen=True, slots=True)
class SetDay:
    """Make the duty that starts on a person's local date exactly what is wanted; None clears the day."""

    person: UUID
    day: date
    wanted: Wanted | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordAbsence:
    """A person is away from start until before end; an operational change, published at once."""

    person: UUID
    start: Minute
    end: Minute
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RevokeAdjustment:
    """Take one adjustment back."""

    adjustment: UUID


@dataclass(frozen=True, slots=True)
class AddDuty:
    """Duty beside the planned shifts: overtime, mandation, training or court."""

    person: UUID
    kind: AdjustmentKind
    start: Minute
    end: Minute
    position: UUID | None = None
    console: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeShift:
    """What happened to the shift that was to begin in a minute: held over until, let go early at, late until `at`."""

    person: UUID
    kind: AdjustmentKind
    shift_start: Minute
    at: Minute
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Trade:
    """The shift of a person that begins in a minute goes to another, whole."""

    person: UUID
    taker: UUID
    shift_start: Minute
    reason: str = ""


MOST_BREAKS = 12
"""Breaks of one shift."""


@dataclass(frozen=True, slots=True)
class SetBreaks:
    """The breaks of the shift of a person that begins in a minute become exactly these; none are none.

    A break's `relief` sits in for the person, in the seat that the shift names, or else in the one named here at the
    same place.
    """

    person: UUID
    shift_start: Minute
    breaks: tuple[Break, ...] = ()
    seats: tuple[Seat, ...] = ()
    reason: str = ""

    def seat(self, n: int) -> Seat:
        """What the change says itself of the seat of its n-th break."""
        return self.seats[n] if n < len(self.seats) else (None, None)


Seat = tuple[UUID | None, int | None]
"""A position and a console of it, as far as they are named."""


@dataclass(frozen=True, slots=True)
class TakeSeat:
    """A person on duty sits at a position, or one of its consoles, from start until before end."""

    person: UUID
    start: Minute
    end: Minute
    position: UUID
    console: int | None = None
    reason: str = ""


KindChange = AddDuty | ChangeShift | Trade | SetBreaks | TakeSeat
"""Changes of one kind each; how they become rows is in `happenings.py`."""

Change = SetDay | RecordAbsence | RevokeAdjustment | KindChange


@dataclass(frozen=True, slots=True)
class Edit:
    """One gesture: what to change, on which version the editor saw it. Doing an `edit_id` twice is doing it
    once.

    `publishes` makes its draft changes seen by employees at once. Whatever is published passes the rules: it may say
    why they are overridden, and that the warnings are known.
    """

    edit_id: UUID
    base_version: int
    changes: tuple[Change, ...]
    publishes: bool = False
    override_reason: str = ""
    accepts_warnings: bool = False

    def __post_init__(self) -> None:
        if not self.changes:
            raise CommandError("changes", "An edit needs at least one change.")
        if len(self.changes) > MOST_CHANGES:
            raise CommandError(
                "changes",
                f"{len(self.changes):,} changes are too many for one edit; {MOST_CHANGES:,} is the most.",
            )
        # The second would be planned on the roster as it was before the first, and both would be painted.
        seen: set[tuple[UUID, date]] = set()
        revoked: set[UUID] = set()
        for n, change in enumerate(self.changes):
            if isinstance(change, RevokeAdjustment):
                if change.adjustment in revoked:
                    raise CommandError(f"changes.{n}", "This edit takes the same change back twice.")
                revoked.add(change.adjustment)
            if isinstance(change, SetDay):
                if (change.person, change.day) in seen:
                    raise CommandError(f"changes.{n}", "This edit names the same day of a person twice.")
                seen.add((change.person, change.day))


@dataclass(frozen=True, slots=True)
class EditTerms:
    """All that an edit says beside its changes."""

    edit_id: UUID
    base_version: int
    publishes: bool = False
    override_reason: str = ""
    accepts_warnings: bool = False

    def edit(self, changes: tuple[Change, ...]) -> Edit:
        """The edit with these changes."""
        return Edit(
            self.edit_id,
            self.base_version,
            changes,
            self.publishes,
            self.override_reason,
            self.accepts_warnings,
        )
