"""Who is on a roster: the facts of each person a page or a rule needs beside their time, as of a version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from scheduling.roster.domain.employed import Dates, is_employed
from staff.centers.models import Center
from staff.people.models import Employment, GroupMembership, Job, Person
from staff.people.names import in_order
from staff.skills.models import Certification


@dataclass(frozen=True, slots=True)
class CertifiedSkill:
    """A skill with its code and its dates, both included; None does not expire."""

    skill_id: UUID
    code: str
    granted_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class EmploymentDates:
    """Employed as `job` from a date until before another (None: no end)."""

    job: str
    staff_type: str
    starts_on: date
    ends_before: date | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person who is employed at some time in a span of dates. The group is the first one they have in it."""

    id: UUID
    number: str
    last_name: str
    first_name: str
    group_id: UUID | None
    group: str
    group_rank: int
    bargaining_unit_id: UUID | None
    seniority_on: date
    employments: tuple[EmploymentDates, ...]
    certified: tuple[CertifiedSkill, ...]

    @property
    def name(self) -> str:
        """As in lists: last name first."""
        return f"{self.last_name}, {self.first_name}"

    @property
    def is_trainee(self) -> bool:
        """A trainee for some of the span."""
        return any(employment.job == Job.TRAINEE for employment in self.employments)

    @property
    def employed(self) -> tuple[Dates, ...]:
        """The dates of employment alone."""
        return tuple((each.starts_on, each.ends_before) for each in self.employments)

    def is_employed(self, day: date) -> bool:
        """Employed on a date."""
        return is_employed(day, self.employed)

    def skill_codes(self, day: date) -> tuple[str, ...]:
        """Codes of the skills valid on a date, in alphabetical order."""
        return tuple(
            sorted(
                {
                    skill.code
                    for skill in self.certified
                    if skill.granted_on <= day and (skill.expires_on is None or day <= skill.expires_on)
                }
            )
        )


def employed_dates(center: Center, people: Collection[UUID], version: int) -> dict[UUID, list[Dates]]:
    """When people are employed, as of a version; one query."""
    found: dict[UUID, list[Dates]] = defaultdict(list)
    rows = Employment.objects.as_of(version).filter(center=center, person_id__in=people)
    for person_id, starts_on, ends_before in rows.values_list("person_id", "starts_on", "ends_before"):
        found[person_id].append((starts_on, ends_before))
    return found


def people_on_roster(
    center: Center,
    starts_on: date,
    ends_before: date,
    version: int,
    only: Collection[UUID] | None = None,
) -> list[PersonFacts]:
    """Everybody employed on one of the dates, by group order and name; four queries."""
    dates = Q(starts_on__lt=ends_before) & (Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on))
    employed = Employment.objects.as_of(version).filter(dates, center=center).order_by("starts_on")
    memberships = GroupMembership.objects.as_of(version).filter(dates, center=center).order_by("-starts_on")
    certifications = Certification.objects.as_of(version).filter(center=center)
    people = Person.objects.filter(center=center)
    if only is not None:
        employed = employed.filter(person_id__in=only)
        memberships = memberships.filter(person_id__in=only)
        certifications = certifications.filter(person_id__in=only)
        people = people.filter(pk__in=only)
    employments: dict[UUID, list[EmploymentDates]] = defaultdict(list)
    for person_id, job, staff_type, first, last in employed.values_list(
        "person_id", "job", "staff_type", "starts_on", "ends_before"
    ):
        employments[person_id].append(EmploymentDates(job, staff_type, first, last))
    # Ordered backwards, so the earliest membership of the span is what stays.
    groups = {
        person_id: (group_id, name, rank)
        for person_id, group_id, name, rank in memberships.values_list(
            "person_id", "group_id", "group__name", "group__rank"
        )
    }
    skills: dict[UUID, list[CertifiedSkill]] = defaultdict(list)
    for person_id, skill_id, code, granted_on, expires_on in certifications.values_list(
        "person_id", "skill_id", "skill__code", "granted_on", "expires_on"
    ):
        skills[person_id].append(CertifiedSkill(skill_id, code, granted_on, expires_on))
    found = []
    for row in people.values_list(
        "pk", "number", "last_name", "first_name", "bargaining_unit_id", "seniority_on"
    ):
        pk, number, last_name, first_name, unit_id, seniority_on = row
        if pk not in employments:
            continue
        group_id, group, rank = groups.get(pk, (None, "", 32_767))
        found.append(
            PersonFacts(
                pk,
                number,
                last_name,
                first_name,
                group_id,
                group,
                rank,
                unit_id,
                seniority_on,
                tuple(employments[pk]),
                tuple(skills[pk]),
            )
        )
    found.sort(key=lambda person: (person.group_rank, person.group, in_order(person.name), person.number))
    return found
