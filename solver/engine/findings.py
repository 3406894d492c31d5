"""Findings: given duty that breaks a blocking rule before anything is decided, and the least that removes
it.

Alone: duty without a valid skill, or too long by itself. Together: duty that breaks a rule only with other
given duty. Of these the piece goes whose removal ends the most violations; among equals pattern duty before
published before pinned, the shorter before the longer, the later before the earlier. The past and locked duty
are never proposed.
"""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from solver.engine.facts import Facts, Piece
from solver.engine.instance import DutyOrigin, GivenDuty, Instance
from solver.engine.legal import Broken, broken_rules
from solver.engine.solution import Finding, FindingKind
from solver.engine.training import RULE as TRAINING
from solver.engine.training import trainer_spans

GOES_FIRST = {DutyOrigin.PATTERN: 0, DutyOrigin.PUBLISHED: 1, DutyOrigin.PINNED: 2}
WORDS = {
    "valid_certification": "no valid skill for this duty",
    "minimum_rest": "too little rest between two shifts",
    "longest_continuous_duty": "too long without a break between shifts",
    "maximum_minutes_in_24_hours": "too much duty in 24 hours",
    "maximum_minutes_in_7_days": "too much duty in 7 days",
    "maximum_minutes_in_workweek": "too much duty in a workweek",
    "consecutive_days": "too many worked days in a row",
    "consecutive_nights": "too many nights in a row",
    "rest_after_nights": "too little time off after nights in a row",
    "restricted_duty": "against a restriction of this person",
    TRAINING: "no free trainer on duty",
}


def find(instance: Instance) -> tuple[Finding, ...]:
    """All findings, by person and time; without the duty they remove no blocking rule is broken by duty
    that may go.
    """
    facts = Facts(instance)
    given = {duty.key: duty for duty in instance.duty}
    findings: list[Finding] = []
    for person in facts.person:
        findings += _of_person(facts, person, given)
    removed = {key for finding in findings for key in finding.removes}
    findings += _untrained(facts, given, removed)
    return tuple(findings)


def may_go(instance: Instance, duty: GivenDuty) -> bool:
    """True when a finding may propose to remove the duty: it starts in the horizon and is neither past nor
    locked.
    """
    return duty.origin in GOES_FIRST and instance.horizon.contains(duty.start)


def _of_person(facts: Facts, person: str, given: dict[str, GivenDuty]) -> list[Finding]:
    pieces = list(facts.given.get(person, []))
    found: list[Finding] = []
    while True:
        broken = [row for row in broken_rules(facts, person, pieces) if _removable(facts, row.pieces, given)]
        if not broken:
            return found
        counts: dict[str, int] = {}
        for row in broken:
            for piece in _removable(facts, row.pieces, given):
                counts[_key(piece)] = counts.get(_key(piece), 0) + (
                    len(broken) + 1 if len(row.pieces) == 1 else 1
                )
        goes = max(counts, key=lambda key: (counts[key], *_rank(given[key])))
        reason = next(row for row in broken if any(_key(piece) == goes for piece in row.pieces))
        found.append(_finding(reason, goes))
        pieces = facts.with_nights(person, [piece for piece in pieces if _key(piece) != goes])


def _removable(facts: Facts, pieces: Sequence[Piece], given: dict[str, GivenDuty]) -> list[Piece]:
    return [piece for piece in pieces if may_go(facts.instance, given[_key(piece)])]


def _rank(duty: GivenDuty) -> tuple[int, int, Minute]:
    return -GOES_FIRST[duty.origin], duty.start - duty.end, duty.start


def _key(piece: Piece) -> str:
    return piece.duty or ""


def _finding(broken: Broken, goes: str) -> Finding:
    keys = tuple(_key(piece) for piece in broken.pieces)
    words = WORDS[broken.rule]
    measured = (
        ""
        if broken.rule == "valid_certification"
        else f" ({broken.measured} {broken.unit}, limit {broken.limit})"
    )
    return Finding(
        kind=FindingKind.ALONE if len(keys) == 1 else FindingKind.TOGETHER,
        rule=broken.rule,
        person=broken.pieces[0].person,
        duty=keys,
        removes=(goes,),
        interval=broken.interval,
        measured=broken.measured,
        limit=broken.limit,
        unit=broken.unit,
        message=f"{words[0].upper()}{words[1:]}{measured}.",
    )


def _untrained(facts: Facts, given: dict[str, GivenDuty], removed: set[str]) -> list[Finding]:
    """Duty of trainees at minutes with more trainees than trainers; the least senior trainee goes first."""
    standing = [p for pieces in facts.given.values() for p in pieces if p.duty not in removed]
    trainers = [
        span for piece in standing for span in trainer_spans(facts, facts.person[piece.person], piece)
    ]
    trainees = [
        piece
        for piece in standing
        if facts.person[piece.person].is_trainee
        and facts.limit(piece.person, TRAINING, Level.BLOCK, piece.on) is not None
        and not facts.is_suspended(TRAINING, piece.start, piece.end)
    ]
    trainees.sort(key=lambda piece: (-facts.person[piece.person].seniority, piece.start))
    found: list[Finding] = []
    for piece in list(trainees):
        marks = sorted(
            {piece.start, *(m for s in trainers for m in (s.start, s.end)), *(t.start for t in trainees)}
        )
        for mark in marks:
            if not piece.start <= mark < piece.end or not may_go(facts.instance, given[_key(piece)]):
                continue
            taught = sum(other.start <= mark < other.end for other in trainees)
            teaching = sum(span.contains(mark) for span in trainers)
            if taught > teaching:
                span = Interval(piece.start, piece.end)
                found.append(
                    _finding(Broken(TRAINING, (piece,), span, teaching, taught, "people"), _key(piece))
                )
                trainees.remove(piece)
                break
    return found
