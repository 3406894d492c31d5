"""Where a user's work begins, and the page that sends them there."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from staff.centers.current import center_for
from staff.permissions import Permission, may

# The first that the user may open. Addresses, because the pages are above this app (a test resolves them).
START_PAGES = (
    (Permission.VIEW_WORKING_ROSTER, "/roster/"),
    (Permission.VIEW_OWN_ROSTER, "/my/"),
    (Permission.VIEW_PUBLISHED_ROSTER, "/api/v1/docs/"),
)


def start_page(request: HttpRequest) -> str:
    """The board for those who plan, their own shifts for employees, the API's pages for its clients."""
    try:
        center = center_for(request)
    except Http404:
        return reverse("no_center")
    for permission, address in START_PAGES:
        if may(request.user, permission, center.pk):
            return address
    return reverse("no_center")


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """The address without a path."""
    return redirect(start_page(request))


@require_safe
@login_required
def no_center(request: HttpRequest) -> HttpResponse:
    """For a user without a role anywhere: what is missing and who can help."""
    return render(request, "account/no_center.html", status=403)
