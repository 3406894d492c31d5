"""Periods and their state, edits done, proposals, and rule overrides. The roster itself is computed, never
stored."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from staff.audit import audited
from staff.centers.versioned import APPEND_ONLY, Versioned, whole_minute
from staff.people.models import Person


@audited()
class Period(models.Model):
    """A stretch of dates that is published as a whole; rows are made when first needed and follow without
    gaps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="periods")
    starts_on = models.DateField()
    ends_before = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["center", "starts_on"], name="scheduling_period_start"),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="scheduling_period_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_before}"


class State(models.TextChoices):
    OPEN = "open", "Open"
    PUBLISHED = "published", "Published"
    LOCKED = "locked", "Locked"


@audited()
class PeriodState(Versioned):
    """Whether a period is published or locked from a version on; without a row it is open.

    `base_version` fixes the contracts, patterns and shift types that employees see of this period.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=9, choices=State.choices)
    base_version = models.BigIntegerField(null=True)

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(until_version__isnull=True),
                name="scheduling_one_state_per_period",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, base_version__isnull=True)
                | (~Q(state=State.OPEN) & Q(base_version__isnull=False)),
                name="scheduling_published_period_has_base",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.get_state_display()}"


class Edit(models.Model):
    """Which edits were done, with the answer given: doing one twice returns the first answer. Also the undo
    list."""

    id = models.UUIDField(primary_key=True, editable=False, help_text="The edit_id chosen by the editor.")
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField(null=True, help_text="Empty when the edit changed nothing.")
    command = models.JSONField()
    answer = models.JSONField()
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    redoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="redone_by")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            # Undo and redo: the latest edits of one actor at a center.
            models.Index(fields=["center", "actor", "-version"], name="scheduling_edit_undo"),
            # History: which edit wrote a version.
            models.Index(fields=["center", "version"], name="scheduling_edit_version"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.kind} at version {self.version}"


@audited()
class Proposal(models.Model):
    """Additions and revocations computed on a version, seen by its owner until taken or discarded."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        TAKEN = "taken", "Taken"
        DISCARDED = "discarded", "Discarded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="proposals")
    period = models.ForeignKey(Period, null=True, on_delete=models.PROTECT, related_name="+")
    base_version = models.BigIntegerField()
    title = models.CharField(max_length=120)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    taken_version = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="taken", taken_version__isnull=False)
                | (~Q(outcome="taken") & Q(taken_version__isnull=True)),
                name="scheduling_proposal_taken_has_version",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ProposalLine(models.Model):
    """One addition (a row to paint) or one revocation (of an adjustment) of a proposal; can be dropped or
    pinned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revokes = models.ForeignKey(
        "scheduling.Adjustment", null=True, on_delete=models.PROTECT, related_name="+"
    )
    addition = models.JSONField(null=True, help_text="Fields of the adjustment to add.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    is_dropped = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)

    class Meta:
        ordering = ["person", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revokes__isnull=True, addition__isnull=False)
                | Q(revokes__isnull=False, addition__isnull=True),
                name="scheduling_proposal_line_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="scheduling_proposal_line_interval"
            ),
            whole_minute("starts_at", "scheduling_proposal_line_start_minute"),
            whole_minute("ends_at", "scheduling_proposal_line_end_minute"),
            models.CheckConstraint(
                condition=Q(is_dropped=False) | Q(is_pinned=False), name="scheduling_proposal_line_not_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{'revoke' if self.revokes_id else 'add'} for {self.person_id}"


class RuleOverride(models.Model):
    """Who went on in spite of which rule, for whom and when, with what measured, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    version = models.BigIntegerField()
    actor = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=60)
    level = models.CharField(max_length=8)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    measured = models.IntegerField()
    limit = models.IntegerField()
    clause = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="scheduling_rule_override_has_reason",
                violation_error_message="An override needs a reason.",
            )
        ]
        indexes = [
            # History: the overrides of a version.
            models.Index(fields=["center", "version"], name="scheduling_override_version"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.rule} overridden: {self.reason}"
