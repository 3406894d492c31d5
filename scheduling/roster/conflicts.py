"""Conflicts: what others changed since an editor's base version, on the same person and overlapping minutes.

Others' adjustments count, and changes of the base that changed what it says in those minutes. What becomes of a
conflict is decided in `domain/`; pages put them in words in `scheduling/board/conflicts.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from scheduling.adjustments.models import Adjustment
from scheduling.roster.domain.conflicts import Seen, Stretch, base_differences, base_of
from scheduling.roster.domain.editing import Decision
from scheduling.roster.domain.inputs import PersonInput
from scheduling.roster.models import Edit
from scheduling.roster.selectors import Roster
from scheduling.time.interval import Interval, minute_of, union
from scheduling.time.segment import Duty
from staff.centers.models import Center, Event
from staff.people.models import User

_OF_ADJUSTMENTS = ("roster.", "proposal.", "period.")
"""Events of these kinds change no base; any other kind may, so that a new one is never missed."""


class EditRefused(Exception):
    """Nothing was stored: another planner's version touched the same minutes and the strategy gives way to it."""

    def __init__(self, conflicts: Sequence[Conflict], *, asks: bool) -> None:
        super().__init__("Another planner changed the same minutes since.")
        self.conflicts = tuple(conflicts)
        self.asks = asks


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else changed of a person since the editor's base version, and what came of the edit.

    `is_base` says that contract, pattern, shift type, holiday or employment changed, not an adjustment.
    """

    person_id: UUID
    day: date
    version: int
    decision: Decision
    before: Seen
    theirs: Seen
    mine: Seen
    is_base: bool = False

    def as_json(self) -> dict[str, Any]:
        """For answers and the event; minutes and ids as JSON knows them."""
        return {
            "person": str(self.person_id),
            "day": self.day.isoformat(),
            "version": self.version,
            "decision": self.decision.value,
            "is_base": self.is_base,
            "before": [_as_json(each) for each in self.before],
            "theirs": [_as_json(each) for each in self.theirs],
            "mine": [_as_json(each) for each in self.mine],
        }


@dataclass(frozen=True, slots=True)
class Met:
    """The latest version that met an edit, in which of its minutes, and whether it changed the base."""

    version: int
    minutes: tuple[Interval, ...]
    is_base: bool


class ChangesSince:
    """What others did to some people from after one version up to another.

    Adjustments are read once. The base is compared only when something happened that can change it, so that the
    common edit costs one query more and no second roster. `load` reads the working roster of the same people and
    dates at a version; `known` is one that was read already.
    """

    def __init__(
        self,
        center: Center,
        version: int,
        until: int,
        people: Collection[UUID],
        *,
        load: Callable[[int], Roster],
        known: Roster | None = None,
        but_not: User | None = None,
    ) -> None:
        self._version, self._until, self._load, self._but_not = version, until, load, but_not
        self._rosters = {known.version: known} if known else {}
        self._bases: dict[tuple[int, UUID], tuple[Duty, ...]] = {}
        self._differences: dict[UUID, tuple[Interval, ...]] = {}
        self._adjusted: dict[UUID, list[tuple[Interval, int]]] = {}
        self._events: list[tuple[int, Any]] = []
        if until > version:
            self._adjusted = touched_since(center, version, people, but_not=but_not)
            self._events = _base_events(center, version, until)

    def may_touch(self, person_id: UUID) -> bool:
        """False when nothing can have changed for this person: then nothing more is read."""
        return person_id in self._adjusted or bool(self._events)

    @property
    def before(self) -> Roster:
        """The roster as the editor saw it; read once, when first asked for."""
        return self._at(self._version)

    def met(self, person_id: UUID, mine: Iterable[Interval]) -> Met | None:
        """The others' changes in one's own minutes."""
        mine = union(mine)
        adjusted = [
            (both, version)
            for theirs, version in self._adjusted.get(person_id, ())
            for own in mine
            if (both := theirs.intersection(own))
        ]
        based = [
            both
            for theirs in self._base_differences(person_id)
            for own in mine
            if (both := theirs.intersection(own))
        ]
        versions = [(version, False) for _, version in adjusted]
        base_version = self._version_of(person_id, based) if based else None
        if base_version is None:
            based = []
        else:
            versions.append((base_version, True))
        if not versions:
            return None
        version, is_base = max(versions)
        return Met(version, union([*(both for both, _ in adjusted), *based]), is_base)

    def _at(self, version: int) -> Roster:
        if version not in self._rosters:
            self._rosters[version] = self._load(version)
        return self._rosters[version]

    def _base(self, version: int, person_id: UUID) -> tuple[Duty, ...]:
        key = (version, person_id)
        if key not in self._bases:
            roster = self._at(version)
            self._bases[key] = base_of(person_in(roster, person_id), roster.input, roster.input.span)
        return self._bases[key]

    def _base_differences(self, person_id: UUID) -> tuple[Interval, ...]:
        if not self._events:
            return ()
        if person_id not in self._differences:
            before, now = (self._base(version, person_id) for version in (self._version, self._until))
            self._differences[person_id] = base_differences(before, now)
        return self._differences[person_id]

    def _version_of(self, person_id: UUID, minutes: Sequence[Interval]) -> int | None:
        """The latest version of somebody else that made the base something else in some minutes; None without one."""
        events = self._events
        while events:
            high = self._last_change(person_id, minutes, events)
            if high is None:
                return None
            version, actor_id = events[high]
            if self._but_not is None or actor_id != self._but_not.pk:
                return version
            events = events[:high]
        return None

    def _last_change(
        self, person_id: UUID, minutes: Sequence[Interval], events: Sequence[tuple[int, Any]]
    ) -> int | None:
        """Which of the events made the base what it was after the last of them; found by halving."""
        after = self._base(self._until if events is self._events else events[-1][0], person_id)

        def differs(version: int) -> bool:
            differing = base_differences(self._base(version, person_id), after)
            return any(each.overlaps(own) for each in differing for own in minutes)

        if not differs(self._version):
            return None
        low, high = -1, len(events) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if differs(events[middle][0]):
                low = middle
            else:
                high = middle
        return high


def person_in(roster: Roster, person_id: UUID) -> PersonInput | None:
    """Somebody's rows on a roster; None for who is not employed around its dates."""
    return next((person for person in roster.input.people if person.key == person_id), None)


