"""Application configuration of `solver`."""

from __future__ import annotations

from django.apps import AppConfig


class SolverConfig(AppConfig):
    name = "solver"
    verbose_name = "Solver"
    default_auto_field = "django.db.models.BigAutoField"
