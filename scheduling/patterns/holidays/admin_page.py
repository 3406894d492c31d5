"""The holiday calendar in the admin: choose a calendar and a year, look at what it would do, take what is ticked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from scheduling.patterns.holidays.domain import CHANGES, PlannedDay, Step
from scheduling.patterns.holidays.forms import CalendarForm
from scheduling.patterns.holidays.services import (
    HolidaysChanged,
    current_calendar,
    preview_year,
    take_year,
)
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words
from staff.administration.scope import acting_user, required_center
from staff.administration.site import AdminPage, add_page
from staff.centers.models import Center
from staff.centers.years import written_date

USUAL_COUNTRY = "US"
CHANGED = "The holidays of this year changed since you looked. Look again, then take them."
_WORDS = {
    Step.ADD: "New",
    Step.RENAME: "New name",
    Step.KEEP: "Stands",
    Step.END: "Ends",
    Step.LEAVE_OUT: "Left out",
    Step.OWN: "Own day, stays",
}


@require_http_methods(["GET", "HEAD", "POST"])
def holiday_calendar(request: HttpRequest) -> HttpResponse:
    """A GET shows the year of a calendar; a POST takes the days that are ticked."""
    center = required_center(request)
    if request.method == "POST":
        return _take(request, center)
    form = CalendarForm({**_usual(center), **request.GET.dict()})
    return _page(request, center, form, status=200 if form.is_valid() else 422)


def _take(request: HttpRequest, center: Center) -> HttpResponse:
    form = CalendarForm(request.POST.dict())
    if not form.is_valid():
        return _page(request, center, form, status=422)
    year = form.cleaned_data["year"]
    try:
        plan = take_year(
            actor=acting_user(request),
            center=center,
            choice=form.choice(),
            year=year,
            kept=_dates(request.POST.getlist("day")),
            seen=request.POST.get("seen", ""),
        )
    except HolidaysChanged:
        messages.warning(request, CHANGED)
        return _page(request, center, form, status=409)
    changes = sum(1 for day in plan if day.step in CHANGES)
    if changes:
        messages.success(request, f"{count_words(changes, 'holiday')} of {year} changed.")
    else:
        messages.info(request, f"The holidays of {year} are as the calendar says.")
    return HttpResponseRedirect(f"{reverse('admin:scheduling_holiday_changelist')}?on__year={year}")


def _dates(texts: list[str]) -> set[date]:
    return {on for text in texts if (on := written_date(text)) is not None}


def _usual(center: Center) -> dict[str, str]:
    """What the form shows at first: the calendar of the last time and the year that is next to be taken."""
    stored = current_calendar(center)
    year = LocalClock(center.time_zone).date_of(minute_before(timezone.now())).year
    return {
        "country": stored.country if stored else USUAL_COUNTRY,
        "subdivision": stored.subdivision if stored else "",
        "counted_on": stored.counted_on if stored else "actual",
        "year": str(year),
    }


def _page(request: HttpRequest, center: Center, form: CalendarForm, *, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Holiday calendar",
        "form": form,
        "preview": None,
    }
    if form.is_valid():
        preview = preview_year(center, form.choice(), form.cleaned_data["year"])
        context |= {
            "preview": preview,
            "days": [_shown(day) for day in preview.plan],
            "chosen": [(name, form.cleaned_data[name]) for name in form.fields],
        }
    return TemplateResponse(request, "admin/holiday_calendar.html", context, status=status)


def _shown(day: PlannedDay) -> dict[str, Any]:
    may_choose = day.is_offered and day.step is not Step.OWN
    return {
        "on": day.on,
        "name": day.name,
        "old_name": day.standing.name if day.step is Step.RENAME and day.standing else "",
        "words": _WORDS[day.step],
        "may_choose": may_choose,
        "is_taken": may_choose and day.step in {Step.ADD, Step.KEEP, Step.RENAME},
    }


add_page(
    AdminPage(
        name="holiday_calendar",
        route="holiday-calendar/",
        label="Holiday calendar",
        help_text="Public holidays of a country or state, year by year, with a preview",
        view=holiday_calendar,
    )
)
