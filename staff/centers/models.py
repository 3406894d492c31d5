"""The center, its settings, its clock and its event log. How the clock ticks is in `clock.py`."""

from __future__ import annotations

import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from staff.audit import audited
from staff.centers.versioned import APPEND_ONLY, Versioned


class Weekday(models.IntegerChoices):
    """Days of the week, numbered as `datetime.date.weekday` numbers them."""

    MON = 0, "Mon"
    TUE = 1, "Tue"
    WED = 2, "Wed"
    THU = 3, "Thu"
    FRI = 4, "Fri"
    SAT = 5, "Sat"
    SUN = 6, "Sun"


@audited()
class Center(models.Model):
    """Which emergency communications centers exist; what a roster's dates mean there (never changed)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=64)
    pattern_anchor = models.DateField(help_text="Day 0 of every pattern with offset 0.")
    first_period_on = models.DateField(help_text="First day of a period; all others follow without gaps.")
    period_days = models.PositiveSmallIntegerField(default=28)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_days__gte=7) & Q(period_days__lte=84),
                name="staff_center_period_days",
                violation_error_message="A period has 7 to 84 days.",
            )
        ]
        triggers = [
            # Every roster ever computed, as of any moment, depends on these: changing one would rewrite the
            # past.
            pgtrigger.ReadOnly(
                name="fixed", fields=["time_zone", "pattern_anchor", "first_period_on", "period_days"]
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of everything local here."""
        return ZoneInfo(self.time_zone)

    def clean(self) -> None:
        """Raises ValidationError for a time zone that is no IANA name."""
        if self.time_zone not in available_timezones():
            raise ValidationError(
                {
                    "time_zone": f"“{self.time_zone}” is not a time zone. Write a name such as America/New_York."
                }
            )


class ConflictStrategy(models.TextChoices):
    """What happens when another version touched the same person and minutes."""

    LAST_WRITER_WINS = "last_writer_wins", "The later edit wins; the other planner is told"
    FIRST_WRITER_WINS = "first_writer_wins", "The earlier edit wins; the later one is refused"
    MERGE = "merge", "Both are kept where they differ in minutes or fields"
    ASK = "ask", "Nothing is applied until the planner chooses"


@audited()
class CenterSettings(Versioned):
    """How a center counts and works: workweek, what night and continuous duty mean, service targets,
    choices."""

    workweek_weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.SUN)
    workweek_time = models.TimeField(default="00:00")
    night_starts_at = models.TimeField(default="22:00")
    night_ends_at = models.TimeField(default="06:00")
    night_duty_minutes = models.PositiveSmallIntegerField(default=180)
    continuous_gap_minutes = models.PositiveSmallIntegerField(default=30)
    nights_before_rest = models.PositiveSmallIntegerField(
        default=3,
        validators=[MinValueValidator(1)],
        help_text="After so many nights in a row the rest after nights is due.",
    )
    conflict_strategy = models.CharField(
        max_length=20, choices=ConflictStrategy.choices, default=ConflictStrategy.LAST_WRITER_WINS
    )
    shows_provisional_pattern = models.BooleanField(
        default=False,
        help_text="Employees see their pattern, marked as provisional, before a period is published.",
    )
    floor_phone = models.CharField(
        "phone number of the floor",
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(r"^[+0-9][0-9 ()/.-]*$", "Write a phone number: digits, spaces, + ( ) / . -")
        ],
        help_text="Employees dial it when they can’t come and have no connection.",
    )
    answered_within_15_s = models.DecimalField(max_digits=4, decimal_places=3, default="0.900")
    answered_within_20_s = models.DecimalField(max_digits=4, decimal_places=3, default="0.950")
    average_handling_seconds = models.PositiveSmallIntegerField(default=150)
    calls_per_incident = models.DecimalField(max_digits=5, decimal_places=2, default="1.50")

    class Meta(Versioned.Meta):
        verbose_name_plural = "center settings"
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center"],
                condition=Q(until_version__isnull=True),
                name="staff_one_settings_per_center",
            ),
        ]

    def __str__(self) -> str:
        return f"Settings from version {self.from_version}"


class CenterClock(models.Model):
    """Which version a center is at. Locking this row serializes all roster writes of the center."""

    center = models.OneToOneField(Center, on_delete=models.PROTECT, primary_key=True, related_name="clock")
    version = models.BigIntegerField(default=0)
    ticked_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_forward",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__version__lt=pgtrigger.F("old__version")),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class Event(models.Model):
    """What happened to a center's roster, in order: one row per version, written in the version's
    transaction."""

    id = models.BigAutoField(primary_key=True)
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="events")
    version = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)

    class Meta:
        ordering = ["center", "version"]
        constraints = [
            models.UniqueConstraint(fields=["center", "version"], name="staff_event_one_per_version"),
        ]
        indexes = [
            # "As of moment T": the highest version recorded at or before T.
            models.Index(fields=["center", "recorded_at"], name="staff_event_recorded"),
            # The history of one actor, and of one kind, newest first.
            models.Index(fields=["center", "actor", "-version"], name="staff_event_actor"),
            models.Index(fields=["center", "kind", "-version"], name="staff_event_kind"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"
