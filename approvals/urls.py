"""Addresses of the inbox, of one's own requests, and of delegations."""

from __future__ import annotations

from django.urls import path

from approvals.asking import views as asking
from approvals.delegating import views as delegating
from approvals.inbox import views as inbox

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/take-back/", inbox.take_back, name="inbox_take_back"),
    path("inbox/several/", inbox.approve_several, name="inbox_several"),
    path("inbox/<uuid:request_id>/", inbox.inbox, name="inbox_request"),
    path("inbox/<uuid:request_id>/answer/", inbox.answer, name="inbox_answer"),
    path("inbox/<uuid:request_id>/news/", inbox.news, name="inbox_news"),
    path("requests/", asking.my_requests, name="my_requests"),
    path("requests/new/<str:kind>/", asking.ask_for, name="ask_for"),
    path("requests/<uuid:request_id>/", asking.my_request, name="my_request"),
    path("requests/<uuid:request_id>/withdraw/", asking.withdraw, name="withdraw_request"),
    path("delegations/", delegating.delegations, name="delegations"),
    path("delegations/<uuid:delegation_id>/end/", delegating.end, name="end_delegation"),
]
