"""Addresses of the workweek advisor."""

from __future__ import annotations

from django.urls import path

from scheduling.reports.workweek import views

urlpatterns = [
    path("reports/workweek/", views.advisor, name="workweek_advisor"),
    path("reports/workweek/export/", views.export, name="workweek_export"),
]
