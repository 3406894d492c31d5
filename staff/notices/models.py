"""Notices, their deliveries outside the app, and the channels that people chose."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from staff.audit import audited
from staff.notices.registry import Channel, Words, notice_kind

CHANNEL_CHOICES = [(Channel.EMAIL.value, "E-mail")]


class Notice(models.Model):
    """What one user is told: of which kind, about what, since when, and whether they have read it.

    A notice that is held (`due_at` ahead) can still be cancelled; nobody sees it before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, help_text="Telling somebody twice with one key is telling once.")
    about = models.UUIDField(null=True, help_text="The row it is about: a request, an edit.")
    context = models.JSONField(default=dict, help_text="What its kind needs to find the words.")
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="staff_notice_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(read_at__isnull=False),
                name="staff_notice_acknowledged_is_read",
            ),
        ]
        indexes: ClassVar = [
            # A user's list at a center, newest first.
            models.Index(fields=["user", "center", "-due_at"], name="staff_notice_list"),
            # The count of unread ones on every page.
            models.Index(
                fields=["user", "center"],
                condition=Q(read_at__isnull=True, cancelled_at__isnull=True),
                name="staff_notice_unread",
            ),
            # Taking held notices back when what they tell was undone.
            models.Index(fields=["about"], name="staff_notice_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"

    @property
    def words(self) -> Words:
        return notice_kind(self.kind).words(self)


class Delivery(models.Model):
    """A notice on its way through one channel: how often it was tried, and how that ended."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=CHANNEL_CHOICES)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(
        max_length=200, blank=True, help_text="Why the last try failed, without addresses."
    )

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "channel"], name="staff_delivery_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="staff_delivery_ended",
            ),
        ]
        indexes: ClassVar = [
            # What beat looks for: deliveries that are due.
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="staff_delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.get_state_display().lower()}"


@audited()
class ChannelChoice(models.Model):
    """A user's own choice for one kind and channel; without a row the kind's default holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="channel_choices")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=CHANNEL_CHOICES)
    is_on = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="staff_channel_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {'on' if self.is_on else 'off'}"
