"""center.toml: the center's settings and the default limits of its rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from scheduling.center_files.domain.cells import WEEKDAYS, hidden_character
from scheduling.center_files.domain.report import Problems
from scheduling.center_files.domain.tables import Row, decoded
from scheduling.rules.levels import Level
from scheduling.rules.registry import RULE_BY_SETTING
from staff.centers.years import OUT_OF_YEARS, YEARS

FILE = "center.toml"
_LARGEST = 1_000_000
_KEYS = ("name", "time_zone", "pattern_anchor", "first_period", "workweek", "service_target", "rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow(Row):
    """The limits of one rule by level; None where the rule has no such level."""

    rule: str
    inform: int | None = None
    warn: int | None = None
    approval: int | None = None
    block: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsRow(Row):
    """What may change later, each change a version of its own."""

    workweek_weekday: int = 6
    workweek_time: time = time.min
    answered_within_15_s: Decimal = Decimal("0.900")
    answered_within_20_s: Decimal = Decimal("0.950")
    average_handling_seconds: int = 150
    calls_per_incident: Decimal = Decimal("1.50")


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterRow(Row):
    """What never changes, for every roster ever computed depends on it."""

    name: str
    time_zone: str
    pattern_anchor: date
    first_period_on: date
    period_days: int = 28
    settings: SettingsRow = field(default_factory=SettingsRow, compare=False)
    rules: tuple[RuleRow, ...] = field(default=(), compare=False)


@dataclass(slots=True)
class _Reader:
    """The tables of the file with their place: TOML knows no lines, so they are looked up by the key's name."""

    text: str
    problems: Problems

    def line(self, key: str) -> int:
        match = re.search(
            rf"^[ \t]*(?:{re.escape(key)}[ \t]*=|\[{re.escape(key)}\])", self.text, re.MULTILINE
        )
        return self.text.count("\n", 0, match.start()) + 1 if match else 0

    def wrong(self, key: str, message: str, value: object = "") -> None:
        leaf = key.rpartition(".")[2]
        line = self.line(leaf) or self.line(key.partition(".")[0])
        self.problems.add(FILE, message, row=line, column=key, value=str(value))

    def table(self, data: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
        found = data.get(key, {})
        if not isinstance(found, dict):
            self.wrong(key, f"must be a table with {', '.join(allowed)}.", found)
            return {}
        for name in found:
            if name not in allowed:
                self.wrong(
                    f"{key}.{name}", f"“{name}” is not known here. Write one of: {', '.join(allowed)}."
                )
        return found

    def text_value(self, data: Mapping[str, Any], key: str, longest: int) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, f'is missing. Write {key} = "…".', "" if value is None else value)
            return ""
        if len(value) > longest:
            self.wrong(key, f"has {len(value)} characters. Shorten it to {longest}.", value)
        hidden = hidden_character(value.strip())
        if hidden:
            self.wrong(key, f"has {hidden} in it, which can't be seen. Remove it.")
        return value.strip()

    def date_value(self, data: Mapping[str, Any], key: str, path: str) -> date:
        value = data.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            if value.year not in YEARS:
                self.wrong(path, f"“{value}” is out of range. {OUT_OF_YEARS}", value)
            return value
        said = "is missing" if value is None else f"“{value}” is not a date"
        self.wrong(
            path, f"{said}. Write a date without quotes, such as 2026-12-31.", "" if value is None else value
        )
        return date.min

    def integer(self, data: Mapping[str, Any], key: str, path: str, low: int, high: int, default: int) -> int:
        value = data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(path, f"“{value}” is not a whole number from {low} to {high}. Correct it.", value)
            return default
        return value

    def share(self, data: Mapping[str, Any], key: str, default: Decimal) -> Decimal:
        share = self.decimal(data.get(key, default), places=3)
        if share is None or not 0 < share <= 1:
            self.wrong(
                f"service_target.{key}",
                f"“{data[key]}” is not a share. Write a number above 0 and up to 1, such as 0.90.",
                data[key],
            )
            return default
        return share

    def decimal(self, value: object, *, places: int) -> Decimal | None:
        """A number as it is stored; None for what is no number, nan and infinity included."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        number = Decimal(value)
        # A number of a hundred digits can't be rounded; none that is meant comes near.
        return round(number, places) if number.is_finite() and abs(number) < 1_000_000 else None


def read_center(data: bytes, problems: Problems) -> CenterRow | None:
    """The center's settings, or None with what is wrong noted."""
    text = decoded(FILE, data, problems)
    if text is None:
        return None
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        problems.add(
            FILE,
            f"can't be read: {error}. Correct that line.",
            row=int(place[1]) if place else 0,
            column=place[2] if place else "",
        )
        return None
    before = len(problems.found)
    reader = _Reader(text.replace("\r\n", "\n"), problems)
    for key in tables:
        if key not in _KEYS:
            reader.wrong(key, f"“{key}” is not known here. Keys are: {', '.join(_KEYS)}.")
    center = _center(reader, tables)
    return center if len(problems.found) == before else None


