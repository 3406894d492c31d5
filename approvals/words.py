"""Moments and names in the words of the pages, by the center's clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from approvals.models import Request
from staff.people.models import Person, User


def day_words(day: date, today: date) -> str:
    """ "Thu Aug 13"; with the year when it is not this one."""
    words = f"{day:%a %b} {day.day}"
    return words if day.year == today.year else f"{words}, {day.year}"


def moment_words(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """ "18:00" today, else "Thu Aug 13 18:00"."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    time = f"{local:%H:%M}"
    return time if local.date() == today else f"{day_words(local.date(), today)} {time}"


def ago_words(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """ "5 s ago", "12 m ago"; from an hour on the moment itself."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return f"{seconds} s ago"
    if seconds < 3600:
        return f"{seconds // 60} m ago"
    return f"at {moment_words(moment, now, zone)}"


def time_of(row: Request, now: datetime, zone: ZoneInfo) -> str:
    """The dates that a request is about; when it was asked, for one without."""
    today = now.astimezone(zone).date()
    if row.starts_at is None or row.ends_at is None:
        return day_words(row.asked_at.astimezone(zone).date(), today)
    first = row.starts_at.astimezone(zone)
    last = (row.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    if first.date() == last:
        return moment_words(row.starts_at, now, zone)
    return f"{day_words(first.date(), today)} \u2013 {day_words(last, today)}"


def names_of(users: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """How users are named in a sentence: by first and last name, else by e-mail; one or two queries."""
    wanted = {user for user in users if user is not None}
    if not wanted:
        return {}
    found: dict[UUID | None, str] = {
        person.user_id: f"{person.first_name} {person.last_name}"
        for person in Person.objects.filter(user_id__in=wanted)
    }
    missing = wanted - set(found)
    if missing:
        found.update(User.objects.filter(pk__in=missing).values_list("pk", "email"))
    return found
