"""Addresses of Generate."""

from __future__ import annotations

from django.urls import path

from solver.runs import review_views, views

urlpatterns = [
    path("generate/", views.setup, name="generate"),
    path("generate/check/", views.check, name="generate_check"),
    path("generate/runs/<uuid:run_id>/", views.run, name="generate_run"),
    path("generate/runs/<uuid:run_id>/live/", views.live, name="generate_live"),
    path("generate/runs/<uuid:run_id>/stop/", views.stop, name="generate_stop"),
    path("generate/runs/<uuid:run_id>/again/", views.again, name="generate_again"),
    path("generate/runs/<uuid:run_id>/way-out/", views.take_way_out, name="generate_way_out"),
    path("generate/runs/<uuid:run_id>/review/", review_views.review, name="generate_review"),
    path("generate/runs/<uuid:run_id>/review/mark/", review_views.mark, name="generate_mark"),
    path("generate/runs/<uuid:run_id>/review/insist/", review_views.insist, name="generate_insist"),
    path("generate/runs/<uuid:run_id>/review/add/", review_views.add, name="generate_add"),
    path("generate/runs/<uuid:run_id>/review/take/", review_views.take, name="generate_take"),
    path("generate/runs/<uuid:run_id>/review/discard/", review_views.discard, name="generate_discard"),
]
