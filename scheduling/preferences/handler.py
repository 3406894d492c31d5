"""Requests for a change of preferences: dated wishes and standing preferences are written when approved.

No roster is computed from preferences, so there is nothing to run rules on; the solver prices them in its next run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from approvals.audiences import whoever_may
from approvals.domain.routing import Fact, Route, Step
from approvals.history import history_facts
from approvals.impact import NOTHING_CHOSEN, Chosen, Facts, Finding, Impact
from approvals.models import Request
from approvals.registry import CannotApply, Handler, Kind, Said
from scheduling.preferences.forms import PreferenceForm
from scheduling.preferences.words import dated_words, standing_words
from scheduling.time.words import count_words
from staff.people.models import GroupMembership, User
from staff.permissions import Permission
from staff.preferences.models import StandingPreference, Wish

ANSWER_WITHIN = timedelta(days=14)


class PreferenceHandler(Handler):
    kind = Kind.PREFERENCE
    label = "Change of preferences"
    size_unit = "points, 1 to 5"
    icon = "user"
    facts = ("is_ending",)
    deny_reasons = ("Too many of the group ask for the same.", "The floor can\u2019t be staffed this way.")
    form = PreferenceForm
    form_template = "scheduling/preferences/_form.html"

    def default_routes(self) -> tuple[Route, ...]:
        deciding = frozenset({whoever_may(Permission.DECIDE_REQUESTS)})
        return (Route(self.kind, (Step("Supervisor", deciding),), expires_after=ANSWER_WITHIN),)

    def facts_of(self, request: Request) -> Mapping[str, Fact]:
        return {"is_ending": "end" in request.payload}

    def sentence(self, request: Request) -> str:
        payload = request.payload
        if "wish" in payload:
            wish = payload["wish"]
            words = dated_words(wish["kind"], date.fromisoformat(wish["on"]), wish["shift_code"])
        elif "standing" in payload:
            words = _standing(payload["standing"])
        else:
            return f"Ends: {payload['words']}"
        return f"{words}, {request.size} of 5"

    def findings(self, requests: Sequence[Request]) -> Mapping[UUID, Finding]:
        """How many others of the person's group would like the same; three queries for any number of requests."""
        alike = _alike(requests)
        groups = _groups({row.person_id for row in requests}.union(*alike.values()))
        found = {}
        for row in requests:
            group = groups.get(row.person_id)
            others = [
                person
                for person in alike.get(_what(row), ())
                if person != row.person_id and group is not None and groups.get(person) == group
            ]
            found[row.pk] = _finding(row, len(others))
        return found

    def impact(self, request: Request, choice: Chosen = NOTHING_CHOSEN) -> Impact:
        """What the person has asked for so far, and how that was answered; coverage does not change by it."""
        finding = self.findings([request])[request.pk]
        return Impact(
            finding=finding,
            approve="End preference" if "end" in request.payload else "Approve preference",
            aside=(_standing_facts(request), history_facts(request)),
            saw={"finding": finding.title},
        )

    def apply(self, request: Request, actor: User | None, said: Said) -> dict[str, Any]:
        payload = request.payload
        if "wish" in payload:
            wish = payload["wish"]
            key = {
                "person_id": request.person_id,
                "kind": wish["kind"],
                "on": wish["on"],
                "shift_code": wish["shift_code"],
            }
            if Wish.objects.filter(**key).exists():
                raise CannotApply("This wish stands already.")
            row = Wish.objects.create(center_id=request.center_id, weight=wish["weight"], **key)
            return {"wish": str(row.pk)}
        today = timezone.localdate(timezone=request.center.zone)
        if "standing" in payload:
            standing = StandingPreference.objects.create(
                center_id=request.center_id,
                person_id=request.person_id,
                starts_on=today,
                **payload["standing"],
            )
            return {"standing": str(standing.pk)}
        return self._end(request, today)

    def _end(self, request: Request, today: date) -> dict[str, Any]:
        row = (
            StandingPreference.objects.select_for_update()
            .filter(pk=request.payload["end"], person_id=request.person_id)
            .exclude(ends_before__lte=today)
            .first()
        )
        if row is None:
            raise CannotApply("This preference has ended already.")
        before = row.ends_before.isoformat() if row.ends_before else None
        # One that would have begun today or later has never held: its last day is its first.
        row.ends_before = max(today, row.starts_on + timedelta(days=1))
        row.save(update_fields=["ends_before"])
        return {"ended": str(row.pk), "before": before}

    def revert(self, request: Request, effect: dict[str, Any], actor: User) -> None:
        if "wish" in effect:
            Wish.objects.filter(pk=effect["wish"]).delete()
        elif "standing" in effect:
            StandingPreference.objects.filter(pk=effect["standing"]).delete()
        else:
            StandingPreference.objects.filter(pk=effect["ended"]).update(ends_before=effect["before"])


def _alike(requests: Sequence[Request]) -> dict[Any, set[UUID]]:
    """Who has each preference that stands or wish of the dates asked for."""
    centers = {row.center_id for row in requests}
    people: dict[Any, set[UUID]] = defaultdict(set)
    standing = StandingPreference.objects.filter(center_id__in=centers)
    for each in standing.exclude(ends_before__lte=timezone.now().date()):
        people[each.kind, tuple(each.weekdays), each.shift_code, each.part].add(each.person_id)
    dates = [row.payload["wish"]["on"] for row in requests if "wish" in row.payload]
    for wish in Wish.objects.filter(center_id__in=centers, on__in=dates):
        people[wish.kind, wish.on.isoformat(), wish.shift_code].add(wish.person_id)
    return people


def _standing(fields: Mapping[str, Any]) -> str:
    return standing_words(fields["kind"], fields["weekdays"], fields["shift_code"], fields["part"])


def _what(request: Request) -> Any:
    """What makes two preferences the same."""
    if "wish" in request.payload:
        wish = request.payload["wish"]
        return wish["kind"], wish["on"], wish["shift_code"]
    if "standing" in request.payload:
        standing = request.payload["standing"]
        return standing["kind"], tuple(standing["weekdays"]), standing["shift_code"], standing["part"]
    return None


def _finding(request: Request, others: int) -> Finding:
    if "end" in request.payload:
        return Finding("Makes rosters easier", "One preference less to weigh.", "ok")
    if not others:
        return Finding(
            "Nobody else of the group asks for this", "It is weighed in the next generated roster.", "ok"
        )
    title = f"{count_words(others, 'other')} of the group would like the same"
    return Finding(title, "The more people ask for the same, the fewer get it.", "warn")


def _groups(people: Any) -> dict[UUID, UUID]:
    """The group of each person now."""
    today = timezone.now().date()
    rows = GroupMembership.objects.current().filter(person_id__in=list(people), starts_on__lte=today)
    return dict(rows.exclude(ends_before__lte=today).values_list("person_id", "group_id"))


def _standing_facts(request: Request) -> Facts:
    today = timezone.localdate(timezone=request.center.zone)
    rows = StandingPreference.objects.filter(person_id=request.person_id).exclude(ends_before__lte=today)
    pairs = tuple(
        (standing_words(row.kind, row.weekdays, row.shift_code, row.part), f"{row.weight} of 5")
        for row in rows
    )
    wishes = Wish.objects.filter(person_id=request.person_id, on__gte=today).count()
    return Facts("Preferences now", pairs, f"{count_words(wishes, 'dated wish', 'dated wishes')} ahead.")
