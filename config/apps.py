"""Django app configuration of the project itself: system checks and project-wide commands; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Project"

    def ready(self) -> None:
        # Registers the checks, and makes this project's Celery application the one that shared tasks belong to.
        import config.celery
        import config.checks  # noqa: F401


class AdminSiteConfig(AdminConfig):
    """Django's admin, served by our site: one center at a time (staff/administration)."""

    default_site = "staff.administration.site.CenterAdminSite"
