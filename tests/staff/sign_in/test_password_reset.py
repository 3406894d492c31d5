"""A new password by mail: by address or number, the link works once, and strangers learn nothing."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from tests.cast import Cast
from tests.factories import PASSWORD

RESET = "/accounts/password/reset/"


def link_in_mail() -> str:
    (message,) = mail.outbox
    found = re.search(r"http://testserver(/\S+)", str(message.body))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("typed", ["cal.1003@norfield.example", "1003"])
def test_the_link_goes_to_the_accounts_address(cast: Cast, client: Client, typed: str) -> None:
    client.post(RESET, {"email": typed})
    assert mail.outbox[0].to == ["cal.1003@norfield.example"]


@pytest.mark.parametrize("typed", ["nobody@norfield.example", "424242", "1001"])
def test_strangers_get_the_same_page_and_no_mail(cast: Cast, client: Client, typed: str) -> None:
    known = Client().post(RESET, {"email": "1003"}, follow=True)
    mail.outbox.clear()
    unknown = client.post(RESET, {"email": typed}, follow=True)
    assert unknown.redirect_chain == known.redirect_chain
    assert mail.outbox == []


def test_the_link_sets_a_password_once(cast: Cast, client: Client) -> None:
    client.post(RESET, {"email": "1003"})
    link = link_in_mail()
    form = client.get(link, follow=True)
    address = form.request["PATH_INFO"]
    fields = {"password1": "a-quiet-night-shift", "password2": "a-quiet-night-shift"}
    client.post(address, fields)
    assert client.login(username="1003", password="a-quiet-night-shift")
    assert not client.login(username="1003", password=PASSWORD)
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_a_short_password_is_refused(cast: Cast, client: Client) -> None:
    client.post(RESET, {"email": "1003"})
    form = client.get(link_in_mail(), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "short", "password2": "short"})
    assert client.login(username="1003", password=PASSWORD)
