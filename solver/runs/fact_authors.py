"""Who set a fact that stands against a minimum, and when: from the rows and events that a run was computed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from scheduling.adjustments.models import Adjustment
from scheduling.coverage.models import Requirement, RequirementOverride
from scheduling.rules.registry import RULES
from scheduling.time.interval import minute_of, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.words import date_words, month_day
from solver.adapter.keys import duty_reference
from solver.runs.models import Run
from staff.centers.models import Event
from staff.people.models import User
from staff.skills.models import Certification

SUCH_AUTHORS = 2


def authors_of(run: Run, account: Mapping[str, Any]) -> dict[int, str]:
    """A sentence per fact, by its place in the account; facts without any row behind them have fixed words."""
    reader = _Reader(run, account)
    return {n: reader.words(fact) for n, fact in enumerate(account["facts"])}


class _Reader:
    def __init__(self, run: Run, account: Mapping[str, Any]) -> None:
        self._run, self._account = run, account
        self._clock = LocalClock(run.center.time_zone)
        self._today = run.starts_on

    def words(self, fact: Mapping[str, Any]) -> str:
        kind = fact["kind"]
        if kind == "minimum":
            return self._minimum()
        if kind in {"absence", "keep_off"}:
            said = self._adjustments([UUID(row["id"]) for row in fact["people"]], kind)
            return f"{said}, always kept" if kind == "absence" else said
        if kind in {"kept_pinned", "kept_published"}:
            return self._duty(fact["duty"])
        if kind == "valid_certification":
            return self._certificates([UUID(row["id"]) for row in fact["people"]])
        if kind in RULES:
            return f"Rule “{RULES[kind].label}”, set in the admin"
        return {
            "trained": "Valid certificates of people employed here",
            "no_shift": "Shift types are set in the admin",
            "not_employed": "Dates of employment",
            "settled": "Days gone or locked, or duty outside these dates",
            "kept_pattern": "Base contracts, kept by the setup",
            "pattern": "They work patterns, and the setup allows no overtime",
            "weekly_minutes": "Weekly hours of their contracts, and the setup allows no overtime",
        }.get(kind, "")

    def _minimum(self) -> str:
        kind, _, of = self._account["requirement"].partition(":")
        field = "position__entity_id" if kind == "seats" else "skill_id"
        on = self._clock.date_of(self._account["start"])
        at = self._run.base_version
        rows = {"center": self._run.center, "kind": kind, field: UUID(of)}
        dated = RequirementOverride.objects.as_of(at).filter(**rows, on=on).order_by("starts_at").first()
        if dated is not None:
            return f"Override “{dated.reason}”, {self._set_by([dated.from_version])}"
        weekly = Requirement.objects.as_of(at).filter(**rows, weekday=on.weekday()).first()
        return "" if weekly is None else f"Weekly minimum, {self._set_by([weekly.from_version])}"

    def _adjustments(self, people: list[UUID], kind: str) -> str:
        paint = "absence" if kind == "absence" else "off"
        rows = Adjustment.objects.as_of(self._run.base_version).filter(
            center=self._run.center,
            person__in=people,
            paint=paint,
            starts_at__lt=moment_of(self._account["end"]),
            ends_at__gt=moment_of(self._account["start"]),
        )
        said = self._set_by(rows.values_list("from_version", flat=True))
        return f"Recorded: {said}" if said else ""

    def _duty(self, duty: Iterable[Mapping[str, Any]]) -> str:
        references = [duty_reference(row["key"]) for row in duty]
        rows = [reference.row for reference in references if reference.layer != 1]
        versions = Adjustment.objects.filter(pk__in=rows).values_list("from_version", flat=True)
        said = self._set_by(versions)
        if not said:
            return "By pattern, kept by the setup"
        return f"{said[0].upper()}{said[1:]}, kept by the setup"

    def _certificates(self, people: list[UUID]) -> str:
        rows = Certification.objects.as_of(self._run.base_version).filter(
            person__in=people, expires_on__isnull=False, expires_on__lt=self._last_day()
        )
        ends = rows.order_by("-expires_on").values_list("expires_on", flat=True).first()
        return "Certificates are dated" if ends is None else f"Valid through {month_day(ends)}"

    def _last_day(self) -> date:
        return self._clock.date_of(self._account["end"])

    def _set_by(self, versions: Iterable[int]) -> str:
        """ "set by Mika Thorne on Thu Jul 2"; two at most, the rest is counted."""
        events = Event.objects.filter(center=self._run.center, version__in=set(versions))
        found = events.select_related("actor__person").order_by("version")
        said = list(dict.fromkeys(f"{_name(event.actor)} on {self._day(event)}" for event in found))
        if not said:
            return ""
        more = f" and {len(said) - SUCH_AUTHORS} more" if len(said) > SUCH_AUTHORS else ""
        return f"set by {' and '.join(said[:SUCH_AUTHORS])}{more}"

    def _day(self, event: Event) -> str:
        at = event.recorded_at.replace(second=0, microsecond=0)
        return date_words(self._clock.date_of(minute_of(at)), self._today)


def _name(user: User | None) -> str:
    if user is None:
        return "the system"
    person = getattr(user, "person", None)
    return str(user) if person is None else f"{person.first_name} {person.last_name}"
