"""Fixtures that every test may ask for; where they come from says the import."""

from __future__ import annotations

from hypothesis import settings

from tests.cast import cast

# A conftest's fixture wins over pytest-django's of the same name; a plugin's, loaded earlier, would not.
from tests.support.mail import post_office
from tests.support.services import django_db_setup

__all__ = ["cast", "django_db_setup", "post_office"]

# No test depends on how fast the machine is just now.
settings.register_profile("watchbill", deadline=None)
settings.load_profile("watchbill")
