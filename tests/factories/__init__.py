"""Makers of rows, valid by default: a test states only what matters to it.

Versioned rows are written in a tick. `centers.py` has centers and moments, `people.py` users and persons,
`rosters.py` patterns, contracts and adjustments, `coverage.py` positions and requirements. The people whom
tests share are in tests/cast.py.
"""

from __future__ import annotations

from tests.factories.centers import make_center, moment, write
from tests.factories.coverage import make_position, make_requirement, make_requirement_override
from tests.factories.people import (
    PASSWORD,
    deactivate,
    make_certification,
    make_membership,
    make_person,
    make_skill,
    make_trainer_pair,
    make_user,
    make_wish,
)
from tests.factories.rosters import (
    make_adjustment,
    make_contract,
    make_counting_rules,
    make_emergency,
    make_holiday,
    make_overtime_rules,
    make_pattern,
    make_period,
    make_restriction,
    make_rule_limits,
    make_shift_type,
    make_workweek_boundary,
    publish_period_row,
)

__all__ = [
    "PASSWORD",
    "deactivate",
    "make_adjustment",
    "make_center",
    "make_certification",
    "make_contract",
    "make_counting_rules",
    "make_emergency",
    "make_holiday",
    "make_membership",
    "make_overtime_rules",
    "make_pattern",
    "make_period",
    "make_person",
    "make_position",
    "make_requirement",
    "make_requirement_override",
    "make_restriction",
    "make_rule_limits",
    "make_shift_type",
    "make_skill",
    "make_trainer_pair",
    "make_user",
    "make_wish",
    "make_workweek_boundary",
    "moment",
    "publish_period_row",
    "write",
]
