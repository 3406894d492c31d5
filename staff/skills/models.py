"""Skills, who holds which from when to when, and which trainer a trainee is with by preference."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from staff.audit import audited
from staff.centers.versioned import Versioned, ends_after_start, one_at_a_time
from staff.people.models import Person


class SkillKind(models.TextChoices):
    POSITION = "position", "Fills a position"
    TRAINER = "trainer", "Trains others"


@audited()
class Skill(models.Model):
    """The abilities a center certifies."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="skills")
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=SkillKind.choices)
    valid_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: does not expire."
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "code"],
                name="staff_skill_code",
                violation_error_message="A skill with this code exists.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@audited()
class Certification(Versioned):
    """A person holds a skill from a date to a date, both included; an empty end does not expire."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certifications")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="certifications")
    granted_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True, help_text="Last valid day.")

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("granted_on")),
                name="staff_certification_dates",
                violation_error_message="A certification can't expire before it is granted.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill.code} from {self.granted_on}"


@audited()
class TrainerPair(Versioned):
    """The trainer a trainee is with by preference; any free trainer on duty will do."""

    trainee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainer_pairs")
    trainer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainee_pairs")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(trainee=F("trainer")),
                name="staff_pair_two_people",
                violation_error_message="Nobody is their own trainer.",
            ),
            ends_after_start("staff_pair_dates", "A pair must end after it starts."),
            one_at_a_time(
                "staff_pair_no_overlap", "trainee", "This trainee has another trainer at that time."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} with {self.trainer}"
