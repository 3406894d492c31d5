"""Overtime before the fact: somebody offers, or is asked, to work at some minutes of one or more dates."""

from __future__ import annotations

from approvals.registry import Kind
from scheduling.roster_requests.forms import OvertimeForm
from scheduling.roster_requests.handler import RosterRequestHandler


class OvertimeHandler(RosterRequestHandler):
    kind = Kind.OVERTIME
    label = "Overtime"
    icon = "clock"
    form = OvertimeForm
    form_template = "scheduling/roster_requests/_overtime.html"
    approve = "Approve overtime"
    reason = "Overtime offered before the fact."
    answer_within = None
    deny_reasons = (
        "Nobody is missing then.",
        "Others are before you on the overtime list.",
        "No overtime is granted in this workweek.",
    )
