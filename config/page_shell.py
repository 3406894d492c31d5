"""What the frame around every page shows: the center, the sections a user may open, the account menu.

A context processor, lazy, so that a page without the frame asks the database nothing. The mark-up is in
templates/components/_top_bar.html; the appearance (theme, dim) is in appearance.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from approvals.selectors import count_waiting
from staff.centers.current import center_for
from staff.centers.models import Center
from staff.notices.selectors import count_new
from staff.people.models import Person
from staff.permissions import Permission, has_several_centers, may

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the main navigation, shown to those who hold the permission once its address is routed."""

    label: str
    url_name: str
    permission: Permission


SECTIONS = (
    Section("Roster", "board", Permission.VIEW_WORKING_ROSTER),
    Section("Day", "day", Permission.VIEW_WORKING_ROSTER),
    Section("On duty", "on_duty", Permission.VIEW_COVERAGE),
    Section("Inbox", "inbox", Permission.DECIDE_REQUESTS),
    Section("People", "people", Permission.VIEW_PEOPLE),
    Section("Generate", "generate", Permission.GENERATE_ROSTER),
    Section("Workweek", "workweek_advisor", Permission.VIEW_WORKWEEK_ADVICE),
)


@dataclass(frozen=True, slots=True)
class Badge:
    """A count beside a section; red only for what is due within 48 hours."""

    count: int
    is_hot: bool


@dataclass(frozen=True, slots=True)
class PageShell:
    """The frame's words and links: sections as (label, address, whether it is open, its count or None).

    `notices` is how many of the user's notices are new; None for who gets none.
    """

    center_name: str
    home_url: str
    sections: tuple[tuple[str, str, bool, Badge | None], ...]
    account_links: tuple[Link, ...]
    name: str
    initials: str
    notices: int | None = None

    @property
    def idle_seconds(self) -> int:
        """Until a browser without use is signed out."""
        return 60 * int(settings.SESSION_IDLE_MINUTES)


def page_shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, computed when a template first reads it."""
    return {"shell": SimpleLazyObject(_reader(request))}


def _reader(request: HttpRequest) -> Callable[[], PageShell]:
    return lambda: shell_for(request)


def shell_for(request: HttpRequest) -> PageShell:
    """The frame for this request; without a user or a center only the product's name and the start page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return PageShell("Watchbill", "/", (), (), "", "")
    name, initials = _name_of(user)
    try:
        center: Center = center_for(request)
    except Http404:
        return PageShell("Watchbill", "/", (), _account_links(user, None), name, initials)
    sections = tuple(
        (section.label, url, request.path.startswith(url), _badge(section.url_name, user, center))
        for section in SECTIONS
        if (url := _address(section.url_name)) and may(user, section.permission, center.pk)
    )
    new = count_new(user, center.pk) if may(user, Permission.VIEW_OWN_ROSTER, center.pk) else None
    return PageShell(center.name, "/", sections, _account_links(user, center), name, initials, new)


def _badge(url_name: str, user: Any, center: Center) -> Badge | None:
    if url_name != "inbox":
        return None
    count, is_hot = count_waiting(user, center.pk, timezone.now())
    return Badge(count, is_hot) if count else None


def _account_links(user: Any, center: Center | None) -> tuple[Link, ...]:
    links = [("My shifts", _address("home"))] if hasattr(user, "person") else []
    if center is not None and may(user, Permission.VIEW_OWN_ROSTER, center.pk):
        links += [("Notices", _address("notices")), ("My requests", _address("my_requests"))]
        links.append(("History", _address("history")))
    if center is not None and may(user, Permission.DELEGATE_DECISIONS, center.pk):
        links.append(("While I am away", _address("delegations")))
    if center is not None and may(user, Permission.DECLARE_EMERGENCIES, center.pk):
        links.append(("Declared emergencies", _address("emergencies")))
    links.append(("Passkeys and codes", _address("mfa_index")))
    if has_several_centers(user):
        links.append(("Change center", _address("centers")))
    if center is not None and may(user, Permission.INVITE_PEOPLE, center.pk):
        links.append(("Invitations", _address("invitations")))
    if user.is_superuser or (center is not None and may(user, Permission.MANAGE_CENTER, center.pk)):
        links.append(("Admin", _address("admin:index")))
    return tuple((label, url) for label, url in links if url)


def _name_of(user: Any) -> tuple[str, str]:
    person: Person | None = getattr(user, "person", None)
    if person is None:
        return user.email, user.email[:2].upper()
    return f"{person.first_name} {person.last_name}", (person.first_name[:1] + person.last_name[:1]).upper()


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
