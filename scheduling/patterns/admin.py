"""Shift types, patterns and holidays in the admin. The strip of days is in `strip.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from scheduling.patterns.break_lines import BreakLinesField, break_line
from scheduling.patterns.domain.catalogue import CATALOGUE, OFF, KnownPattern
from scheduling.patterns.domain.hue import hue_of
from scheduling.patterns.holidays import admin_page  # noqa: F401 - adds its page
from scheduling.patterns.holidays.services import remove_day
from scheduling.patterns.models import Holiday, Origin, Pattern, PatternDay, ShiftType
from scheduling.patterns.strip import CycleField
from staff.administration.forms import CenterForm
from staff.administration.tables import CenterAdmin
from staff.centers.clock import Tick

Code = tuple[str, str, str]


def shift_codes(center: Any) -> list[Code]:
    """Code, name with hours, and hue of the shift types that stand, by start."""
    return [
        (row.code, f"{row.name} {row.starts_at:%H:%M} – {_end(row)}", hue_of(_minute(row)).value)
        for row in ShiftType.objects.current().filter(center=center)
    ]


def _end(row: ShiftType) -> str:
    return "24:00" if row.ends_at == time.min else f"{row.ends_at:%H:%M}"


def _minute(row: ShiftType) -> int:
    return row.starts_at.hour * 60 + row.starts_at.minute


class ShiftTypeForm(CenterForm):
    """Hours, breaks as one line each, and handover; breaks lie inside the shift and beside the handover."""

    breaks = BreakLinesField(
        label="Breaks",
        required=False,
        help_text="One line each: hours and minutes after the start, how many minutes, and “paid” if it is. "
        "“2:00 15 paid”. With none, the unpaid minutes lie in the middle.",
    )

    class Meta:
        model = ShiftType
        fields = (
            "code", "name", "starts_at", "ends_at", "unpaid_break_minutes", "breaks", "handover_first_minutes",
            "handover_last_minutes", "handover_starts_on", "symbol",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("handover_first_minutes", "handover_last_minutes"):
            self.fields[name].required = False

    def clean_handover_first_minutes(self) -> int:
        return self.cleaned_data["handover_first_minutes"] or 0

    def clean_handover_last_minutes(self) -> int:
        return self.cleaned_data["handover_last_minutes"] or 0

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if self.errors:
            return fields
        breaks, unpaid = fields["breaks"], fields["unpaid_break_minutes"]
        first, last = fields["handover_first_minutes"], fields["handover_last_minutes"]
        length = _length(fields["starts_at"], fields["ends_at"])
        if breaks and unpaid:
            self.add_error(
                "unpaid_break_minutes", "Write 0 here: the breaks below say which minutes are unpaid."
            )
        for each in breaks:
            if each["after"] + each["minutes"] > length - last:
                self.add_error(
                    "breaks", f"A break ends {_after(each)} after the start, where the shift is over."
                )
            elif each["after"] < first:
                self.add_error("breaks", "A break lies in the handover at the start.")
        away = sum(each["minutes"] for each in breaks) + first + last
        if away + unpaid >= length:
            self.add_error(None, f"Breaks and handover fill the shift of {length} minutes. Shorten them.")
        return fields


def _length(starts_at: time, ends_at: time) -> int:
    """Minutes on the wall; equal times are a whole day."""
    start, end = (each.hour * 60 + each.minute for each in (starts_at, ends_at))
    return end - start if end > start else end - start + 24 * 60


def _after(each: Mapping[str, Any]) -> str:
    ends = each["after"] + each["minutes"]
    return f"{ends // 60}:{ends % 60:02}"


@admin.register(ShiftType)
class ShiftTypeTable(CenterAdmin):
    form = ShiftTypeForm
    list_display = ("code", "name", "starts_at", "ends_at", "breaks_shown", "symbol")
    search_fields = ("code", "name")
    list_filter = ("symbol",)
    fields = (
        ("code", "name"),
        ("starts_at", "ends_at"),
        "unpaid_break_minutes",
        "breaks",
        ("handover_first_minutes", "handover_last_minutes", "handover_starts_on"),
        "symbol",
    )

    @admin.display(description="Breaks")
    def breaks_shown(self, row: ShiftType) -> str:
        """ "2:00 15 paid, 5:30 30", or the unpaid minutes in the middle."""
        if row.breaks:
            return ", ".join(break_line(each) for each in row.breaks)
        return f"{row.unpaid_break_minutes} unpaid" if row.unpaid_break_minutes else ""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A shift type in a standing pattern stays."""
        shown, counts, perms, protected = super().get_deleted_objects(objs, request)
        days = PatternDay.objects.filter(
            shift_type__in=[obj.entity_id for obj in objs], pattern__until_version__isnull=True
        )
        names = sorted(set(days.values_list("pattern__name", flat=True)))
        return shown, counts, perms, [*protected, *(f"pattern: {name}" for name in names)]


