"""The center, its settings and its event log in the admin."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from staff.administration.tables import CenterAdmin, ReadOnlyAdmin
from staff.centers.models import Center, CenterSettings, Event


@admin.register(Center)
class CenterTable(CenterAdmin):
    """Only the name can change: every roster ever computed depends on the rest."""

    list_display = ("name", "time_zone", "pattern_anchor", "first_period_on", "period_days")
    fields = ("name", "slug", "time_zone", "pattern_anchor", "first_period_on", "period_days")
    readonly_fields = ("slug", "time_zone", "pattern_anchor", "first_period_on", "period_days")

    def of_center(self, request: HttpRequest, queryset: QuerySet[Center]) -> QuerySet[Center]:
        center = self.center(request)
        return queryset.filter(pk=center.pk) if center else queryset.none()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CenterSettings)
class CenterSettingsTable(CenterAdmin):
    list_display = ("__str__", "workweek", "night", "conflict_strategy", "shows_provisional_pattern")
    fieldsets = (
        ("Workweek", {"fields": (("workweek_weekday", "workweek_time"),)}),
        (
            "What counts as what",
            {
                "fields": (
                    ("night_starts_at", "night_ends_at"),
                    "night_duty_minutes",
                    "continuous_gap_minutes",
                    "nights_before_rest",
                )
            },
        ),
        ("Working together", {"fields": ("conflict_strategy", "shows_provisional_pattern", "floor_phone")}),
        (
            "Service targets",
            {
                "fields": (
                    ("answered_within_15_s", "answered_within_20_s"),
                    ("average_handling_seconds", "calls_per_incident"),
                )
            },
        ),
    )

    @admin.display(description="Workweek")
    def workweek(self, row: CenterSettings) -> str:
        return f"{row.get_workweek_weekday_display()} {row.workweek_time:%H:%M}"

    @admin.display(description="Night")
    def night(self, row: CenterSettings) -> str:
        return f"{row.night_starts_at:%H:%M} – {row.night_ends_at:%H:%M}"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventTable(ReadOnlyAdmin):
    """What happened to the center's roster, in order. Nobody can change it, the database included."""

    list_display = ("version", "recorded_at", "kind", "actor")
    list_filter = ("kind",)
    search_fields = ("kind", "actor__email")
    ordering = ("-version",)
    list_select_related = ("actor",)
    date_hierarchy = "recorded_at"
    fields = ("version", "recorded_at", "kind", "actor", "contents")
    readonly_fields = ("contents",)

    @admin.display(description="Contents")
    def contents(self, row: Event) -> str:
        return format_html("<pre>{}</pre>", json.dumps(row.payload, indent=2, ensure_ascii=False))
