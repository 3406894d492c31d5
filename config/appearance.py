"""How pages look in one browser: the saved theme and the dim setting, in cookies read by templates/base.html.

With no saved theme the page follows the system's preference (static/css/tokens.css).
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = ("light", "dark")
COOKIE_SECONDS = 365 * 24 * 3600


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Save `theme` (light or dark) or `dim` (0 or 1) and go back to the form's page. Needs no sign-in."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if (theme := request.POST.get("theme")) in THEMES:
        _remember(response, "theme", str(theme))
    if (dim := request.POST.get("dim")) in ("0", "1"):
        _remember(response, "dim", str(dim))
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
