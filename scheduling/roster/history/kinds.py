"""Kinds of events in words, and the groups that a history is filtered by. Pure."""

from __future__ import annotations

_ADMIN_ACTS = ("added", "changed", "removed")

KIND_WORDS = {
    "roster.edited": "Roster edited",
    "roster.undone": "Edit undone",
    "roster.redone": "Edit redone",
    "roster.published": "Roster published",
    "roster.reported": "Absence or late arrival reported",
    "roster.report_withdrawn": "Report withdrawn",
    "proposal.taken": "Proposal taken",
    "period.locked": "Period locked",
    "period.unlocked": "Period unlocked",
    "holidays.taken": "Holidays taken from the calendar",
    "center.imported": "Files imported",
}

ROSTER_KINDS = (
    "roster.edited",
    "roster.undone",
    "roster.redone",
    "roster.reported",
    "roster.report_withdrawn",
    "proposal.taken",
)
"""Events that write adjustments only."""

_TABLES = {
    "contracts": ("base_contract",),
    "people": (
        "person",
        "employment",
        "group_membership",
        "certification",
        "trainer_pair",
        "duty_restriction",
        "skill",
        "group",
        "department",
        "off_limit_group",
        "wish",
        "standing_preference",
    ),
    "rules": (
        "rule_limits",
        "bargaining_unit",
        "workweek_boundary",
        "overtime_rules",
        "counting_rules",
        "declared_emergency",
        "center_settings",
    ),
    "coverage": ("position", "requirement", "requirement_override", "incident_rate"),
    "patterns": ("shift_type", "pattern", "holiday", "holiday_calendar"),
}

GROUP_LABELS = {
    "roster": "Roster edits and reports",
    "publishing": "Publishing and periods",
    "contracts": "Contracts",
    "people": "People",
    "rules": "Rules and emergencies",
    "coverage": "Coverage",
    "patterns": "Patterns and holidays",
    "imports": "Imports",
}

GROUP_KINDS: dict[str, tuple[str, ...]] = {
    "roster": ROSTER_KINDS,
    "publishing": ("roster.published", "period.locked", "period.unlocked"),
    **{
        group: tuple(f"{table}.{act}" for table in tables for act in _ADMIN_ACTS)
        for group, tables in _TABLES.items()
    },
    "imports": ("center.imported",),
}
GROUP_KINDS["patterns"] += ("holidays.taken",)


def kind_words(kind: str) -> str:
    """ "Base contract changed" of "base_contract.changed"."""
    known = KIND_WORDS.get(kind)
    words = known or kind.replace(".", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
