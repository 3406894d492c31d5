"""Addresses of the list of people and of one person's page."""

from __future__ import annotations

from django.urls import path

from scheduling.person_roster import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/limits/", views.limits_at, name="limits_at"),
]
