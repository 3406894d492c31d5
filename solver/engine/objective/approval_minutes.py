"""Minutes above an approval-level limit on minutes: rolling windows, workweeks, continuous and restricted duty."""

from __future__ import annotations

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval
from solver.engine.conflicts import followers
from solver.engine.constraints import (
    longest_continuous_duty,
    maximum_minutes_in_7_days,
    maximum_minutes_in_24_hours,
    maximum_minutes_in_workweek,
)
from solver.engine.coverage import Coverage
from solver.engine.facts import Piece
from solver.engine.objective.term import Amount
from solver.engine.restricted import restricted
from solver.engine.variables import Variables
from solver.engine.windows import total_in, windows

name = "approval_minutes"
label = "Minutes above the approval limit"
unit = "minutes"
tier = 2


ROLLING = (maximum_minutes_in_24_hours, maximum_minutes_in_7_days)


def add(variables: Variables, coverage: Coverage) -> Amount:
    """Every rolling window that ends with duty counts, every workweek, stretch of continuous duty and restriction."""
    amount = Amount()
    weight = variables.facts.instance.options.weights.minute_over_rule
    for rule in ROLLING:
        _add_windows(variables, rule.name, rule.WINDOW_MINUTES, amount, weight)
    for total, limit in maximum_minutes_in_workweek.limited_weeks(variables, Level.APPROVAL):
        amount.add(variables.excess(total, limit), weight=weight)
    for person, pieces in variables.pieces.items():
        for piece in variables.facts.counted[person]:
            _add_stretches(variables, person, [piece], amount, weight)
        for row in restricted(variables.facts, person, pieces, Level.APPROVAL):
            over = variables.excess(variables.total(row.parts), row.limit)
            amount.add(over, weight=weight)
    return amount


def _add_windows(variables: Variables, rule: str, length: int, amount: Amount, weight: int) -> None:
    """A window counts when a piece that stands ends with it."""
    facts = variables.facts
    for person in variables.pieces:
        by_end: dict[int, list[Piece]] = {}
        for piece in facts.counted[person]:
            by_end.setdefault(piece.end, []).append(piece)
        for window, touching in windows(variables, person, length):
            on = facts.date_of(window.end - 1)
            limit = facts.length_limit(person, rule, Level.APPROVAL, on, window.end)
            if limit is not None:
                total = total_in(variables, person, window, touching)
                amount.add(variables.excess_if(total, limit, by_end[window.end]), weight=weight)


def _add_stretches(
    variables: Variables, person: str, chain: list[Piece], amount: Amount, weight: int
) -> None:
    """Each piece of a stretch counts by what it adds above the limit, so a stretch counts once."""
    facts = variables.facts
    rule, on = longest_continuous_duty.name, facts.date_of(chain[0].start)
    limit = facts.length_limit(person, rule, Level.APPROVAL, on, chain[-1].end)
    if limit is None:
        return
    shorter = facts.length_limit(person, rule, Level.APPROVAL, on, chain[-2].end) if len(chain) > 1 else None
    gap = max(1, facts.settings(person).continuous_gap_minutes)
    before = [piece for piece in facts.counted[person] if piece.end <= chain[0].start < piece.end + gap]
    over = chain[-1].end - chain[0].start - limit
    reached = 0 if shorter is None else chain[-2].end - chain[0].start - shorter
    step = over - max(0, reached)
    if step > 0 and Interval(chain[0].start, chain[-1].end).overlaps(facts.instance.horizon):
        together = variables.total((piece, 1) for piece in chain)
        together.add_linear(variables.total((piece, 1) for piece in before), -1)
        amount.add(variables.excess(together, len(chain) - 1), times=step, weight=weight)
    doubles = facts.instance.options.double_shifts_allowed
    for following in followers(facts.counted[person], chain[-1], 0, gap):
        if doubles or (chain[-1].occurrence is None and following.occurrence is None):
            _add_stretches(variables, person, [*chain, following], amount, weight)
