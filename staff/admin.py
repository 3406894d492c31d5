"""Registers the tables of `staff` with the admin; each capability has its own admin module."""

from __future__ import annotations

from staff.administration import audit_page
from staff.centers import admin as centers
from staff.notices import admin as notices
from staff.people import accounts_admin
from staff.people import admin as people
from staff.preferences import admin as preferences
from staff.skills import admin as skills

__all__ = ["accounts_admin", "audit_page", "centers", "notices", "people", "preferences", "skills"]
