"""Loading what a board is drawn from: the roster as of one version, evaluated, and the drafts in it.

A fixed number of queries, whatever the size of the center. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from scheduling.board.facts import BoardFacts
from scheduling.board.state import BoardState
from scheduling.roster.as_of.reading import AsOf, present
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.hours import hours_terms
from scheduling.roster.periods import dates_of_period, locked_days
from scheduling.roster.publish_list import DraftChange, draft_changes
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.roster.undo import UndoSteps, undo_steps
from scheduling.time.interval import minute_before
from scheduling.time.local_time import dates
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, may
from staff.skills.models import Skill


def load_board(user: User, center: Center, state: BoardState, at: AsOf | None = None) -> BoardFacts:
    """Everything the board of this state shows to this user; as of an earlier moment, nothing of it can be changed."""
    view = View.PUBLISHED if state.shows_published else View.WORKING
    at = at or present(center, timezone.now())
    is_past, version = at.is_past, at.version
    roster = load_roster(center, state.starts_on, state.ends_before, view=view, as_of=version)
    evaluation = roster.evaluation
    now = minute_before(at.now)
    period = dates_of_period(center, state.starts_on)
    drafts: tuple[DraftChange, ...] = ()
    published: Mapping[UUID, PersonRoster] = {}
    steps = UndoSteps(can_undo=False, can_redo=False)
    shows_period = not state.shows_published and period == (state.starts_on, state.ends_before)
    if not state.shows_published:
        drafts = draft_changes(center, state.starts_on, state.ends_before, version if is_past else None)
        published = _published(center, state, version, evaluation, roster, drafts)
    if not state.shows_published and not is_past:
        steps = undo_steps(user, center, state.starts_on)
    return BoardFacts(
        state=state,
        version=version,
        now=now,
        # The clock of the evaluation remembers the local times of all its segments.
        clock=evaluation.input.clock,
        evaluation=evaluation,
        people=roster.people,
        # The same clock, for the same reason.
        terms=replace(hours_terms(center, version), clock=evaluation.input.clock),
        skill_names=dict(Skill.objects.filter(center=center).values_list("pk", "code")),
        drafts=drafts,
        published=published,
        saved_at=at.saved_at,
        publishable=0 if is_past else len(drafts if shows_period else draft_changes(center, *period)),
        may_edit=not is_past and may(user, Permission.EDIT_ROSTER, center.pk),
        may_publish=not is_past and may(user, Permission.PUBLISH_ROSTER, center.pk),
        may_declare=not is_past and may(user, Permission.DECLARE_EMERGENCIES, center.pk),
        is_published=any(each.starts_on == period[0] and each.is_published for each in roster.periods),
        can_undo=steps.can_undo,
        can_redo=steps.can_redo,
        locked=locked_days(
            roster.periods,
            dates(state.starts_on, state.ends_before),
            today=roster.clock.date_of(now),
            may_unlock=may(user, Permission.LOCK_PERIODS, center.pk),
        ),
        holidays=roster.holidays,
    )


def _published(
    center: Center,
    state: BoardState,
    version: int,
    evaluation: RosterEvaluation,
    roster: Roster,
    drafts: Iterable[DraftChange],
) -> dict[UUID, PersonRoster]:
    """What people with drafts have without them: published, or the pattern before the first publication."""
    people = {change.person_id for change in drafts} & set(evaluation.rosters)
    if not people:
        return {}
    shown = [
        period
        for period in roster.periods
        if period.starts_on < state.ends_before and state.starts_on < period.ends_before
    ]
    if not any(period.is_published for period in shown):
        return {person: _pattern_of(evaluation.roster(person)) for person in people}
    before = load_roster(
        center, state.starts_on, state.ends_before, view=View.PUBLISHED, as_of=version, only=people
    )
    return dict(before.evaluation.rosters)  # type: ignore[arg-type]


def _pattern_of(roster: PersonRoster) -> PersonRoster:
    return PersonRoster(roster.person, roster.base, (), roster.base, roster.base)
