"""Addresses of the forms by kind."""

from __future__ import annotations

from django.urls import path

from scheduling.board.recording import views

urlpatterns = [
    path("day/<str:day>/<uuid:person_id>/record/<str:kind>/", views.record, name="record"),
]
