"""Reads what a person's page shows, in a fixed number of queries; words and cells are from `presenter.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scheduling.adjustments.domain import Adjustment as AdjustmentFacts
from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.patterns.models import Pattern
from scheduling.person_roster.limits import tightest_points
from scheduling.person_roster.presenter import (
    Calendar,
    CertificationRow,
    LimitRow,
    WorkweekRow,
    absence_words,
    calendar,
    certification_row,
    limit_rows,
    now_words,
    workweek_rows,
)
from scheduling.person_roster.timeline import (
    MomentCard,
    Timeline,
    moment_in,
    present_moment,
    present_timeline,
)
from scheduling.roster.as_of.reading import AsOf
from scheduling.roster.domain.evaluation import evaluate
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.hours import hours_terms
from scheduling.roster.periods import dates_of_period
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.roster.workweeks import workweek_of
from scheduling.rules.levels import RuleParameters
from scheduling.rules.registry import unit_terms
from scheduling.rules.work import Work, work_of
from scheduling.time.interval import Interval, Minute, minute_before, minute_of, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key
from scheduling.time.words import date_words, duration_words, hours_words, range_words
from scheduling.time.workweek import SUNDAY_MIDNIGHT, Workweek
from scheduling.workweek.domain.timeline import timeline
from staff.centers.models import Center, Event
from staff.people.models import Employment, GroupMembership, Job, Person, StaffType
from staff.skills.models import Certification

MOST_ADJUSTMENTS = 12


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """One change in the shown dates, in words."""

    title: str
    kind: str
    words: str
    by: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything the page of one person shows."""

    person: Person
    name: str
    initials: str
    subtitle: str
    now: str
    starts_on: date
    earlier: date
    later: date
    is_current: bool
    calendar: Calendar
    weeks: list[WorkweekRow]
    workweek_words: str
    limits: list[LimitRow]
    timeline: Timeline
    contract: list[tuple[str, str]]
    adjustments: list[AdjustmentRow]
    more_adjustments: int
    certifications: list[CertificationRow]


def person_page(
    person: Person,
    center: Center,
    view: View,
    *,
    at: AsOf,
    on: date | None = None,
    moment: int | None = None,
) -> PersonPage:
    """The page of one person over the period of a date (today's unless given), as of a moment.

    `moment` is read on the fatigue timeline, in minutes after the start of the period; now unless given.
    """
    clock = LocalClock(center.time_zone)
    minute = minute_before(at.now)
    today = clock.date_of(minute)
    starts_on, ends_before = dates_of_period(center, on or today)
    version = at.version
    roster = load_roster(center, starts_on, ends_before, view=view, as_of=version, only=[person.pk])
    evaluation = evaluate(roster.input)
    empty = PersonRoster(person.pk, (), (), (), ())
    own = evaluation.rosters.get(person.pk, empty)
    published = None
    if view is View.WORKING:
        seen = load_roster(
            center, starts_on, ends_before, view=View.PUBLISHED, as_of=version, only=[person.pk]
        )
        published = evaluate(seen.input).rosters.get(person.pk, empty)
    rows = _adjustments(center, person, view, version, roster.input.focus)
    drafts = frozenset[Key](row.pk for row in rows if _is_draft(row, version))
    # Whether a trainer is near depends on everybody; one person's rows can't tell.
    violations = [each for each in evaluation.violations if each.rule != "trainee_with_trainer"]
    terms, unit = hours_terms(center, version), person.bargaining_unit_id
    workweek = workweek_of(terms.workweeks, unit)
    shown = clock.days(starts_on, ends_before)
    weeks = terms.weeks(own, unit, shown, roster.premium_on.get(person.pk, ()))
    work = work_for_limits(roster, own, unit)
    published_on = {day: period.is_published for period in roster.periods for day in period.days()}
    current = _roster_now(person, center, view, version, today) if not _holds(roster, today) else own
    return PersonPage(
        person=person,
        name=str(person),
        initials=f"{person.last_name[:1]}{person.first_name[:1]}".upper(),
        subtitle=_subtitle(person, version, today),
        now=now_words(current, minute, today, clock),
        starts_on=starts_on,
        earlier=dates_of_period(center, starts_on - (ends_before - starts_on))[0],
        later=ends_before,
        is_current=starts_on <= today < ends_before,
        calendar=calendar(
            own, roster.input.shift_types, violations, drafts, starts_on, ends_before, today, clock
        ),
        weeks=workweek_rows(
            weeks,
            own,
            None if published is None else terms.weeks(published, unit, shown),
            published_on,
            minute,
            clock,
        ),
        workweek_words=f"{workweek.words(starts_on)} Line is 40 h.",
        limits=limit_rows(tightest_points(work), today, clock),
        timeline=present_timeline(work, today, _chosen(roster.input.focus, moment, minute)),
        contract=_contract(person, version, today, roster, workweek),
        adjustments=_adjustment_rows(
            rows[:MOST_ADJUSTMENTS], roster.outside_employment.get(person.pk, ()), center, version, today
        ),
        more_adjustments=max(0, len(rows) - MOST_ADJUSTMENTS),
        certifications=_certifications(person, version, today),
    )


