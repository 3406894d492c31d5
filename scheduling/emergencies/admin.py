"""Declaring an emergency, ending it earlier or later, and taking it back; each is one version."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from scheduling.emergencies.models import DeclaredEmergency
from scheduling.rules.registry import RULES
from staff.administration.forms import CenterForm
from staff.administration.tables import CenterAdmin


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


@admin.register(DeclaredEmergency)
class EmergencyTable(CenterAdmin):
    form = EmergencyForm
    list_display = ("reason", "starts_at", "ends_at", "suspended")
    ordering = ("-starts_at",)
    fields = (("starts_at", "ends_at"), "rules", "reason")

    @admin.display(description="Suspended rules")
    def suspended(self, row: DeclaredEmergency) -> str:
        return ", ".join(row.rule_labels)
