"""The history as a page: narrowed by the address, newest first, with links to the roster before and after."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from scheduling.roster.as_of.pages import answers_as_of, as_of, shown_as_of
from scheduling.roster.history.access import reader_of
from scheduling.roster.history.forms import HistoryForm
from scheduling.roster.history.lines import Entry, entries
from scheduling.roster.history.selectors import Reader, load_history
from scheduling.roster.periods import dates_of_period
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from staff.centers.current import center_for
from staff.centers.models import Center


@require_safe
@login_required
@answers_as_of
def history(request: HttpRequest) -> HttpResponse:
    """What was changed, by whom and why; employees see what became visible of their own roster."""
    center = center_for(request)
    reader = reader_of(request, center)
    at = as_of(request, center)
    form = HistoryForm(request.GET.dict(), center, reader)
    context: dict[str, Any] = {
        "form": form,
        "as_of": shown_as_of(request, center, at),
        "sees_all": reader.sees_all,
    }
    if form.is_valid():
        facts = load_history(center, form.asked(), reader, at.version)
        today = LocalClock(center.time_zone).date_of(minute_before(at.now))
        kept = [(name, value) for name, value in request.GET.items() if name != "before" and value]
        shown = entries(facts, reader, today)
        context |= {
            "entries": [(entry, *_links(center, reader, entry)) for entry in shown],
            "older": urlencode([*kept, ("before", facts.older)]) if facts.older else "",
            "newest": urlencode(kept) if form.cleaned_data.get("before") else None,
            "is_narrowed": any(value for name, value in kept if name != "as_of"),
        }
    return render(request, "scheduling/history/history.html", context, status=200 if form.is_valid() else 422)


def _links(center: Center, reader: Reader, entry: Entry) -> tuple[str, str]:
    """The roster as of before a version and after it, on the dates that it changed."""
    if entry.on is None:
        return "", ""
    if reader.sees_all:
        page, query = reverse("board"), {"from": dates_of_period(center, entry.on)[0].isoformat()}
    else:
        page, query = reverse("person", args=[reader.own]), {"on": entry.on.isoformat()}
    before = urlencode({**query, "as_of": entry.version_before}) if entry.version_before else ""
    return (f"{page}?{before}" if before else ""), f"{page}?{urlencode({**query, 'as_of': entry.version})}"
