"""Notices with their deliveries, and the channels that people chose: looked at, never changed here."""

from __future__ import annotations

from django.contrib import admin

from staff.administration.tables import ReadOnlyAdmin, ReadOnlyInline
from staff.notices.models import ChannelChoice, Delivery, Notice


class DeliveryInline(ReadOnlyInline):
    model = Delivery
    center_path = "notice__center"
    fields = ("channel", "state", "tries", "next_try_at", "ended_at", "error")


@admin.register(Notice)
class NoticeTable(ReadOnlyAdmin):
    list_display = ("due_at", "user", "kind", "read_at", "acknowledged_at", "cancelled_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    fields = ("user", "kind", "created_at", "due_at", "read_at", "acknowledged_at", "cancelled_at")
    inlines = (DeliveryInline,)


@admin.register(Delivery)
class DeliveryTable(ReadOnlyAdmin):
    """All deliveries of the center, so that what failed is found."""

    center_path = "notice__center"
    list_display = ("notice", "channel", "state", "tries", "next_try_at", "ended_at", "error")
    list_filter = ("state", "channel")
    list_select_related = ("notice",)


@admin.register(ChannelChoice)
class ChannelChoiceTable(ReadOnlyAdmin):
    """Choices of those who have a role at the center."""

    center_path = "user__roles__center"
    list_display = ("user", "kind", "channel", "is_on")
    list_filter = ("kind", "channel", "is_on")
    list_select_related = ("user",)
