"""The one thing to know of a request, in words: can't be done, short, a rule, clears a shortage, or nothing. Pure.

What it is said of is weighed in `weighing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from approvals.impact import Check, Finding, Tone
from scheduling.coverage.domain.demand import Subject
from scheduling.roster.domain.impact import SubjectImpact
from scheduling.roster_requests.domain.strips import added_short, most_missing
from scheduling.roster_requests.weighing import Weighed
from scheduling.rules import wording
from scheduling.rules.levels import Level, Violation
from scheduling.time.local_time import LocalClock
from scheduling.time.words import date_words, range_words

TONES: Mapping[Level, Tone] = {
    Level.BLOCK: "bad",
    Level.APPROVAL: "warn",
    Level.WARN: "warn",
    Level.INFORM: "",
}


def finding_of(weighed: Weighed, names: Mapping[Subject, str]) -> Finding:
    """What matters most: one line with its detail."""
    if weighed.trial is None:
        return Finding(weighed.problem, "Deny it, or ask for it to be sent again.", "bad", is_stale=True)
    blocked = [each for each in weighed.broken if each.level is Level.BLOCK]
    if blocked:
        return rule_finding(blocked[0], weighed.roster.clock)
    if weighed.leaves_short:
        return _short(weighed, names)
    hard = [each for each in weighed.broken if each.level is not Level.INFORM]
    if hard:
        return rule_finding(hard[0], weighed.roster.clock)
    if weighed.is_past:
        return Finding("Already worked", "Coverage is what it was; pay and hours change.")
    return _cleared(weighed, names) or Finding("No effect on minimum", tone="ok")


def check_of(violation: Violation, name: str, clock: LocalClock) -> Check:
    """A rule newly broken, with what was measured and the limit."""
    whose = f"{name}: " if name else ""
    words = f"{whose}{wording.title(violation)}. {wording.text(violation, clock)}"
    return Check(words, TONES[violation.level] or "warn")


def rule_finding(violation: Violation, clock: LocalClock) -> Finding:
    """A rule that would be broken, and what approving does about it."""
    on = clock.date_of(violation.interval.end - 1)
    title = f"{wording.title(violation)}, {date_words(on, on)}"
    tail = {
        Level.BLOCK: " This rule blocks: it can’t be approved here.",
        Level.APPROVAL: " Approving overrides the rule; that is kept with your name.",
    }.get(violation.level, "")
    return Finding(title, wording.text(violation, clock) + tail, TONES[violation.level])


def _short(weighed: Weighed, names: Mapping[Subject, str]) -> Finding:
    impact, clock = weighed.impact, weighed.roster.clock
    touched = weighed.trial.touched if weighed.trial else ()
    worst = max(impact.coverage if impact else (), key=_added)
    missing = added_short(worst.before, worst.after, touched) or added_short(
        worst.before, worst.after, [weighed.trial.span] if weighed.trial else []
    )
    first = missing[0].interval
    most = most_missing(worst.after, [each.interval for each in missing])
    on = clock.date_of(first.start)
    title = f"Leaves {names[worst.subject].lower()} {most} short on {date_words(on, on)}"
    before = [gap for gap in worst.before if any(gap.interval.overlaps(each.interval) for each in missing)]
    if before:
        gap = before[0]
        text = f"It is already {gap.people} short {range_words(gap.interval.start, gap.interval.end, clock)}."
    else:
        text = f"From {range_words(first.start, missing[-1].interval.end, clock)}; nobody is missing now."
    return Finding(title, text, "warn", leaves_short=True)


def _cleared(weighed: Weighed, names: Mapping[Subject, str]) -> Finding | None:
    impact = weighed.impact
    better = [each for each in impact.coverage if each.added_person_minutes < 0] if impact else []
    if not better or weighed.trial is None:
        return None
    best = min(better, key=_added)
    gained = [each.interval for each in added_short(best.after, best.before, [weighed.trial.span])]
    before = most_missing(best.before, gained)
    left = most_missing(best.after, gained)
    clock = weighed.roster.clock
    text = f"{names[best.subject]}, {range_words(gained[0].start, gained[-1].end, clock)}."
    title = f"Clears {before - left} of {before} short" if before > left else "Shortens a shortage"
    return Finding(title, text, "ok")


def _added(each: SubjectImpact) -> int:
    return each.added_person_minutes
