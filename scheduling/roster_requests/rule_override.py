"""Asking for what breaks a rule that needs approval: an edit that employees would see at once, or a publication.

Asked for by a planner where the gate says so (`scheduling/roster/gate.py`), from the board, its publish dialog and over
the API. The rules broken are the facts of the request; whoever may override them decides.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from approvals.audiences import whoever_may
from approvals.domain.routing import Fact, Route, Step
from approvals.domain.workflow import TAKE_BACK
from approvals.impact import NOTHING_CHOSEN, Check, Chosen, Facts, Finding, Impact
from approvals.models import Request
from approvals.registry import CannotApply, Kind, Said
from approvals.services import Ask, ask
from scheduling.adjustments.kinds import TERMS
from scheduling.roster.answers import EditAnswer, violation_as_json, violation_of
from scheduling.roster.approved import Approval
from scheduling.roster.domain.commands import Change, Edit, RecordAbsence, RevokeAdjustment, SetDay
from scheduling.roster.domain.recording import kind_of
from scheduling.roster.domain.trial import attempt
from scheduling.roster.door import apply_edit
from scheduling.roster.gate import NeedsApproval, PublishRefused, one_line
from scheduling.roster.periods import PeriodStateError, dates_of_period
from scheduling.roster.publish_list import PublishList, SelectionChanged, draft_changes, publish_list
from scheduling.roster.publishing import Publication, publish, publish_approved
from scheduling.roster.rows import drafts_on
from scheduling.roster.selectors import load_roster
from scheduling.roster_requests.applying import LONGEST_REASON, apply_request, refusal_words, seen_in
from scheduling.roster_requests.domain.asked import Asked
from scheduling.roster_requests.handler import RosterRequestHandler
from scheduling.roster_requests.shown import COVER
from scheduling.roster_requests.words import check_of, rule_finding
from scheduling.rules.levels import Violation
from scheduling.time.interval import Interval, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, dates_words, month_day
from staff.centers.models import Center
from staff.people.models import Person, User
from staff.permissions import Permission

_ONE_DAY = timedelta(days=1)


class NoReason(Exception):
    """Whoever is to override a rule must know why."""


def ask_to_override(*, actor: User, center: Center, edit: Edit, reason: str) -> EditAnswer | Request:
    """Do an edit; where only rules that need approval stand against it, ask for that instead.

    Of a draft that was to be published at once the draft stays, and publishing it is asked for. The request has the
    id of the edit: sent twice it is asked once. Raises as `apply_edit`, and NoReason.
    """
    reason = _checked(reason)
    edit = replace(edit, override_reason="", accepts_warnings=True)
    try:
        return apply_edit(actor=actor, center=center, edit=edit)
    except NeedsApproval as error:
        violations = error.violations
    if edit.publishes:
        return _ask_to_publish_edit(actor, center, edit, violations, reason)
    clock = LocalClock(center.time_zone)
    with transaction.atomic():
        what = Asked(edit.changes)
        words = f"{_edit_words(edit.changes, clock)}, {_in_spite(violations)}"
        payload = {**what.as_json(), "words": words}
        return _ask(
            actor, center, edit.edit_id, violations, payload, _touched(center, edit.changes, clock), reason
        )


def ask_to_publish(
    *,
    actor: User,
    center: Center,
    day: date,
    selection: Collection[UUID] | None,
    reason: str,
    with_base: bool = True,
    request_id: UUID | None = None,
) -> Publication | Request:
    """Publish; where only rules that need approval stand against it, ask for that instead. The draft stays.

    Raises as `publish`, and NoReason.
    """
    reason = _checked(reason)
    try:
        return publish(
            actor=actor,
            center=center,
            day=day,
            selection=selection,
            with_base=with_base,
            accepts_warnings=True,
        )
    except NeedsApproval as error:
        violations = error.violations
    starts_on, ends_before = dates_of_period(center, day)
    if selection is None:
        selection = [each.adjustment_id for each in draft_changes(center, starts_on, ends_before)]
    return _ask_for_publication(
        actor, center, request_id or uuid.uuid4(), starts_on, selection, with_base, violations, reason
    )


def _ask_to_publish_edit(
    actor: User, center: Center, edit: Edit, violations: Sequence[Violation], reason: str
) -> Request:
    with transaction.atomic():
        apply_edit(actor=actor, center=center, edit=replace(edit, publishes=False, edit_id=_draft_of(edit)))
        clock = LocalClock(center.time_zone)
        days = [
            (cast("UUID", getattr(change, "person")), _day_of(change, clock))  # noqa: B009
            for change in edit.changes
            if not isinstance(change, RevokeAdjustment)
        ]
        selection = [row.pk for row in drafts_on(center, days, clock)] if days else []
        return _ask_for_publication(
            actor,
            center,
            edit.edit_id,
            dates_of_period(center, min(day for _, day in days))[0],
            selection,
            False,
            violations,
            reason,
        )


def _draft_of(edit: Edit) -> UUID:
    """The draft is an edit of its own, and the same one when it is sent twice."""
    return uuid.uuid5(edit.edit_id, "draft")


def _ask_for_publication(
    actor: User,
    center: Center,
    request_id: UUID,
    starts_on: date,
    selection: Collection[UUID],
    with_base: bool,
    violations: Sequence[Violation],
    reason: str,
) -> Request:
    words = f"Publish {count_words(len(selection), 'change')}, {_in_spite(violations)}"
    payload = {
        "publish": {
            "starts_on": starts_on.isoformat(),
            "selection": sorted(str(each) for each in selection),
            "with_base": with_base,
        },
        "words": words,
    }
    span = Interval(
        min(each.interval.start for each in violations), max(each.interval.end for each in violations)
    )
    return _ask(actor, center, request_id, violations, payload, span, reason)


def _ask(
    actor: User,
    center: Center,
    request_id: UUID,
    violations: Sequence[Violation],
    payload: dict[str, Any],
    span: Interval,
    reason: str,
) -> Request:
    broken = {(each.person, each.rule) for each in violations}
    what = Ask(
        request_id=request_id,
        kind=Kind.RULE_OVERRIDE,
        person=Person.objects.get(pk=cast("UUID", violations[0].person), center=center),
        size=len(broken),
        payload={**payload, "broken": [violation_as_json(each) for each in violations]},
        starts_at=moment_of(span.start),
        ends_at=moment_of(span.end),
        note=reason,
    )
    return ask(actor=actor, center=center, what=what)


def _checked(reason: str) -> str:
    found = one_line(reason)
    if not found:
        raise NoReason("Write down why this should be allowed.")
    if len(found) > LONGEST_REASON:
        raise NoReason(f"At most {LONGEST_REASON} characters.")
    return found


def _in_spite(violations: Iterable[Violation]) -> str:
    count = len({(each.person, each.rule) for each in violations})
    return f"in spite of {count_words(count, 'rule')}"


def _edit_words(changes: Sequence[Change], clock: LocalClock) -> str:
    if len(changes) > 1:
        return count_words(len(changes), "change")
    change = changes[0]
    if isinstance(change, RevokeAdjustment):
        return "Take a change back"
    on = month_day(_day_of(change, clock))
    if isinstance(change, SetDay):
        return f"Set {on}"
    if isinstance(change, RecordAbsence):
        return f"Record leave, {on}"
    return f"Record “{TERMS[kind_of(change)].label.lower()}”, {on}"


def _day_of(change: Change, clock: LocalClock) -> date:
    if isinstance(change, SetDay):
        return change.day
    start = getattr(change, "shift_start", None)
    return clock.date_of(start if start is not None else change.start)  # type: ignore[union-attr]


def _touched(center: Center, changes: Sequence[Change], clock: LocalClock) -> Interval:
    """The minutes that an edit touches, tried on the roster around its dates."""
    days = [_day_of(each, clock) for each in changes if not isinstance(each, RevokeAdjustment)]
    if not days:
        raise NoReason("What is taken back is not asked for: override it with a reason.")
    people = [key for each in changes for name in ("person", "taker") if (key := getattr(each, name, None))]
    roster = load_roster(center, min(days) - _ONE_DAY, max(days) + 2 * _ONE_DAY, only=people)
    return attempt(roster.evaluation, changes).span


class RuleOverrideHandler(RosterRequestHandler):
    kind = Kind.RULE_OVERRIDE
    label = "Rule overrides"
    icon = "alert"
    size_unit = "rules broken, by person"
    facts = ()
    choices = (COVER,)
    approve = "Override and record"
    reason = "Override asked for."
    deny_reasons = (
        "Somebody else can do it without breaking a rule.",
        "The rule protects the person.",
    )

    def default_routes(self) -> tuple[Route, ...]:
        deciding = frozenset({whoever_may(Permission.OVERRIDE_RULES)})
        return (Route(self.kind, (Step("Override", deciding),), expires_after=self.answer_within),)

    def facts_of(self, request: Request) -> Mapping[str, Fact]:
        return {}

    def may_be_automatic(self, request: Request) -> bool:
        return False

    def findings(self, requests: Sequence[Request]) -> Mapping[UUID, Finding]:
        """Of edits as for every kind; of publications the hardest of the rules that were named when it was asked."""
        publications = [row for row in requests if "publish" in row.payload]
        found = dict(super().findings([row for row in requests if "publish" not in row.payload]))
        standing = _standing_drafts(publications)
        for row in publications:
            found[row.pk] = _publication_finding(row, standing)
        return found

    def impact(self, request: Request, choice: Chosen = NOTHING_CHOSEN) -> Impact:
        if "publish" in request.payload:
            return _publication_impact(request)
        return super().impact(request, choice)

    def apply(self, request: Request, actor: User | None, said: Said) -> dict[str, Any]:
        known = [violation_of(each) for each in request.payload["broken"]]
        reason = request.note
        if "publish" not in request.payload:
            return apply_request(request, actor, said, reason=reason, known=known)
        asked = request.payload["publish"]
        approval = Approval(
            request.pk,
            one_line(f"Approved request. {said.reason or reason}")[:LONGEST_REASON],
            (*known, *seen_in(said)),
            TAKE_BACK,
        )
        try:
            done = publish_approved(
                actor=actor or request.asked_by,
                center=request.center,
                day=date.fromisoformat(asked["starts_on"]),
                selection=[UUID(each) for each in asked["selection"]],
                with_base=asked["with_base"],
                approval=approval,
            )
        except (SelectionChanged, PeriodStateError) as error:
            raise CannotApply(f"{error} Ask again for what stands now.") from error
        except PublishRefused as error:
            raise CannotApply(refusal_words(error)) from error
        return {"published": done.version}

    def revert(self, request: Request, effect: dict[str, Any], actor: User) -> None:
        if "published" in effect:
            raise CannotApply("It is published, and stays so. Make a reverse change instead.")
        super().revert(request, effect, actor)

    def short_together(self, requests: Sequence[Request]) -> set[UUID]:
        return set(super().short_together([row for row in requests if "publish" not in row.payload]))


def _standing_drafts(requests: Sequence[Request]) -> set[str]:
    """Which of the changes to be published are still drafts; a query per period."""
    periods = {(row.center, date.fromisoformat(row.payload["publish"]["starts_on"])) for row in requests}
    return {
        str(each.adjustment_id)
        for center, starts_on in periods
        for each in draft_changes(center, *dates_of_period(center, starts_on))
    }


def _publication_finding(request: Request, standing: set[str]) -> Finding:
    if set(request.payload["publish"]["selection"]) - standing:
        return Finding("The draft changed since this was asked", "Ask again.", "bad", is_stale=True)
    broken = sorted(
        (violation_of(each) for each in request.payload["broken"]), key=lambda each: -each.level.rank
    )
    return rule_finding(broken[0], LocalClock(request.center.time_zone))


def _publication_impact(request: Request) -> Impact:
    asked = request.payload["publish"]
    starts_on = date.fromisoformat(asked["starts_on"])
    try:
        listed = publish_list(
            request.center,
            starts_on,
            selection=[UUID(each) for each in asked["selection"]],
            with_base=asked["with_base"],
        )
    except SelectionChanged:
        return Impact(
            finding=Finding("The draft changed since this was asked", "Ask again.", "bad", is_stale=True),
            approve="Override and publish",
        )
    clock = LocalClock(request.center.time_zone)
    named = {each.person for each in listed.violations}
    people = Person.objects.filter(center=request.center, pk__in=cast("set[UUID]", named))
    names: dict[Any, str] = {person.pk: str(person) for person in people}
    broken = sorted(listed.violations, key=lambda each: -each.level.rank)
    finding = (
        rule_finding(broken[0], clock) if broken else Finding("No rule stands against it any more", "", "ok")
    )
    return Impact(
        finding=finding,
        approve="Override and publish",
        checks=tuple(check_of(each, names.get(each.person, ""), clock) for each in broken)
        or (Check("No rule is newly broken"),),
        aside=(_publication_facts(listed),),
        saw={
            "finding": finding.title,
            "version": listed.version,
            "broken": [violation_as_json(each) for each in broken],
            "people": len(listed.people),
        },
    )


def _publication_facts(listed: PublishList) -> Facts:
    pairs = (
        ("Changes", str(len(listed.changes))),
        ("People who see another roster", str(len(listed.people))),
    )
    dates = dates_words(listed.period.starts_on, listed.period.ends_before)
    return Facts("What is published", pairs, f"Of the period {dates}.")
