"""The setup of a run as a form: shape only; what may be asked for is decided by `services.request_run`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from solver.adapter.instance import Search
from solver.runs.options import DEFAULT_PRIORITIES, PREFERENCES, InvalidOptions, RunOptions
from staff.centers.years import OUT_OF_YEARS, YEARS

SECONDS = ((60, "1 min"), (120, "2 min"), (300, "5 min"), (600, "10 min"), (1800, "30 min"), (15, "15 s"))
PRIORITIES = tuple((n, f"{n} of 5") for n in range(1, 6))
SWITCHES = (
    "keeps_published",
    "keeps_drafts",
    "keeps_pattern",
    "keeps_past",
    "allows_overtime",
    "minimums_must_hold",
)
LIMIT_LABELS = {
    "days_in_a_row": "Most days in a row",
    "off_per_person_minimum": "Fewest days off per person",
    "off_per_person_maximum": "Most days off per person",
    "off_per_day_minimum": "Fewest people off per day",
    "off_per_day_maximum": "Most people off per day",
}
LIMITS = tuple(LIMIT_LABELS)


class SetupForm(forms.Form):
    """Which period, what to keep, what matters, for how long."""

    period = forms.DateField(widget=forms.HiddenInput)
    seconds = forms.TypedChoiceField(choices=SECONDS, coerce=int, label="Stop after")
    gap_percent = forms.IntegerField(min_value=0, max_value=50, label="Or at a gap of", required=False)
    keeps_published = forms.BooleanField(required=False, label="Shifts already published")
    keeps_drafts = forms.BooleanField(required=False, label="Drafts of planners")
    keeps_pattern = forms.BooleanField(required=False, label="Shifts of patterns")
    keeps_past = forms.BooleanField(required=False, label="Days already gone")
    allows_overtime = forms.BooleanField(required=False, label="Overtime may be used")
    minimums_must_hold = forms.BooleanField(required=False, label="Every minimum must be met")
    days_in_a_row = forms.IntegerField(min_value=1, max_value=31, required=False)
    off_per_person_minimum = forms.IntegerField(min_value=0, max_value=84, required=False)
    off_per_person_maximum = forms.IntegerField(min_value=0, max_value=84, required=False)
    off_per_day_minimum = forms.IntegerField(min_value=0, max_value=10_000, required=False)
    off_per_day_maximum = forms.IntegerField(min_value=0, max_value=10_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for preference in PREFERENCES:
            self.fields[f"priority_{preference.name}"] = forms.TypedChoiceField(
                choices=PRIORITIES, coerce=int, label=preference.label
            )
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Select | forms.NumberInput):
                field.widget.attrs["class"] = "inp"
            if name in LIMIT_LABELS:
                field.label = field.widget.attrs["aria-label"] = LIMIT_LABELS[name]

    def clean_period(self) -> date:
        """A date of the years that rosters have."""
        on: date = self.cleaned_data["period"]
        if on.year not in YEARS:
            raise forms.ValidationError(OUT_OF_YEARS)
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.options()
            except InvalidOptions as error:
                self.add_error(error.name if error.name in self.fields else None, str(error))
        return cleaned

    def options(self) -> RunOptions:
        """The choices of a valid form. Raises InvalidOptions for limits that exclude each other."""
        given = self.cleaned_data
        return RunOptions(
            keeps_drafts=given["keeps_drafts"],
            keeps_published=given["keeps_published"],
            keeps_pattern=given["keeps_pattern"],
            keeps_past=given["keeps_past"],
            allows_overtime=given["allows_overtime"],
            minimums_must_hold=given["minimums_must_hold"],
            days_in_a_row=given.get("days_in_a_row"),
            off_per_day_minimum=given.get("off_per_day_minimum"),
            off_per_day_maximum=given.get("off_per_day_maximum"),
            off_per_person_minimum=given.get("off_per_person_minimum"),
            off_per_person_maximum=given.get("off_per_person_maximum"),
            priorities={name: given[f"priority_{name}"] for name in DEFAULT_PRIORITIES},
            gap_percent=given.get("gap_percent") or 0,
        )

    def search(self, seed: int) -> Search:
        """How long and with what."""
        return Search(seconds=self.cleaned_data["seconds"], seed=seed, workers=settings.SOLVER_WORKERS)


def initial_values(starts_on: date, options: RunOptions, seconds: int = 300) -> dict[str, Any]:
    """What the form shows first."""
    values: dict[str, Any] = {
        "period": starts_on.isoformat(),
        "seconds": seconds,
        "gap_percent": options.gap_percent or "",
    }
    values |= {name: getattr(options, name) for name in (*SWITCHES, *LIMITS)}
    values |= {f"priority_{name}": options.priority(name) for name in DEFAULT_PRIORITIES}
    return values


def priority_fields(form: SetupForm) -> Sequence[tuple[Any, Any]]:
    """Each preference with its bound field, in the order of the tiers."""
    return [(preference, form[f"priority_{preference.name}"]) for preference in PREFERENCES]
