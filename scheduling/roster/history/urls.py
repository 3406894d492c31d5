"""Address of the history."""

from __future__ import annotations

from django.urls import path

from scheduling.roster.history import views

urlpatterns = [path("history/", views.history, name="history")]
