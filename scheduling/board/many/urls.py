"""Addresses of the actions over many days."""

from __future__ import annotations

from django.urls import path

from scheduling.board.many import views

urlpatterns = [
    path("roster/many/<str:action>/", views.many, name="board_many"),
]
