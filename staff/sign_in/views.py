"""allauth's sign-in pages with what this project adds: the next page after a passkey, the center in the
address, the end of a single session."""

from __future__ import annotations

from typing import Any

from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from staff.centers.current import center_for, choose_center
from staff.centers.models import Center


class SignInView(LoginView):  # type: ignore[misc]
    """The sign-in page; `?center=` names the center whose numbers are meant."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "center": self.request.GET.get("center", "")}


class PasskeySignInView(LoginWebAuthnView):  # type: ignore[misc]
    """Signs in with a passkey and goes on to the page that was asked for."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        wanted = self.request.POST.get(REDIRECT_FIELD_NAME, "")
        is_ours = url_has_allowed_host_and_scheme(
            wanted, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        login = Login(user=authenticator.user, redirect_url=wanted if is_ours else None)
        response: HttpResponse = perform_passwordless_login(self.request, authenticator, login)
        return response


class SessionsView(ListUserSessionsView):  # type: ignore[misc]
    """Where one is signed in. A POST ends the named one of one's other sessions, or all others."""

    def form_valid(self, form: Any) -> HttpResponse:
        key = self.request.POST.get("session")
        if key is None:
            response: HttpResponse = super().form_valid(form)
            return response
        own = UserSession.objects.filter(user=self.request.user, pk=key if key.isdecimal() else None)
        ended = own.exclude(session_key=self.request.session.session_key).first()
        if ended is None:
            raise Http404("No such session.")
        ended.end()
        messages.success(self.request, "That session was ended.")
        return redirect("usersessions_list")


@require_http_methods(["GET", "POST"])
def centers(request: HttpRequest) -> HttpResponse:
    """Which of one's centers to work at, for users with a role at several."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method == "POST":
        choose_center(request, request.POST.get("center", ""))
        return redirect("start")
    current = center_for(request)
    own = Center.objects.filter(pk__in=request.user.roles.values("center_id")).order_by("name")
    return render(request, "account/centers.html", {"centers": own, "current": current})
