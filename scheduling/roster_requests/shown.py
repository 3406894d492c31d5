"""What an approver is shown of a request: strips, cover to choose, a part to approve, rules, hours, who else is off.

What is true is weighed in `weighing.py`, said in `words.py`; here it is laid out for the inbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from approvals.history import history_facts
from approvals.impact import (
    Check,
    Choice,
    Chosen,
    Entry,
    Facts,
    Finding,
    Impact,
    Option,
    Strip,
    StripRow,
)
from scheduling.coverage.domain.demand import Subject
from scheduling.coverage.domain.types import RequirementKind
from scheduling.roster.answers import violation_as_json
from scheduling.roster.domain.commands import AddDuty, CommandError
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.trial import attempt
from scheduling.roster.hours import HoursTerms, hours_terms
from scheduling.roster.offering import fewest_hours
from scheduling.roster.people import PersonFacts
from scheduling.roster.workweeks import workweek_of
from scheduling.roster_requests.domain.asked import END, PART, START
from scheduling.roster_requests.domain.covering import EXTEND, NONE, Helper, Hole, helpers, hole_of
from scheduling.roster_requests.domain.strips import short_by_day, spare_by_day
from scheduling.roster_requests.weighing import Weighed, names_of_subjects, weigh_on
from scheduling.roster_requests.words import check_of, finding_of
from scheduling.rules import wording
from scheduling.time.interval import Interval, minute_before
from scheduling.time.segment import Key
from scheduling.time.words import (
    count_words,
    date_words,
    duration_words,
    end_words,
    hours_words,
    range_words,
    time_words,
    weekday_words,
)

COVER = "cover"
MOST_EXTENDED, MOST_GIVEN = 2, 3
MOST_STRIPS, MOST_DAYS, MOST_AWAY = 2, 7, 6


@dataclass(frozen=True)
class Cover:
    """A hole that the request leaves, who could fill it, and who was chosen (None: nobody)."""

    hole: Hole
    helpers: tuple[Helper, ...]
    fitting: int
    chosen: Helper | None


def shown(weighed: Weighed, choice: Chosen, *, approve: str, has_parts: bool = True) -> Impact:
    """Everything about one request that changes the roster. `approve` names the outcome without cover."""
    subjects = _subjects(weighed)
    names = names_of_subjects(weighed.roster)
    finding = finding_of(weighed, names)
    if weighed.trial is None:
        saw = {"finding": finding.title, "version": weighed.roster.version}
        return Impact(finding=finding, approve=approve, saw=saw)
    terms = hours_terms(weighed.request.center, weighed.roster.version)
    cover = cover_of(weighed, terms, choice)
    covered = weighed
    if cover is not None and cover.chosen is not None:
        covered = weigh_on(weighed.roster, weighed.request, weighed.asked, [cover.chosen.change])
    return Impact(
        finding=finding,
        approve="Approve with cover" if cover and cover.chosen else approve,
        strips=tuple(_strips(weighed, covered, subjects, names)),
        choices=tuple(_choices(weighed, cover, terms, approve, has_parts=has_parts)),
        part=_part(weighed) if has_parts else (),
        checks=tuple(_checks(covered)),
        aside=(_hours(weighed, terms), _also_off(weighed), _history(weighed)),
        saw=_saw(finding, covered, cover, names, terms),
    )


def cover_of(weighed: Weighed, terms: HoursTerms, choice: Chosen) -> Cover | None:
    """Who could fill what it leaves open in time to come; the first is chosen where nobody said otherwise."""
    if weighed.trial is None or weighed.impact is None or not weighed.leaves_short:
        return None
    hole = hole_of(weighed.impact, weighed.trial.touched)
    if hole is None or hole.interval.start < minute_before(timezone.now()):
        return None
    day = weighed.roster.clock.date_of(hole.interval.start)
    own = {weighed.request.person_id}
    people: dict[Key, PersonFacts] = {
        each.id: each
        for each in weighed.roster.people
        if each.id not in own and not each.is_trainee and each.is_employed(day)
    }
    after = weighed.trial.after
    order = fewest_hours(after, people, terms.workweeks, hole.interval.start)
    found = helpers(after, hole, people, order, f"Covers for {weighed.request.person}.")
    extended = [each for each in found if each.way == EXTEND][:MOST_EXTENDED]
    given = [each for each in found if each.way != EXTEND][:MOST_GIVEN]
    offered = (*extended, *given)
    said = next(iter(choice.get(COVER, ())), None)
    chosen = next((each for each in (found if said else offered) if said in (None, each.value)), None)
    return Cover(hole, offered, len(found), chosen)


def overtime_added(weighed: Weighed, terms: HoursTerms) -> int:
    """Minutes of overtime that whoever asks gets by it, in the workweeks it touches."""
    if weighed.trial is None:
        return 0
    person, trial = weighed.request.person_id, weighed.trial
    return _overtime(weighed, terms, trial.after, person, trial.span) - _overtime(
        weighed, terms, trial.before, person, trial.span
    )


def _overtime(
    weighed: Weighed, terms: HoursTerms, evaluation: RosterEvaluation, person: Key, span: Interval
) -> int:
    facts = weighed.roster.person.get(cast("UUID", person))
    if facts is None:
        return 0
    weeks = terms.weeks(evaluation.roster(person), facts.bargaining_unit_id, span)
    return sum(week.overtime_minutes for week in weeks)


def _subjects(weighed: Weighed) -> list[Subject]:
    """What is worth a strip: what changes, else what is short then, else where the person counts."""
    impact, trial = weighed.impact, weighed.trial
    if impact is None or trial is None:
        return []
    ranked = sorted(impact.coverage, key=lambda each: -abs(each.added_person_minutes))
    found = [each.subject for each in ranked]
    if found:
        return found
    named = [change.position for change in weighed.asked.changes if isinstance(change, AddDuty)]
    asked_for = set(trial.before.curve.subjects)
    for key in [*named, *weighed.roster.positions]:
        subject: Subject = (RequirementKind.SEATS, key)
        may = key is not None and trial.before.may_fill(weighed.request.person_id, key, trial.span)
        if subject in asked_for and may:
            return [subject]
    return []


def _strips(
    weighed: Weighed, covered: Weighed, subjects: list[Subject], names: Mapping[Subject, str]
) -> Iterable[Strip]:
    trial, clock = weighed.trial, weighed.roster.clock
    if trial is None:
        return
    inside = {clock.date_of(each.start) for each in trial.touched}
    days = weighed.days if len(weighed.days) <= MOST_DAYS else sorted(inside)[:MOST_DAYS]
    last = covered.trial or trial
    rows = [("Now", trial.before, False), ("If approved", trial.after, True)]
    if covered is not weighed:
        rows.append(("With cover", last.after, False))
    for subject in subjects[:MOST_STRIPS]:
        yield Strip(
            title=f"{names[subject]} coverage",
            days=tuple(f"{weekday_words(day)} {day.day}" for day in days),
            inside=tuple(day in inside for day in days),
            rows=tuple(
                StripRow(label, short_by_day(_gaps(evaluation, subject), days, clock), is_main)
                for label, evaluation, is_main in rows
            ),
            spare=spare_by_day(last.after.curve, subject, days, clock),
        )


def _gaps(evaluation: RosterEvaluation, subject: Subject) -> Iterable[Any]:
    curve = evaluation.curve
    return curve.gaps_by_subject[curve.subjects.index(subject)]


def _choices(
    weighed: Weighed, cover: Cover | None, terms: HoursTerms, approve: str, *, has_parts: bool
) -> Iterable[Choice]:
    clock = weighed.roster.clock
    if cover is not None:
        on = clock.date_of(cover.hole.interval.start)
        options = [_helper(weighed, cover, each, terms) for each in cover.helpers]
        options.append(
            Option(
                NONE,
                "Approve without cover",
                "Needs a reason. The shortage stays on the board.",
                f"{cover.hole.people} short",
                "bad",
                approve,
                cover.chosen is None,
            )
        )
        fit = count_words(cover.fitting, "person fits", "people fit")
        yield Choice(COVER, f"Cover for {date_words(on, on)}: {fit}", tuple(options))
    changes = weighed.asked.changes
    if has_parts and len(changes) > 1:
        yield Choice(
            PART,
            "Approve all of it, or some",
            tuple(
                Option(str(n), _part_words(change, weighed), is_chosen=True)
                for n, change in enumerate(changes)
            ),
            takes_several=True,
        )


def _helper(weighed: Weighed, cover: Cover, helper: Helper, terms: HoursTerms) -> Option:
    clock, hole = weighed.roster.clock, cover.hole
    facts = weighed.roster.person[cast("UUID", helper.person)]
    if helper.way == EXTEND:
        title = f"Extend {facts.name} to {end_words(hole.interval.end, clock)}"
    else:
        title = f"Give {range_words(hole.interval.start, hole.interval.end, clock)} to {facts.name}"
    after = cast("RosterEvaluation", weighed.trial and weighed.trial.after)
    week = workweek_of(terms.workweeks, facts.bargaining_unit_id).holding(hole.interval.start, clock)
    planned = duration_words(after.roster(helper.person).planned_minutes(week))
    free = helper.free_after_minutes
    rest = f"Keeps {duration_words(free)} until the next shift. " if free is not None else ""
    try:
        then = attempt(after, [helper.change]).after
    except CommandError:
        then = after
    added = _overtime(weighed, terms, then, helper.person, hole.interval) - _overtime(
        weighed, terms, after, helper.person, hole.interval
    )
    return Option(
        helper.value,
        title,
        f"{rest}{planned} planned in the workweek.",
        f"+{duration_words(added)} overtime" if added > 0 else "No overtime",
        "warn" if added > 0 else "",
        "Approve with cover",
        helper is cover.chosen,
    )


def _part_words(change: Any, weighed: Weighed) -> str:
    clock = weighed.roster.clock
    if isinstance(change, AddDuty):
        on = clock.date_of(change.start)
        return f"{date_words(on, on)}, {range_words(change.start, change.end, clock)}"
    return "One change"


def _part(weighed: Weighed) -> tuple[Entry, ...]:
    times, clock = weighed.asked.times, weighed.roster.clock
    if times is None:
        return ()
    end = Entry(END, "Until", time_words(times.end, clock))
    if not isinstance(weighed.asked.changes[0], AddDuty):
        return (end,)
    return Entry(START, "From", time_words(times.start, clock)), end


def _checks(weighed: Weighed) -> Iterable[Check]:
    roster, impact = weighed.roster, weighed.impact
    if impact is None:
        return
    for each in weighed.broken:
        other = each.person != weighed.request.person_id
        facts = roster.person.get(cast("UUID", each.person)) if other else None
        yield check_of(each, facts.name if facts else "", roster.clock)
    if not weighed.broken:
        yield Check("No rule is newly broken")
    for each in impact.solved:
        yield Check(f"Solved: {wording.title(each)}")


def _hours(weighed: Weighed, terms: HoursTerms) -> Facts:
    trial, request, clock = weighed.trial, weighed.request, weighed.roster.clock
    if trial is None:
        return Facts("Hours", ())
    facts = weighed.roster.person[request.person_id]
    unit = facts.bargaining_unit_id
    before = terms.weeks(trial.before.roster(request.person_id), unit, trial.span)
    after = terms.weeks(trial.after.roster(request.person_id), unit, trial.span)
    added = sum(each.overtime_minutes for each in after) - sum(each.overtime_minutes for each in before)
    worked = sum(each.worked_minutes for each in after) - sum(each.worked_minutes for each in before)
    pairs = (
        (
            "Worked in the week" if len(after) == 1 else f"Worked in {len(after)} weeks",
            hours_words(sum(each.worked_minutes for each in after)),
        ),
        ("By this request", _signed(worked)),
        ("Overtime by it", _signed(added)),
    )
    day = clock.date_of(trial.span.start)
    return Facts("Hours", pairs, workweek_of(terms.workweeks, unit).words(day))


def _signed(minutes: int) -> str:
    return f"+{hours_words(minutes)}" if minutes > 0 else hours_words(minutes).replace("-", "\u2212")


def _also_off(weighed: Weighed) -> Facts:
    impact, clock = weighed.impact, weighed.roster.clock
    away: dict[Key, Interval] = {}
    for each in impact.away if impact else ():
        away.setdefault(each.person, each.interval)
    pairs = []
    for person, interval in list(away.items())[:MOST_AWAY]:
        facts = weighed.roster.person.get(cast("UUID", person))
        first, last = clock.date_of(interval.start), clock.date_of(interval.end - 1)
        until = date_words(last, first)
        pairs.append((facts.name if facts else "", until if first == last else f"until {until}"))
    more = len(away) - MOST_AWAY
    note = f"and {count_words(more, 'other')}." if more > 0 else ""
    return Facts("Also off then", tuple(pairs), note if pairs else "Nobody else is off then.")


def _history(weighed: Weighed) -> Facts:
    since = weighed.roster.person[weighed.request.person_id].seniority_on
    return history_facts(weighed.request, ("Seniority since", f"{since:%b} {since.year}"))


def _saw(
    finding: Finding,
    covered: Weighed,
    cover: Cover | None,
    names: Mapping[Subject, str],
    terms: HoursTerms,
) -> dict[str, Any]:
    """What is kept with the decision: numbers, not only words."""
    impact = covered.impact
    return {
        "finding": finding.title,
        "version": covered.roster.version,
        "short_person_minutes": {
            names.get(each.subject, str(each.subject[1])): [
                sum(gap.person_minutes for gap in each.before),
                sum(gap.person_minutes for gap in each.after),
            ]
            for each in (impact.coverage if impact else ())
        },
        "broken": [violation_as_json(each) for each in covered.broken],
        "overtime_minutes": overtime_added(replace(covered), terms),
        "also_off": len({each.person for each in impact.away}) if impact else 0,
        "cover": [each.value for each in cover.helpers] if cover else [],
    }
