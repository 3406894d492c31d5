"""Addresses of the day view."""

from __future__ import annotations

from django.urls import path

from scheduling.board.day import views

urlpatterns = [
    path("day/", views.day, name="day"),
    path("day/<str:day>/", views.day, name="day"),
    path("day/<str:day>/undo/", views.undo_edit, name="day_undo"),
    path("day/<str:day>/<uuid:person_id>/", views.shift, name="day_shift"),
    path("day/<str:day>/<uuid:person_id>/preview/", views.shift_preview, name="day_preview"),
]
