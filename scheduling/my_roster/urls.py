"""Addresses of the home of an employee."""

from __future__ import annotations

from django.urls import path

from scheduling.my_roster import views

urlpatterns = [
    path("my/", views.home, name="home"),
    path("my/worker.js", views.home_worker, name="home_worker"),
]
