"""The form for a change of one's preferences: a dated wish, one that stands, or the end of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from approvals.forms import RequestForm
from approvals.registry import Kind
from approvals.services import Ask
from scheduling.patterns.models import ShiftType
from scheduling.preferences.words import WEEKDAYS, standing_words
from staff.centers.years import OUT_OF_YEARS, YEARS
from staff.preferences.models import PartOfDay, PreferenceKind, StandingPreference, Wish, WishKind

OFF_DAYS, AVOID, PREFER, OFF_ON, WORK_ON, END = "off_days", "avoid", "prefer", "off_on", "work_on", "end"
WHATS = [
    (OFF_DAYS, "Off on certain weekdays"),
    (AVOID, "Never certain shifts"),
    (PREFER, "Prefer a shift"),
    (OFF_ON, "Off on a date"),
    (WORK_ON, "Work on a date"),
]


class PreferenceForm(RequestForm):
    what = forms.ChoiceField(label="What you would like", choices=WHATS, widget=forms.RadioSelect)
    weekdays = forms.TypedMultipleChoiceField(
        label="Weekdays",
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For what holds until further notice. None chosen: every day.",
    )
    shifts = forms.ChoiceField(label="Shifts", required=False)
    on = forms.DateField(label="Date", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    preference = forms.ChoiceField(label="Which one ends", required=False)
    weight = forms.TypedChoiceField(
        label="How much it matters",
        coerce=int,
        choices=[(n, f"{n} of 5") for n in range(1, 6)],
        initial=3,
        required=False,
        empty_value="",
    )

    def prepare(self) -> None:
        """Shifts of the center, and what of the person's can end."""
        codes = ShiftType.objects.current().filter(center=self.center).order_by("code")
        self.fields["shifts"].choices = [  # type: ignore[attr-defined]
            ("", "Any"),
            *((f"part:{part.value}", part.label) for part in PartOfDay),
            *((f"code:{each.code}", f"{each.code}, {each.name}") for each in codes),
        ]
        today = timezone.localdate(timezone=self.center.zone)
        standing = StandingPreference.objects.filter(person=self.person).exclude(ends_before__lte=today)
        self.standing = {str(each.pk): each for each in standing}
        choices = [
            (key, standing_words(each.kind, each.weekdays, each.shift_code, each.part))
            for key, each in self.standing.items()
        ]
        if choices:
            what: Any = self.fields["what"]
            what.choices = [*WHATS, (END, "End one that stands")]
            self.fields["preference"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["preference"]

    def clean_on(self) -> date | None:
        """A date from today on."""
        on: date | None = self.cleaned_data["on"]
        if on is None:
            return None
        if on.year not in YEARS:
            raise forms.ValidationError(OUT_OF_YEARS)
        if on < timezone.localdate(timezone=self.center.zone):
            raise forms.ValidationError("This day is over. Choose a date from today on.")
        return on

    def clean(self) -> dict[str, Any]:
        """What each kind of change needs, said at its field."""
        data = super().clean() or {}
        what, shifts = data.get("what"), data.get("shifts", "")
        if what == OFF_DAYS and "weekdays" not in self.errors and not data.get("weekdays"):
            self.add_error("weekdays", "Choose the weekdays you would like off.")
        if what == AVOID and not shifts:
            self.add_error("shifts", "Choose the shifts you would rather not work.")
        if what == PREFER and not shifts.startswith("code:"):
            self.add_error("shifts", "Choose the shift you prefer.")
        if what == WORK_ON and shifts.startswith("part:"):
            self.add_error("shifts", "Choose one shift, or any.")
        if what in {OFF_ON, WORK_ON} and "on" not in self.errors:
            self._check_date(data)
        if what == END and not data.get("preference"):
            self.add_error("preference", "Choose the one that ends.")
        return data

    def _check_date(self, data: dict[str, Any]) -> None:
        if not data.get("on"):
            self.add_error("on", "Choose the date.")
            return
        wish = self._wish(data)
        if Wish.objects.filter(person=self.person, **wish).exists():
            self.add_error("on", "You have this wish already.")

    def ask(self) -> Ask:
        """The change as its handler reads it; the size is how much it matters."""
        data = self.cleaned_data
        weight: int = data.get("weight") or 3
        return Ask(
            request_id=data["request_id"],
            kind=Kind.PREFERENCE,
            person=self.person,
            size=weight,
            payload=self._payload(data, weight),
            note=data["note"],
        )

    def _payload(self, data: dict[str, Any], weight: int) -> dict[str, Any]:
        what = data["what"]
        if what == END:
            row = self.standing[data["preference"]]
            words = standing_words(row.kind, row.weekdays, row.shift_code, row.part)
            return {"end": str(row.pk), "words": words}
        if what in {OFF_ON, WORK_ON}:
            wish = self._wish(data)
            return {"wish": {**wish, "on": wish["on"].isoformat(), "weight": weight}}
        kind = PreferenceKind.ONLY if what == PREFER else PreferenceKind.OFF
        code, part = ("", "") if what == OFF_DAYS else _target(data["shifts"])
        return {
            "standing": {
                "kind": kind.value,
                "weekdays": sorted(data["weekdays"]),
                "shift_code": code,
                "part": part,
                "weight": weight,
            }
        }

    def _wish(self, data: dict[str, Any]) -> dict[str, Any]:
        is_off = data["what"] == OFF_ON
        code = "" if is_off else _target(data.get("shifts", ""))[0]
        return {
            "kind": WishKind.OFF.value if is_off else WishKind.WORK.value,
            "on": data["on"],
            "shift_code": code,
        }


def _target(shifts: str) -> tuple[str, str]:
    """Code and part of the day of a choice."""
    kind, _, value = shifts.partition(":")
    return (value, "") if kind == "code" else ("", value)
