"""Displays in the admin: which screens have a link of their own, who gave it to them, and an end to it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from scheduling.board.on_duty.displays import revoke_display, token_of
from scheduling.board.on_duty.models import WallDisplay
from staff.administration.scope import acting_user, required_center
from staff.administration.tables import CenterAdmin


@admin.register(WallDisplay)
class DisplayTable(CenterAdmin):
    """Whoever has a link sees who is on duty, and nothing else. A revoked one never works again; its row is kept."""

    event_name = "display"
    list_display = ("name", "is_linked", "created_at", "created_by", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("created_by",)
    search_fields = ("name",)
    ordering = ("revoked_at", "name")
    fields = ("name", "link", "created_at", "created_by", "revoked_at")
    readonly_fields = ("link", "created_at", "created_by", "revoked_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.revoked_at is None)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is not None else ("name",)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Who adds a display has allowed it."""
        row = super().save_form(request, form, change)
        if not change:
            row.created_by = acting_user(request)
        return row

    @admin.display(description="Has a link", boolean=True, ordering="revoked_at")
    def is_linked(self, row: WallDisplay) -> bool:
        return row.revoked_at is None

    @admin.display(description="Link")
    def link(self, row: WallDisplay) -> str:
        """The address to open on the screen, with the button that ends it: a button of the page's own form."""
        if row.revoked_at is not None:
            return "Revoked. Add another display for a new link."
        return format_html(
            '<a href="{}">Open the wall screen</a> <button formaction="{}" class="button">Revoke this link</button>'
            " The screen goes dark at its next refresh.",
            reverse("on_duty_display", args=[token_of(row)]),
            reverse("admin:scheduling_walldisplay_revoke", args=[row.pk]),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.revoke)
        return [
            path("<uuid:display_id>/revoke/", view, name="scheduling_walldisplay_revoke"),
            *super().get_urls(),
        ]

    def revoke(self, request: HttpRequest, display_id: Any) -> HttpResponse:
        return _revoke(request, display_id)


@require_POST
def _revoke(request: HttpRequest, display_id: Any) -> HttpResponse:
    revoke_display(actor=acting_user(request), center=required_center(request), display_id=display_id)
    messages.success(request, "The link is revoked.")
    return HttpResponseRedirect(reverse("admin:scheduling_walldisplay_changelist"))
