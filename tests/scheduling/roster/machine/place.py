"""The worlds that the machine plays in: three people at a center, in the database and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from scheduling.coverage.models import Position
from scheduling.patterns.models import ShiftType
from staff.centers.clock import current_version, tick
from staff.centers.models import Center
from staff.people.models import Person, Role, User
from staff.skills.models import Skill
from tests.factories import (
    make_center,
    make_contract,
    make_pattern,
    make_person,
    make_position,
    make_rule_limits,
    make_shift_type,
    make_skill,
    make_user,
)
from tests.support.oracle.ledger import Terms
from tests.support.oracle.painting import Base, Contract, Hours, State, World

PEOPLE = ("pat", "kim", "lee")
PLANNERS = st.sampled_from(("dana", "sam", "dana", "sam", "ada"))
"""Dana and Sam supervise; Ada is an admin, for whom past days stay open. None of them changes what the office does."""

HOURS = {
    "D": Hours(time(6), time(18), 30),
    "N": Hours(time(18), time(6)),
    "S": Hours(time(15), time(1), 45),
    "L": Hours(time(0, 30), time(2, 45)),
}
OTHER_HOURS = (Hours(time(7), time(19), 30), Hours(time(19), time(7), 60), Hours(time(1, 30), time(2, 30)))
CYCLES: dict[str, tuple[str | None, ...]] = {"first": ("D", "N", None), "second": ("N", None, "S")}
OTHER_CYCLES = (("D",), ("S", "N"), ("N", "L", None), (None,))
LIMITS = {"block": 480, "approval": 600, "warn": 660, "inform": 720}
WALL_TIMES = (time(0, 30), time(1, 30), time(2, 15), time(6), time(12), time(18), time(20))
EVER = (date(2026, 1, 4), date.max)
PLACES = (
    # The hour that comes twice, the hour that is skipped, and half an hour that comes twice.
    ("America/New_York", date(2026, 11, 1)),
    ("America/New_York", date(2026, 3, 8)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
)


@dataclass(frozen=True)
class Place:
    """A center in the database and the same on paper. A period begins on `day`, on which the clocks change."""

    center: Center
    day: date
    world: World
    start: State
    version: int
    people: dict[str, Person]
    users: dict[str, User]
    hours: dict[str, ShiftType]
    position: Position
    skill: Skill

    @property
    def names(self) -> dict[Any, str]:
        return {person.pk: name for name, person in self.people.items()}

    @property
    def codes(self) -> dict[Any, str]:
        return {row.entity_id: code for code, row in self.hours.items()}


def make_place(zone: str, day: date) -> Place:
    """Three people: one on each of two patterns, one whom only edits give duty."""
    name = f"{zone} {day}"
    anchor = day - timedelta(days=7 * 8)
    center = make_center(name, time_zone=zone, pattern_anchor=anchor, first_period_on=anchor, period_days=7)
    world = World(zone, day - timedelta(days=3), day + timedelta(days=6), anchor, 7, PEOPLE)
    contracts = {
        "pat": (Contract("first", 0, day - timedelta(days=1), day + timedelta(days=2)),),
        "kim": (Contract("second", 1, day - timedelta(days=1), day + timedelta(days=2)),),
        "lee": (),
    }
    skill = make_skill(center)
    users = {
        user: make_user(f"{user}@{center.slug}.example", center=center, role=role)
        for user, role in {
            "dana": Role.SUPERVISOR,
            "sam": Role.SUPERVISOR,
            "ada": Role.ADMIN,
            "office": Role.ADMIN,
        }.items()
    }
    with tick(actor=None, center_id=center.pk, kind="test_setup") as opened:
        position = make_position(center, skill=skill, opened=opened)
        hours = {
            code: make_shift_type(
                center,
                code,
                f"{each.starts:%H:%M}",
                f"{each.ends:%H:%M}",
                unpaid_break_minutes=each.unpaid_break,
                opened=opened,
            )
            for code, each in HOURS.items()
        }
        patterns = {
            name: make_pattern(
                center, " ".join(code or "." for code in cycle), shift_types=hours, name=name, opened=opened
            )
            for name, cycle in CYCLES.items()
        }
        people = {name: make_person(center, name, role=Role.EMPLOYEE, opened=opened) for name in PEOPLE}
        for name, rows in contracts.items():
            for row in rows:
                make_contract(
                    people[name],
                    patterns[row.pattern],
                    offset_days=row.offset,
                    starts_on=row.first,
                    ends_before=row.before,
                    opened=opened,
                )
        make_rule_limits(center, "minimum_rest", opened=opened, **LIMITS)
    start = State(Base(HOURS, CYCLES, contracts), dict.fromkeys(PEOPLE, EVER))
    return Place(center, day, world, start, current_version(center.pk), people, users, hours, position, skill)


TERMS = st.builds(
    Terms,
    actor=PLANNERS,
    base_version=st.sampled_from((0, 0, 0, 1, 2, 4)),
    publishes=st.sampled_from((False, False, False, True)),
    reason=st.sampled_from(("Agreed.", "Agreed.", "")),
    accepts_warnings=st.sampled_from((True, True, False)),
)
"""How something is done; `base_version` is how many versions ago it was seen."""
