"""Users, persons with their employment, skills, certifications, crews, pairs and wishes."""

from __future__ import annotations

from datetime import date
from itertools import count

from staff.centers.clock import Tick, tick
from staff.centers.models import Center
from staff.people.models import Employment, Group, GroupMembership, Job, Person, Role, RoleAssignment, User
from staff.preferences.models import Wish, WishKind
from staff.skills.models import Certification, Skill, SkillKind, TrainerPair
from tests.factories.centers import ANCHOR, write

PASSWORD = "correct-horse-battery"

_numbers = count(7001)


def make_user(
    email: str, *, center: Center | None = None, role: Role | str | None = None, password: str = PASSWORD
) -> User:
    """An account, with a role at a center where one is named."""
    user = User.objects.create_user(email, password)
    if center is not None and role is not None:
        RoleAssignment.objects.create(user=user, center=center, role=role)
    return user


def make_person(
    center: Center,
    first_name: str = "Pat",
    *,
    last_name: str = "Kestrel",
    number: str | None = None,
    job: Job | str = Job.DISPATCHER,
    staff_type: str = "regular",
    starts_on: date = ANCHOR,
    ends_before: date | None = None,
    role: Role | str | None = None,
    skills: tuple[Skill, ...] = (),
    group: Group | None = None,
    opened: Tick | None = None,
    **fields: object,
) -> Person:
    """An employed person with skills held for good; with a role also an account (password PASSWORD)."""
    number = number or str(next(_numbers))
    email = f"{first_name}.{number}@{center.slug}.example".lower()
    values: dict[str, object] = {"hired_on": starts_on, "seniority_on": starts_on, "email": email}
    if role is not None:
        values["user"] = make_user(email, center=center, role=role)
    person = Person.objects.create(
        center=center, number=number, first_name=first_name, last_name=last_name, **(values | fields)
    )
    employment = Employment(
        center=center,
        person=person,
        job=job,
        staff_type=staff_type,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    write(employment, opened=opened)
    for skill in skills:
        make_certification(person, skill, opened=opened)
    if group is not None:
        make_membership(person, group, opened=opened)
    return person


def deactivate(person: Person, *, on: date) -> Employment:
    """End the current employment before a date."""
    with tick(actor=None, center_id=person.center_id, kind="test_setup") as opened:
        old = Employment.objects.current().get(person=person)
        new = Employment(
            person=person, job=old.job, staff_type=old.staff_type, starts_on=old.starts_on, ends_before=on
        )
        return opened.replace(old, new)


def make_skill(
    center: Center, code: str = "CT", *, name: str = "", kind: SkillKind = SkillKind.POSITION
) -> Skill:
    return Skill.objects.create(center=center, code=code, name=name or code, kind=kind)


def make_certification(
    person: Person,
    skill: Skill,
    *,
    granted_on: date = ANCHOR,
    expires_on: date | None = None,
    opened: Tick | None = None,
) -> Certification:
    """The person holds the skill from a date, to a last valid day where one is given."""
    row = Certification(
        center_id=person.center_id, person=person, skill=skill, granted_on=granted_on, expires_on=expires_on
    )
    return write(row, opened=opened)


def make_membership(
    person: Person,
    group: Group,
    *,
    starts_on: date = ANCHOR,
    ends_before: date | None = None,
    opened: Tick | None = None,
) -> GroupMembership:
    row = GroupMembership(
        center_id=person.center_id, person=person, group=group, starts_on=starts_on, ends_before=ends_before
    )
    return write(row, opened=opened)


def make_trainer_pair(
    trainee: Person,
    trainer: Person,
    *,
    starts_on: date = ANCHOR,
    ends_before: date | None = None,
    opened: Tick | None = None,
) -> TrainerPair:
    row = TrainerPair(
        center_id=trainee.center_id,
        trainee=trainee,
        trainer=trainer,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    return write(row, opened=opened)


def make_wish(
    person: Person, on: date, *, kind: WishKind = WishKind.OFF, shift_code: str = "", weight: int = 3
) -> Wish:
    return Wish.objects.create(
        center_id=person.center_id, person=person, on=on, kind=kind, shift_code=shift_code, weight=weight
    )
