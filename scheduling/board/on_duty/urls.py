"""Addresses of the wall screen and of its displays."""

from __future__ import annotations

from django.urls import path

from scheduling.board.on_duty import views

urlpatterns = [
    path("on-duty/", views.on_duty, name="on_duty"),
    path("on-duty/display/<str:token>/", views.display, name="on_duty_display"),
    path("on-duty/displays/", views.displays, name="on_duty_displays"),
    path("on-duty/displays/<uuid:display_id>/revoke/", views.revoke, name="on_duty_display_revoke"),
]
