"""Headers that every answer carries, and what the content security policy forbids."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from config.checks import check_no_inline_script, check_production_settings
from config.env import Mode

pytestmark = pytest.mark.django_db


def policy(client: Client) -> dict[str, list[str]]:
    header = client.get("/accounts/login/").headers["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in header.split(";") if part.strip()}


def test_pages_run_only_scripts_of_our_own_files(client: Client) -> None:
    directives = policy(client)
    assert directives["script-src"] == ["'self'"]
    assert directives["default-src"] == ["'none'"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert directives["base-uri"] == ["'none'"]
    assert directives["form-action"] == ["'self'"]


def test_no_page_may_load_from_another_host(client: Client) -> None:
    for sources in policy(client).values():
        assert set(sources) <= {"'self'", "'none'", "data:", "'unsafe-inline'"}
    assert "'unsafe-inline'" not in policy(client)["style-src"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
@pytest.mark.parametrize("path", ["/accounts/login/", "/health/live", "/no/such/page"])
def test_every_answer_carries(client: Client, path: str, header: str, value: str) -> None:
    assert client.get(path).headers[header] == value


def test_pages_may_not_use_the_camera(client: Client) -> None:
    assert "camera=()" in client.get("/accounts/login/").headers["Permissions-Policy"]


@override_settings(
    SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True
)
def test_with_tls_http_is_sent_to_https_but_probes_are_answered(client: Client) -> None:
    assert client.get("/accounts/login/").status_code == 301
    assert client.get("/health/live").status_code == 200
    secure = client.get("/accounts/login/", secure=True)
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def test_the_requests_id_is_answered_and_cleaned(client: Client, settings: Any) -> None:
    untrusted = client.get("/accounts/login/", HTTP_X_REQUEST_ID="abc-123")
    assert len(untrusted.headers["X-Request-ID"]) == 36
    settings.DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True
    behind_proxy = client.get("/accounts/login/", HTTP_X_REQUEST_ID="abc-123")
    assert behind_proxy.headers["X-Request-ID"] == "abc-123"
    hostile = client.get("/accounts/login/", HTTP_X_REQUEST_ID="<b>'" + "x" * 200)
    assert hostile.headers["X-Request-ID"].startswith("bx")
    assert len(hostile.headers["X-Request-ID"]) == 64


def test_pages_of_signed_in_people_stay_out_of_shared_caches(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("dana@example.org"))
    assert "private" in client.get("/no/such/page").headers["Cache-Control"]


def test_checks_refuse_a_policy_with_inline_scripts() -> None:
    assert check_no_inline_script(None) == []
    weaker = {
        "DIRECTIVES": {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "script-src": ["'unsafe-inline'"]}
    }
    with override_settings(CONTENT_SECURITY_POLICY=weaker):
        assert [found.id for found in check_no_inline_script(None)] == ["watchbill.E004"]


def test_checks_refuse_an_open_production() -> None:
    with override_settings(MODE=Mode.PRODUCTION, DEBUG=True, ALLOWED_HOSTS=["*"], SECRET_KEY="short"):
        found = {message.id for message in check_production_settings(None)}
    assert found == {"watchbill.E001", "watchbill.E002", "watchbill.E003"}
    with override_settings(MODE=Mode.TEST, DEBUG=True):
        assert check_production_settings(None) == []
