"""Addresses of sign-in and of one's own account: those of allauth's pages that this project uses, no others.

Sign-up, e-mail management, sign-in by mailed code and sign-in at third parties are not routed.
"""

from __future__ import annotations

from allauth.account import views as account
from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from staff.people.invitations import urls as invitations
from staff.sign_in import idle, start, views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", TemplateView.as_view(template_name="account/signup_closed.html"), name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/webauthn/login/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", login_required(views.SessionsView.as_view()), name="usersessions_list"),
    path("sessions/idle/", idle.idle_session, name="idle_session"),
    path("no-center/", start.no_center, name="no_center"),
    path("centers/", views.centers, name="centers"),
    path("invitations/", include(invitations)),
]
