"""Application configuration of `scheduling`."""

from __future__ import annotations

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = "Scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Opened here: they import models.
        from approvals.registry import register
        from scheduling.preferences.handler import PreferenceHandler
        from scheduling.roster.notices import register_kinds

        register(PreferenceHandler())
        register_kinds()
