"""Base contracts, rule limits, workweek boundaries, overtime and counting rules in the admin."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from scheduling.contracts.models import (
    BaseContract,
    CountingRules,
    OvertimeRules,
    RuleLimits,
    WorkweekBoundary,
)
from scheduling.patterns.admin import PatternTable
from scheduling.patterns.models import Pattern
from scheduling.rules.levels import Level
from scheduling.rules.registry import RULES
from staff.administration.forms import CenterForm
from staff.administration.names import current_name
from staff.administration.tables import CenterAdmin, CenterInline, needed_by
from staff.people.admin import add_person_inline, add_unit_inline


class ContractInline(CenterInline):
    model = BaseContract
    fields = ("pattern", "offset_days", "starts_on", "ends_before", "weekly_minutes", "holiday_rule")


class BoundaryInline(CenterInline):
    model = WorkweekBoundary
    fields = ("effective_on", "boundary")
    verbose_name_plural = "workweek over a clock change"


add_person_inline(ContractInline)
add_unit_inline(BoundaryInline)
needed_by(PatternTable, BaseContract, "pattern")


class PatternFilter(admin.SimpleListFilter):
    title = "pattern"
    parameter_name = "pattern"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        current = Pattern.objects.current().filter(center=model_admin.center(request))
        rows = [(str(row.entity_id), row.name) for row in current]
        return [("none", "None (rostered by the solver)"), *rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "none":
            return queryset.filter(pattern__isnull=True)
        known = {key for key, _ in self.lookup_choices}
        return queryset.filter(pattern=self.value()) if self.value() in known else queryset


@admin.register(BaseContract)
class ContractTable(CenterAdmin):
    list_display = (
        "person",
        "pattern_now",
        "offset_days",
        "starts_on",
        "ends_before",
        "weekly_hours",
        "holiday_rule",
    )
    list_filter = (PatternFilter, "holiday_rule")
    list_select_related = ("person",)
    search_fields = ("person__number", "person__last_name", "person__first_name")
    ordering = ("person__last_name", "person__first_name", "starts_on")
    autocomplete_fields = ("person",)
    fields = (
        "person",
        ("pattern", "offset_days"),
        ("starts_on", "ends_before"),
        ("weekly_minutes", "holiday_rule"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        contracts: Any = super().get_queryset(request)
        annotated: QuerySet[Any] = contracts.annotate(pattern_name=current_name(Pattern, "pattern"))
        return annotated

    @admin.display(description="Pattern", ordering="pattern_name")
    def pattern_now(self, contract: Any) -> str:
        return contract.pattern_name or "–"

    @admin.display(description="Hours a week", ordering="weekly_minutes")
    def weekly_hours(self, contract: BaseContract) -> str:
        hours, minutes = divmod(contract.weekly_minutes, 60)
        return f"{hours} h {minutes} m" if minutes else f"{hours} h"


class RuleLimitsForm(CenterForm):
    """The limits of a rule from a date on; a harder level must not be milder than a softer one."""

    rule = forms.ChoiceField(choices=[(rule.name, f"{rule.label} ({rule.unit})") for rule in RULES.values()])

    class Meta:
        model = RuleLimits
        fields = ("bargaining_unit", "rule", "effective_on", "inform", "warn", "approval", "block")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rule = RULES.get(data.get("rule", ""))
        given = [(level.value, data[level.value]) for level in Level if data.get(level.value) is not None]
        if rule is not None:
            for (_, milder), (name, harder) in pairwise(given):
                if (harder > milder) if rule.is_minimum else (harder < milder):
                    word = "above" if rule.is_minimum else "below"
                    self.add_error(
                        name, f"{harder} is {word} the milder level's {milder}. Levels must be in order."
                    )
        return data


@admin.register(RuleLimits)
class RuleLimitsTable(CenterAdmin):
    form = RuleLimitsForm
    list_display = ("rule_label", "bargaining_unit", "effective_on", "inform", "warn", "approval", "block")
    list_filter = ("bargaining_unit",)
    list_select_related = ("bargaining_unit",)
    search_fields = ("rule",)
    ordering = ("rule", "effective_on")
    fields = (
        "rule",
        ("bargaining_unit", "effective_on"),
        ("inform", "warn", "approval", "block"),
    )

    @admin.display(description="Rule", ordering="rule")
    def rule_label(self, row: RuleLimits) -> str:
        rule = RULES.get(row.rule)
        return f"{rule.label} ({rule.unit})" if rule else row.rule


@admin.register(WorkweekBoundary)
class WorkweekBoundaryTable(CenterAdmin):
    """All of them; those of a unit also stand beside its workweek's start."""

    list_display = ("effective_on", "boundary", "bargaining_unit")
    list_filter = ("bargaining_unit",)
    list_select_related = ("bargaining_unit",)
    ordering = ("effective_on",)
    fields = ("bargaining_unit", "effective_on", "boundary")


@admin.register(OvertimeRules)
class OvertimeRulesTable(CenterAdmin):
    """Of all units and of everybody else; the law is the floor of each."""

    list_display = (
        "effective_on",
        "bargaining_unit",
        "weekly_minutes",
        "daily_minutes",
        "seventh_day",
        "counted_leave",
        "holiday_premium",
    )
    list_filter = ("bargaining_unit",)
    list_select_related = ("bargaining_unit",)
    ordering = ("effective_on",)
    fields = (
        ("bargaining_unit", "effective_on"),
        ("weekly_minutes", "daily_minutes"),
        "seventh_day",
        "counted_leave",
        "holiday_premium",
    )


@admin.register(CountingRules)
class CountingRulesTable(CenterAdmin):
    """Of all units and of everybody else."""

    list_display = ("effective_on", "bargaining_unit", "training_counts", "trades_count")
    list_filter = ("bargaining_unit",)
    list_select_related = ("bargaining_unit",)
    ordering = ("effective_on",)
    fields = (("bargaining_unit", "effective_on"), "training_counts", "trades_count")
