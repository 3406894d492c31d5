"""The home of an employee."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scheduling.my_roster.selectors import my_page
from scheduling.roster.as_of.pages import answers_as_of, as_of, shown_as_of
from staff.centers.current import CenterRequest, permission_required
from staff.people.models import Person
from staff.permissions import Permission


@require_safe
@never_cache
def home_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows the last copy of the home without a network; below /my/, so that it may answer for it."""
    context = {"home": reverse("home"), "static": settings.STATIC_URL}
    return render(request, "scheduling/my_roster/worker.js", context, content_type="text/javascript")


@require_safe
@permission_required(Permission.VIEW_OWN_ROSTER)
@answers_as_of
def home(request: CenterRequest) -> HttpResponse:
    """One's own published roster; who has an account but no roster of their own is told so."""
    person = Person.objects.filter(center=request.center, user=request.user).first()
    at = as_of(request, request.center)
    context = {
        "page": my_page(person, request.center, at) if person is not None else None,
        "as_of": shown_as_of(request, request.center, at),
    }
    return render(request, "scheduling/my_roster/home.html", context)
