"""Positions, requirements and their overrides in the admin."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from scheduling.coverage.models import Position, Requirement, RequirementOverride, window_words
from staff.administration.forms import CenterForm
from staff.administration.names import current_name
from staff.administration.tables import CenterAdmin

DAY = 24 * 60
WEEK = 7 * DAY


def window(start: time, end: time) -> tuple[int, int]:
    """Minutes of the day, on the wall; an end at or before the start is on the next day."""
    begin, finish = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    return begin, finish if finish > begin else finish + DAY


class WindowForm(CenterForm):
    """A window of headcount: two of the same kind and object must not overlap."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, start, end = data.get("kind"), data.get("starts_at"), data.get("ends_at")
        about = data.get("position") if kind == "seats" else data.get("skill")
        if about is None or start is None or end is None:
            return data
        same: QuerySet[Any] = self._meta.model.objects.current().filter(center=self.center, kind=kind)
        same = same.filter(position=about) if kind == "seats" else same.filter(skill=about)
        mine = self.minutes(data, start, end)
        for other in same.exclude(pk=self.instance.pk):
            if self.overlaps(mine, other):
                self.add_error("starts_at", f"This overlaps {other}. End one where the other starts.")
        return data

    def minutes(self, data: dict[str, Any], start: time, end: time) -> tuple[int, int] | None:
        raise NotImplementedError

    def overlaps(self, mine: tuple[int, int] | None, other: Any) -> bool:
        raise NotImplementedError


class RequirementForm(WindowForm):
    def minutes(self, data: dict[str, Any], start: time, end: time) -> tuple[int, int] | None:
        if data.get("weekday") is None:
            return None
        begin, finish = window(start, end)
        return begin + data["weekday"] * DAY, finish + data["weekday"] * DAY

    def overlaps(self, mine: tuple[int, int] | None, other: Requirement) -> bool:
        """On the circle of the week: a window over its end meets one at its beginning."""
        if mine is None:
            return False
        start, end = window(other.starts_at, other.ends_at)
        start, end = start + other.weekday * DAY, end + other.weekday * DAY
        return any(mine[0] < end + shift and start + shift < mine[1] for shift in (-WEEK, 0, WEEK))


class OverrideForm(WindowForm):
    def minutes(self, data: dict[str, Any], start: time, end: time) -> tuple[int, int] | None:
        if data.get("on") is None:
            return None
        begin, finish = window(start, end)
        first = data["on"].toordinal() * DAY
        return begin + first, finish + first

    def overlaps(self, mine: tuple[int, int] | None, other: RequirementOverride) -> bool:
        if mine is None:
            return False
        start, end = window(other.starts_at, other.ends_at)
        first = other.on.toordinal() * DAY
        return mine[0] < end + first and start + first < mine[1]


@admin.register(Position)
class PositionTable(CenterAdmin):
    list_display = ("priority", "name", "skill", "consoles")
    list_display_links = ("name",)
    list_select_related = ("skill",)
    search_fields = ("name",)
    ordering = ("priority",)
    fields = ("name", "skill", ("priority", "consoles"))
    used_by = ((Requirement, "position"), (RequirementOverride, "position"))


class WindowTable(CenterAdmin):
    list_select_related = ("skill",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        annotated: QuerySet[Any] = rows.annotate(
            about=Coalesce(current_name(Position, "position"), "skill__name")
        )
        return annotated

    @admin.display(description="Of", ordering="about")
    def of(self, row: Any) -> str:
        return str(row.about)

    @admin.display(description="Window", ordering="starts_at")
    def hours(self, row: Any) -> str:
        return window_words(row.starts_at, row.ends_at)


class PositionFilter(admin.SimpleListFilter):
    title = "position"
    parameter_name = "position"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        current = Position.objects.current().filter(center=model_admin.center(request))
        return [(str(row.entity_id), row.name) for row in current]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {key for key, _ in self.lookup_choices}
        return queryset.filter(position=self.value()) if self.value() in known else queryset


@admin.register(Requirement)
class RequirementTable(WindowTable):
    form = RequirementForm
    list_display = ("of", "kind", "weekday", "hours", "minimum", "target", "maximum")
    list_filter = ("kind", PositionFilter, "weekday")
    search_fields = ("skill__name", "skill__code")
    ordering = ("kind", "position", "skill", "weekday", "starts_at")
    fields = (
        "kind",
        ("position", "skill"),
        ("weekday", "starts_at", "ends_at"),
        ("minimum", "target", "maximum"),
    )


@admin.register(RequirementOverride)
class RequirementOverrideTable(WindowTable):
    form = OverrideForm
    list_display = ("on", "of", "kind", "hours", "minimum", "target", "maximum", "reason")
    list_filter = ("kind", PositionFilter)
    search_fields = ("reason", "skill__name")
    ordering = ("-on", "starts_at")
    date_hierarchy = "on"
    fields = (
        "kind",
        ("position", "skill"),
        ("on", "starts_at", "ends_at"),
        ("minimum", "target", "maximum"),
        "reason",
    )
