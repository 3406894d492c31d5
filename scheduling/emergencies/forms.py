"""The form that declares an emergency. Times are those of the center's clock."""

from __future__ import annotations

from django import forms

from scheduling.emergencies.services import LONGEST_REASON
from scheduling.rules.registry import RULES
from staff.centers.years import OUT_OF_YEARS, YEARS

RULE_CHOICES = [(rule.name, rule.label) for rule in RULES.values()]


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "inp"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class DeclareForm(forms.Form):
    """From when until when, which rules, and why."""

    starts_at = _moment("From")
    ends_at = _moment("Until")
    rules = forms.MultipleChoiceField(
        label="Rules that are suspended", choices=RULE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="What happened",
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "inp"}),
        help_text="Everybody who sees the board reads it.",
    )

    def clean(self) -> dict[str, object]:
        """Years that no roster reaches are a slip of the finger."""
        data = super().clean() or {}
        for name in ("starts_at", "ends_at"):
            moment = data.get(name)
            if moment is not None and moment.year not in YEARS:
                self.add_error(name, OUT_OF_YEARS)
        return data
