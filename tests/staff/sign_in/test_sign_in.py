"""Who gets in with what: e-mail or number, which center's number, what is said on failure, where it leads."""

from __future__ import annotations

from unittest import mock

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from staff.people.models import Role, RoleAssignment
from staff.sign_in.backend import user_for
from tests.cast import Cast
from tests.factories import PASSWORD, make_person

LOGIN = "/accounts/login/"


def sign_in(client: Client, login: str, password: str = PASSWORD, **fields: str) -> object:
    return client.post(LOGIN, {"login": login, "password": password, **fields})


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "login", ["cal.1003@norfield.example", "CAL.1003@Norfield.Example", "1003", " 1003 "]
)
def test_by_email_or_number(cast: Cast, client: Client, login: str) -> None:
    response = sign_in(client, login)
    assert response.status_code == 302
    assert signed_in(client) == str(cast.cal.user_id)


def test_a_number_of_two_centers_needs_the_center(cast: Cast, client: Client) -> None:
    # Dana at Norfield and Olga at Southmere are both 1001.
    assert sign_in(client, "1001").status_code == 200
    assert signed_in(client) is None
    sign_in(client, "1001", center="southmere")
    assert signed_in(client) == str(cast.olga.user_id)


def test_the_address_names_the_center(cast: Cast, client: Client) -> None:
    page = client.get(LOGIN, {"center": "norfield"}).content.decode()
    assert '<input type="hidden" name="center" value="norfield"' in page


def test_a_number_counts_again_when_the_other_is_deactivated(cast: Cast) -> None:
    cast.olga.user.is_active = False
    cast.olga.user.save(update_fields=["is_active"])
    assert user_for("1001") == cast.dana.user
    assert user_for("1001", center_slug="southmere") is None


def test_nobody_is_meant_by_nothing(cast: Cast) -> None:
    make_person(cast.norfield, number="")
    for typed in ("", "  ", "nobody@norfield.example", "999999"):
        assert user_for(typed) is None


@pytest.mark.parametrize(
    "login", ["cal.1003@norfield.example", "1003", "nobody@norfield.example", "424242", "1001"]
)
def test_failures_cannot_be_told_apart(cast: Cast, client: Client, login: str) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str, *args: object) -> str:
        hashed.append(password)
        return encode(self, password, salt, *args)

    with mock.patch.object(MD5PasswordHasher, "encode", counting):
        response = sign_in(client, login, "wrong-horse-battery")
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "That sign-in and password don’t belong together. Check both. If you work at several centers, use your e-mail."
    ]
    assert hashed == ["wrong-horse-battery"]
    assert signed_in(client) is None


def test_the_deactivated_stay_out(cast: Cast, client: Client) -> None:
    cast.cal.user.is_active = False
    cast.cal.user.save(update_fields=["is_active"])
    response = sign_in(client, "1003")
    assert "belong together" in response.content.decode()
    assert signed_in(client) is None


def test_a_session_ends_with_deactivation(cast: Cast, client: Client) -> None:
    sign_in(client, "1003")
    cast.cal.user.is_active = False
    cast.cal.user.save(update_fields=["is_active"])
    assert client.get("/accounts/sessions/").status_code == 302


@pytest.mark.parametrize(
    ("name", "page"),
    [("dana", "/roster/"), ("ada", "/roster/"), ("cal", "/my/"), ("max", "/my/")],
)
def test_leads_to_where_work_begins(cast: Cast, client: Client, name: str, page: str) -> None:
    assert sign_in(client, getattr(cast, name).user.email).headers["Location"] == page


def test_the_start_address_leads_there_too(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)
    assert client.get("/").headers["Location"] == "/roster/"


def test_leads_back_to_the_page_asked_for_but_not_to_another_host(cast: Cast, client: Client) -> None:
    email = cast.dana.user.email
    assert sign_in(client, email, next="/people/?page=2").headers["Location"] == "/people/?page=2"
    client.logout()
    assert sign_in(client, email, next="https://elsewhere.example/").headers["Location"] == "/roster/"


def test_without_a_role_it_is_said_what_is_missing(cast: Cast, client: Client) -> None:
    RoleAssignment.objects.filter(user=cast.cal.user).delete()
    response = client.post(LOGIN, {"login": "1003", "password": PASSWORD}, follow=True)
    assert response.status_code == 403
    assert "no role at a center" in response.content.decode()


def test_one_of_several_centers_can_be_chosen(cast: Cast, client: Client) -> None:
    RoleAssignment.objects.create(user=cast.dana.user, center=cast.southmere, role=Role.EMPLOYEE)
    client.force_login(cast.dana.user)
    assert "Southmere" in client.get("/accounts/centers/").content.decode()
    assert "Change center" in client.get("/accounts/sessions/").content.decode()
    assert client.post("/accounts/centers/", {"center": "southmere"}).status_code == 302
    assert client.get("/").headers["Location"] == "/my/"
    assert client.post("/accounts/centers/", {"center": "elsewhere"}).status_code == 404
    assert client.post("/accounts/centers/", {"center": "a\0b"}).status_code == 400


def test_the_session_cookie_ends_with_the_browser_and_is_closed_to_scripts(
    cast: Cast, client: Client
) -> None:
    sign_in(client, "1003")
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


def test_the_admin_has_no_sign_in_page_of_its_own(cast: Cast, client: Client) -> None:
    response = client.get("/admin/login/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith(LOGIN)


def test_other_code_signs_in_by_the_same_backend(cast: Cast) -> None:
    assert authenticate(None, username="1003", password=PASSWORD) == cast.cal.user
    assert authenticate(None, username="1003", password=None) is None
    assert authenticate(None, password=PASSWORD) is None
