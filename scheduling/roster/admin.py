"""Periods and their state in the admin: locking (payroll is closed) and unlocking. Publishing is done on the board."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from scheduling.roster.locking import lock_period, unlock_period
from scheduling.roster.models import Period, PeriodState, State
from scheduling.roster.periods import PeriodStateError
from staff.administration.names import current_of
from staff.administration.scope import acting_user, required_center
from staff.administration.tables import ReadOnlyAdmin


@admin.register(Period)
class PeriodTable(ReadOnlyAdmin):
    """The periods that were ever published, locked or generated for; the rest is open."""

    list_display = ("starts_on", "ends_before", "state_now", "base_version_now")
    ordering = ("-starts_on",)
    search_fields = ("starts_on",)
    fields = ("starts_on", "ends_before", "state_now", "base_version_now", "action")
    readonly_fields = ("state_now", "base_version_now", "action")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        periods: Any = super().get_queryset(request)
        annotated: QuerySet[Any] = periods.annotate(
            state=current_of(PeriodState, "period", "state", order="-from_version"),
            base_version=current_of(PeriodState, "period", "base_version", order="-from_version"),
        )
        return annotated

    @admin.display(description="State", ordering="state")
    def state_now(self, period: Any) -> str:
        return str(State(period.state or State.OPEN).label)

    @admin.display(description="Published as of version", ordering="base_version")
    def base_version_now(self, period: Any) -> Any:
        return period.base_version

    @admin.display(description="Payroll")
    def action(self, period: Any) -> str:
        """The one thing that can be done here; a button of the page's own form."""
        if period.state == State.PUBLISHED:
            name, label, note = (
                "lock",
                "Lock this period",
                "Payroll is closed: nobody edits these days any more.",
            )
        elif period.state == State.LOCKED:
            name, label, note = (
                "unlock",
                "Unlock this period",
                "The days can be edited again; it stays published.",
            )
        else:
            return "Publish the period on the board first."
        address = reverse(f"admin:scheduling_period_{name}", args=[period.pk])
        return format_html('<button formaction="{}" class="button">{}</button> {}', address, label, note)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form has no field to save: it carries the button's request."""
        return super().changeform_view(request, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:period_id>/lock/", view(self.lock), name="scheduling_period_lock"),
            path("<uuid:period_id>/unlock/", view(self.unlock), name="scheduling_period_unlock"),
            *super().get_urls(),
        ]

    def lock(self, request: HttpRequest, period_id: Any) -> HttpResponse:
        return _move(request, period_id, locks=True)

    def unlock(self, request: HttpRequest, period_id: Any) -> HttpResponse:
        return _move(request, period_id, locks=False)


@require_POST
def _move(request: HttpRequest, period_id: Any, *, locks: bool) -> HttpResponse:
    center = required_center(request)
    period = Period.objects.filter(center=center, pk=period_id).first()
    if period is not None:
        act = lock_period if locks else unlock_period
        try:
            act(actor=acting_user(request), center=center, starts_on=period.starts_on)
            messages.success(request, f"The period {period} is {'locked' if locks else 'unlocked'}.")
        except PeriodStateError as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(reverse("admin:scheduling_period_changelist"))
