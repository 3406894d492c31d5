"""Signed-in browsers of the people who open the admin, or try to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from staff.people.models import Person, User
from tests.cast import Cast

SignIn = Callable[[Person | User], Client]


@pytest.fixture
def signed_in() -> SignIn:
    """A client signed in as somebody."""

    def sign_in(who: Person | User) -> Client:
        client = Client()
        user = who.user if isinstance(who, Person) else who
        assert user is not None
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def ada(cast: Cast, signed_in: SignIn) -> Client:
    """Ada, admin of Norfield."""
    return signed_in(cast.ada)


@pytest.fixture
def operator(cast: Cast, signed_in: SignIn) -> Client:
    """Who runs the installation."""
    return signed_in(User.objects.create_superuser("operator@norfield.example"))
