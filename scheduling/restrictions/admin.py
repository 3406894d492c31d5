"""Restricted duty of single people in the admin."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin

from scheduling.coverage.models import Position
from scheduling.restrictions.models import DutyRestriction
from staff.administration.forms import CenterForm
from staff.administration.tables import CenterAdmin


class RestrictionForm(CenterForm):
    """Positions are chosen among those that stand, by name."""

    positions = forms.TypedMultipleChoiceField(
        coerce=UUID,
        required=False,
        label="Not in these positions",
        widget=forms.CheckboxSelectMultiple,
        help_text="Whoever is put there by name all the same breaks the rule; coverage takes nobody there.",
    )

    class Meta:
        model = DutyRestriction
        fields = (
            "person",
            "kind",
            "starts_on",
            "ends_before",
            "earliest_at",
            "latest_at",
            "daily_minutes",
            "weekly_minutes",
            "no_overtime",
            "positions",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["positions"]
        rows = Position.objects.current().filter(center=self.center).order_by("priority")
        field.choices = [(str(row.entity_id), row.name) for row in rows]


@admin.register(DutyRestriction)
class RestrictionTable(CenterAdmin):
    form = RestrictionForm
    list_display = (
        "person",
        "kind",
        "starts_on",
        "ends_before",
        "earliest_at",
        "latest_at",
        "daily_minutes",
        "weekly_minutes",
        "no_overtime",
    )
    list_filter = ("kind",)
    list_select_related = ("person",)
    search_fields = ("person__number", "person__last_name", "person__first_name")
    ordering = ("person__last_name", "person__first_name", "starts_on")
    autocomplete_fields = ("person",)
    fields = (
        ("person", "kind"),
        ("starts_on", "ends_before"),
        ("earliest_at", "latest_at"),
        ("daily_minutes", "weekly_minutes"),
        "no_overtime",
        "positions",
    )
