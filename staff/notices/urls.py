"""Addresses of a user's notices."""

from __future__ import annotations

from django.urls import path

from staff.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read, name="notices_read"),
    path("notices/channels/", views.channels, name="notice_channels"),
    path("notices/<uuid:notice_id>/open/", views.open_one, name="notice_open"),
    path("notices/<uuid:notice_id>/acknowledge/", views.acknowledge_one, name="notice_acknowledge"),
]
