"""Supervisors are told at once who can't come or comes late, and when that is taken back.

That somebody is away leaves the app, never why; what the roster lacks is said without anybody else's name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from approvals.audiences import members, whoever_may
from scheduling.attendance.domain.own import OwnShift
from scheduling.attendance.domain.reports import CannotCome, Report
from scheduling.time.interval import Interval
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, date_words, moment_words, range_words, time_words
from staff.centers.models import Center
from staff.notices.models import Notice
from staff.notices.registry import NoticeKind, Words, register
from staff.notices.services import settle_notices, tell
from staff.people.models import Person, User
from staff.permissions import Permission

REPORTED, WITHDRAWN = "shift_reported", "shift_report_withdrawn"
MOST_SHIFTS = 5
SUPERVISORS = whoever_may(Permission.EDIT_ROSTER)


def tell_reported(
    center: Center,
    person: Person,
    actor: User,
    edit_id: UUID,
    what: Report,
    shifts: Sequence[OwnShift],
    span: Interval,
    effect: Sequence[str],
    clock: LocalClock,
    *,
    instead_of: Collection[UUID] = (),
) -> None:
    """Who may edit the roster learns who is missing when, and what that leaves short.

    `instead_of`: earlier reports that this one corrects; what was told of them does not hold any more.
    """
    settle_notices(about=instead_of)
    first = shifts[0] if shifts else None
    began = clock.date_of(first.shift_start if first else span.start)
    context = {
        "person": name_of(person),
        "day": began.isoformat(),
        "shifts": _shift_lines(shifts, clock),
        "effect": list(effect),
    }
    if isinstance(what, CannotCome):
        context |= {"kind": what.kind.value}
        if len(shifts) > 1:
            context |= {"until": moment_words(span.end, clock, began)}
    else:
        context |= {"arrives": time_words(what.arrives_at, clock)}
    _tell(center, actor, REPORTED, edit_id, edit_id, context)


def tell_withdrawn(
    center: Center,
    person: Person,
    actor: User,
    report_id: UUID,
    edit_id: UUID,
    shifts: Sequence[OwnShift],
    clock: LocalClock,
) -> None:
    """Who was told learns that the person comes; nobody has to acknowledge any more that they don't."""
    settle_notices(about=[report_id])
    began = clock.date_of(shifts[0].shift_start) if shifts else None
    context = {
        "person": name_of(person),
        "day": began.isoformat() if began else "",
        "shifts": _shift_lines(shifts, clock),
    }
    _tell(center, actor, WITHDRAWN, report_id, edit_id, context)


def supervisors(center: Center, but_not: User) -> list[User]:
    """Who is told."""
    return [user for user in members(center.pk, [SUPERVISORS]) if user.pk != but_not.pk]


def name_of(person: Person) -> str:
    """As in a sentence."""
    return f"{person.first_name} {person.last_name}"


def _tell(
    center: Center, actor: User, kind: str, about: UUID, edit_id: UUID, context: Mapping[str, object]
) -> None:
    key = f"{kind}:{edit_id}"
    tell(center=center, users=supervisors(center, actor), kind=kind, key=key, context=context, about=about)


def _shift_lines(shifts: Sequence[OwnShift], clock: LocalClock) -> list[str]:
    found = []
    for shift in shifts:
        day = clock.date_of(shift.shift_start)
        found.append(f"{date_words(day, day)}, {range_words(shift.start, shift.end, clock)}")
    more = len(found) - MOST_SHIFTS
    return found if more <= 0 else [*found[:MOST_SHIFTS], f"and {count_words(more, 'more shift')}"]


def _reported_words(notice: Notice) -> Words:
    said = notice.context
    shifts = said["shifts"]
    first = shifts[0] if shifts else said["day"]
    if "arrives" in said:
        title = f"{said['person']} comes late: {first}, arrives {said['arrives']}"
    else:
        more = f", and {count_words(len(shifts) - 1, 'more shift')}" if len(shifts) > 1 else ""
        title = f"{said['person']} can’t come: {first}{more}"
    lines = said["effect"] or ["Coverage stays as it was."]
    if "until" in said:
        lines = [f"Away until {said['until']}.", *lines]
    return Words(
        title,
        "\n".join(lines),
        f"/day/{said['day']}/",
        in_app=KIND_WORDS.get(said.get("kind", ""), ""),
    )


def _withdrawn_words(notice: Notice) -> Words:
    said = notice.context
    shifts = said["shifts"]
    title = f"{said['person']} can come after all{': ' + shifts[0] if shifts else ''}"
    text = "If somebody was asked instead, tell them."
    return Words(title, text, f"/day/{said['day']}/" if said["day"] else "/roster/")


KIND_WORDS = {"sick": "Sick", "family": "Family", "other": "Something else: call them."}
"""What supervisors read of why; never more."""


def register_kinds() -> None:
    """Have the kinds known; called at start-up."""
    register(
        [
            NoticeKind(REPORTED, "Somebody can’t come or comes late", _reported_words, must_acknowledge=True),
            NoticeKind(WITHDRAWN, "Somebody can come after all", _withdrawn_words),
        ]
    )
