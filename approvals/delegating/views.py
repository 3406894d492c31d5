"""The page on which one names who decides while one is away."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from approvals.delegating.services import CannotDelegate, delegate, delegates, end_delegation
from approvals.models import Delegation
from approvals.registry import kind_choices, label_of
from approvals.words import moment_words, names_of
from staff.centers.current import CenterRequest, permission_required
from staff.centers.models import Center
from staff.centers.years import OUT_OF_YEARS, YEARS
from staff.people.models import User
from staff.permissions import Permission


class DelegationForm(forms.Form):
    """Times are those of the center's clock."""

    delegate = forms.ChoiceField(label="Who decides for you")
    starts_at = forms.DateTimeField(
        label="From", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends_at = forms.DateTimeField(label="Until", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    kinds = forms.MultipleChoiceField(
        label="For", required=False, widget=forms.CheckboxSelectMultiple, help_text="None chosen: everything."
    )

    def __init__(self, *args: Any, center: Center, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(each.pk): each for each in delegates(center, user)}
        names = names_of(each.pk for each in self.users.values())
        choices = [(key, names[each.pk]) for key, each in self.users.items()]
        self.fields["delegate"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        self.fields["kinds"].choices = kind_choices()  # type: ignore[attr-defined]
        for name in ("delegate", "starts_at", "ends_at"):
            self.fields[name].widget.attrs["class"] = "inp"

    def clean_starts_at(self) -> datetime:
        return _in_years(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> datetime:
        return _in_years(self.cleaned_data["ends_at"])


@require_http_methods(["GET", "POST"])
@permission_required(Permission.DELEGATE_DECISIONS)
def delegations(request: CenterRequest) -> HttpResponse:
    """Delegations from and to the user that are not over, and a form for another."""
    with timezone.override(request.center.zone):
        form = DelegationForm(request.POST or None, center=request.center, user=request.user)
        if request.method == "POST" and form.is_valid() and _done(request, form):
            return HttpResponseRedirect(reverse("delegations"))
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "rows": _rows(request, timezone.now())}
        return render(request, "approvals/delegations.html", context, status=status)


@require_POST
@permission_required(Permission.DELEGATE_DECISIONS)
def end(request: CenterRequest, delegation_id: UUID) -> HttpResponse:
    """Decide for oneself again."""
    try:
        end_delegation(actor=request.user, center=request.center, delegation_id=delegation_id)
    except Delegation.DoesNotExist:
        raise Http404("No such delegation.") from None
    messages.success(request, "Ended. You decide for yourself again.")
    return HttpResponseRedirect(reverse("delegations"))


def _done(request: CenterRequest, form: DelegationForm) -> bool:
    data = form.cleaned_data
    try:
        delegate(
            actor=request.user,
            center=request.center,
            to=form.users[data["delegate"]],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            kinds=data["kinds"],
        )
    except CannotDelegate as error:
        form.add_error(error.field, error.message)
        return False
    messages.success(request, "Delegated. What is decided in your name says so.")
    return True


def _in_years(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise forms.ValidationError(OUT_OF_YEARS)
    return moment


def _rows(request: CenterRequest, now: datetime) -> list[dict[str, Any]]:
    found = list(
        Delegation.objects.filter(
            Q(principal=request.user) | Q(delegate=request.user),
            center=request.center,
            ended_at__isnull=True,
            ends_at__gt=now,
        ).order_by("starts_at", "id")
    )
    names = names_of(user for row in found for user in (row.principal_id, row.delegate_id))
    zone = request.center.zone
    return [
        {
            "id": row.pk,
            "is_mine": row.principal_id == request.user.pk,
            "words": f"{names[row.delegate_id]} decides for {names[row.principal_id]}",
            "when": f"{moment_words(row.starts_at, now, zone)} \u2013 {moment_words(row.ends_at, now, zone)}",
            "kinds": ", ".join(label_of(kind) for kind in row.kinds) or "everything",
        }
        for row in found
    ]
