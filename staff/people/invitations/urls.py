"""Addresses of invitations, below /accounts/invitations/."""

from __future__ import annotations

from django.urls import path

from staff.people.invitations import views

urlpatterns = [
    path("", views.invitations, name="invitations"),
    path("<uuid:invitation_id>/withdraw/", views.withdraw, name="withdraw_invitation"),
    path("accept/<str:token>/", views.accept, name="accept_invitation"),
]
