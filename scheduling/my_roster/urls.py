"""Addresses of the home of an employee."""

from __future__ import annotations

from django.urls import path

from scheduling.my_roster import reports, views

urlpatterns = [
    path("my/", views.home, name="home"),
    path("my/worker.js", views.home_worker, name="home_worker"),
    path("my/confirm/", reports.confirm, name="confirm_shifts"),
    path("my/shifts/<str:shift_start>/", reports.shift, name="my_shift"),
    path("my/shifts/<str:shift_start>/cannot-come/", reports.cannot_come, name="cannot_come"),
    path("my/shifts/<str:shift_start>/late/", reports.comes_late, name="comes_late"),
    path("my/reports/<uuid:report_id>/withdraw/", reports.withdraw, name="withdraw_report"),
]
