"""Shift types by wall clock, patterns of any cycle length, and holidays. Expansion is in `domain/`."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from scheduling.patterns.holidays.domain import CountedOn
from staff.audit import audited
from staff.centers.versioned import APPEND_ONLY, Versioned

CODE = RegexValidator(
    r"^[A-Z][A-Z0-9]{0,3}$", "A code is one to four capital letters or digits, a letter first."
)


class Symbol(models.TextChoices):
    """What a shift type counts as in plain scheduling by symbols; not working is OFF."""

    WORK = "WORK", "Work"
    EARLY = "EARLY", "Early"
    LATE = "LATE", "Late"


@audited()
class ShiftType(Versioned):
    """A shift by wall clock; an end at or before the start is on the next day, 00:00 is midnight at the end."""

    code = models.CharField(max_length=4, validators=[CODE])
    name = models.CharField(max_length=60)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    unpaid_break_minutes = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(240)])
    breaks = models.JSONField(
        default=list,
        blank=True,
        help_text="Breaks of every shift of this type: minutes after its start, how long, paid. With none, the unpaid "
        "minutes lie in the middle.",
    )
    handover_first_minutes = models.PositiveSmallIntegerField(
        "handover at the start",
        default=0,
        validators=[MaxValueValidator(60)],
        help_text="Paid minutes of briefing with which a shift begins. They fill no seat.",
    )
    handover_last_minutes = models.PositiveSmallIntegerField(
        "handover at the end",
        default=0,
        validators=[MaxValueValidator(60)],
        help_text="Paid minutes of briefing with which a shift ends. They fill no seat.",
    )
    handover_starts_on = models.DateField(
        "handover from",
        null=True,
        blank=True,
        help_text="Shifts that start before this date have none. Empty: every shift has.",
    )
    symbol = models.CharField(max_length=5, choices=Symbol.choices, default=Symbol.WORK)

    class Meta(Versioned.Meta):
        ordering: ClassVar = ["starts_at", "code"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "code"],
                condition=Q(until_version__isnull=True),
                name="scheduling_shift_type_code",
                violation_error_message="A shift type with this code exists.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__second=0, ends_at__second=0),
                name="scheduling_shift_type_minutes",
                violation_error_message="Times are whole minutes, without seconds.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.starts_at:%H:%M} – {self.ends_at:%H:%M}"


@audited()
class Pattern(Versioned):
    """A cycle of days; which day has which shift is in PatternDay."""

    name = models.CharField(max_length=60)
    length_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(366)])

    class Meta(Versioned.Meta):
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "name"],
                condition=Q(until_version__isnull=True),
                name="scheduling_pattern_name",
                violation_error_message="A pattern with this name exists.",
            ),
            models.CheckConstraint(
                condition=Q(length_days__gte=1) & Q(length_days__lte=366),
                name="scheduling_pattern_length",
                violation_error_message="A cycle has 1 to 366 days.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class PatternDay(models.Model):
    """Which shift a pattern has on a day of its cycle; days without a row are off. Written with its pattern row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="days")
    day = models.PositiveSmallIntegerField()
    shift_type = models.ForeignKey(ShiftType, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "day"], name="scheduling_pattern_day_once"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"day {self.day}"


class Origin(models.TextChoices):
    """Where a holiday comes from: the center itself, or the calendar of its state."""

    OWN = "own", "The center's own"
    CALENDAR = "calendar", "Calendar"


@audited()
class Holiday(Versioned):
    """A date on which the holiday rule of a contract applies."""

    on = models.DateField()
    name = models.CharField(max_length=80)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.OWN, editable=False)

    class Meta(Versioned.Meta):
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "on"],
                condition=Q(until_version__isnull=True),
                name="scheduling_holiday_date",
                violation_error_message="There is a holiday on this date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on}"


COUNTED_ON_LABELS = {
    CountedOn.ACTUAL: "The day itself",
    CountedOn.OBSERVED: "The day it is observed on",
    CountedOn.BOTH: "Both days",
}


@audited()
class HolidayCalendar(Versioned):
    """Which calendar of public holidays a center takes its days from, and the days of it that the center leaves out."""

    country = models.CharField(max_length=2)
    subdivision = models.CharField(max_length=10, blank=True)
    counted_on = models.CharField(
        max_length=8,
        choices=[(counted.value, label) for counted, label in COUNTED_ON_LABELS.items()],
        default=CountedOn.ACTUAL.value,
    )
    left_out = ArrayField(models.DateField(), default=list, blank=True)

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center"],
                condition=Q(until_version__isnull=True),
                name="scheduling_one_holiday_calendar",
                violation_error_message="The center has a holiday calendar.",
            ),
        ]

    def __str__(self) -> str:
        return f"Holidays of {', '.join(part for part in (self.subdivision, self.country) if part)}"
