"""Positions, requirements and their overrides in the admin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from scheduling.coverage.domain.windows import Piece, date_pieces, overlap, weekday_pieces
from scheduling.coverage.models import Position, Requirement, RequirementOverride, window_words
from staff.administration.forms import CenterForm
from staff.administration.names import current_name
from staff.administration.tables import CenterAdmin


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
        mine = self.pieces(data, start, end)
        for other in same.exclude(pk=self.instance.pk):
            if overlap(mine, self.pieces(vars(other), other.starts_at, other.ends_at)):
                self.add_error("starts_at", f"This overlaps {other}. End one where the other starts.")
        return data

    def pieces(self, window: Mapping[str, Any], start: time, end: time) -> list[Piece]:
        """The minutes of a window, of what is typed as of a row; none while its day is missing."""
        raise NotImplementedError


class RequirementForm(WindowForm):
    def pieces(self, window: Mapping[str, Any], start: time, end: time) -> list[Piece]:
        weekday = window.get("weekday")
        return [] if weekday is None else weekday_pieces(weekday, start, end)


class OverrideForm(WindowForm):
    def pieces(self, window: Mapping[str, Any], start: time, end: time) -> list[Piece]:
        on = window.get("on")
        return [] if on is None else date_pieces(on, start, end)


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
