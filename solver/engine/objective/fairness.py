"""Nights, weekend days and holidays: how far the most and the least burdened of a fairness group are apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from solver.engine.coverage import Coverage
from solver.engine.facts import Piece
from solver.engine.instance import Burden
from solver.engine.linear import Linear
from solver.engine.objective.term import Amount
from solver.engine.variables import Variables

name = "fairness"
label = "Fairness"
unit = "shifts"
tier = 3


def add(variables: Variables, coverage: Coverage) -> Amount:
    """Counts what a person brings from the past and works in the horizon; groups of one compare with nobody."""
    instance = variables.facts.instance
    weights = instance.options.weights
    past = {burden.person: burden for burden in instance.burdens}
    groups: dict[str, list[str]] = defaultdict(list)
    for person in instance.people:
        if person.fairness_group is not None:
            groups[person.fairness_group].append(person.key)
    amount = Amount()
    for members in groups.values():
        nights = [_nights(variables, key, past) for key in members]
        amount.add(_spread(variables, nights), weight=weights.fairness_night)
        weekends = [
            _carried(variables, key, past, lambda row: row.weekends, lambda piece: piece.is_weekend)
            for key in members
        ]
        amount.add(_spread(variables, weekends), weight=weights.fairness_weekend)
        holidays = [
            _carried(
                variables, key, past, lambda row: row.holidays, lambda piece: piece.on in instance.holidays
            )
            for key in members
        ]
        amount.add(_spread(variables, holidays), weight=weights.fairness_holiday)
    return amount


def _nights(variables: Variables, person: str, past: dict[str, Burden]) -> Linear:
    total = Linear(past[person].nights if person in past else 0)
    for day in variables.facts.instance.horizon_days:
        total.add_linear(variables.worked(person, day.on, nights_only=True))
    return total


def _carried(
    variables: Variables,
    person: str,
    past: dict[str, Burden],
    before: Callable[[Burden], int],
    counts: Callable[[Piece], bool],
) -> Linear:
    """What the past brings plus the dates of the horizon with a shift that counts."""
    total = Linear(before(past[person]) if person in past else 0)
    for day in variables.facts.instance.horizon_days:
        total.add_linear(variables.any_of([p for p in variables.pieces_on(person, day.on) if counts(p)]))
    return total


def _spread(variables: Variables, totals: list[Linear]) -> Linear:
    """Greatest minus least of the sums."""
    if len(totals) < 2:
        return Linear()
    least, greatest = min(total.least for total in totals), max(total.greatest for total in totals)
    if all(total.is_constant for total in totals):
        return Linear(greatest - least)
    low = variables.number(least, min(total.greatest for total in totals))
    high = variables.number(max(total.least for total in totals), greatest)
    for total in totals:
        above = Linear(0, low)
        above.add_linear(total, -1)
        variables.row(above, 0)
        below = Linear()
        below.add_linear(total)
        below.add(high, -1)
        variables.row(below, 0)
    spread = Linear(0, high)
    spread.add(low, -1)
    return spread
