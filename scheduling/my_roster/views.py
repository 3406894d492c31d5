"""The home of an employee."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from scheduling.my_roster.selectors import my_page
from staff.centers.current import CenterRequest, permission_required
from staff.people.models import Person
from staff.permissions import Permission


@require_safe
@permission_required(Permission.VIEW_OWN_ROSTER)
def home(request: CenterRequest) -> HttpResponse:
    """One's own published roster; who has an account but no roster of their own is told so."""
    person = Person.objects.filter(center=request.center, user=request.user).first()
    page = my_page(person, request.center, now=timezone.now()) if person is not None else None
    return render(request, "scheduling/my_roster/home.html", {"page": page})
