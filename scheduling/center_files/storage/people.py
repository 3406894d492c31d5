"""Skills, people with employment and crew, certifications, trainer pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduling.center_files.domain import certifications, people, skills, training_pairs
from scheduling.center_files.domain.comparison import Comparison
from scheduling.center_files.storage.store import ROWS_AT_ONCE, PlainStore, Store, VersionedStore
from staff.centers.clock import Tick
from staff.people.models import Department, Employment, Group, GroupMembership, Person
from staff.skills.models import Certification, Skill, TrainerPair


class SkillStore(PlainStore[skills.SkillRow]):
    form = skills.FORM
    changeable = ("name", "kind", "valid_months")

    def stored(self) -> Iterable[tuple[skills.SkillRow, Skill]]:
        for skill in Skill.objects.filter(center=self.scene.center):
            row = skills.SkillRow(
                code=skill.code, name=skill.name, kind=skill.kind, valid_months=skill.valid_months
            )
            yield row, skill

    def build(self, row: skills.SkillRow) -> Skill:
        return Skill(
            center=self.scene.center,
            code=row.code,
            name=row.name,
            kind=row.kind,
            valid_months=row.valid_months,
        )

    def written(self, row: skills.SkillRow, instance: Skill) -> None:
        self.scene.skills[row.code] = instance.pk


class PersonStore(Store[people.PersonRow]):
    """A row of people.csv is a person, their latest employment and their latest crew."""

    form = people.FORM

    def stored(self) -> Iterable[tuple[people.PersonRow, Person]]:
        center = self.scene.center
        self.employments: dict[Any, list[Employment]] = {}
        for employment in Employment.objects.current().filter(center=center).order_by("starts_on"):
            self.employments.setdefault(employment.person_id, []).append(employment)
        memberships = GroupMembership.objects.current().filter(center=center).select_related("group")
        self.memberships = {one.person_id: one for one in memberships.order_by("starts_on")}
        for person in Person.objects.filter(center=center).select_related("department"):
            employments = self.employments.get(person.pk, [])
            membership = self.memberships.get(person.pk)
            yield (
                people.PersonRow(
                    number=person.number,
                    last_name=person.last_name,
                    first_name=person.first_name,
                    email=person.email,
                    staff_type=employments[-1].staff_type if employments else "",
                    department=person.department.name if person.department else "",
                    crew=membership.group.name if membership else "",
                    role=employments[-1].job if employments else "",
                    hired_on=person.hired_on,
                    seniority_on=person.seniority_on,
                ),
                person,
            )

    def write(self, tick: Tick, comparison: Comparison[people.PersonRow]) -> None:
        rows = [*comparison.new, *(row for _, row in comparison.changed)]
        self._make_departments(rows)
        self._make_groups(rows)
        new = [
            (row, self._fill(Person(center=self.scene.center, number=row.number), row))
            for row in comparison.new
        ]
        Person.objects.bulk_create([person for _, person in new])
        self.scene.people.update((row.number, person.pk) for row, person in new)
        changed = [
            (before, row, self._fill(self.instances[self.form.key(before)], row))
            for before, row in comparison.changed
        ]
        Person.objects.bulk_update(
            [person for *_, person in changed],
            ("last_name", "first_name", "email", "department", "hired_on", "seniority_on"),
            batch_size=ROWS_AT_ONCE,
        )
        employments = [self._employment(row, person) for row, person in new]
        memberships = [self._membership(row, person) for row, person in new if row.crew]
        for before, row, person in changed:
            if (before.role, before.staff_type, before.hired_on) != (row.role, row.staff_type, row.hired_on):
                employments += self._replaced_employment(tick, row, person)
            if before.crew != row.crew:
                memberships += self._replaced_membership(tick, row, person)
        tick.add_all(employments)
        tick.add_all(memberships)

    def _make_departments(self, rows: list[people.PersonRow]) -> None:
        names = dict.fromkeys(row.department for row in rows if row.department)
        new = [Department(center=self.scene.center, name=n) for n in names if n not in self.scene.departments]
        for department in Department.objects.bulk_create(new):
            self.scene.departments[department.name] = department.pk

    def _make_groups(self, rows: list[people.PersonRow]) -> None:
        """New crews come after those that stand, in the order in which the file names them."""
        names = dict.fromkeys(row.crew for row in rows if row.crew)
        ranks = Group.objects.filter(center=self.scene.center).values_list("rank", flat=True)
        first = max(ranks, default=0) + 1
        missing = [name for name in names if name not in self.scene.groups]
        new = [
            Group(center=self.scene.center, name=n, rank=rank) for rank, n in enumerate(missing, start=first)
        ]
        for group in Group.objects.bulk_create(new):
            self.scene.groups[group.name] = group.pk

    def _fill(self, person: Person, row: people.PersonRow) -> Person:
        person.last_name = row.last_name
        person.first_name = row.first_name
        person.email = row.email
        person.department_id = self.scene.departments[row.department] if row.department else None
        person.hired_on = row.hired_on
        person.seniority_on = row.seniority_on
        return person

    def _employment(self, row: people.PersonRow, person: Person) -> Employment:
        return Employment(person=person, job=row.role, staff_type=row.staff_type, starts_on=row.hired_on)

    def _membership(self, row: people.PersonRow, person: Person) -> GroupMembership:
        return GroupMembership(person=person, group_id=self.scene.groups[row.crew], starts_on=row.hired_on)

    def _replaced_employment(self, tick: Tick, row: people.PersonRow, person: Person) -> list[Employment]:
        """The latest employment says what the row says; where it is the only one, it starts when hired."""
        stored = self.employments.get(person.pk, [])
        new = self._employment(row, person)
        if stored:
            latest = stored[-1]
            tick.close(latest)
            new.entity_id = latest.entity_id
            new.ends_before = latest.ends_before
            # One that ended before the new hire date keeps its dates: its end is not the file's to move.
            if len(stored) > 1 or (new.ends_before and new.ends_before <= row.hired_on):
                new.starts_on = latest.starts_on
        return [new]

    def _replaced_membership(
        self, tick: Tick, row: people.PersonRow, person: Person
    ) -> list[GroupMembership]:
        """The latest membership is replaced, from the same date; without a crew it is revoked."""
        latest = self.memberships.get(person.pk)
        if latest is not None:
            tick.close(latest)
        if not row.crew:
            return []
        new = self._membership(row, person)
        if latest is not None:
            new.entity_id = latest.entity_id
            new.starts_on, new.ends_before = latest.starts_on, latest.ends_before
        return [new]


class CertificationStore(VersionedStore[certifications.CertificationRow]):
    form = certifications.FORM

    def stored(self) -> Iterable[tuple[certifications.CertificationRow, Certification]]:
        found = Certification.objects.current().filter(center=self.scene.center)
        for one in found.select_related("person", "skill"):
            row = certifications.CertificationRow(
                number=one.person.number,
                skill=one.skill.code,
                granted_on=one.granted_on,
                expires_on=one.expires_on,
            )
            yield row, one

    def build(self, row: certifications.CertificationRow) -> Certification:
        return Certification(
            person_id=self.scene.people[row.number],
            skill_id=self.scene.skills[row.skill],
            granted_on=row.granted_on,
            expires_on=row.expires_on,
        )


class TrainerPairStore(VersionedStore[training_pairs.TrainingPairRow]):
    form = training_pairs.FORM

    def stored(self) -> Iterable[tuple[training_pairs.TrainingPairRow, TrainerPair]]:
        found = TrainerPair.objects.current().filter(center=self.scene.center)
        for one in found.select_related("trainee", "trainer"):
            row = training_pairs.TrainingPairRow(
                trainee=one.trainee.number,
                trainer=one.trainer.number,
                starts_on=one.starts_on,
                ends_before=one.ends_before,
            )
            yield row, one

    def build(self, row: training_pairs.TrainingPairRow) -> TrainerPair:
        return TrainerPair(
            trainee_id=self.scene.people[row.trainee],
            trainer_id=self.scene.people[row.trainer],
            starts_on=row.starts_on,
            ends_before=row.ends_before,
        )
