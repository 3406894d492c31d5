"""The wall screen for signed-in people and for displays, and the page where displays are added and revoked."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling.board.on_duty.displays import add_display, display_for_token, revoke_display, token_of
from scheduling.board.on_duty.models import WallDisplay
from scheduling.board.on_duty.selectors import stamp_of, wall_page
from scheduling.roster.as_of.pages import answers_as_of, as_of, shown_as_of
from scheduling.roster.as_of.reading import AsOf, present
from staff.centers.current import CenterRequest, permission_required
from staff.centers.models import Center
from staff.permissions import Permission


class DisplayForm(forms.Form):
    """Where the screen hangs."""

    name = forms.CharField(
        label="Where it hangs",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "inp", "autocomplete": "off"}),
    )


@require_safe
@permission_required(Permission.VIEW_COVERAGE)
@answers_as_of
def on_duty(request: CenterRequest) -> HttpResponse:
    """The wall for somebody who is signed in; of an earlier moment it stands still."""
    at = as_of(request, request.center)
    return _wall(request, request.center, at if at.is_past else None)


@require_safe
def display(request: HttpRequest, token: str) -> HttpResponse:
    """The wall for a display: its link is the permission, until it is revoked."""
    response = _wall(request, display_for_token(token).center)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.MANAGE_CENTER)
def displays(request: CenterRequest) -> HttpResponse:
    """The displays of the center with their links, and a form for one more."""
    form = DisplayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = add_display(actor=request.user, center=request.center, name=form.cleaned_data["name"])
        messages.success(request, f"{added.name} has a link now.")
        return redirect("on_duty_displays")
    rows = WallDisplay.objects.filter(center=request.center, revoked_at__isnull=True)
    shown = [
        (row, request.build_absolute_uri(reverse("on_duty_display", args=[token_of(row)]))) for row in rows
    ]
    context = {"displays": shown, "form": form}
    return render(
        request,
        "scheduling/board/on_duty/displays.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


@require_POST
@permission_required(Permission.MANAGE_CENTER)
def revoke(request: CenterRequest, display_id: UUID) -> HttpResponse:
    """End a display's link."""
    revoke_display(actor=request.user, center=request.center, display_id=display_id)
    messages.success(request, "The link is revoked. The screen goes dark at its next refresh.")
    return redirect("on_duty_displays")


def _wall(request: HttpRequest, center: Center, past: AsOf | None = None) -> HttpResponse:
    now = timezone.now()
    is_fragment = bool(request.headers.get("HX-Request"))
    if is_fragment and past is None and request.GET.get("seen") == stamp_of(center, now):
        return HttpResponse(status=204)
    template = "_wall.html" if is_fragment else "on_duty.html"
    at = past or present(center, now)
    context = {"page": wall_page(center, at), "as_of": shown_as_of(request, center, at)}
    response = render(request, f"scheduling/board/on_duty/{template}", context)
    response["Cache-Control"] = "no-store"
    return response
