"""The demo's accounts: one admin, two supervisors, two employees, with one password made anew on each machine.

The password is kept beside the data, so that no installation anywhere can be entered with a published one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from scheduling.contracts.models import BaseContract
from staff.centers.models import Center
from staff.people.models import Employment, Job, Person, Role, RoleAssignment, User

DOMAIN = "norfield.example"
_WORDS = (
    "amber", "beacon", "cedar", "delta", "ember", "falcon", "garnet", "harbor", "indigo", "juniper", "kestrel",
    "lantern", "meadow", "nickel", "orchid", "pepper", "quartz", "raven", "saddle", "timber", "umber", "velvet",
    "willow", "zephyr",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Login:
    """One account of the demo, and whose it is."""

    email: str
    role: Role
    whose: str


def password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo_password"


def make_logins(center: Center, today: date) -> bool:
    """Make the accounts that are missing; returns whether there was anything to do. May be called again at any time."""
    password, is_new = _password()
    wanted = list(_wanted(center, today))
    users = {user.email: user for user in User.objects.filter(email__in=[email for email, *_ in wanted])}
    has_work = False
    for email, role, person in wanted:
        user = users.get(email)
        if user is None or is_new:
            has_work = True
            _make_login(center, user, email, role, person, password)
    return has_work


def logins(center: Center) -> list[Login]:
    """The accounts that stand, most powerful first."""
    order = list(reversed(Role))
    found = RoleAssignment.objects.filter(center=center, user__email__endswith=f"@{DOMAIN}")
    rows = []
    for one in found.select_related("user"):
        person = Person.objects.filter(user=one.user).first()
        whose = f"{person.first_name} {person.last_name}, {person.number}" if person else ""
        rows.append(Login(one.user.email, Role(one.role), whose))
    return sorted(rows, key=lambda row: (order.index(row.role), row.email))


def demo_password() -> str:
    """The password of all demo accounts; empty before they are made."""
    file = password_file()
    return file.read_text().strip() if file.exists() else ""


def demo_user(center: Center, role: Role) -> User:
    """The first demo account of a role."""
    email = f"{_NAMES[role][0]}@{DOMAIN}"
    return User.objects.get(email=email, roles__center=center, roles__role=role)


_NAMES = {
    Role.ADMIN: ("admin",),
    Role.SUPERVISOR: ("supervisor", "supervisor2"),
    Role.EMPLOYEE: ("employee", "employee2"),
}


def _wanted(center: Center, today: date) -> Iterator[tuple[str, Role, Person | None]]:
    """Which accounts there should be: an employee with a pattern and one that the solver rosters."""
    yield f"admin@{DOMAIN}", Role.ADMIN, None
    supervisors = _people(center, today, Job.SUPERVISOR)[:2]
    for name, person in zip(_NAMES[Role.SUPERVISOR], supervisors, strict=False):
        yield f"{name}@{DOMAIN}", Role.SUPERVISOR, person
    dispatchers = _people(center, today, Job.DISPATCHER)
    contracts = BaseContract.objects.current().filter(_on(today), center=center)
    with_pattern = dispatchers.filter(pk__in=contracts.exclude(pattern=None).values("person")).first()
    without = dispatchers.filter(pk__in=contracts.filter(pattern=None).values("person")).first()
    people = [person for person in (with_pattern, without) if person is not None]
    for name, person in zip(_NAMES[Role.EMPLOYEE], people, strict=False):
        yield f"{name}@{DOMAIN}", Role.EMPLOYEE, person


def _people(center: Center, today: date, job: Job) -> QuerySet[Person]:
    employed = Employment.objects.current().filter(_on(today), center=center, job=job)
    return Person.objects.filter(center=center, pk__in=employed.values("person")).order_by("number")


def _on(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_before__isnull=True) | Q(ends_before__gt=day))


@transaction.atomic
def _make_login(
    center: Center, user: User | None, email: str, role: Role, person: Person | None, password: str
) -> None:
    if user is None:
        user = User.objects.create_user(email, password, is_staff=role is Role.ADMIN)
    else:
        user.set_password(password)
        user.save(update_fields=["password"])
    RoleAssignment.objects.get_or_create(user=user, center=center, defaults={"role": role})
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    if person is not None:
        Person.objects.filter(pk=person.pk, user__isnull=True).update(user=user)


def _password() -> tuple[str, bool]:
    """The password, and whether it was made just now (then every account gets it)."""
    known = demo_password()
    if known:
        return known, False
    password = "-".join(secrets.choice(_WORDS) for _ in range(3)) + f"-{secrets.randbelow(9000) + 1000}"
    file = password_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(password + "\n")
    return password, True
