"""The list of rules: names, files, settings, documents, and what violations are called."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from scheduling.rules import levels, registry, wording
from scheduling.rules.levels import DatedLimits, Level, Limit, RuleParameters, Violation
from scheduling.rules.registry import RULE_BY_SETTING, RULES, default_parameters
from scheduling.time.interval import Interval
from tests.support.duty import NEW_YORK, at, broken, duty

ROOT = Path(registry.__file__).parent.parent.parent
DOCUMENTS = ROOT / "docs" / "rules"


def test_names_are_unique_and_every_rule_has_a_file() -> None:
    assert list(RULES) == [rule.name for rule in RULES.values()]
    for name in RULES:
        module = "rolling_window" if name.startswith("maximum_minutes_in") else name
        assert import_module(f"scheduling.rules.{module}")


@pytest.mark.parametrize("name", list(RULES))
def test_every_rule_is_documented_with_its_label(name: str) -> None:
    text = (DOCUMENTS / f"{name}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {RULES[name].label}\n")
    for limit in RULES[name].default_limits:
        assert limit.level.value in text
    assert "## Who may go on in spite of it" in text


def test_there_is_no_document_without_a_rule() -> None:
    assert {path.stem for path in DOCUMENTS.glob("*.md")} - {"README"} == set(RULES)


def test_a_centers_file_sets_rules_by_their_settings() -> None:
    example = tomllib.loads(
        "[rules]\nminimum_rest_minutes = { block = 480 }\nconsecutive_days = { warn = 6 }"
    )
    assert [RULE_BY_SETTING[key].name for key in example["rules"]] == ["minimum_rest", "consecutive_days"]


def test_every_rule_has_default_limits_and_a_unit() -> None:
    parameters = default_parameters()
    for rule in RULES.values():
        assert parameters.dated[rule.name][0].limits == rule.default_limits
        assert rule.default_limits or rule.name == "maximum_minutes_in_workweek"
        assert rule.unit in ("minutes", "days", "nights")


def test_a_later_row_of_limits_replaces_an_earlier_one_whole() -> None:
    first = DatedLimits("minimum_rest", date(2027, 1, 1), (Limit(Level.BLOCK, 480), Limit(Level.WARN, 700)))
    second = DatedLimits("minimum_rest", date(2027, 6, 1), (Limit(Level.BLOCK, 500),))
    parameters = RuleParameters({"minimum_rest": (first, second)})
    days = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 5, 31), date(2027, 6, 1))
    assert [parameters.limits("minimum_rest", day) for day in days] == [
        (), first.limits, first.limits, second.limits,
    ]  # fmt: skip
    assert parameters.limits("another", days[-1]) == ()


def test_a_rule_without_limits_finds_nothing_and_none_before_they_begin() -> None:
    nothing = RuleParameters(
        {"longest_continuous_duty": (DatedLimits("longest_continuous_duty", date.min, ()),)}
    )
    start = at("2027-06-01 06:00")
    assert not broken([duty(start, start + 3000)], nothing)
    later = RuleParameters(
        {
            "longest_continuous_duty": (
                DatedLimits("longest_continuous_duty", date(2027, 6, 2), (Limit(Level.WARN, 60),)),
            )
        }
    )
    assert not broken([duty(start, start + 600)], later)
    assert broken([duty(start + 1440, start + 2040)], later)


def test_levels_rise_from_inform_to_block() -> None:
    assert sorted(Level, key=lambda level: level.rank) == [
        Level.INFORM,
        Level.WARN,
        Level.APPROVAL,
        Level.BLOCK,
    ]
    assert set(wording.LEVEL_WORDS) == set(levels.Level)


def violation(rule: str, measured: int, limit: int, unit: str = "minutes") -> Violation:
    interval = Interval(at("2027-06-01 01:00"), at("2027-06-01 06:00"))
    return Violation(rule, Level.BLOCK, "Dana", interval, measured, limit, unit)


@pytest.mark.parametrize(
    ("rule", "measured", "limit", "unit", "title", "text"),
    [
        (
            "minimum_rest", 300, 600, "minutes", "Only 5 h rest before this shift",
            (
                "The shift before ends Tue 01:00. The rule asks for 10 h between shifts, "
                "so the earliest start is Tue 11:00."
            ),
        ),
        (
            "longest_continuous_duty", 1050, 960, "minutes", "17 h 30 m on duty without a rest",
            "From Tue 01:00 to Tue 06:00. At most 16 h are allowed.",
        ),
        (
            "maximum_minutes_in_24_hours", 961, 960, "minutes", "16 h 1 m in 24 hours",
            "The 24 hours until Tue 06:00 hold 16 h 1 m of duty. At most 16 h are allowed.",
        ),
        (
            "maximum_minutes_in_7_days", 3660, 3600, "minutes", "61 h in 7 days",
            "The 7 days until Tue 06:00 hold 61 h of duty. At most 60 h are allowed.",
        ),
        (
            "maximum_minutes_in_workweek", 3660, 3600, "minutes", "61 h in the workweek",
            "The workweek from Tue 01:00 until Tue 06:00 holds 61 h of duty. At most 60 h are allowed.",
        ),
        (
            "consecutive_days", 7, 6, "days", "7 days in a row",
            "From Tue 01:00 to Tue 06:00. At most 6 days in a row are allowed.",
        ),
        (
            "consecutive_nights", 5, 4, "nights", "5 nights in a row",
            "From Tue 01:00 to Tue 06:00. At most 4 nights in a row are allowed.",
        ),
        (
            "rest_after_nights", 300, 1440, "minutes", "Only 5 h off after nights",
            (
                "The last night in a row ends Tue 01:00. The rule asks for 24 h off before other duty, so its "
                "earliest start is Wed 01:00."
            ),
        ),
        (
            "valid_certification", 45, 0, "minutes", "No valid skill for 45 m",
            "From Tue 01:00 to Tue 06:00 no certification that the duty needs is in force.",
        ),
        (
            "trainee_with_trainer", 60, 0, "minutes", "Without a trainer for 1 h",
            "From Tue 01:00 to Tue 06:00 no free trainer is on duty for this trainee.",
        ),
        ("a later rule", 3, 2, "days", "Measured 3 days", "From Tue 01:00 to Tue 06:00. The limit is 2 days."),
    ],
)  # fmt: skip
def test_words_say_the_numbers(
    rule: str, measured: int, limit: int, unit: str, title: str, text: str
) -> None:
    found = violation(rule, measured, limit, unit)
    assert (wording.title(found), wording.text(found, NEW_YORK)) == (title, text)


def test_every_rule_has_words_of_its_own() -> None:
    assert not [name for name in RULES if wording.title(violation(name, 1, 1)).startswith("Measured")]


def test_only_too_little_rest_has_an_earliest_start() -> None:
    assert wording.earliest_start(violation("minimum_rest", 300, 600)) == at("2027-06-01 11:00")
    assert wording.earliest_start(violation("rest_after_nights", 300, 1440)) == at("2027-06-02 01:00")
    assert wording.earliest_start(violation("consecutive_days", 7, 6, "days")) is None