def _holds(roster: Roster, day: date) -> bool:
    return roster.starts_on <= day < roster.ends_before


def _roster_now(person: Person, center: Center, view: View, version: int, today: date) -> PersonRoster | None:
    """The roster around today, for a page that shows another period."""
    starts_on, ends_before = dates_of_period(center, today)
    found = load_roster(center, starts_on, ends_before, view=view, as_of=version, only=[person.pk])
    return evaluate(found.input).rosters.get(person.pk)


def _subtitle(person: Person, version: int, today: date) -> str:
    employment = (
        Employment.objects.as_of(version)
        .filter(person=person, starts_on__lte=today)
        .order_by("-starts_on")
        .first()
    )
    group = (
        GroupMembership.objects.as_of(version)
        .filter(person=person, starts_on__lte=today)
        .order_by("-starts_on")
        .values_list("group__name", flat=True)
        .first()
    )
    parts = [Job(employment.job).label if employment else "", group or "", f"no. {person.number}"]
    words = ", ".join(part for part in parts if part)
    if employment and employment.ends_before is not None:
        gone = "Left" if employment.ends_before <= today else "Leaves"
        words += f". {gone} {date_words(employment.ends_before, today)}"
    return words


def _adjustments(
    center: Center, person: Person, view: View, version: int, focus: Interval
) -> list[Adjustment]:
    rows = Adjustment.objects.filter(
        center=center,
        person=person,
        starts_at__lt=moment_of(focus.end),
        ends_at__gt=moment_of(focus.start),
    )
    rows = rows.published_as_of(version) if view is View.PUBLISHED else rows.as_of(version)
    return list(rows.select_related("shift_type", "position").order_by("-starts_at", "-from_version", "pk"))


def _adjustment_rows(
    rows: Iterable[Adjustment],
    outside: Iterable[AdjustmentFacts],
    center: Center,
    version: int,
    today: date,
) -> list[AdjustmentRow]:
    rows, unworked = list(rows), {row.key for row in outside}
    clock = LocalClock(center.time_zone)
    actors = dict(
        Event.objects.filter(center=center, version__in={row.from_version for row in rows}).values_list(
            "version", "actor__person__first_name"
        )
    )
    found = []
    for row in rows:
        start, end = minute_of(row.starts_at), minute_of(row.ends_at)
        first, last = clock.date_of(start), clock.date_of(end - 1)
        title = date_words(first, today)
        words = range_words(start, end, clock)
        if end - start > 36 * 60:
            title = f"{title} – {date_words(last, today)}"
            words = ""
        if row.position is not None:
            words += f", {row.position.name}" + (f" {row.console}" if row.console else "")
        kind = absence_words(row.absence_kind) if row.absence_kind else row.get_kind_display()
        by = actors.get(row.from_version)
        note = f"{words}. {row.reason}" if row.reason and words else row.reason or words
        if row.pk in unworked:
            note = f"{note.rstrip('.')}. Not worked: outside employment."
        note = note if note.endswith((".", "!", "?")) else f"{note}."
        found.append(AdjustmentRow(title, kind, note, by or "", _is_draft(row, version)))
    return found


def _is_draft(row: Adjustment, version: int) -> bool:
    """Not published at a version."""
    return row.published_from is None or row.published_from > version


def moment_card(
    person: Person, center: Center, view: View, *, at: AsOf, on: date | None, moment: int | None
) -> MomentCard:
    """What each limit reads at one moment of a period, and when work is legal again."""
    work, today, chosen = _limits_of(person, center, view, at, on, moment)
    return present_moment(work, timeline(work), today, moment_in(work.focus, chosen))


def person_timeline(
    person: Person, center: Center, view: View, *, at: AsOf, on: date | None, moment: int | None
) -> Timeline:
    """Every limit of one person over the period of a date."""
    work, today, chosen = _limits_of(person, center, view, at, on, moment)
    return present_timeline(work, today, chosen)


