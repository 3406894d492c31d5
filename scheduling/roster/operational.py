"""Changes that employees see as they are recorded: the rules they newly break, and whom to tell.

What becomes of the rules broken is decided in `gate.py`; the rows are written in `edit_work.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from scheduling.roster.domain.evaluation import RosterEvaluation, evaluate
from scheduling.roster.domain.impact import newly_broken
from scheduling.roster.gate import identity, overridden_in
from scheduling.roster.periods import PeriodFacts, period_on
from scheduling.roster.publish_list import PersonChange, person_changes
from scheduling.roster.selectors import View, load_roster
from scheduling.rules.levels import Violation
from scheduling.time.interval import Minute
from scheduling.time.local_time import LocalClock
from staff.centers.models import Center
from staff.people.models import Employment, Job
from staff.skills.models import Certification, SkillKind

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a version made of some people's roster: rules newly broken, and how it differs.

    Judged by what employees see; in a period never published by what planners see, since nothing else is there.
    """

    period: PeriodFacts
    broken: tuple[Violation, ...]
    people: tuple[PersonChange, ...]
    before: RosterEvaluation

    def had_shift(self, person: UUID, shift_start: Minute) -> bool:
        """Whether employees saw somebody's shift before; always in a period never published."""
        if not self.period.is_published:
            return True
        known = self.before.rosters.get(person)
        return known is not None and any(duty.shift_start == shift_start for duty in known.duty)


def outcome_of(
    center: Center, version: int, people: Collection[UUID], first_day: date, last_day: date
) -> Outcome:
    """What the rows that a version wrote mean for these people around these dates; call inside its tick."""
    period = period_on(center, first_day, version)
    view = View.PUBLISHED if period.is_published else View.WORKING
    # Trainees are paired with trainers over everybody: who takes part in that brings all others with them.
    training = _in_training(center, version)
    asked = set(people) | training if training & set(people) else set(people)
    rosters = [
        load_roster(center, first_day - _ONE_DAY, last_day + 2 * _ONE_DAY, view=view, as_of=at, only=asked)
        for at in (version - 1, version)
    ]
    before, after = (evaluate(roster.input) for roster in rosters)
    known = overridden_in(center, rosters[1].input.focus)
    broken = newly_broken(_violations(before, people), _violations(after, people))
    changes: tuple[PersonChange, ...] = ()
    if period.is_published:
        clock = LocalClock(center.time_zone)
        changes = tuple(
            each for each in person_changes(before, after, period, clock) if each.person_id in people
        )
    return Outcome(period, tuple(each for each in broken if identity(each) not in known), changes, before)


def _violations(evaluation: RosterEvaluation, people: Collection[UUID]) -> list[Violation]:
    own = [
        each
        for person in people
        if person in evaluation.rosters
        for each in evaluation.own_violations_of(person)
    ]
    return [*own, *evaluation.trainee_violations]


def _in_training(center: Center, version: int) -> set[UUID]:
    """Everybody who is a trainee or may train, as of a version."""
    trainees = Employment.objects.as_of(version).filter(center=center, job=Job.TRAINEE)
    trainers = Certification.objects.as_of(version).filter(center=center, skill__kind=SkillKind.TRAINER)
    return {
        *trainees.values_list("person_id", flat=True),
        *trainers.values_list("person_id", flat=True),
    }
