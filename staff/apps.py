"""Application configuration of `staff`."""

from __future__ import annotations

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = "Centers and people"
    default_auto_field = "django.db.models.BigAutoField"
