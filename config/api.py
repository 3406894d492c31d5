"""The API's addresses below /api/v1/, and its documentation, which loads nothing from another host."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter
from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularAPIView

from approvals.api import (
    AnswerView,
    DelegationsView,
    EndDelegationView,
    ImpactView,
    RequestsView,
    RequestView,
    TakeBackView,
    WaitingView,
    WithdrawView,
)
from scheduling.attendance.api import ConfirmationsView, ReportsView, WithdrawReportView
from scheduling.person_roster.api.views import PeopleView, PersonView
from scheduling.roster.api.edits import EditsView
from scheduling.roster.api.history import HistoryView
from scheduling.roster.api.hours import HoursView
from scheduling.roster.api.views import CoverageView, PeriodsView, PeriodView, RosterView
from scheduling.roster_requests.api import AskToOverrideView
from solver.runs.api import RunsView, RunView, StopRunView
from staff.notices.api import AcknowledgeView, NoticesView, ReadNoticesView
from staff.sign_in.tokens import RefreshTokenView, SignInTokenView, SignOutTokenView


class DateConverter:
    """A date in an address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DateConverter, "date")


urlpatterns = [
    path("auth/login", SignInTokenView.as_view(), name="api-login"),
    path("auth/refresh", RefreshTokenView.as_view(), name="api-refresh"),
    path("auth/logout", SignOutTokenView.as_view(), name="api-logout"),
    path("people", PeopleView.as_view(), name="api-people"),
    path("people/<uuid:person_id>", PersonView.as_view(), name="api-person"),
    path("history", HistoryView.as_view(), name="api-history"),
    path("hours", HoursView.as_view(), name="api-hours"),
    path("roster", RosterView.as_view(), name="api-roster"),
    path("roster/edits", EditsView.as_view(), name="api-roster-edits"),
    path("roster/edits/ask", AskToOverrideView.as_view(), name="api-roster-edits-ask"),
    path("confirmations", ConfirmationsView.as_view(), name="api-confirmations"),
    path("reports", ReportsView.as_view(), name="api-reports"),
    path("reports/<uuid:report_id>/withdraw", WithdrawReportView.as_view(), name="api-report-withdraw"),
    path("coverage", CoverageView.as_view(), name="api-coverage"),
    path("periods", PeriodsView.as_view(), name="api-periods"),
    path("periods/<date:starts_on>", PeriodView.as_view(), name="api-period"),
    path("runs", RunsView.as_view(), name="api-runs"),
    path("runs/<uuid:run_id>", RunView.as_view(), name="api-run"),
    path("runs/<uuid:run_id>/stop", StopRunView.as_view(), name="api-run-stop"),
    path("approvals", WaitingView.as_view(), name="api-approvals"),
    path("requests", RequestsView.as_view(), name="api-requests"),
    path("requests/<uuid:request_id>", RequestView.as_view(), name="api-request"),
    path("requests/<uuid:request_id>/answer", AnswerView.as_view(), name="api-request-answer"),
    path("requests/<uuid:request_id>/impact", ImpactView.as_view(), name="api-request-impact"),
    path("requests/<uuid:request_id>/take-back", TakeBackView.as_view(), name="api-request-take-back"),
    path("requests/<uuid:request_id>/withdraw", WithdrawView.as_view(), name="api-request-withdraw"),
    path("delegations", DelegationsView.as_view(), name="api-delegations"),
    path("delegations/<uuid:delegation_id>/end", EndDelegationView.as_view(), name="api-delegation-end"),
    path("notices", NoticesView.as_view(), name="api-notices"),
    path("notices/read", ReadNoticesView.as_view(), name="api-notices-read"),
    path("notices/<uuid:notice_id>/acknowledge", AcknowledgeView.as_view(), name="api-notice-acknowledge"),
    path("schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", TemplateView.as_view(template_name="api/docs.html"), name="api-docs"),
]
