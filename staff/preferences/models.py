"""What people would like: dated wishes and off-limit groups. The solver prices them; nothing here is a
rule."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

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
