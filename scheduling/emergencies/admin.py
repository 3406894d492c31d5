"""Declaring an emergency, ending it earlier or later, and taking it back; each is one version."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import admin

from scheduling.emergencies.models import DeclaredEmergency
from scheduling.rules.registry import RULES
from staff.administration.forms import CenterForm
from staff.administration.tables import CenterAdmin
from staff.centers.years import OUT_OF_YEARS, YEARS


class EmergencyForm(CenterForm):
    """Rules are chosen by name."""

    rules = forms.MultipleChoiceField(
        choices=[(rule.name, rule.label) for rule in RULES.values()],
        widget=forms.CheckboxSelectMultiple,
        help_text="They only tell while the emergency lasts, and stop nothing.",
    )

    class Meta:
        model = DeclaredEmergency
        fields = ("starts_at", "ends_at", "rules", "reason")

    def clean_starts_at(self) -> datetime:
        return _in_years(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> datetime:
        return _in_years(self.cleaned_data["ends_at"])


def _in_years(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise forms.ValidationError(OUT_OF_YEARS)
    return moment


@admin.register(DeclaredEmergency)
class EmergencyTable(CenterAdmin):
    form = EmergencyForm
    list_display = ("reason", "starts_at", "ends_at", "suspended")
    ordering = ("-starts_at",)
    fields = (("starts_at", "ends_at"), "rules", "reason")

    @admin.display(description="Suspended rules")
    def suspended(self, row: DeclaredEmergency) -> str:
        return ", ".join(row.rule_labels)
