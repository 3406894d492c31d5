"""Base contracts (layer 1 of the roster), and what bargaining contracts set: rule limits, workweeks, overtime."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from scheduling.contracts.domain import HolidayRule
from scheduling.patterns.holidays.domain import PremiumMinutes
from scheduling.patterns.models import Pattern
from scheduling.rules.registry import RULES
from scheduling.time.workweek import OVERTIME_AFTER_MINUTES, Boundary
from staff.audit import audited
from staff.centers.versioned import Versioned, ends_after_start, one_at_a_time
from staff.people.models import BargainingUnit, Person

HOLIDAY_RULE_LABELS = {
    HolidayRule.WORK: "Work as normal",
    HolidayRule.OFF: "Off",
    HolidayRule.PREMIUM: "Work with premium",
}

BOUNDARY_LABELS = {
    Boundary.WALL_CLOCK: "Wall clock: the week of a clock change has 167 or 169 hours",
    Boundary.FIXED: "168 hours: an hour later by the wall in summer",
}


PREMIUM_LABELS = {
    PremiumMinutes.SHIFT: "Shifts that start on the holiday, whole",
    PremiumMinutes.DATE: "Minutes of the holiday itself, midnight to midnight",
}


@audited()
class BaseContract(Versioned):
    """A person works a pattern with an offset (or none: rostered by the solver) from a date to a date."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contracts")
    pattern = models.ForeignKey(Pattern, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    offset_days = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    weekly_minutes = models.PositiveIntegerField(validators=[MaxValueValidator(10_080)])
    holiday_rule = models.CharField(
        max_length=8,
        choices=[(rule.value, label) for rule, label in HOLIDAY_RULE_LABELS.items()],
        default=HolidayRule.WORK.value,
    )

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            ends_after_start("scheduling_contract_dates", "A contract must end after it starts."),
            models.CheckConstraint(
                condition=Q(weekly_minutes__lte=10_080),
                name="scheduling_contract_weekly_minutes",
                violation_error_message="A week has 10,080 minutes.",
            ),
            one_at_a_time(
                "scheduling_contract_no_overlap",
                "person",
                "This person has another base contract at that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} from {self.starts_on}"


@audited()
class RuleLimits(Versioned):
    """The limits of one rule from a date on; without a bargaining unit, of everybody who has none of their
    own."""

    bargaining_unit = models.ForeignKey(
        BargainingUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField(max_length=60)
    effective_on = models.DateField()
    inform = models.PositiveIntegerField(null=True, blank=True)
    warn = models.PositiveIntegerField(null=True, blank=True)
    approval = models.PositiveIntegerField(null=True, blank=True)
    block = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Versioned.Meta):
        verbose_name_plural = "rule limits"
        ordering: ClassVar = ["rule", "effective_on"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "bargaining_unit", "rule", "effective_on"],
                condition=Q(until_version__isnull=True),
                nulls_distinct=False,
                name="scheduling_rule_limits_once",
                violation_error_message="There are limits of this rule from this date.",
            ),
        ]

    def __str__(self) -> str:
        rule = RULES.get(self.rule)
        return f"{rule.label if rule else self.rule} from {self.effective_on}"


@audited()
class WorkweekBoundary(Versioned):
    """What workweeks keep over a clock change, for those that start on a date or after it.

    Without a bargaining unit, of everybody whose unit has none of its own. Before the first date: the wall clock.
    When workweeks start is said by the unit, or else the center's settings.
    """

    bargaining_unit = models.ForeignKey(
        BargainingUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="workweek_boundaries"
    )
    effective_on = models.DateField()
    boundary = models.CharField(
        max_length=10, choices=[(boundary.value, label) for boundary, label in BOUNDARY_LABELS.items()]
    )

    class Meta(Versioned.Meta):
        verbose_name_plural = "workweek boundaries"
        ordering: ClassVar = ["effective_on"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "bargaining_unit", "effective_on"],
                condition=Q(until_version__isnull=True),
                nulls_distinct=False,
                name="scheduling_workweek_boundary_once",
                violation_error_message="There is a boundary from this date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_boundary_display()}, from {self.effective_on}"


@audited()
class OvertimeRules(Versioned):
    """What a bargaining unit's contract makes overtime beyond the law, for workweeks that start on a date or after it.

    Without a bargaining unit, of everybody whose unit has none of its own. Before the first date: the law alone.
    """

    bargaining_unit = models.ForeignKey(
        BargainingUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="overtime_rules"
    )
    effective_on = models.DateField()
    weekly_minutes = models.PositiveIntegerField(
        default=OVERTIME_AFTER_MINUTES,
        validators=[MinValueValidator(1), MaxValueValidator(10_080)],
        help_text="Minutes in a workweek beyond which duty is overtime; the law says 2,400 and stays the floor.",
    )
    daily_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_500)],
        help_text="Minutes on one worked day beyond which duty is overtime; empty if the day does not count.",
    )
    seventh_day = models.BooleanField(
        default=False, help_text="All duty of the seventh worked day in a row of one workweek is overtime."
    )
    counted_leave = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        help_text="Kinds of absence that count toward the week as if worked, as in vacation, sick.",
    )
    holiday_premium = models.CharField(
        max_length=5,
        choices=[(minutes.value, label) for minutes, label in PREMIUM_LABELS.items()],
        default=PremiumMinutes.SHIFT.value,
        help_text="Which minutes earn the premium, for contracts that work holidays with premium.",
    )

    class Meta(Versioned.Meta):
        verbose_name_plural = "overtime rules"
        ordering: ClassVar = ["effective_on"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(weekly_minutes__gte=1, weekly_minutes__lte=10_080),
                name="scheduling_overtime_weekly_minutes",
                violation_error_message="A week has 10,080 minutes.",
            ),
            models.CheckConstraint(
                condition=Q(daily_minutes__isnull=True) | Q(daily_minutes__gte=1, daily_minutes__lte=1_500),
                name="scheduling_overtime_daily_minutes",
                violation_error_message="A day has at most 1,500 minutes.",
            ),
            models.UniqueConstraint(
                fields=["center", "bargaining_unit", "effective_on"],
                condition=Q(until_version__isnull=True),
                nulls_distinct=False,
                name="scheduling_overtime_rules_once",
                violation_error_message="There are overtime rules from this date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Overtime from {self.effective_on}"


@audited()
class CountingRules(Versioned):
    """Whether a bargaining unit's contract counts training and trades for limits on time, from a date on.

    Without a bargaining unit, of everybody whose unit has none of its own. Before the first date: both count.
    """

    bargaining_unit = models.ForeignKey(
        BargainingUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    effective_on = models.DateField()
    training_counts = models.BooleanField(
        default=True, help_text="Training is duty for rest, hours, and days and nights in a row."
    )
    trades_count = models.BooleanField(
        default=True,
        help_text="So are shifts worked in a trade. For overtime they never count (29 CFR 553.31).",
    )

    class Meta(Versioned.Meta):
        verbose_name_plural = "counting rules"
        ordering: ClassVar = ["effective_on"]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "bargaining_unit", "effective_on"],
                condition=Q(until_version__isnull=True),
                nulls_distinct=False,
                name="scheduling_counting_rules_once",
                violation_error_message="There are counting rules from this date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Counting from {self.effective_on}"
