"""A pattern's cycle as a form field: a strip of small inputs, one per day, and how many days there are.

The strip works without script (the length counts when the form is saved); static/js/pages/pattern_strip.js makes the
length show at once and the arrow keys move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

OFF = "."
LONGEST_CYCLE = 366
EMPTY_DAYS = 14

Day = tuple[int, str, str]
"""Day of the cycle counted from 1, its code, and the hue class of the code."""


class StripWidget(forms.Widget):
    """Draws the strip; `codes` are (code, name with hours, hue) of the shift types that stand."""

    template_name = "admin/pattern_strip.html"

    class Media:
        js = ("js/pages/pattern_strip.js",)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.codes: Sequence[tuple[str, str, str]] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, ...] | None:
        """The codes of as many days as the length says: what is missing is off, what is beyond is dropped."""
        given = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, ()))
        if not given:
            return None
        codes = tuple(code.strip().upper() or OFF for code in given)
        length = data.get(f"{name}_length", "")
        if not (isinstance(length, str) and length.isascii() and length.isdigit() and len(length) < 4):
            return codes
        days = min(int(length), LONGEST_CYCLE + 1)
        return codes[:days] + (OFF,) * (days - len(codes))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Drawn from the project's templates; Django's form renderer knows only those of apps."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        cycle = self._cycle(value)
        hues = {code: hue for code, _, hue in self.codes}
        days = [(number, code, hues.get(code, "")) for number, code in enumerate(cycle, start=1)]
        context["widget"] |= {
            "weeks": [days[start : start + 7] for start in range(0, len(days), 7)],
            "length": len(days),
            "longest": LONGEST_CYCLE,
            "codes": self.codes,
            "off": OFF,
        }
        return context

    def _cycle(self, value: Any) -> Sequence[str]:
        if isinstance(value, str):
            # From the address of "Add from catalogue".
            value = value.split()
        return list(value)[: LONGEST_CYCLE + 1] if value else [OFF] * EMPTY_DAYS


class CycleField(forms.Field):
    """One shift code per day, `.` where it is off; cleaned to a tuple of codes, None where it is off."""

    widget = StripWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known: Mapping[str, Any] = {}

    def offer(self, codes: Sequence[tuple[str, str, str]]) -> None:
        """Which codes there are, with their name and hue."""
        self.known = {code: name for code, name, _ in codes}
        self.widget.codes = codes

    def to_python(self, value: Any) -> tuple[str | None, ...]:
        return tuple(None if code == OFF else str(code) for code in value or ())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not 1 <= len(value) <= LONGEST_CYCLE:
            raise forms.ValidationError(f"A cycle has 1 to {LONGEST_CYCLE} days.")
        unknown = {code: day for day, code in enumerate(value, start=1) if code and code not in self.known}
        if unknown:
            days = "; ".join(f"day {day} has “{code}”" for code, day in unknown.items())
            offered = ", ".join(self.known) or "none yet"
            raise forms.ValidationError(f"Unknown shift types: {days}. There are: {offered}. “.” is off.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)
