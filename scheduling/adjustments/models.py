"""Adjustments: layer 2 of the roster, append-only. What each kind paints is in `domain.py`."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from scheduling.adjustments.domain import KIND_LABELS, Paint, days_of
from scheduling.coverage.models import Position
from scheduling.patterns.models import ShiftType
from scheduling.time.interval import minute_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import PayKind
from staff.audit import audited
from staff.centers.versioned import Versioned, VersionedQuerySet, whole_minute
from staff.people.models import Person

PAINT_LABELS = {
    Paint.DUTY: "Duty",
    Paint.OFF: "Off",
    Paint.ABSENCE: "Absence",
    Paint.SEAT: "Seat",
    Paint.BREAKS: "Breaks",
}
PAY_LABELS = {
    PayKind.REGULAR: "Regular",
    PayKind.OVERTIME: "Overtime",
    PayKind.HOLDOVER: "Holdover",
    PayKind.TRAINING: "Training",
    PayKind.COURT: "Court",
    PayKind.MANDATION: "Required overtime",
    PayKind.TRADE: "Trade",
    PayKind.HOLIDAY: "Holiday",
}


class AdjustmentQuerySet(VersionedQuerySet[Any]):
    """Which rows paint the working and the published roster as of a version."""

    def published_as_of(self, version: int) -> Self:
        """Rows that employees saw at a version: added and published, and the revocation not yet published."""
        return self.filter(
            Q(published_until__isnull=True) | Q(published_until__gt=version), published_from__lte=version
        )

    def drafts(self) -> Self:
        """Draft changes: additions and revocations that are not published (a row both drafted and revoked is
        none)."""
        return self.filter(
            Q(published_from__isnull=True, until_version__isnull=True)
            | Q(published_from__isnull=False, until_version__isnull=False, published_until__isnull=True)
        )

    def drafts_as_of(self, version: int) -> Self:
        """The draft changes there were at a version."""
        unpublished = Q(published_from__isnull=True) | Q(published_from__gt=version)
        stands = Q(until_version__isnull=True) | Q(until_version__gt=version)
        still_seen = Q(published_until__isnull=True) | Q(published_until__gt=version)
        return self.filter(
            Q(from_version__lte=version) & unpublished & stands
            | Q(published_from__lte=version, until_version__lte=version) & still_seen
        )


@audited(without=("reason",))
class Adjustment(Versioned):
    """What was changed over which minutes for whom, why, by whom (the event of its version), and when
    published.

    `from_version` added it, `published_from` published the addition, `until_version` revoked it,
    `published_until` published the revocation.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="adjustments")
    kind = models.CharField(
        max_length=10, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()]
    )
    paint = models.CharField(
        max_length=7, choices=[(paint.value, label) for paint, label in PAINT_LABELS.items()]
    )
    paint_version = models.BigIntegerField(
        help_text="Place in the order of painting: the version that first added it, also when undo "
        "brings it back."
    )
    sequence = models.PositiveIntegerField(default=0, help_text="Order of painting inside one version.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    shift_starts_at = models.DateTimeField(null=True, help_text="Start of the shift these minutes belong to.")
    shift_type = models.ForeignKey(ShiftType, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, null=True, on_delete=models.PROTECT, related_name="+")
    console = models.PositiveSmallIntegerField(null=True)
    breaks = models.JSONField(
        default=list,
        help_text="Rows of start and end in minutes after starts_at, paid, relieved, and by whom.",
    )
    pay = models.CharField(
        max_length=10,
        choices=[(pay.value, label) for pay, label in PAY_LABELS.items()],
        default=PayKind.REGULAR.value,
    )
    absence_kind = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    gesture = models.UUIDField(help_text="The edit that added it: one undo step.")
    published_from = models.BigIntegerField(null=True)
    published_until = models.BigIntegerField(null=True)

    objects: ClassVar[Any] = AdjustmentQuerySet.as_manager()

    class Meta(Versioned.Meta):
        ordering: ClassVar = ["paint_version", "sequence"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="scheduling_adjustment_interval",
                violation_error_message="The end must be after the start. For an overnight shift, pick "
                "the next day.",
            ),
            whole_minute("starts_at", "scheduling_adjustment_start_minute"),
            whole_minute("ends_at", "scheduling_adjustment_end_minute"),
            whole_minute("shift_starts_at", "scheduling_adjustment_shift_minute"),
            models.CheckConstraint(
                condition=Q(paint=Paint.DUTY.value)
                | Q(paint=Paint.SEAT.value, shift_type=None)
                | Q(shift_type=None, position=None, console=None),
                name="scheduling_adjustment_only_duty_has_seat",
            ),
            models.CheckConstraint(
                condition=~Q(paint=Paint.SEAT.value) | Q(position__isnull=False),
                name="scheduling_adjustment_seat_has_position",
                violation_error_message="A seat needs its position.",
            ),
            models.CheckConstraint(
                condition=Q(console__isnull=True) | Q(position__isnull=False),
                name="scheduling_adjustment_console_of_position",
                violation_error_message="A console needs its position.",
            ),
            models.CheckConstraint(
                condition=(Q(paint=Paint.ABSENCE.value) & ~Q(absence_kind=""))
                | (~Q(paint=Paint.ABSENCE.value) & Q(absence_kind="")),
                name="scheduling_adjustment_absence_has_kind",
            ),
            models.CheckConstraint(
                condition=Q(published_from__isnull=True) | Q(published_from__gte=F("from_version")),
                name="scheduling_adjustment_published_after_added",
            ),
            models.CheckConstraint(
                condition=Q(published_until__isnull=True)
                | Q(until_version__isnull=False, published_from__isnull=False)
                & Q(published_until__gte=F("until_version"))
                & Q(published_until__gt=F("published_from")),
                name="scheduling_adjustment_revocation_published_after",
            ),
        ]
        indexes: ClassVar = [
            *Versioned.Meta.indexes,
            # The board's load: all rows of a center that touch a span of time.
            models.Index(fields=["center", "starts_at", "ends_at"], name="scheduling_adjustment_span"),
            # History: what a version revoked, or let employees see. What it added is found by Versioned's index.
            models.Index(
                fields=["center", "until_version"],
                condition=Q(until_version__isnull=False),
                name="scheduling_adjustment_until",
            ),
            models.Index(
                fields=["center", "published_from"],
                condition=Q(published_from__isnull=False),
                name="scheduling_adjustment_pub_from",
            ),
            models.Index(
                fields=["center", "published_until"],
                condition=Q(published_until__isnull=False),
                name="scheduling_adjustment_pub_to",
            ),
            # Undo: the rows of one gesture.
            models.Index(fields=["gesture"], name="scheduling_adjustment_gesture"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.starts_at:%Y-%m-%d %H:%M}"

    def days(self, clock: LocalClock) -> list[date]:
        """The local dates it belongs to; what is locked is decided by them."""
        shift_start = None if self.shift_starts_at is None else minute_of(self.shift_starts_at)
        return days_of(minute_of(self.starts_at), minute_of(self.ends_at), shift_start, clock)
