"""The choice of a holiday calendar and a year, as a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from scheduling.patterns.holidays.domain import CountedOn
from scheduling.patterns.holidays.library import countries, subdivisions
from scheduling.patterns.holidays.services import CalendarChoice
from scheduling.patterns.models import COUNTED_ON_LABELS
from staff.centers.years import OUT_OF_YEARS, YEARS


class CalendarForm(forms.Form):
    """Country, state and year. The states offered are those of the country that was sent."""

    country = forms.ChoiceField(
        error_messages={"invalid_choice": "“%(value)s” is no country of the calendar. Choose one."}
    )
    subdivision = forms.ChoiceField(
        label="State or province",
        required=False,
        help_text="After another country, show the year again to see its states.",
    )
    counted_on = forms.ChoiceField(
        label="A holiday on a weekend counts on",
        choices=[(counted.value, label) for counted, label in COUNTED_ON_LABELS.items()],
        error_messages={"invalid_choice": "Choose which day counts."},
    )
    year = forms.IntegerField(
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
        error_messages={
            "invalid": "Write a year, such as 2027.",
            "min_value": OUT_OF_YEARS,
            "max_value": OUT_OF_YEARS,
        },
    )

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data)
        known = countries()
        country: Any = self.fields["country"]
        country.choices = list(known.items())
        part: Any = self.fields["subdivision"]
        parts = subdivisions(data["country"]) if data.get("country") in known else {}
        part.choices = [("", "The whole country"), *parts.items()]
        part.error_messages["invalid_choice"] = "This country has no such state in the calendar. Choose one."

    def choice(self) -> CalendarChoice:
        """What was chosen; call it on a valid form."""
        data = self.cleaned_data
        return CalendarChoice(data["country"], data["subdivision"], CountedOn(data["counted_on"]))
