"""Addresses of declared emergencies."""

from __future__ import annotations

from django.urls import path

from scheduling.emergencies import views

urlpatterns = [
    path("emergencies/", views.emergencies, name="emergencies"),
    path("emergencies/<uuid:emergency_id>/end/", views.end, name="end_emergency"),
]