def _limits_of(
    person: Person, center: Center, view: View, at: AsOf, on: date | None, moment: int | None
) -> tuple[Work, date, Minute]:
    clock = LocalClock(center.time_zone)
    minute = minute_before(at.now)
    today = clock.date_of(minute)
    starts_on, ends_before = dates_of_period(center, on or today)
    roster = load_roster(center, starts_on, ends_before, view=view, as_of=at.version, only=[person.pk])
    empty = PersonRoster(person.pk, (), (), (), ())
    own = evaluate(roster.input).rosters.get(person.pk, empty)
    work = work_for_limits(roster, own, person.bargaining_unit_id)
    return work, today, _chosen(roster.input.focus, moment, minute)


def _chosen(focus: Interval, moment: int | None, now: Minute) -> Minute:
    return now if moment is None else focus.start + moment


def work_for_limits(roster: Roster, own: PersonRoster, unit: UUID | None) -> Work:
    """One person's duty under the limits of their unit and their own restrictions, without certification."""
    parameters = roster.input.parameters.get(unit) or roster.input.parameters.get(None) or RuleParameters()
    weeks = roster.input.workweeks
    terms = unit_terms(parameters, roster.clock, weeks.get(unit) or weeks.get(None) or SUNDAY_MIDNIGHT)
    restrictions = [each for row in roster.input.people if row.key == own.person for each in row.restrictions]
    return work_of(own.person, own.segments, terms, roster.input.focus, restrictions=restrictions)


def _contract(
    person: Person, version: int, today: date, roster: Roster, workweek: Workweek
) -> list[tuple[str, str]]:
    contracts = list(BaseContract.objects.as_of(version).filter(person=person).order_by("starts_on"))
    held = [row for row in contracts if row.ends_before is None or row.ends_before > today]
    current = next((row for row in held if row.starts_on <= today), held[0] if held else None)
    pairs = [("Seniority", date_words(person.seniority_on, today))]
    if person.bargaining_unit is not None:
        pairs.append(("Bargaining unit", person.bargaining_unit.name))
    if current is None:
        return [("Contract", "None now"), *pairs]
    pattern = (
        Pattern.objects.as_of(version)
        .filter(entity_id=current.pattern_id)
        .values_list("name", flat=True)
        .first()
        if current.pattern_id
        else None
    )
    following = next((row for row in held if row.starts_on > current.starts_on), None)
    found = [
        ("Type", f"{_staff_type(person, version)}, {hours_words(current.weekly_minutes)} a week"),
        ("Pattern", pattern or "None, rostered by Generate"),
        ("Since", date_words(current.starts_on, today)),
        ("On holidays", current.get_holiday_rule_display()),
    ]
    if current.ends_before is not None:
        found.append(("Until", date_words(current.ends_before, today)))
    if following is not None:
        found.append(("Next contract", f"from {date_words(following.starts_on, today)}"))
    found += [
        ("Overtime", "over 40 h in a workweek"),
        ("Workweek", workweek.words(today).removeprefix("Workweek starts ").rstrip(".")),
    ]
    parameters = roster.input.parameters.get(person.bargaining_unit_id) or roster.input.parameters.get(None)
    for rule, label in (("minimum_rest", "Rest"), ("longest_continuous_duty", "Longest stretch")):
        limits = parameters.limits(rule, today) if parameters is not None else ()
        if limits:
            values = {limit.value for limit in limits}
            first = max(values) if rule == "minimum_rest" else min(values)
            found.append((label, duration_words(first)))
    return [*found, *pairs]


def _staff_type(person: Person, version: int) -> str:
    found = (
        Employment.objects.as_of(version)
        .filter(person=person)
        .order_by("-starts_on")
        .values_list("staff_type", flat=True)
        .first()
    )
    return str(StaffType(found).label) if found else "Employed"


def _certifications(person: Person, version: int, today: date) -> list[CertificationRow]:
    """Each skill once, at the certification that lasts longest."""
    latest: dict[str, date | None] = {}
    rows = Certification.objects.as_of(version).filter(person=person).order_by("skill__code")
    for name, expires_on in rows.values_list("skill__name", "expires_on"):
        known = latest.get(name, date.min)
        if known is not None and (expires_on is None or expires_on > known):
            latest[name] = expires_on
    return [certification_row(name, expires_on, today) for name, expires_on in latest.items()]
