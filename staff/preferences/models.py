"""What people would like: dated wishes, standing preferences and off-limit groups. The solver prices them; nothing
here is a rule, and no roster is computed from it: rows are audited, not versioned."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from staff.audit import audited
from staff.people.models import Person


class WishKind(models.TextChoices):
    OFF = "off", "Off"
    WORK = "work", "Work"


@audited()
class Wish(models.Model):
    """A dated wish of one person, weight 1 to 5; `shift_code` empty means any shift."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=4, choices=WishKind.choices)
    on = models.DateField()
    shift_code = models.CharField(max_length=4, blank=True)
    weight = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        ordering = ["on", "person"]
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "on", "kind", "shift_code"],
                name="staff_wish_once",
                violation_error_message="This person has that wish already.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1) & Q(weight__lte=5),
                name="staff_wish_weight",
                violation_error_message="A wish weighs 1 to 5.",
            ),
            models.CheckConstraint(
                condition=Q(kind=WishKind.WORK) | Q(shift_code=""),
                name="staff_wish_off_has_no_shift",
                violation_error_message="A wish to be off names no shift.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()} on {self.on}"


class PreferenceKind(models.TextChoices):
    OFF = "off", "Off"
    WORK = "work", "Work"
    ONLY = "only", "This shift, when working"


class PartOfDay(models.TextChoices):
    """By the start of a shift, as its hue (scheduling/patterns/domain/hue.py)."""

    DAY = "day", "Day shifts"
    SWING = "swing", "Swing shifts"
    NIGHT = "night", "Night shifts"


@audited()
class StandingPreference(models.Model):
    """What a person would like on certain weekdays until further notice: “Sundays off”, “never nights”, “prefers D”.

    It stands for a wish on each of its dates; a dated wish of the person on the same date goes before it. Kind `off`
    with a shift or a part of the day means not those shifts; without, no work at all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="standing_preferences")
    kind = models.CharField(max_length=4, choices=PreferenceKind.choices)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)]),
        default=list,
        blank=True,
        help_text="0 is Monday, 6 Sunday; empty: every day.",
    )
    shift_code = models.CharField(max_length=4, blank=True)
    part = models.CharField("part of the day", max_length=5, choices=PartOfDay.choices, blank=True)
    weight = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True, help_text="Empty: until further notice.")

    class Meta:
        ordering: ClassVar = ["person", "starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weight__gte=1) & Q(weight__lte=5),
                name="staff_preference_weight",
                violation_error_message="A preference weighs 1 to 5.",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="staff_preference_dates",
                violation_error_message="The end must be after the start.",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                name="staff_preference_weekdays",
                violation_error_message="Weekdays are 0 to 6.",
            ),
            models.CheckConstraint(
                condition=Q(shift_code="") | Q(part=""),
                name="staff_preference_one_target",
                violation_error_message="Choose a shift or a part of the day.",
            ),
            models.CheckConstraint(
                condition=Q(kind="off") | Q(part=""),
                name="staff_preference_part_is_off",
                violation_error_message="A part of the day can only be avoided.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="only") | ~Q(shift_code=""),
                name="staff_preference_only_names_shift",
                violation_error_message="Choose the shift that is preferred.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["center", "starts_on"], name="staff_preference_center")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


@audited()
class OffLimitGroup(models.Model):
    """Small sets of people of whom few may be off or early on the same day; not crews."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["center", "name"], name="staff_off_limit_group_name")]

    def __str__(self) -> str:
        return self.name


@audited()
class OffLimitMembership(models.Model):
    """Who is in an off-limit group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(OffLimitGroup, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="off_limit_memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="staff_off_limit_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.group}"
