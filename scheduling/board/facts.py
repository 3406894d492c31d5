"""Everything a board is drawn from, loaded and evaluated: frozen, so that drawing asks the database nothing.

Loading is in queries.py, drawing in rows.py, coverage_head.py, bars.py and page.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from scheduling.board.state import BoardState
from scheduling.roster.domain.evaluation import RosterEvaluation
from scheduling.roster.domain.person import PersonRoster
from scheduling.roster.hours import HoursOnDates, HoursTerms
from scheduling.roster.people import PersonFacts
from scheduling.roster.publish_list import DraftChange
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key


@dataclass(frozen=True)
class BoardFacts:
    """One board's facts. `evaluation` is of the shown roster with the shown dates as its focus.

    `terms` says whose workweek is which, and what is overtime. `published` holds what employees see of people with
    draft changes (before the first publication: the pattern).
    `locked` gives the reason by date, `holidays` the name; `publishable` counts the draft changes of the whole period.
    """

    state: BoardState
    version: int
    now: Minute
    clock: LocalClock
    evaluation: RosterEvaluation
    people: tuple[PersonFacts, ...]
    terms: HoursTerms
    skill_names: Mapping[Key, str] = field(default_factory=dict)
    drafts: tuple[DraftChange, ...] = ()
    published: Mapping[UUID, PersonRoster] = field(default_factory=dict)
    locked: Mapping[date, str] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    saved_at: datetime | None = None
    publishable: int = 0
    may_edit: bool = False
    may_publish: bool = False
    may_declare: bool = False
    is_published: bool = False
    can_undo: bool = False
    can_redo: bool = False

    @cached_property
    def today(self) -> date:
        return self.clock.date_of(self.now)

    @cached_property
    def days(self) -> dict[date, Interval]:
        """The shown dates with their minutes, in order."""
        first, last = self.state.starts_on, self.state.ends_before
        return {
            on: self.clock.day(on) for on in (first + timedelta(days=n) for n in range((last - first).days))
        }

    @cached_property
    def focus(self) -> Interval:
        return self.clock.days(self.state.starts_on, self.state.ends_before)

    @cached_property
    def hours(self) -> HoursOnDates:
        """Hours and overtime in the workweeks that start on the shown dates."""
        return HoursOnDates(self.terms, self.focus)

    @cached_property
    def drafts_by_person(self) -> dict[UUID, list[DraftChange]]:
        found: dict[UUID, list[DraftChange]] = {}
        for change in self.drafts:
            found.setdefault(change.person_id, []).append(change)
        return found
