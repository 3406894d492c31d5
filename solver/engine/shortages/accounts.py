"""The largest shortages of a finished roster, each accounted for within a time: facts first, then the ways out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from solver.engine.facts import Facts, Piece
from solver.engine.headcounts import Gap, gaps, headcounts
from solver.engine.instance import Instance
from solver.engine.shortages.account import Account
from solver.engine.shortages.pieces import cut_at_shifts
from solver.engine.shortages.smallest_set import Question, TimeIsUpError
from solver.engine.shortages.ways_out import Ways
from solver.engine.solution import Solution
from solver.engine.verify import result_of

MOST_ACCOUNTS = 8
PROOF_SHARE = 0.5
"""Of the time left, so much may go into the facts of one shortage; the rest is for ways out and the others."""


def _never() -> bool:
    return False


def _every(gap: Gap) -> bool:
    return True


def accounts_of(
    instance: Instance,
    solution: Solution,
    seconds: float,
    should_stop: Callable[[], bool] = _never,
    *,
    wanted: Callable[[Gap], bool] = _every,
) -> tuple[Account, ...]:
    """The wanted shortages of most person-minutes, in order of time.

    Fewer when the time is up or a stop is asked for.
    """
    ends = time.monotonic() + seconds

    def is_over() -> bool:
        return time.monotonic() >= ends or should_stop()

    found = cut_at_shifts(gaps(headcounts(result_of(instance, solution))), instance.occurrences)
    if not found or is_over():
        return ()
    facts = Facts(instance, solution.removed)
    ways = Ways(facts, standing_of(facts, solution), found)
    asked = [gap for gap in found if wanted(gap)]
    largest = sorted(asked, key=lambda gap: -gap.missing * gap.interval.minutes)[:MOST_ACCOUNTS]
    accounts = []
    for gap in largest:
        if is_over():
            break
        accounts.append(_account(facts, gap, ways, ends, is_over))
    return tuple(sorted(accounts, key=lambda row: (row.interval.start, row.requirement)))


def standing_of(facts: Facts, solution: Solution) -> dict[str, list[Piece]]:
    """Everybody's duty in the solution's roster, in order of start."""
    gone = set(solution.dropped)
    standing = {
        person: [piece for piece in facts.given.get(person, []) if piece.duty not in gone]
        for person in facts.person
    }
    for row in solution.assignments:
        piece = facts.piece_of(facts.person[row.person], facts.occurrence[row.occurrence])
        standing[row.person].append(piece)
    for pieces in standing.values():
        pieces.sort(key=lambda piece: piece.start)
    return standing


def _account(facts: Facts, gap: Gap, ways: Ways, ends: float, is_over: Callable[[], bool]) -> Account:
    started = time.monotonic()
    question = Question(facts, gap, started + (ends - started) * PROOF_SHARE)
    account = Account(gap.requirement, gap.interval, gap.missing, question.needed, len(question.trained))
    try:
        told, able, is_smallest = question.facts()
        account = replace(account, facts=told, able=able, is_smallest=is_smallest)
    except TimeIsUpError:
        pass  # Nothing is proven; the ways may help all the same.
    found = ways.out_of(gap, is_over)
    seconds = round(time.monotonic() - started, 2)
    return replace(account, ways=found, tried=ways.tried, seconds=seconds)
