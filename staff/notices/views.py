"""A user's notices: what must be acknowledged on top, then by day; and how they are told, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from staff.centers.current import CenterRequest, permission_required
from staff.centers.models import Center
from staff.notices.models import Delivery, Notice
from staff.notices.registry import Channel, notice_kind, notice_kinds
from staff.notices.selectors import channels_of, notices_of, to_acknowledge
from staff.notices.services import acknowledge, choose_channel, mark_read
from staff.permissions import Permission

PER_PAGE = 50
MOST_SHOWN = 6
"""Lines of a notice that are shown at once; more open below it."""
KEYS = (("J K", "Next, previous notice"), ("Enter", "Open it"), ("A", "Acknowledge"))


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in words. `more`: the lines of a long one that open below the first. `failed`: a delivery outside
    the app that did not arrive."""

    id: UUID
    title: str
    text: str
    more: tuple[str, ...]
    path: str
    when: str
    is_new: bool
    must_acknowledge: bool
    acknowledged: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Day:
    title: str
    lines: list[Line]


@require_safe
@permission_required(Permission.VIEW_OWN_ROSTER)
def notices(request: CenterRequest) -> HttpResponse:
    """The list of one's notices at a center, newest first; looking at it does not mark them as read."""
    now, center = timezone.now(), request.center
    urgent = [line_of(each, now, center) for each in to_acknowledge(request.user, center.pk)]
    waiting = {line.id for line in urgent}
    page = Paginator(notices_of(request.user, center.pk), PER_PAGE).get_page(request.GET.get("page"))
    rest = [line_of(each, now, center) for each in page if each.pk not in waiting]
    context = {
        "urgent": urgent,
        "days": days_of(page, rest, now, center),
        "page": page,
        "new": any(line.is_new for line in rest),
        "kinds": kinds_of(request),
        "page_keys": KEYS,
    }
    return render(request, "staff/notices/notices.html", context)


@require_POST
@permission_required(Permission.VIEW_OWN_ROSTER)
def read(request: CenterRequest) -> HttpResponse:
    """Mark everything that needs no acknowledgement as read."""
    kinds = [kind.name for kind in notice_kinds() if kind.must_acknowledge]
    found = notices_of(request.user, request.center.pk).exclude(kind__in=kinds).filter(read_at__isnull=True)
    mark_read(user=request.user, notice_ids=found.values_list("pk", flat=True))
    return HttpResponseRedirect(reverse("notices"))


@require_POST
@permission_required(Permission.VIEW_OWN_ROSTER)
def open_one(request: CenterRequest, notice_id: UUID) -> HttpResponse:
    """Go on to what a notice is about; it is read by that, and what must be acknowledged still must be."""
    notice = notices_of(request.user, request.center.pk).filter(pk=notice_id).first()
    if notice is None:
        raise Http404("No such notice.")
    mark_read(user=request.user, notice_ids=[notice.pk])
    return HttpResponseRedirect(notice.words.path or reverse("notices"))


@require_POST
@permission_required(Permission.VIEW_OWN_ROSTER)
def acknowledge_one(request: CenterRequest, notice_id: UUID) -> HttpResponse:
    """The user says that they have read it."""
    try:
        acknowledge(user=request.user, notice_id=notice_id)
    except Notice.DoesNotExist:
        raise Http404("No such notice.") from None
    return HttpResponseRedirect(reverse("notices"))


@require_POST
@permission_required(Permission.VIEW_OWN_ROSTER)
def channels(request: CenterRequest) -> HttpResponse:
    """Save how the user is told; fixed kinds stay as the center set them."""
    on = set(request.POST.getlist("on"))
    known = {f"{kind.name}:{channel.value}" for kind in notice_kinds() for channel in Channel}
    if not on <= known:
        raise BadRequest("There is no such kind of notice.")
    for row in kinds_of(request):
        for channel, is_on, is_fixed in row["channels"]:
            wanted = f"{row['name']}:{channel.value}" in on
            if not is_fixed and wanted != is_on:
                choose_channel(user=request.user, kind=row["name"], channel=channel, is_on=wanted)
    messages.success(request, "Saved.")
    return HttpResponseRedirect(reverse("notices"))


def kinds_of(request: CenterRequest) -> list[dict[str, Any]]:
    """Every kind with its channels: (channel, whether it is on, whether it is fixed)."""
    chosen = channels_of(request.user)
    return [
        {
            "name": kind.name,
            "label": kind.label,
            "channels": [
                (
                    channel,
                    chosen[kind.name, channel] if not kind.is_fixed else channel in kind.channels,
                    kind.is_fixed,
                )
                for channel in Channel
            ],
        }
        for kind in notice_kinds()
    ]


def line_of(notice: Notice, now: datetime, center: Center) -> Line:
    """A notice in words; no query, its deliveries are fetched with it."""
    words = notice.words
    local = notice.due_at.astimezone(center.zone)
    lines = words.text_in_app.splitlines()
    # One line more takes no more room than what would say that there is one.
    shown = len(lines) if len(lines) <= MOST_SHOWN + 1 else MOST_SHOWN
    return Line(
        id=notice.pk,
        title=words.title,
        text="\n".join(lines[:shown]),
        more=tuple(lines[shown:]),
        path=words.path,
        when=f"{local:%H:%M}"
        if local.date() == now.astimezone(center.zone).date()
        else f"{local:%b} {local.day}",
        is_new=notice.read_at is None,
        must_acknowledge=notice_kind(notice.kind).must_acknowledge,
        acknowledged=_acknowledged(notice, center),
        failed=any(each.state == Delivery.State.FAILED for each in notice.deliveries.all()),
    )


def _acknowledged(notice: Notice, center: Center) -> str:
    if notice.acknowledged_at is None:
        return ""
    local = notice.acknowledged_at.astimezone(center.zone)
    return f"{local:%b} {local.day} {local:%H:%M}"


def days_of(page: Iterable[Notice], lines: list[Line], now: datetime, center: Center) -> list[Day]:
    """The lines below the title of their local day: today, yesterday, else the date."""
    dates = {each.pk: each.due_at.astimezone(center.zone).date() for each in page}
    today = now.astimezone(center.zone).date()

    def title(line: Line) -> str:
        on = dates[line.id]
        names = {0: "Today", 1: "Yesterday"}
        year = "" if on.year == today.year else f", {on.year}"
        return names.get((today - on).days, f"{on:%a %b} {on.day}{year}")

    return [Day(name, list(found)) for name, found in groupby(lines, key=title)]
