"""The people of the tests: who may do what is known by name, so that a test needs no explanation.

At Norfield (New York time): Dana and Sam supervise, Cal is a dispatcher and trains Max, Ada is the admin, and
a robot reads over the API. Olga supervises Southmere (Chicago time), the other center. Rows are made by
tests/factories/.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from scheduling.coverage.models import Position, Requirement
from scheduling.patterns.models import Pattern, ShiftType
from staff.centers.clock import Tick, tick
from staff.centers.models import Center
from staff.people.models import BargainingUnit, Department, Group, Job, Person, Role, User
from staff.skills.models import Skill, SkillKind
from tests.factories import (
    make_center,
    make_contract,
    make_pattern,
    make_person,
    make_position,
    make_requirement,
    make_shift_type,
    make_skill,
    make_trainer_pair,
    make_user,
)

SHIFT_TYPES = {
    "D": ("Day", "06:00", "18:00"),
    "N": ("Night", "18:00", "06:00"),
    "S": ("Swing", "15:00", "01:00"),
    "E": ("Early ten", "05:00", "15:00"),
}
PATTERNS = {
    "Pitman days": "D D . . D D D . . D D . . .",
    "Pitman nights": "N N . . N N N . . N N . . .",
    "4x10 swing": "S S S S . . .",
    "4x10 early": "E E E E . . .",
}
SKILLS = {
    "SUP": "Shift supervisor",
    "PD": "Police radio",
    "FD": "Fire and EMS radio",
    "CT": "Call-taking",
    "CTO": "Communications training officer",
}
POSITIONS = {"Shift supervisor": "SUP", "Police radio": "PD", "Fire and EMS radio": "FD", "Call-taking": "CT"}


@dataclass
class Cast:
    """Persons by name (their account is `.user`, password PASSWORD) and what surrounds them at Norfield.

    On 2026-12-06, a Sunday and day 0 of the patterns, Dana, Cal and Max work D and Sam works N.
    """

    norfield: Center
    southmere: Center
    dana: Person
    sam: Person
    cal: Person
    max: Person
    ada: Person
    olga: Person
    robot: User
    shift_types: dict[str, ShiftType] = field(default_factory=dict)
    patterns: dict[str, Pattern] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    requirements: list[Requirement] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    unit: BargainingUnit | None = None


def make_cast() -> Cast:
    """Write everybody, each center in one version after its settings."""
    norfield = make_center("Norfield", time_zone="America/New_York")
    southmere = make_center("Southmere", time_zone="America/Chicago")
    skills = {
        code: make_skill(
            norfield, code, name=name, kind=SkillKind.TRAINER if code == "CTO" else SkillKind.POSITION
        )
        for code, name in SKILLS.items()
    }
    groups = {
        name: Group.objects.create(center=norfield, name=name, rank=rank)
        for rank, name in enumerate(["A Squad", "B Squad"])
    }
    department = Department.objects.create(center=norfield, name="Operations")
    unit = BargainingUnit.objects.create(center=norfield, name="Telecommunicators")
    with tick(actor=None, center_id=norfield.pk, kind="test_setup") as opened:
        shift_types, patterns = _shifts(norfield, opened)
        positions = {
            name: make_position(norfield, name, skill=skills[code], priority=rank, opened=opened)
            for rank, (name, code) in enumerate(POSITIONS.items(), start=1)
        }
        requirements = [
            make_requirement(positions["Shift supervisor"], day, "00:00", "00:00", opened=opened)
            for day in range(7)
        ]
        requirements += [
            make_requirement(positions["Call-taking"], day, minimum=1, target=2, maximum=4, opened=opened)
            for day in range(7)
        ]
        requirements += [
            make_requirement(skills["CTO"], day, "06:00", "18:00", opened=opened) for day in range(5)
        ]

        def member(first_name: str, last_name: str, number: str, codes: str, **fields: object) -> Person:
            return make_person(
                norfield,
                first_name,
                last_name=last_name,
                number=number,
                skills=tuple(skills[code] for code in codes.split()),
                department=department,
                bargaining_unit=unit,
                opened=opened,
                **fields,  # type: ignore[arg-type]
            )

        a_squad, b_squad = groups["A Squad"], groups["B Squad"]
        dana = member(
            "Dana", "Kestrel", "1001", "SUP PD FD CT", job=Job.SUPERVISOR, role=Role.SUPERVISOR, group=a_squad
        )
        sam = member(
            "Sam", "Rowntree", "1002", "SUP CT", job=Job.SUPERVISOR, role=Role.SUPERVISOR, group=b_squad
        )
        cal = member("Cal", "Merrow", "1003", "PD FD CT CTO", role=Role.EMPLOYEE, group=a_squad)
        max_ = member("Max", "Tiernan", "1004", "", job=Job.TRAINEE, role=Role.EMPLOYEE, group=a_squad)
        ada = member("Ada", "Ybarra", "1005", "", job=Job.SUPERVISOR, role=Role.ADMIN)
        for person, pattern in {dana: "Pitman days", sam: "Pitman nights", cal: "Pitman days"}.items():
            make_contract(person, patterns[pattern], opened=opened)
        make_contract(max_, patterns["Pitman days"], opened=opened)
        make_trainer_pair(max_, cal, opened=opened)
    # Same number as Dana: numbers are unique within a center only.
    with tick(actor=None, center_id=southmere.pk, kind="test_setup") as opened:
        skill = make_skill(southmere, "CT", name="Call-taking")
        make_position(southmere, "Call-taking", skill=skill, opened=opened)
        shifts = {"D": make_shift_type(southmere, "D", opened=opened)}
        pattern = make_pattern(southmere, shift_types=shifts, opened=opened)
        olga = make_person(
            southmere,
            "Olga",
            last_name="Kowal",
            number="1001",
            job=Job.SUPERVISOR,
            role=Role.SUPERVISOR,
            skills=(skill,),
            opened=opened,
        )
        make_contract(olga, pattern, opened=opened)
    robot = make_user("robot@norfield.example", center=norfield, role=Role.API_CLIENT)
    return Cast(
        norfield,
        southmere,
        dana,
        sam,
        cal,
        max_,
        ada,
        olga,
        robot,
        shift_types=shift_types,
        patterns=patterns,
        skills=skills,
        positions=positions,
        requirements=requirements,
        groups=groups,
        unit=unit,
    )


def _shifts(center: Center, opened: Tick) -> tuple[dict[str, ShiftType], dict[str, Pattern]]:
    shift_types = {
        code: make_shift_type(center, code, start, end, name=name, opened=opened)
        for code, (name, start, end) in SHIFT_TYPES.items()
    }
    patterns = {
        name: make_pattern(center, cycle, shift_types=shift_types, name=name, opened=opened)
        for name, cycle in PATTERNS.items()
    }
    return shift_types, patterns


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, written into the test's database."""
    return make_cast()