class PatternForm(CenterForm):
    """A name and the strip of its days."""

    cycle = CycleField(help_text="One code per day, “.” is off. Contracts begin the cycle at their offset.")

    class Meta:
        model = Pattern
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cycle"]
        field.offer(shift_codes(self.center))
        if not self.instance._state.adding:
            self.initial["cycle"] = cycle_of(self.instance)

    def _post_clean(self) -> None:
        # The length is that of the strip; it is no column of its own to fill in.
        self.instance.length_days = len(self.cleaned_data.get("cycle") or ()) or 1
        super()._post_clean()


def cycle_of(pattern: Pattern) -> tuple[str, ...]:
    """A stored pattern's codes by day, as they are called now."""
    current = ShiftType.objects.current().filter(center=pattern.center_id)
    codes = dict(current.values_list("entity_id", "code"))
    cycle = ["."] * pattern.length_days
    for day in pattern.days.all():
        cycle[day.day] = codes.get(day.shift_type_id, "?")
    return tuple(cycle)


@admin.register(Pattern)
class PatternTable(CenterAdmin):
    form = PatternForm
    list_display = ("name", "length_days", "days")
    search_fields = ("name",)
    fields = ("name", "cycle")
    change_list_template = "admin/patterns.html"

    @admin.display(description="Cycle")
    def days(self, pattern: Pattern) -> str:
        return " ".join(cycle_of(pattern))

    def write(self, opened: Tick, obj: Pattern, form: forms.Form, *, change: bool) -> Any:
        """The pattern's row with its days, which no other row shares."""
        row = super().write(opened, obj, form, change=change)
        current = ShiftType.objects.current().filter(center=obj.center_id)
        entities = dict(current.values_list("code", "entity_id"))
        PatternDay.objects.bulk_create(
            PatternDay(pattern=row, day=day, shift_type_id=entities[code])
            for day, code in enumerate(form.cleaned_data["cycle"])
            if code is not None
        )
        return row

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "catalogue/", self.admin_site.admin_view(self.catalogue), name="scheduling_pattern_catalogue"
        )
        return [own, *super().get_urls()]

    def catalogue(self, request: HttpRequest) -> HttpResponse:
        """Known patterns, each cycle with a link to the form filled in with this center's codes for its hours."""
        center = self.center(request)
        types = list(ShiftType.objects.current().filter(center=center))
        context = {
            **self.admin_site.each_context(request),
            "title": "Add a pattern from the catalogue",
            "opts": self.opts,
            "patterns": [_offer(known, types) for known in CATALOGUE],
        }
        return TemplateResponse(request, "admin/pattern_catalogue.html", context)


def _offer(known: KnownPattern, types: Sequence[ShiftType]) -> dict[str, Any]:
    """A known pattern with this center's code for each of its letters: the shift type of the same hours."""
    codes: dict[str, str] = {}
    missing = []
    for letter, start, end in known.hours:
        same = [one.code for one in types if (one.starts_at, one.ends_at) == (start, end)]
        if same:
            codes[letter] = letter if letter in same else same[0]
        else:
            missing.append(f"{start:%H:%M} – {end:%H:%M}")
    cycles = []
    for number, letters in enumerate(known.cycles, start=1):
        name = f"{known.name} {number}" if len(known.cycles) > 1 else known.name
        days = " ".join("." if letter == OFF else codes.get(letter, letter) for letter in letters)
        query = urlencode({"name": name, "cycle": days})
        cycles.append(
            {
                "name": name,
                "days": days,
                "link": "" if missing else f"{reverse('admin:scheduling_pattern_add')}?{query}",
            }
        )
    return {
        "known": known,
        "weekly_hours": known.average_weekly_minutes / 60,
        "cycles": cycles,
        "missing": missing,
        "offsets": ", ".join(str(team.offset_days) for team in known.teams),
    }


@admin.register(Holiday)
class HolidayTable(CenterAdmin):
    """The center's own days are written here; those of a calendar are only taken away, which leaves them out of it."""

    list_display = ("on", "name", "origin")
    list_filter = ("origin",)
    search_fields = ("name",)
    date_hierarchy = "on"
    fields = ("on", "name")
    change_list_template = "admin/holidays.html"

    def has_change_permission(self, request: HttpRequest, obj: Holiday | None = None) -> bool:
        is_calendar = obj is not None and obj.origin == Origin.CALENDAR
        return not is_calendar and super().has_change_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        with self.opened(request, "removed", obj) as opened:
            remove_day(opened, obj)
