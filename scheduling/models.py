"""All tables of `scheduling`, re-exported for Django; each lives in the folder of its capability."""

from __future__ import annotations

from scheduling.adjustments.models import Adjustment
from scheduling.attendance.models import ShiftConfirmation
from scheduling.board.on_duty.models import WallDisplay
from scheduling.contracts.models import (
    BaseContract,
    CountingRules,
    OvertimeRules,
    RuleLimits,
    WorkweekBoundary,
)
from scheduling.coverage.models import Position, Requirement, RequirementOverride
from scheduling.demand.models import IncidentRate
from scheduling.emergencies.models import DeclaredEmergency
from scheduling.patterns.models import Holiday, HolidayCalendar, Pattern, PatternDay, ShiftType
from scheduling.restrictions.models import DutyRestriction
from scheduling.roster.models import Edit, Period, PeriodState, Proposal, ProposalLine, RuleOverride

__all__ = [
    "Adjustment",
    "BaseContract",
    "CountingRules",
    "DeclaredEmergency",
    "DutyRestriction",
    "Edit",
    "Holiday",
    "HolidayCalendar",
    "IncidentRate",
    "OvertimeRules",
    "Pattern",
    "PatternDay",
    "Period",
    "PeriodState",
    "Position",
    "Proposal",
    "ProposalLine",
    "Requirement",
    "RequirementOverride",
    "RuleLimits",
    "RuleOverride",
    "ShiftConfirmation",
    "ShiftType",
    "WallDisplay",
    "WorkweekBoundary",
]
