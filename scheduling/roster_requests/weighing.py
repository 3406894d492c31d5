"""What requests would make of the roster: each tried on the working roster around its dates, together or alone.

What is said of it is in `words.py` and `shown.py`; it is done in `applying.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from approvals.models import Request
from scheduling.coverage.domain.demand import Subject
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.domain.commands import Change, CommandError
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.impact import Impact
from scheduling.roster.domain.shifts import shifts_of
from scheduling.roster.domain.trial import Trial, attempt
from scheduling.roster.periods import dates_of_period, locked_days
from scheduling.roster.selectors import Roster, load_roster
from scheduling.roster_requests.domain.asked import Asked, asked_of, is_same_shift
from scheduling.rules.levels import Level, Violation
from scheduling.time.interval import Interval, minute_before
from scheduling.time.segment import Absence, Key
from scheduling.time.words import range_words
from staff.skills.models import Skill

ONE_DAY = timedelta(days=1)
LONGEST_WINDOW = timedelta(days=42)
"""An edit of a whole year is weighed over its first weeks; the door looks at all of it."""


@dataclass(frozen=True)
class Weighed:
    """One request tried on a roster. `problem` says why it can't be done as things stand; then there is no trial."""

    request: Request
    roster: Roster
    asked: Asked
    trial: Trial | None = None
    problem: str = ""

    @cached_property
    def impact(self) -> Impact | None:
        """Coverage and rules, before and after."""
        return None if self.trial is None else self.trial.impact()

    @property
    def broken(self) -> tuple[Violation, ...]:
        """The rules it would newly break, hardest first."""
        found = self.impact.broken if self.impact else ()
        return tuple(sorted(found, key=lambda each: -each.level.rank))

    @property
    def stops(self) -> bool:
        """Whether a rule newly broken needs somebody to override it."""
        return any(each.level.rank >= Level.APPROVAL.rank for each in self.broken)

    @cached_property
    def is_past(self) -> bool:
        """Whether all of it has happened: nobody can be found for it any more."""
        touched = self.trial.touched if self.trial else ()
        return bool(touched) and max(each.end for each in touched) <= minute_before(timezone.now())

    @property
    def leaves_short(self) -> bool:
        """Whether more people would be missing than now, in time that is still to come."""
        return self.impact is not None and self.impact.is_short and not self.is_past

    @property
    def days(self) -> list[date]:
        """The local dates that are looked at: one more on both sides."""
        first, last = window_of(self.request)
        return [first + timedelta(days=n) for n in range((last - first).days)]


def weigh(requests: Sequence[Request]) -> dict[UUID, Weighed]:
    """Each request alone on the roster as it is now; one reading per period, whatever their number."""
    by_period: dict[tuple[UUID, date], list[Request]] = defaultdict(list)
    for row in requests:
        by_period[row.center_id, dates_of_period(row.center, window_of(row)[0])[0]].append(row)
    found: dict[UUID, Weighed] = {}
    for rows in by_period.values():
        roster = roster_for(rows)
        found |= {row.pk: weigh_on(roster, row, asked_of(row.payload)) for row in rows}
    return found


def roster_for(requests: Sequence[Request]) -> Roster:
    """The working roster of the dates that these requests of one center look at."""
    windows = [window_of(row) for row in requests]
    return load_roster(
        requests[0].center, min(first for first, _ in windows), max(last for _, last in windows)
    )


def window_of(request: Request) -> tuple[date, date]:
    """The dates from a day before what is asked for until a day after it; the second is excluded."""
    if request.starts_at is None or request.ends_at is None:
        raise ValueError("This request names no time.")
    zone = request.center.zone
    first = request.starts_at.astimezone(zone).date() - ONE_DAY
    last = (request.ends_at - timedelta(minutes=1)).astimezone(zone).date() + 2 * ONE_DAY
    return first, min(last, first + LONGEST_WINDOW)


def weigh_on(
    roster: Roster,
    request: Request,
    asked: Asked,
    also: Iterable[Change] = (),
    evaluation: RosterEvaluation | None = None,
) -> Weighed:
    """A request on a roster, with what else would be done in the same decision."""
    weighed = Weighed(request, roster, asked)
    base = evaluation or roster.evaluation
    problem = _problem(roster, request, asked, base)
    if problem:
        return replace(weighed, problem=problem)
    try:
        trial = attempt(base, (*asked.changes, *also))
    except CommandError as error:
        return replace(weighed, problem=error.message)
    if not trial.touched:
        return replace(weighed, problem="This is recorded already.")
    return replace(weighed, trial=trial)


def short_together(requests: Sequence[Request]) -> set[UUID]:
    """Which requests would leave somebody missing after those before them are done."""
    found: set[UUID] = set()
    after: dict[tuple[UUID, date], RosterEvaluation] = {}
    by_period: dict[tuple[UUID, date], list[Request]] = defaultdict(list)
    for row in requests:
        by_period[row.center_id, dates_of_period(row.center, window_of(row)[0])[0]].append(row)
    for key, rows in by_period.items():
        roster = roster_for(rows)
        after[key] = roster.evaluation
        for row in rows:
            weighed = weigh_on(roster, row, asked_of(row.payload), evaluation=after[key])
            if weighed.trial is None or weighed.leaves_short:
                found.add(row.pk)
            else:
                after[key] = weighed.trial.after
    return found


def names_of_subjects(roster: Roster) -> dict[Subject, str]:
    """What positions and skills are called; one query."""
    skills = Skill.objects.filter(center=roster.center).values_list("pk", "name")
    seats: dict[Subject, str] = {
        (RequirementKind.SEATS, key): each.name for key, each in roster.positions.items()
    }
    return seats | {(RequirementKind.MIX, pk): name for pk, name in skills}


def shift_now(evaluation: RosterEvaluation, person: Key, key: int) -> Interval | None:
    """The shift that was to begin in a minute as it stands, cuts of leave apart; None without one."""
    own = [each for each in shifts_of(evaluation.roster(person).duty) if each.shift_start == key]
    return Interval(own[0].start, own[-1].end) if own else None


def _problem(roster: Roster, request: Request, asked: Asked, evaluation: RosterEvaluation) -> str:
    """Why it can't be done any more, as a sentence; empty when it can."""
    person = roster.person.get(request.person_id)
    first = window_of(request)[0] + ONE_DAY
    if person is None or not person.is_employed(first):
        return f"{request.person} is not employed then."
    locked = locked_days(roster.periods, [first], today=first, may_unlock=True)
    if locked:
        return locked[first]
    if asked.shift is not None:
        now = shift_now(evaluation, request.person_id, asked.shift.key)
        for change in asked.changes:
            if not is_same_shift(change, asked.shift, now):
                stands = (
                    "is gone" if now is None else f"is {range_words(now.start, now.end, roster.clock)} now"
                )
                return f"The shift changed since this was asked: {asked.shift.words} {stands}."
    return _away(roster, request, asked, evaluation)


def _away(roster: Roster, request: Request, asked: Asked, evaluation: RosterEvaluation) -> str:
    times = asked.times
    if times is None:
        return ""
    for segment in evaluation.roster(request.person_id).segments:
        if isinstance(segment, Absence) and segment.interval.overlaps(times):
            away = range_words(segment.start, segment.end, roster.clock)
            return f"{request.person} is on leave then: {away}."
    return ""
