"""The page on which a supervisor declares an emergency, sees those that stand, and ends one early."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from approvals.words import names_of
from scheduling.emergencies.forms import DeclareForm
from scheduling.emergencies.models import DeclaredEmergency
from scheduling.emergencies.notices import when_words
from scheduling.emergencies.services import CannotDeclare, declare_emergency, end_emergency
from staff.centers.clock import current_version
from staff.centers.current import CenterRequest, permission_required
from staff.centers.models import Event
from staff.permissions import Permission

SHOWN_AFTER = timedelta(days=90)
"""How long an emergency stays on the page after its end."""


@require_http_methods(["GET", "POST"])
@permission_required(Permission.DECLARE_EMERGENCIES)
def emergencies(request: CenterRequest) -> HttpResponse:
    """Emergencies that stand or lately did, and a form for another."""
    with timezone.override(request.center.zone):
        form = DeclareForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and _declared(request, form):
            return HttpResponseRedirect(reverse("emergencies"))
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "rows": _rows(request, timezone.now())}
        return render(request, "scheduling/emergencies/emergencies.html", context, status=status)


@require_POST
@permission_required(Permission.DECLARE_EMERGENCIES)
def end(request: CenterRequest, emergency_id: UUID) -> HttpResponse:
    """End one now, or take back one that has not begun."""
    try:
        row = end_emergency(actor=request.user, center=request.center, emergency_id=emergency_id)
    except DeclaredEmergency.DoesNotExist:
        raise Http404("No such emergency.") from None
    if row.is_current:
        messages.success(request, "Ended. The rules hold again from the next minute on.")
    else:
        messages.success(request, "Taken back. It suspends nothing.")
    return HttpResponseRedirect(reverse("emergencies"))


def _declared(request: CenterRequest, form: DeclareForm) -> bool:
    data = form.cleaned_data
    try:
        declare_emergency(
            actor=request.user,
            center=request.center,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            rules=data["rules"],
            reason=data["reason"],
        )
    except CannotDeclare as error:
        form.add_error(error.field, error.message)
        return False
    messages.success(request, "Declared. The board says so, and those who plan are told.")
    return True


def _rows(request: CenterRequest, now: datetime) -> list[dict[str, Any]]:
    """Those that stand first by their start, then those that are over, latest first."""
    center = request.center
    rows = list(
        DeclaredEmergency.objects.as_of(current_version(center.pk))
        .filter(center=center, ends_at__gt=now - SHOWN_AFTER)
        .order_by("starts_at", "from_version")
    )
    firsts = dict(
        DeclaredEmergency.objects.filter(pk__in=[row.entity_id for row in rows]).values_list(
            "pk", "from_version"
        )
    )
    actors = dict(
        Event.objects.filter(center=center, version__in=firsts.values()).values_list("version", "actor_id")
    )
    names = names_of(actors.values())
    shown = [
        {
            "id": row.entity_id,
            "reason": row.reason,
            "when": when_words(row, center),
            "rules": ", ".join(row.rule_labels),
            "by": names.get(actors.get(firsts[row.entity_id]), ""),
            "is_over": row.ends_at <= now,
            "has_begun": row.starts_at <= now,
        }
        for row in rows
    ]
    return [row for row in shown if not row["is_over"]] + [row for row in shown[::-1] if row["is_over"]]
