"""Every account page is one of this project: routed on purpose, in its frame, and without inline script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from staff.people.models import User
from staff.sign_in import urls
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.totp import code_now, switch_on_totp

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"

# What people may open at each state of sign-in; the rest is reached only in the middle of something.
ANONYMOUS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-abc/",
    "/accounts/invitations/accept/unknown/",
]
SIGNED_IN = [
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/centers/",
    "/accounts/invitations/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
]
WITH_APP = [
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/generate/",
]


def assert_is_ours(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code in {200, 410}, (address, response.status_code)
    sources = {Path(template.origin.name) for template in response.templates if template.origin}
    foreign = [path for path in sources if "/allauth/" in str(path)]
    assert not foreign, f"{address} shows {foreign}"
    page = response.content.decode()
    assert "css/tokens.css" in page
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))", page)
    assert not scripts, f"{address} has an inline script"
    assert not re.findall(r"\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize("address", ANONYMOUS)
def test_before_sign_in(cast: Cast, client: Client, address: str) -> None:
    assert_is_ours(client, address)


@pytest.mark.parametrize("address", SIGNED_IN)
def test_after_sign_in(cast: Cast, client: Client, address: str) -> None:
    client.post("/accounts/login/", {"login": cast.ada.user.email, "password": PASSWORD})
    assert_is_ours(client, address)


@pytest.mark.parametrize("address", WITH_APP)
def test_with_an_authenticator_app(cast: Cast, client: Client, address: str) -> None:
    switch_on_totp(cast.cal.user)
    client.post("/accounts/login/", {"login": "1003", "password": PASSWORD})
    assert_is_ours(client, "/accounts/2fa/authenticate/")
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert_is_ours(client, address)


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_email_verification_sent",
        "socialaccount_signup",
        "account_request_login_code",
    ],
)
def test_what_is_not_used_is_not_routed(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_nobody_signs_up(cast: Cast, client: Client) -> None:
    fields = {"email": "new@norfield.example", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", fields).status_code == 405
    assert "by invitation" in client.get("/accounts/signup/").content.decode()
    assert not User.objects.filter(email=fields["email"]).exists()


def test_every_template_of_the_routed_pages_is_written_here() -> None:
    names = set()
    for pattern in get_resolver(urls.__name__).url_patterns:
        for inner in getattr(pattern, "url_patterns", [pattern]):
            for leaf in getattr(inner, "url_patterns", [inner]):
                for deepest in getattr(leaf, "url_patterns", [leaf]):
                    view = getattr(deepest.callback, "view_class", None)
                    if name := getattr(view, "template_name", None):
                        names.add(name)
    assert len(names) > 15
    # A text to download has no frame.
    names -= {"mfa/recovery_codes/download.txt"}
    foreign = {name for name in names if TEMPLATES not in Path(get_template(name).origin.name).parents}
    assert foreign == set()


def test_labels_are_in_sentence_case(cast: Cast, client: Client) -> None:
    client.force_login(cast.cal.user)
    page = client.get("/accounts/password/change/").content.decode()
    assert ">Current password</label>" in page
    assert ">New password (again)</label>" in page
