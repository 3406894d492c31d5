"""Where every address begins; each app keeps its own addresses in its urls module."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from config import appearance, health
from staff.sign_in.start import start

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("appearance/", appearance.set_theme, name="set_theme"),
    path("admin/", admin.site.urls),
    path("", start, name="start"),
    path("accounts/", include("staff.sign_in.urls")),
    path("api/v1/", include("config.api")),
    path("", include("approvals.urls")),
    path("", include("staff.notices.urls")),
    path("", include("scheduling.board.urls")),
    path("", include("scheduling.person_roster.urls")),
    path("", include("scheduling.search.urls")),
    path("", include("solver.runs.urls")),
    path("", include("scheduling.board.day.urls")),
    path("", include("scheduling.board.recording.urls")),
    path("", include("scheduling.board.many.urls")),
    path("", include("scheduling.board.on_duty.urls")),
    path("", include("scheduling.my_roster.urls")),
    path("", include("scheduling.roster.history.urls")),
    path("", include("scheduling.reports.workweek.urls")),
    path("", include("scheduling.emergencies.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
