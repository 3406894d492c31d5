"""Users (accounts), persons (whose time is rostered), their groups, employments, roles and invitations."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils import timezone

from staff.audit import audited
from staff.centers.models import Weekday
from staff.centers.versioned import Versioned, ends_after_start, one_at_a_time


class UserManager(BaseUserManager["User"]):
    """Makes accounts by e-mail; people get theirs by invitation."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """A user with the e-mail folded to lower case; without a password the account can't sign in by one."""
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """An operator of the installation, who may do everything at every center in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


@audited(without=("password", "email", "last_login"))
class User(AbstractBaseUser, PermissionsMixin):
    """Who can sign in. What they may do is in RoleAssignment; whose roster they have is Person.user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May open the admin.")
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="staff_user_email_folded",
                violation_error_message="An account with this e-mail exists.",
            )
        ]

    def __str__(self) -> str:
        return self.email


class Role(models.TextChoices):
    """What a user may do at a center; which permissions that means is in `staff/permissions.py`."""

    EMPLOYEE = "employee", "Employee"
    SUPERVISOR = "supervisor", "Supervisor"
    ADMIN = "admin", "Admin"
    API_CLIENT = "api_client", "API client"


@audited()
class RoleAssignment(models.Model):
    """Which role a user has at which center: at most one each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "center"],
                name="staff_one_role_per_center",
                violation_error_message="This user has a role at this center already.",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="staff_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} at {self.center}"


@audited()
class Department(models.Model):
    """The organizational units of a center."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["center", "name"], name="staff_department_name")]

    def __str__(self) -> str:
        return self.name


@audited()
class BargainingUnit(models.Model):
    """Whose contract with which workweek applies to whom; rule limits point here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="bargaining_units")
    name = models.CharField(max_length=80)
    workweek_weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, null=True, blank=True)
    workweek_time = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["center", "name"], name="staff_unit_name"),
            models.CheckConstraint(
                condition=Q(workweek_weekday__isnull=True, workweek_time__isnull=True)
                | Q(workweek_weekday__isnull=False, workweek_time__isnull=False),
                name="staff_unit_workweek_whole",
                violation_error_message="A workweek needs both a weekday and a time, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class Group(models.Model):
    """The crews of a center, in the order in which the board shows them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField(default=0, help_text="Order on the board.")

    class Meta:
        ordering = ["rank", "name"]
        constraints = [models.UniqueConstraint(fields=["center", "name"], name="staff_group_name")]

    def __str__(self) -> str:
        return self.name


class StaffType(models.TextChoices):
    REGULAR = "regular", "Regular"
    CONTRACT = "contract", "Contract"
    PART_TIME = "part_time", "Part-time"


class Job(models.TextChoices):
    """What a person does at the center; a trainee fills no seat."""

    DISPATCHER = "dispatcher", "Dispatcher"
    SUPERVISOR = "supervisor", "Supervisor"
    TRAINEE = "trainee", "Trainee"


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons in the order of a list."""

    def by_name(self) -> PersonQuerySet:
        """By last and first name without accents and case, as `staff.people.names.in_order` sorts."""
        return self.order_by(
            *(Lower(Func(F(column), function="UNACCENT")) for column in ("last_name", "first_name")), "number"
        )


@audited(without=("last_name", "first_name", "email"))
class Person(models.Model):
    """Whose time is rostered. Only identity is here: employment, skills and contracts are versioned rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="people")
    number = models.CharField(max_length=20, help_text="The number the center knows this person by.")
    last_name = models.CharField(max_length=80)
    first_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="person")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    bargaining_unit = models.ForeignKey(
        BargainingUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    hired_on = models.DateField()
    seniority_on = models.DateField()

    objects: ClassVar[Any] = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "number"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["center", "number"],
                name="staff_person_number",
                violation_error_message="A person with this number exists.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last_name}, {self.first_name}"


@audited()
class Employment(Versioned):
    """From when to when a person is employed, as what: its end is the deactivation."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    job = models.CharField(max_length=12, choices=Job.choices)
    staff_type = models.CharField(max_length=12, choices=StaffType.choices)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            ends_after_start("staff_employment_dates", "An employment must end after it starts."),
            one_at_a_time(
                "staff_employment_no_overlap", "person", "This person is employed at that time already."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_job_display()} from {self.starts_on}"


@audited()
class GroupMembership(Versioned):
    """From when to when a person belongs to a crew: one at a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            ends_after_start("staff_membership_dates", "A membership must end after it starts."),
            one_at_a_time(
                "staff_membership_no_overlap", "person", "This person is in another group at that time."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} from {self.starts_on}"


@audited(without=("email", "token_hash"))
class Invitation(models.Model):
    """Who was invited to an account, by whom, until when; the link's token is kept only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("staff.Center", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    mail_failed_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="staff_invitation_acceptance_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.get_role_display()}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()
