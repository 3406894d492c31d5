"""A new password by mail: by address or number, the link works once, and strangers learn nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.mail import PostOffice

RESET = "/accounts/password/reset/"


def ask(post_office: PostOffice, typed: str) -> list[Any]:
    """Ask for a new password; returns the mails that followed."""
    with post_office() as sent:
        Client().post(RESET, {"email": typed})
    return sent


def link_in(sent: list[Any]) -> str:
    (message,) = sent
    found = re.search(r"http://testserver(/\S+)", str(message.body))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("typed", ["cal.1003@norfield.example", "1003"])
def test_the_link_goes_to_the_accounts_address(cast: Cast, post_office: PostOffice, typed: str) -> None:
    (message,) = ask(post_office, typed)
    assert message.to == ["cal.1003@norfield.example"]


@pytest.mark.parametrize("typed", ["nobody@norfield.example", "424242", "1001"])
def test_strangers_get_the_same_page_and_no_mail(cast: Cast, post_office: PostOffice, typed: str) -> None:
    known = Client().post(RESET, {"email": "1003"}, follow=True)
    unknown = Client().post(RESET, {"email": typed}, follow=True)
    assert unknown.redirect_chain == known.redirect_chain
    assert ask(post_office, typed) == []


def test_the_page_does_the_same_work_whoever_is_meant(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    work = []
    for typed in ("1003", "424242"):
        with (
            django_capture_on_commit_callbacks() as posted,
            CaptureQueriesContext(connection) as queries,
        ):
            Client().post(RESET, {"email": typed})
        work.append((len(posted), [query["sql"].split(" ")[0] for query in queries]))
    assert work[0] == work[1]
    assert work[0][0] == 1


def test_the_link_sets_a_password_once(cast: Cast, client: Client, post_office: PostOffice) -> None:
    link = link_in(ask(post_office, "1003"))
    form = client.get(link, follow=True)
    address = form.request["PATH_INFO"]
    fields = {"password1": "a-quiet-night-shift", "password2": "a-quiet-night-shift"}
    client.post(address, fields)
    assert client.login(username="1003", password="a-quiet-night-shift")
    assert not client.login(username="1003", password=PASSWORD)
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_a_short_password_is_refused(cast: Cast, client: Client, post_office: PostOffice) -> None:
    form = client.get(link_in(ask(post_office, "1003")), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "short", "password2": "short"})
    assert client.login(username="1003", password=PASSWORD)


def test_the_owner_is_told_of_a_new_password(cast: Cast, client: Client, post_office: PostOffice) -> None:
    client.post("/accounts/login/", {"login": "1003", "password": PASSWORD})
    new = "a-quiet-night-shift"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    with post_office() as sent:
        client.post("/accounts/password/change/", fields)
    (message,) = sent
    assert message.to == ["cal.1003@norfield.example"]
    assert "password" in message.subject.lower()


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "testserver:80@evil.example"])
def test_a_link_never_names_a_host_that_is_not_ours(cast: Cast, post_office: PostOffice, host: str) -> None:
    with post_office() as sent:
        response = Client().post(RESET, {"email": "1003"}, headers={"host": host})
    assert response.status_code == 400
    assert sent == []
