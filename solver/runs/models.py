"""A run: what was asked, on which version, how it is going, how it ended. The proposal it made is in
`scheduling`."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from scheduling.roster.models import Period, Proposal
from staff.centers.versioned import date_span


class RunState(models.TextChoices):
    """Where a run is. Only `running` has a heartbeat."""

    QUEUED = "queued", "Waiting for a worker"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped, best kept"
    FAILED = "failed", "Failed"


ACTIVE_STATES = (RunState.QUEUED, RunState.RUNNING)


class Run(models.Model):
    """One request to generate a roster: reproducible from its instance and seed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="Counts up within a center: “run 42”.")
    owner = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField()
    base_version = models.BigIntegerField()
    options = models.JSONField(help_text="What may change, weights, tolerance.")
    seed = models.PositiveIntegerField()
    seconds = models.PositiveIntegerField(help_text="Time limit of the search.")
    workers = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stop_requested_at = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="How many workers have claimed it.")
    instance = models.JSONField(null=True)
    best = models.JSONField(null=True, help_text="The best verified solution so far.")
    findings = models.JSONField(default=list)
    summary = models.JSONField(default=dict, help_text="Tiers, shortage before and after, model size.")
    status = models.CharField(max_length=13, blank=True, help_text="The engine's outcome.")
    message = models.TextField(blank=True, help_text="What went wrong, in words.")
    engine_version = models.CharField(max_length=40, blank=True)
    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="run")

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(fields=["center", "number"], name="solver_run_number"),
            models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="solver_run_dates"),
            models.CheckConstraint(
                condition=Q(state=RunState.QUEUED, started_at__isnull=True) | ~Q(state=RunState.QUEUED),
                name="solver_queued_run_not_started",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RunState.DONE, RunState.STOPPED, RunState.FAILED])
                | Q(finished_at__isnull=False),
                name="solver_finished_run_has_end",
            ),
            ExclusionConstraint(
                name="solver_one_active_run",
                expressions=[
                    ("center", RangeOperators.EQUAL),
                    (date_span("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=[RunState.QUEUED, RunState.RUNNING]),
                violation_error_message="Another run for these dates is not finished yet.",
            ),
        ]
        indexes = [
            # The beat job that fails or hands on runs whose heartbeat stopped.
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="solver_run_heartbeat"),
        ]

    def __str__(self) -> str:
        return f"run {self.number}"

    @property
    def is_active(self) -> bool:
        """Waiting or running: another run for the same dates has to wait."""
        return self.state in ACTIVE_STATES


class RunProgress(models.Model):
    """One point of a run's chart: best value and proven bound of a tier at a time, and a line for the log."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="progress")
    elapsed_ms = models.PositiveIntegerField()
    tier = models.PositiveSmallIntegerField()
    value = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    line = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.elapsed_ms} ms: {self.value} / {self.bound}"