def touched_since(
    center: Center, version: int, people: Iterable[UUID], *, but_not: User | None = None
) -> dict[UUID, list[tuple[Interval, int]]]:
    """Minutes of people that versions after one added or revoked adjustments in, with the version that did.

    `but_not` leaves out a planner's own versions: nobody conflicts with themselves.
    """
    rows = Adjustment.objects.filter(center=center, person_id__in=list(people))
    rows = rows.filter(from_version__gt=version) | rows.filter(until_version__gt=version)
    own: set[int | None] = set()
    if but_not is not None:
        own = set(
            Edit.objects.filter(center=center, actor=but_not, version__gt=version).values_list(
                "version", flat=True
            )
        )
    found: dict[UUID, list[tuple[Interval, int]]] = {}
    for person_id, starts_at, ends_at, first, last in rows.values_list(
        "person_id", "starts_at", "ends_at", "from_version", "until_version"
    ):
        for changed in (first, last):
            if changed is not None and changed > version and changed not in own:
                interval = Interval(minute_of(starts_at), minute_of(ends_at))
                found.setdefault(person_id, []).append((interval, changed))
    return found


def _base_events(center: Center, after: int, until: int) -> list[tuple[int, Any]]:
    """Versions that can have changed a base, with their actors, in order; one query."""
    others = Q()
    for kind in _OF_ADJUSTMENTS:
        others |= Q(kind__startswith=kind)
    events = Event.objects.filter(center=center, version__gt=after, version__lte=until).exclude(others)
    return list(events.order_by("version").values_list("version", "actor_id"))


def _as_json(stretch: Stretch) -> dict[str, Any]:
    return {
        "start": stretch.start,
        "end": stretch.end,
        "absence": stretch.absence,
        "shift_type": str(stretch.shift_type) if stretch.shift_type is not None else None,
        "position": str(stretch.position) if stretch.position is not None else None,
        "console": stretch.console,
        "pay": stretch.pay.value if stretch.pay else None,
        "is_break": stretch.is_break,
    }


def stretch_from_json(data: dict[str, Any]) -> Stretch:
    """Times and kind of what a stored conflict names: enough to put it in words."""
    return Stretch(data["start"], data["end"], data["absence"], is_break=data.get("is_break", False))
