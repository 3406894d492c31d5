"""The admin site: Django's, for one center at a time, with pages that capabilities add at start-up.

Sign-in, sign-out and passwords are those of the rest of the product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.http import require_POST

from staff.administration.scope import admin_center, administered_centers, choose_admin_center, is_operator
from staff.centers.models import Event

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class AdminPage:
    """A page of the admin that is no table: shown on the index under its label, with one line of what it is for."""

    name: str
    route: str
    label: str
    help_text: str
    view: View


_pages: dict[str, AdminPage] = {}


def add_page(page: AdminPage) -> None:
    """Add a page at start-up, before the addresses are first read; the same name twice is once."""
    _pages[page.name] = page


class CenterAdminSite(AdminSite):
    """Django's admin for those who hold “manage center” somewhere, and for operators."""

    site_header = "Watchbill"
    site_title = "Watchbill admin"
    index_title = "Administration"
    site_url = "/"
    enable_nav_sidebar = True
    final_catch_all_view = True

    def has_permission(self, request: HttpRequest) -> bool:
        return is_operator(request) or bool(administered_centers(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To the product's sign-in; who is signed in and may not administer is told so (403)."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not self.has_permission(request):
            raise PermissionDenied("This needs the permission “manage center”.")
        return HttpResponseRedirect(reverse("admin:index"))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's, but forbidden is 403 for those who are signed in, not a sign-in page."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                return self.login(request)
            response: HttpResponse = guarded(request, *args, **kwargs)
            return response

        return inner

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        context["admin_center"] = admin_center(request)
        context["administered_centers"] = administered_centers(request)
        return context

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        center = admin_center(request)
        events = Event.objects.filter(center=center).select_related("actor").order_by("-version")[:10]
        context = {"recent_events": events, "admin_pages": list(_pages.values())}
        return super().index(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list[URLResolver | URLPattern]:
        # Sign-in, sign-out and passwords have one address each in the product: not a second one here.
        left_out = {"logout", "password_change", "password_change_done"}
        kept = [url for url in super().get_urls() if getattr(url, "name", None) not in left_out]
        own: list[URLResolver | URLPattern] = [
            path("center/", self.admin_view(self.choose_center), name="choose_center"),
            *(path(page.route, self.admin_view(page.view), name=page.name) for page in _pages.values()),
        ]
        return own + kept

    def choose_center(self, request: HttpRequest) -> HttpResponse:
        """Administer another of one's centers."""
        return _choose_center(request)


@require_POST
def _choose_center(request: HttpRequest) -> HttpResponse:
    center = choose_admin_center(request, request.POST.get("center", ""))
    messages.success(request, f"You administer {center} now.")
    return HttpResponseRedirect(reverse("admin:index"))