def _center(reader: _Reader, tables: Mapping[str, Any]) -> CenterRow:
    zone = reader.text_value(tables, "time_zone", 64)
    if zone and zone not in available_timezones():
        reader.wrong(
            "time_zone", f"“{zone}” is not a time zone. Write a name such as America/New_York.", zone
        )
    period = reader.table(tables, "first_period", ("starts_on", "days"))
    return CenterRow(
        row=reader.line("name"),
        name=reader.text_value(tables, "name", 120),
        time_zone=zone,
        pattern_anchor=reader.date_value(tables, "pattern_anchor", "pattern_anchor"),
        first_period_on=reader.date_value(period, "starts_on", "first_period.starts_on"),
        period_days=reader.integer(period, "days", "first_period.days", 7, 84, 28),
        settings=_settings(reader, tables),
        rules=_rules(reader, tables),
    )


def _settings(reader: _Reader, tables: Mapping[str, Any]) -> SettingsRow:
    preset = SettingsRow()
    week = reader.table(tables, "workweek", ("weekday", "time"))
    weekday = week.get("weekday", WEEKDAYS[preset.workweek_weekday])
    if weekday not in WEEKDAYS:
        reader.wrong(
            "workweek.weekday", f"“{weekday}” is not a weekday. Write one of {', '.join(WEEKDAYS)}.", weekday
        )
        weekday = WEEKDAYS[0]
    at = str(week.get("time", "00:00"))
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:00)?", at):
        reader.wrong("workweek.time", f'“{at}” is not a time. Write hours and minutes, such as "00:00".', at)
        at = "00:00"
    target = reader.table(
        tables,
        "service_target",
        ("within_15_s", "within_20_s", "average_handling_seconds", "calls_per_incident"),
    )
    given = target.get("calls_per_incident", preset.calls_per_incident)
    calls = reader.decimal(given, places=2)
    if calls is None or not 0 < calls < 1000:
        reader.wrong(
            "service_target.calls_per_incident",
            f"“{given}” is not a number above 0. Write one such as 1.5.",
            given,
        )
        calls = preset.calls_per_incident
    return SettingsRow(
        row=reader.line("workweek"),
        workweek_weekday=WEEKDAYS.index(weekday),
        workweek_time=time.fromisoformat(at),
        answered_within_15_s=reader.share(target, "within_15_s", preset.answered_within_15_s),
        answered_within_20_s=reader.share(target, "within_20_s", preset.answered_within_20_s),
        average_handling_seconds=reader.integer(
            target,
            "average_handling_seconds",
            "service_target.average_handling_seconds",
            1,
            32_767,
            preset.average_handling_seconds,
        ),
        calls_per_incident=calls,
    )


def _rules(reader: _Reader, tables: Mapping[str, Any]) -> tuple[RuleRow, ...]:
    levels = tuple(level.value for level in Level)
    rows = []
    given = tables.get("rules", {})
    if not isinstance(given, dict):
        reader.wrong("rules", "must be a table with one line per rule.", given)
        return ()
    for setting in given:
        rule = RULE_BY_SETTING.get(setting)
        if rule is None:
            reader.wrong(
                f"rules.{setting}",
                f"“{setting}” is an unknown rule. Rules are: {', '.join(RULE_BY_SETTING)}.",
            )
            continue
        limits = reader.table(given, setting, levels)
        values = {}
        for level, value in limits.items():
            if level not in levels:
                continue
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
                reader.wrong(
                    f"rules.{setting}",
                    f"“{value}” is not a whole number from 0 to {_LARGEST}. Correct {level}.",
                    value,
                )
                continue
            values[level] = value
        ordered = [values[level] for level in levels if level in values]
        if ordered != sorted(ordered, reverse=rule.is_minimum):
            reader.wrong(f"rules.{setting}", _order_message(is_minimum=rule.is_minimum), values)
        rows.append(RuleRow(row=reader.line(setting), rule=rule.name, **values))
    return tuple(rows)


def _order_message(*, is_minimum: bool) -> str:
    direction = "lower" if is_minimum else "higher"
    return f"The levels are out of order. From inform over warn and approval to block it gets {direction}."
