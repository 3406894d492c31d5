"""Who gets what where: one row per method and address, one status per audience, in the order of `walk.AUDIENCES`.

A page that is added needs its rows here; the test names what is missing. 302 leads the anonymous to sign-in (or a form
back to its page), 403 is known but forbidden, 404 belongs to somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """Method, route and statuses; `query` may name objects of the world, `args` puts others into the route."""

    method: str
    route: str
    statuses: str
    query: str = ""
    args: dict[str, str] = field(default_factory=dict)


#                        anonymous employee supervisor admin api-client outsider outside-admin

OPEN = [
    Row("GET", "", "302 302 302 302 302 302 302"),
    Row("GET", "api/v1/docs/", "200 200 200 200 200 200 200"),
    Row("GET", "api/v1/schema", "200 200 200 200 200 200 200"),
    Row("POST", "appearance/", "302 302 302 302 302 302 302"),
    Row("GET", "health/live", "200 200 200 200 200 200 200"),
    Row("GET", "health/ready", "200 200 200 200 200 200 200"),
]

PAGES = [
    Row("GET", "day/", "302 403 200 200 403 200 200"),
    Row("GET", "day/<str:day>/", "302 403 200 200 403 200 200"),
    Row("GET", "day/<str:day>/<uuid:person_id>/", "302 403 200 200 403 404 404"),
    Row("POST", "day/<str:day>/<uuid:person_id>/", "302 403 422 422 403 404 404"),
    Row("GET", "day/<str:day>/<uuid:person_id>/record/<str:kind>/", "302 403 404 404 403 404 404"),
    Row("POST", "day/<str:day>/<uuid:person_id>/record/<str:kind>/", "302 403 404 404 403 404 404"),
    Row("GET", "day/<str:day>/<uuid:person_id>/preview/", "302 403 404 404 403 404 404"),
    Row("POST", "day/<str:day>/undo/", "302 403 302 302 403 302 302"),
    Row("GET", "history/", "302 200 200 200 403 200 200"),
    Row("GET", "my/worker.js", "200 200 200 200 200 200 200"),
    Row("GET", "delegations/", "302 403 200 200 403 200 200"),
    Row("POST", "delegations/", "302 403 422 422 403 422 422"),
    Row("POST", "delegations/<uuid:delegation_id>/end/", "302 403 302 404 403 404 404"),
    Row("GET", "emergencies/", "302 403 200 200 403 200 200"),
    Row("POST", "emergencies/", "302 403 422 422 403 422 422"),
    Row("POST", "emergencies/<uuid:emergency_id>/end/", "302 403 302 302 403 404 404"),
    Row("GET", "inbox/", "302 403 200 200 403 200 200"),
    Row("POST", "inbox/several/", "302 403 400 400 403 400 400"),
    Row("POST", "inbox/take-back/", "302 403 302 302 403 302 302"),
    Row("GET", "inbox/<uuid:request_id>/", "302 403 200 200 403 404 404"),
    Row("POST", "inbox/<uuid:request_id>/answer/", "302 403 400 400 403 404 404"),
    Row("GET", "inbox/<uuid:request_id>/news/", "302 403 200 200 403 404 404"),
    Row("GET", "notices/", "302 200 200 200 403 200 200"),
    Row("POST", "notices/channels/", "302 302 302 302 403 302 302"),
    Row("POST", "notices/read/", "302 302 302 302 403 302 302"),
    Row("POST", "notices/<uuid:notice_id>/open/", "302 404 302 404 403 404 404"),
    Row("POST", "notices/<uuid:notice_id>/acknowledge/", "302 404 302 404 403 404 404"),
    Row("GET", "requests/", "302 200 200 200 403 200 200"),
    Row("GET", "requests/new/<str:kind>/", "302 200 200 200 403 200 404"),
    Row("POST", "requests/new/<str:kind>/", "302 422 422 422 403 422 404"),
    Row("GET", "requests/<uuid:request_id>/", "302 404 404 404 403 404 404"),
    Row(
        "GET",
        "requests/<uuid:request_id>/",
        "302 200 404 404 403 404 404",
        args={"request_id": "own_request"},
    ),
    Row("POST", "requests/<uuid:request_id>/withdraw/", "302 404 404 404 403 404 404"),
    Row(
        "POST",
        "requests/<uuid:request_id>/withdraw/",
        "302 302 404 404 403 404 404",
        args={"request_id": "own_request"},
    ),
    Row("GET", "my/", "302 200 200 200 403 200 200"),
    Row("POST", "my/confirm/", "302 400 400 400 403 400 400"),
    Row("POST", "my/reports/<uuid:report_id>/withdraw/", "302 404 404 404 403 404 404"),
    Row("GET", "my/shifts/<str:shift_start>/", "302 200 200 404 403 404 404"),
    Row("GET", "my/shifts/<str:shift_start>/cannot-come/", "302 200 200 404 403 404 404"),
    Row("POST", "my/shifts/<str:shift_start>/cannot-come/", "302 422 422 404 403 404 404"),
    Row("GET", "my/shifts/<str:shift_start>/late/", "302 200 200 404 403 404 404"),
    Row("POST", "my/shifts/<str:shift_start>/late/", "302 422 422 404 403 404 404"),
    Row("GET", "on-duty/", "302 403 200 200 200 200 200"),
    Row("GET", "on-duty/display/<str:token>/", "404 404 404 404 404 404 404"),
    Row("GET", "on-duty/displays/", "302 403 403 200 403 403 200"),
    Row("POST", "on-duty/displays/", "302 403 403 422 403 403 422"),
    Row("POST", "on-duty/displays/<uuid:display_id>/revoke/", "302 403 403 302 403 403 404"),
    Row("GET", "people/", "302 403 200 200 200 200 200"),
    Row("GET", "people/<uuid:person_id>/", "302 404 200 200 200 404 404"),
    Row("GET", "people/<uuid:person_id>/", "302 200 200 200 200 404 404", args={"person_id": "own"}),
    Row("GET", "people/<uuid:person_id>/limits/", "302 404 200 200 200 404 404"),
    Row("GET", "people/<uuid:person_id>/limits/", "302 200 200 200 200 404 404", args={"person_id": "own"}),
    Row("GET", "reports/workweek/", "302 403 200 200 403 200 200"),
    Row("GET", "reports/workweek/export/", "302 403 200 200 403 200 200"),
    Row("GET", "roster/", "302 403 200 200 403 200 200"),
    Row("POST", "roster/edit/", "302 403 302 302 403 302 302"),
    Row("GET", "roster/publish/", "302 403 200 200 403 200 200"),
    Row("POST", "roster/publish/", "302 403 302 302 403 302 302"),
    Row(
        "GET",
        "roster/shift/",
        "302 403 200 200 403 404 404",
        query="from=2026-12-06&day=2026-12-07&person={person_id}",
    ),
    Row("GET", "roster/many/<str:action>/", "302 403 200 200 403 200 200"),
    Row("POST", "roster/many/<str:action>/", "302 403 422 422 403 422 422"),
    Row("POST", "roster/copy-period/", "302 403 302 302 403 302 302"),
    Row("POST", "roster/undo/", "302 403 400 400 403 400 400"),
    Row(
        "GET",
        "roster/who-fits/",
        "302 403 200 200 403 404 404",
        query="from=2026-12-06&day=2026-12-07&person={person_id}",
    ),
    Row("GET", "search/", "302 200 200 200 200 200 200"),
]

GENERATE = [
    Row("GET", "generate/", "302 403 200 200 403 200 200"),
    Row("POST", "generate/", "302 403 422 422 403 422 422"),
    Row("GET", "generate/check/", "302 403 422 422 403 422 422"),
    Row("GET", "generate/runs/<uuid:run_id>/", "302 403 200 200 403 404 404"),
    Row("POST", "generate/runs/<uuid:run_id>/again/", "302 403 302 302 403 404 404"),
    Row("GET", "generate/runs/<uuid:run_id>/live/", "302 403 286 286 403 404 404"),
    Row("GET", "generate/runs/<uuid:run_id>/review/", "302 403 200 404 403 404 404"),
    Row("POST", "generate/runs/<uuid:run_id>/review/add/", "302 403 302 404 403 404 404"),
    Row("POST", "generate/runs/<uuid:run_id>/review/discard/", "302 403 302 404 403 404 404"),
    Row("POST", "generate/runs/<uuid:run_id>/review/insist/", "302 403 302 404 403 404 404"),
    Row("POST", "generate/runs/<uuid:run_id>/review/mark/", "302 403 302 404 403 404 404"),
    Row("POST", "generate/runs/<uuid:run_id>/review/take/", "302 403 302 404 403 404 404"),
    Row("POST", "generate/runs/<uuid:run_id>/stop/", "302 403 302 302 403 404 404"),
    Row("POST", "generate/runs/<uuid:run_id>/way-out/", "302 403 302 302 403 404 404"),
]

API = [
    Row("POST", "api/v1/auth/login", "400 400 400 400 400 400 400"),
    Row("POST", "api/v1/auth/logout", "400 400 400 400 400 400 400"),
    Row("POST", "api/v1/auth/refresh", "400 400 400 400 400 400 400"),
    Row("GET", "api/v1/coverage", "401 403 200 200 200 200 200", query="from=2026-12-06&until=2026-12-07"),
    Row(
        "GET", "api/v1/confirmations", "401 200 200 200 200 200 200", query="from=2026-12-06&until=2026-12-07"
    ),
    Row("POST", "api/v1/confirmations", "401 400 400 400 400 400 400"),
    Row("GET", "api/v1/reports", "401 200 200 200 403 200 404"),
    Row("POST", "api/v1/reports", "401 400 400 400 403 400 400"),
    Row("POST", "api/v1/reports/<uuid:report_id>/withdraw", "401 404 404 404 403 404 404"),
    Row("GET", "api/v1/people", "401 403 200 200 200 200 200", query="on=2026-12-06"),
    Row("GET", "api/v1/people/<uuid:person_id>", "401 404 200 200 200 404 404", query="on=2026-12-06"),
    Row(
        "GET",
        "api/v1/people/<uuid:person_id>",
        "401 200 200 200 200 404 404",
        query="on=2026-12-06",
        args={"person_id": "own"},
    ),
    Row("GET", "api/v1/periods", "401 200 200 200 200 200 200", query="from=2026-12-06&until=2026-12-07"),
    Row("GET", "api/v1/periods/<date:starts_on>", "401 200 200 200 200 200 200"),
    Row("GET", "api/v1/history", "401 200 200 200 403 200 200"),
    Row("GET", "api/v1/hours", "401 200 200 200 200 200 200", query="from=2026-12-06&until=2026-12-07"),
    Row("GET", "api/v1/roster", "401 200 200 200 200 200 200", query="from=2026-12-06&until=2026-12-07"),
    Row("GET", "api/v1/approvals", "401 403 200 200 403 200 200"),
    Row("GET", "api/v1/delegations", "401 403 200 200 403 200 200"),
    Row("POST", "api/v1/delegations", "401 403 400 400 403 400 400"),
    Row("POST", "api/v1/delegations/<uuid:delegation_id>/end", "401 403 200 404 403 404 404"),
    Row("GET", "api/v1/notices", "401 200 200 200 403 200 200"),
    Row("POST", "api/v1/notices/read", "401 400 400 400 403 400 400"),
    Row("POST", "api/v1/notices/<uuid:notice_id>/acknowledge", "401 404 200 404 403 404 404"),
    Row("GET", "api/v1/requests", "401 200 200 200 403 200 200"),
    Row("POST", "api/v1/requests", "401 400 400 400 403 400 400"),
    Row("GET", "api/v1/requests/<uuid:request_id>", "401 404 200 200 403 404 404"),
    Row(
        "GET",
        "api/v1/requests/<uuid:request_id>",
        "401 200 200 200 403 404 404",
        args={"request_id": "own_request"},
    ),
    Row("POST", "api/v1/requests/<uuid:request_id>/answer", "401 403 400 400 403 404 404"),
    Row("GET", "api/v1/requests/<uuid:request_id>/impact", "401 403 200 200 403 404 404"),
    Row("POST", "api/v1/requests/<uuid:request_id>/take-back", "401 403 409 409 403 404 404"),
    Row("POST", "api/v1/requests/<uuid:request_id>/withdraw", "401 404 404 404 403 404 404"),
    Row(
        "POST",
        "api/v1/requests/<uuid:request_id>/withdraw",
        "401 200 404 404 403 404 404",
        args={"request_id": "own_request"},
    ),
    Row("POST", "api/v1/roster/edits", "401 403 400 400 403 400 400"),
    Row("POST", "api/v1/roster/edits/ask", "401 403 400 400 403 400 400"),
    Row("GET", "api/v1/runs", "401 403 200 200 403 200 200"),
    Row("POST", "api/v1/runs", "401 403 400 400 403 400 400"),
    Row("GET", "api/v1/runs/<uuid:run_id>", "401 403 200 200 403 404 404"),
    Row("POST", "api/v1/runs/<uuid:run_id>/stop", "401 403 202 202 403 404 404"),
]

INVITATIONS = [
    Row("GET", "accounts/invitations/", "302 403 403 200 403 403 200"),
    Row("POST", "accounts/invitations/", "302 403 403 422 403 403 422"),
    Row("POST", "accounts/invitations/<uuid:invitation_id>/withdraw/", "302 403 403 302 403 403 404"),
    Row("GET", "accounts/invitations/accept/<str:token>/", "410 410 410 410 410 410 410"),
    Row("POST", "accounts/invitations/accept/<str:token>/", "410 410 410 410 410 410 410"),
]

# One's own account: everybody signed in may, nobody sees another's. Much of it asks for another proof first (302).
OWN_ACCOUNT = [
    Row("GET", "accounts/2fa/", "302 200 200 200 200 200 200"),
    Row("GET", "accounts/2fa/authenticate/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/authenticate/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/2fa/reauthenticate/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/reauthenticate/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/2fa/recovery-codes/", "302 404 404 404 404 404 404"),
    Row("GET", "accounts/2fa/recovery-codes/download/", "302 404 404 404 404 404 404"),
    Row("POST", "accounts/2fa/recovery-codes/download/", "302 404 404 404 404 404 404"),
    Row("GET", "accounts/2fa/recovery-codes/generate/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/recovery-codes/generate/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/2fa/totp/activate/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/totp/activate/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/2fa/totp/deactivate/", "302 404 404 404 404 404 404"),
    Row("POST", "accounts/2fa/totp/deactivate/", "302 404 404 404 404 404 404"),
    Row("GET", "accounts/2fa/webauthn/", "302 200 200 200 200 200 200"),
    Row("GET", "accounts/2fa/webauthn/add/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/webauthn/add/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/2fa/webauthn/keys/<int:pk>/edit/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/webauthn/keys/<int:pk>/edit/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/2fa/webauthn/keys/<int:pk>/remove/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/webauthn/keys/<int:pk>/remove/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/2fa/webauthn/login/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/webauthn/login/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/2fa/webauthn/reauthenticate/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/2fa/webauthn/reauthenticate/", "302 302 302 302 302 302 302"),
    Row(
        "GET",
        r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "200 200 200 200 200 200 200",
    ),
    Row(
        "POST",
        r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "200 200 200 200 200 200 200",
    ),
    Row("GET", "accounts/centers/", "302 200 200 200 200 200 200"),
    Row("POST", "accounts/centers/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/inactive/", "200 200 200 200 200 200 200"),
    Row("GET", "accounts/login/", "200 302 302 302 302 302 302"),
    Row("POST", "accounts/login/", "200 302 302 302 302 302 302"),
    Row("GET", "accounts/logout/", "302 200 200 200 200 200 200"),
    Row("POST", "accounts/logout/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/no-center/", "302 403 403 403 403 403 403"),
    Row("GET", "accounts/password/change/", "302 200 200 200 200 200 200"),
    Row("POST", "accounts/password/change/", "302 200 200 200 200 200 200"),
    Row("GET", "accounts/password/reset/", "200 200 200 200 200 200 200"),
    Row("POST", "accounts/password/reset/", "200 200 200 200 200 200 200"),
    Row("GET", "accounts/password/reset/done/", "200 200 200 200 200 200 200"),
    Row("GET", "accounts/password/reset/key/done/", "200 200 200 200 200 200 200"),
    Row("GET", "accounts/password/set/", "302 302 302 302 302 302 302"),
    Row("POST", "accounts/password/set/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/reauthenticate/", "302 200 200 200 200 200 200"),
    Row("POST", "accounts/reauthenticate/", "302 200 200 200 200 200 200"),
    Row("GET", "accounts/sessions/", "302 200 200 200 200 200 200"),
    Row("POST", "accounts/sessions/", "302 302 302 302 302 302 302"),
    Row("GET", "accounts/sessions/idle/", "200 200 200 200 200 200 200"),
    Row("GET", "accounts/signup/", "200 200 200 200 200 200 200"),
]

ROWS = [*OPEN, *PAGES, *GENERATE, *API, *INVITATIONS, *OWN_ACCOUNT]

SOCKETS: list[str] = []
"""Addresses of web sockets with the permission each asks for; there are none yet."""
