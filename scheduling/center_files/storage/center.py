"""The center itself, its settings and the default limits of its rules (center.toml)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from scheduling.center_files.domain.center_toml import FILE, CenterRow, RuleRow, SettingsRow
from scheduling.center_files.domain.comparison import difference
from scheduling.center_files.domain.report import Outcome, Problems, RowOutcome
from scheduling.center_files.domain.tables import FileForm
from scheduling.center_files.storage.store import VersionedStore
from scheduling.contracts.models import RuleLimits
from scheduling.rules.levels import Level
from scheduling.rules.registry import RULES
from staff.centers.models import Center, CenterClock, CenterSettings

LEVELS = tuple(level.value for level in Level)


def center_from(row: CenterRow) -> Center:
    """An unsaved center that says what the file says."""
    return Center(
        name=row.name,
        slug=_free_slug(row.name),
        time_zone=row.time_zone,
        pattern_anchor=row.pattern_anchor,
        first_period_on=row.first_period_on,
        period_days=row.period_days,
    )


def check_name(row: CenterRow, problems: Problems) -> None:
    """Note a new name that reads like that of a stored center: it would make a second one by a slip of a key."""
    for name in Center.objects.values_list("name", flat=True):
        if _as_read(name) == _as_read(row.name):
            problems.add(
                FILE,
                f"There is a center “{name}”. Write its name in just these letters to import into it, or a name that "
                "differs by more than capitals and spaces for a new one.",
                row=row.row,
                column="name",
                value=row.name,
            )


def _as_read(name: str) -> str:
    return " ".join(name.split()).casefold()


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "center"
    slug, number = base, 2
    while Center.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def save_center(center: Center) -> None:
    """Store a new center with its clock at version 0; its settings follow with the first tick."""
    center.save(force_insert=True)
    CenterClock.objects.create(center=center)


def check_fixed(row: CenterRow, center: Center, problems: Problems) -> RowOutcome:
    """Note each fact that differs from the stored center: they are fixed from the first version on."""
    stored = CenterRow(
        name=center.name,
        time_zone=center.time_zone,
        pattern_anchor=center.pattern_anchor,
        first_period_on=center.first_period_on,
        period_days=center.period_days,
    )
    if stored != row:
        problems.add(
            FILE,
            f"{difference(stored, row)}. This is fixed once a center is stored, since every roster depends "
            "on it. "
            "Write what is stored, or give the center another name to import it as a new one.",
            row=row.row,
            column="name" if stored.name != row.name else "",
            value=row.name,
        )
    return RowOutcome(FILE, row.row, Outcome.UNCHANGED, row.name)


SETTINGS_FORM: FileForm[SettingsRow] = FileForm(
    file=FILE,
    columns=(),
    read=lambda cells, known: SettingsRow(),
    key=lambda row: ("settings",),
    key_column="",
    label=lambda row: "settings",
)
RULES_FORM: FileForm[RuleRow] = FileForm(
    file=FILE,
    columns=(),
    read=lambda cells, known: RuleRow(rule=""),
    key=lambda row: (row.rule,),
    key_column="",
    label=lambda row: RULES[row.rule].label if row.rule in RULES else row.rule,
)


class SettingsStore(VersionedStore[SettingsRow]):
    form = SETTINGS_FORM

    def stored(self) -> Iterable[tuple[SettingsRow, CenterSettings]]:
        for one in CenterSettings.objects.current().filter(center=self.scene.center):
            row = SettingsRow(
                workweek_weekday=one.workweek_weekday,
                workweek_time=one.workweek_time,
                answered_within_15_s=one.answered_within_15_s,
                answered_within_20_s=one.answered_within_20_s,
                average_handling_seconds=one.average_handling_seconds,
                calls_per_incident=one.calls_per_incident,
            )
            yield row, one

    def build(self, row: SettingsRow) -> CenterSettings:
        return CenterSettings(
            workweek_weekday=row.workweek_weekday,
            workweek_time=row.workweek_time,
            answered_within_15_s=row.answered_within_15_s,
            answered_within_20_s=row.answered_within_20_s,
            average_handling_seconds=row.average_handling_seconds,
            calls_per_incident=row.calls_per_incident,
        )

    def carry_over(self, old: CenterSettings, new: CenterSettings) -> None:
        for name in (
            "night_starts_at",
            "night_ends_at",
            "night_duty_minutes",
            "continuous_gap_minutes",
            "nights_before_rest",
            "conflict_strategy",
            "shows_provisional_pattern",
        ):
            setattr(new, name, getattr(old, name))


class RuleStore(VersionedStore[RuleRow]):
    """Limits of everybody without a bargaining unit's own, from the pattern anchor on; later ones are the admin's."""

    form = RULES_FORM

    def stored(self) -> Iterable[tuple[RuleRow, RuleLimits]]:
        found = RuleLimits.objects.current().filter(
            center=self.scene.center,
            bargaining_unit__isnull=True,
            effective_on=self.scene.center.pattern_anchor,
        )
        for one in found:
            yield RuleRow(rule=one.rule, **{level: getattr(one, level) for level in LEVELS}), one

    def build(self, row: RuleRow) -> RuleLimits:
        return RuleLimits(
            rule=row.rule,
            effective_on=self.scene.center.pattern_anchor,
            **{level: getattr(row, level) for level in LEVELS},
        )


def with_defaults(rows: Iterable[RuleRow]) -> list[RuleRow]:
    """The rules of a new center's file, and the presets of those that the file doesn't name."""
    rows = list(rows)
    named = {row.rule for row in rows}
    return rows + [
        RuleRow(rule=rule.name, **{limit.level.value: limit.value for limit in rule.default_limits})
        for rule in RULES.values()
        if rule.name not in named and rule.default_limits
    ]
