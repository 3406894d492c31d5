"""Duty restrictions, versioned: what one person may not do from a date until before another."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from staff.audit import audited
from staff.centers.versioned import Versioned, ends_after_start
from staff.people.models import Person


class RestrictionKind(models.TextChoices):
    LIGHT_DUTY = "light_duty", "Light duty"
    MINOR = "minor", "Minor"
    OTHER = "other", "Other"


@audited()
class DutyRestriction(Versioned):
    """What a person may not do. Several may hold at once; at which level each binds is the unit's limit of the rule."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duty_restrictions")
    kind = models.CharField(
        max_length=10, choices=RestrictionKind.choices, default=RestrictionKind.LIGHT_DUTY
    )
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    earliest_at = models.TimeField(
        "not before", null=True, blank=True, help_text="No duty before it, on the wall clock of each day."
    )
    latest_at = models.TimeField(
        "not after", null=True, blank=True, help_text="No duty after it until midnight, on each day."
    )
    daily_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(1_500)],
        help_text="At most so many minutes in the shifts of one day.",
    )
    weekly_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(10_140)],
        help_text="At most so many minutes in a workweek.",
    )
    no_overtime = models.BooleanField(
        default=False, help_text="Nothing that is paid as overtime, holdover or required overtime."
    )
    positions = ArrayField(models.UUIDField(), default=list, blank=True, help_text="Not in these positions.")

    class Meta(Versioned.Meta):
        ordering: ClassVar = ["person", "starts_on"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            ends_after_start("scheduling_restriction_dates", "A restriction must end after it starts."),
            models.CheckConstraint(
                condition=Q(earliest_at__isnull=True)
                | Q(latest_at__isnull=True)
                | Q(latest_at__gt=F("earliest_at")),
                name="scheduling_restriction_hours",
                violation_error_message="This must be later than not before; leave it empty for midnight.",
            ),
            models.CheckConstraint(
                condition=Q(daily_minutes__isnull=True) | Q(daily_minutes__lte=1_500),
                name="scheduling_restriction_daily_minutes",
                violation_error_message="A day has at most 1,500 minutes.",
            ),
            models.CheckConstraint(
                condition=Q(weekly_minutes__isnull=True) | Q(weekly_minutes__lte=10_140),
                name="scheduling_restriction_weekly_minutes",
                violation_error_message="A workweek has at most 10,140 minutes.",
            ),
            models.CheckConstraint(
                condition=Q(earliest_at__isnull=False)
                | Q(latest_at__isnull=False)
                | Q(daily_minutes__isnull=False)
                | Q(weekly_minutes__isnull=False)
                | Q(no_overtime=True)
                | Q(positions__len__gt=0),
                name="scheduling_restriction_asks",
                violation_error_message="Say what the person may not do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on}"
