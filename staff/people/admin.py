"""People, crews, departments and bargaining units in the admin. Accounts are in `accounts_admin.py`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from staff.administration.names import current_of
from staff.administration.tables import CenterAdmin, CenterInline
from staff.people.models import (
    BargainingUnit,
    Department,
    Employment,
    Group,
    GroupMembership,
    Job,
    Person,
    StaffType,
)
from staff.skills.admin import CertificationInline, TraineePairInline


class EmploymentInline(CenterInline):
    model = Employment
    fields = ("job", "staff_type", "starts_on", "ends_before")
    verbose_name_plural = "employments (an end is the deactivation)"


class MembershipInline(CenterInline):
    model = GroupMembership
    fields = ("group", "starts_on", "ends_before")
    verbose_name_plural = "crew"


class JobFilter(admin.SimpleListFilter):
    title = "job"
    parameter_name = "job"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Job.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(job=self.value()) if self.value() else queryset


class StaffTypeFilter(JobFilter):
    title = "staff type"
    parameter_name = "staff_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in StaffType.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(staff_type=self.value()) if self.value() else queryset


class CrewFilter(admin.SimpleListFilter):
    title = "crew"
    parameter_name = "crew"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        groups = Group.objects.filter(center=model_admin.center(request))
        return [(str(group.pk), group.name) for group in groups]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen: Any = self.value()
        if chosen not in {key for key, _ in self.lookup_choices}:
            return queryset
        members = GroupMembership.objects.current().filter(group=chosen)
        return queryset.filter(pk__in=members.values("person"))


@admin.register(Person)
class PersonTable(CenterAdmin):
    """A person with everything that is dated. Nobody is deleted: an employment ends."""

    list_display = ("number", "name", "job_now", "crew_now", "department", "employed_until", "user")
    list_display_links = ("number", "name")
    list_filter = (JobFilter, StaffTypeFilter, CrewFilter, "department", "bargaining_unit")
    list_select_related = ("department", "user")
    search_fields = ("number", "last_name", "first_name", "email")
    search_help_text = "Number, name or e-mail"
    ordering = ("last_name", "first_name", "number")
    fieldsets = (
        (
            None,
            {"fields": (("number", "last_name", "first_name"), "email", ("department", "bargaining_unit"))},
        ),
        ("Dates", {"fields": (("hired_on", "seniority_on"),)}),
    )
    inlines = [EmploymentInline, MembershipInline, CertificationInline, TraineePairInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        people: Any = super().get_queryset(request)
        annotated: QuerySet[Any] = people.annotate(
            job=current_of(Employment, "person", "job"),
            staff_type=current_of(Employment, "person", "staff_type"),
            until=current_of(Employment, "person", "ends_before"),
            crew=current_of(GroupMembership, "person", "group__name"),
        )
        return annotated

    @admin.display(description="Name", ordering="last_name")
    def name(self, person: Person) -> str:
        return str(person)

    @admin.display(description="Job", ordering="job")
    def job_now(self, person: Any) -> str:
        return str(Job(person.job).label) if person.job else "–"

    @admin.display(description="Crew", ordering="crew")
    def crew_now(self, person: Any) -> str:
        return person.crew or "–"

    @admin.display(description="Employment ends before", ordering="until")
    def employed_until(self, person: Any) -> Any:
        return person.until

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def add_person_inline(inline: type[CenterInline]) -> None:
    """Show more rows inside a person's form; called at start-up by the capability that owns them, twice is once."""
    if inline not in PersonTable.inlines:
        PersonTable.inlines.append(inline)


@admin.register(Department)
class DepartmentTable(CenterAdmin):
    list_display = ("name",)
    fields = ("name",)
    search_fields = ("name",)


@admin.register(Group)
class GroupTable(CenterAdmin):
    list_display = ("name", "rank")
    fields = ("name", "rank")
    search_fields = ("name",)


@admin.register(BargainingUnit)
class BargainingUnitTable(CenterAdmin):
    list_display = ("name", "workweek_weekday", "workweek_time")
    inlines: ClassVar = []
    fields = ("name", ("workweek_weekday", "workweek_time"))
    search_fields = ("name",)


def add_unit_inline(inline: type[CenterInline]) -> None:
    """Show more rows inside a bargaining unit's form; called at start-up, twice is once."""
    if inline not in BargainingUnitTable.inlines:
        BargainingUnitTable.inlines.append(inline)
