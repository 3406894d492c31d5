"""Routes, requests with everything that happened to them, and delegations.

What was decided is append-only (`RequestEvent`); where a request stands is computed from it by
`domain/workflow.py` and kept beside it in `Request` for lists, changed only together with a new event.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from approvals.domain.workflow import Answer, Status
from approvals.registry import label_of
from staff.audit import audited
from staff.centers.versioned import APPEND_ONLY
from staff.people.models import Person

STATUS_CHOICES = [
    (Status.WAITING.value, "Waiting"),
    (Status.APPROVED.value, "Approved"),
    (Status.DENIED.value, "Denied"),
    (Status.WITHDRAWN.value, "Withdrawn"),
    (Status.EXPIRED.value, "Expired"),
]


@audited()
class ApprovalRoute(models.Model):
    """Which steps a center's requests of a kind and size take; a kind without rows takes its handler's routes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    least_size = models.PositiveIntegerField(default=0)
    below_size = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: any size.")
    automatic = models.JSONField(
        default=list, blank=True, help_text="Conditions under which nobody is asked; all must hold."
    )
    expires_after_minutes = models.PositiveIntegerField(null=True, blank=True)
    four_eyes = models.BooleanField(default=True, help_text="Nobody decides at two steps of one request.")

    class Meta:
        ordering: ClassVar = ["kind", "least_size"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(below_size__isnull=True) | Q(below_size__gt=F("least_size")),
                name="approvals_route_sizes",
                violation_error_message="A route must hold at least one size.",
            ),
            ExclusionConstraint(
                name="approvals_one_route_per_size",
                expressions=[
                    ("center", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(
                            F("least_size"),
                            F("below_size"),
                            Value("[)"),
                            function="INT4RANGE",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message="Another route takes some of these sizes.",
            ),
        ]

    def __str__(self) -> str:
        below = "" if self.below_size is None else f" to {self.below_size - 1}"
        return f"{label_of(self.kind)} from {self.least_size}{below}"


@audited()
class ApprovalStep(models.Model):
    """One step of a route: who is asked, how many must say yes, who is asked as well when nobody answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    route = models.ForeignKey(ApprovalRoute, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    audiences = ArrayField(models.CharField(max_length=60))
    quorum = models.PositiveSmallIntegerField(default=1)
    escalates_after_minutes = models.PositiveIntegerField(null=True, blank=True)
    escalates_to = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["route", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["route", "number"],
                name="approvals_step_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="approvals_step_quorum"),
            models.CheckConstraint(condition=Q(audiences__len__gt=0), name="approvals_step_asks_somebody"),
            models.CheckConstraint(
                condition=Q(escalates_after_minutes__isnull=True, escalates_to__len=0)
                | Q(escalates_after_minutes__gt=0, escalates_to__len__gt=0),
                name="approvals_step_escalation",
                violation_error_message="A step that escalates says after how long, and to whom.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@audited(without=("note", "payload"))
class Request(models.Model):
    """What somebody asked for, about whose time, and where it stands."""

    id = models.UUIDField(
        primary_key=True, editable=False, help_text="Chosen by who asks: asking twice is once."
    )
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    asked_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    starts_at = models.DateTimeField(null=True, help_text="The time it is about.")
    ends_at = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(help_text="In the unit of its kind.")
    payload = models.JSONField(help_text="What exactly is asked for; only its handler reads it.")
    note = models.CharField(max_length=300, blank=True)
    route = models.JSONField(help_text="The route as it was when this was asked.")
    is_automatic = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=9, choices=STATUS_CHOICES, default=Status.WAITING.value)
    step = models.PositiveSmallIntegerField(default=0)
    audiences = ArrayField(
        models.CharField(max_length=60), default=list, help_text="Whose answer counts now."
    )
    escalates_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    effect = models.JSONField(null=True, help_text="What was done on approval, as its handler says.")

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="approvals_request_interval",
                violation_error_message="The end must be after the start.",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.WAITING.value, closed_at__isnull=True)
                | (~Q(status=Status.WAITING.value) & Q(closed_at__isnull=False)),
                name="approvals_request_closed",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.APPROVED.value) | Q(effect__isnull=True),
                name="approvals_request_effect",
            ),
        ]
        indexes: ClassVar = [
            # The inbox: what waits at a center, oldest first.
            models.Index(
                fields=["center", "asked_at"],
                condition=Q(status=Status.WAITING.value),
                name="approvals_request_waiting",
            ),
            # What beat looks for: requests that are due to escalate or to expire.
            models.Index(
                fields=["expires_at", "escalates_at"],
                condition=Q(status=Status.WAITING.value),
                name="approvals_request_due",
            ),
            # A person's own list.
            models.Index(fields=["person", "-asked_at"], name="approvals_request_person"),
        ]

    def __str__(self) -> str:
        return f"{label_of(self.kind)}, {self.get_status_display().lower()}"


class EventKind(models.TextChoices):
    DECIDED = "decided", "Decided"
    TAKEN_BACK = "taken_back", "Taken back"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ESCALATED = "escalated", "More people asked"
    EXPIRED = "expired", "Expired"


class RequestEvent(models.Model):
    """What happened to a request, in order; a decision keeps in whose name it was made and what was seen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    at = models.DateTimeField()
    user = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    principal = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    answer = models.CharField(
        max_length=3, blank=True, choices=[(Answer.YES.value, "Yes"), (Answer.NO.value, "No")]
    )
    reason = models.CharField(max_length=300, blank=True)
    voices = models.JSONField(default=list, help_text="In whose names the user could speak then.")
    saw = models.JSONField(null=True, help_text="The impact the approver was shown.")
    choice = models.JSONField(null=True, help_text="What was chosen with a yes: cover, a part.")

    class Meta:
        ordering: ClassVar = ["request", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "number"], name="approvals_event_number"),
            models.CheckConstraint(
                condition=(
                    Q(kind=EventKind.DECIDED, user__isnull=False, principal__isnull=False) & ~Q(answer="")
                )
                | (~Q(kind=EventKind.DECIDED) & Q(answer="", principal__isnull=True)),
                name="approvals_decision_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.NO.value) | ~Q(reason=""),
                name="approvals_no_has_reason",
                violation_error_message="A no needs a reason.",
            ),
        ]
        triggers: ClassVar = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at:%Y-%m-%d %H:%M}"


@audited()
class Delegation(models.Model):
    """Who decides for whom while they are away, for all kinds or some."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    principal = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False, help_text="Ended early.")

    class Meta:
        ordering: ClassVar = ["-starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(principal=F("delegate")),
                name="approvals_delegation_to_another",
                violation_error_message="Choose somebody else to decide while you are away.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="approvals_delegation_interval",
                violation_error_message="The end must be after the start.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} for {self.principal}"
