"""The call load by hour of week in the admin."""

from __future__ import annotations

from django.contrib import admin

from scheduling.demand.models import IncidentRate
from staff.administration.tables import CenterAdmin


@admin.register(IncidentRate)
class IncidentRateTable(CenterAdmin):
    list_display = ("weekday", "hour", "incidents")
    list_filter = ("weekday",)
    list_per_page = 168
    ordering = ("weekday", "hour")
    fields = (("weekday", "hour"), "incidents")
