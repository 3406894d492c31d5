"""Addresses of the roster board."""

from __future__ import annotations

from django.urls import path

from scheduling.board import inspector_views, publish_views, views

urlpatterns = [
    path("roster/", views.board, name="board"),
    path("roster/edit/", views.edit, name="board_edit"),
    path("roster/undo/", views.undo_or_redo, name="board_undo"),
    path("roster/copy-period/", views.copy_period, name="board_copy_period"),
    path("roster/shift/", inspector_views.inspector, name="board_inspector"),
    path("roster/who-fits/", inspector_views.who_fits, name="board_candidates"),
    path("roster/publish/", publish_views.publish_dialog, name="board_publish"),
]
