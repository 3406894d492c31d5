"""The answer to what is typed into the search palette: a fragment for htmx, a page without script."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from scheduling.search.selectors import search_hits
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from staff.centers.current import center_for
from staff.people.models import User


@require_safe
@vary_on_headers("HX-Request")
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """People by name or number, dates, pages."""
    center = center_for(request)
    text = request.GET.get("q", "")[:80]
    today = LocalClock(center.time_zone).date_of(minute_before(timezone.now()))
    hits = search_hits(cast("User", request.user), center, text, today)
    template = "_results.html" if request.headers.get("HX-Request") else "search.html"
    return render(request, f"scheduling/search/{template}", {"hits": hits, "text": text.strip()})
