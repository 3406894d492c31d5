"""Publishing tells the people whose published roster changed, with the difference.

Their own roster, as they see it. That somebody is away is said, never why: mail leaves the app.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from scheduling.roster.approved import Approval
from scheduling.roster.periods import PeriodFacts
from scheduling.roster.publish_list import PersonChange
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Absence, Segment
from scheduling.time.words import count_words, date_words, dates_words, range_words
from staff.centers.models import Center
from staff.notices.models import Notice
from staff.notices.registry import NoticeKind, Words, register
from staff.notices.services import tell
from staff.people.models import Person

PUBLISHED = "roster_published"
MOST_LINES = 40
"""A first publication lists every shift of a period; a mail says so many and leads to the app for the rest."""


def tell_published(
    center: Center,
    period: PeriodFacts,
    people: Sequence[PersonChange],
    version: int,
    approval: Approval | None = None,
) -> None:
    """Tell everybody whose published roster differs now; a fixed number of queries for any number of people.

    What follows from a decision is held while that can be taken back.
    """
    changes = {change.person_id: change for change in people}
    if not changes:
        return
    clock = LocalClock(center.time_zone)
    told = Person.objects.filter(pk__in=changes, user__isnull=False).select_related("user")
    context_of = {
        person.user.pk: {
            "removed": _lines(changes[person.pk].removed, clock),
            "added": _lines(changes[person.pk].added, clock),
        }
        for person in told
        if person.user is not None
    }
    tell(
        center=center,
        users=[person.user for person in told if person.user is not None],
        kind=PUBLISHED,
        key=f"{PUBLISHED}:{center.pk}:{version}",
        context={"dates": dates_words(period.starts_on, period.ends_before)},
        context_of=context_of,
        about=approval.request_id if approval else None,
        hold=approval.hold if approval else timedelta(0),
    )


def _lines(segments: Iterable[Segment], clock: LocalClock) -> list[str]:
    return [_line(segment, clock) for segment in sorted(segments, key=_start)]


def _start(segment: Segment) -> int:
    return segment.start


def _line(segment: Segment, clock: LocalClock) -> str:
    on = clock.date_of(segment.start)
    words = f"{date_words(on, on)} {range_words(segment.start, segment.end, clock)}"
    return f"{words}, away" if isinstance(segment, Absence) else words


def _words(notice: Notice) -> Words:
    said = notice.context
    lines = [f"\u2212 {line}" for line in said["removed"]] + [f"+ {line}" for line in said["added"]]
    more = len(lines) - MOST_LINES
    if more > 0:
        lines = [*lines[:MOST_LINES], f"and {count_words(more, 'more change')}"]
    title = (
        f"Your roster changed, {said['dates']}"
        if said["removed"]
        else f"Your roster is published, {said['dates']}"
    )
    return Words(title, "\n".join(lines), "/my/")


def register_kinds() -> None:
    """Have the kind known; called at start-up."""
    register([NoticeKind(PUBLISHED, "My roster was published or changed", _words)])
