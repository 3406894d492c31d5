"""One date with everything its page shows; a fixed number of queries.

What the hours, the head and the rows look like is decided in `frame.py`, `head.py` and `rows.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from scheduling.adjustments.models import Adjustment
from scheduling.attendance.selectors import Confirmations, confirmations
from scheduling.board.day.frame import DayFrame
from scheduling.board.day.head import DayHead, day_head
from scheduling.board.day.rows import Grouping, Row, RowGroup, day_rows, grouped
from scheduling.board.moves import move_words
from scheduling.roster.as_of.reading import AsOf
from scheduling.roster.periods import locked_days
from scheduling.roster.selectors import Roster, View, load_roster
from scheduling.roster.undo import UndoSteps, undo_steps
from scheduling.roster.workweeks import workweek_of, workweeks_of
from scheduling.time.interval import minute_before, moment_of
from scheduling.time.local_time import LocalClock
from scheduling.time.segment import Key
from scheduling.time.words import day_title, time_words
from scheduling.time.workweek import Workweek
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, may
from staff.skills.models import Skill

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayPage:
    """A date of the working roster as one user sees it; parts are computed when first asked for."""

    roster: Roster
    frame: DayFrame
    grouping: Grouping
    drafts: frozenset[Key]
    locked: dict[date, str]
    skill_codes: dict[Key, str]
    may_edit: bool
    sees_reasons: bool
    undo: UndoSteps
    confirmed: Confirmations
    at: AsOf

    @cached_property
    def head(self) -> DayHead:
        names: dict[Key, str] = dict(self.skill_codes)
        names.update({position.key: position.name for position in self.roster.input.positions})
        evaluation = self.roster.evaluation
        people: dict[Key, str] = {person.id: person.name for person in self.roster.people}
        return day_head(evaluation.curve, names, self.frame, lambda gap: move_words(evaluation, gap, people))

    @cached_property
    def rows(self) -> list[Row]:
        return self._rows(None)

    def rows_of(self, person_id: UUID) -> list[Row]:
        return self._rows(person_id)

    def _rows(self, only: UUID | None) -> list[Row]:
        return day_rows(
            self.roster,
            self.frame,
            self.drafts,
            self.locked,
            may_edit=self.may_edit,
            sees_reasons=self.sees_reasons,
            only=only,
            names_positions=self.grouping is Grouping.POSITION,
            confirmed=self.confirmed,
        )

    @cached_property
    def groups(self) -> list[RowGroup]:
        positions = [position.name for position in self.roster.input.positions]
        names = list(dict.fromkeys(person.group for person in self.roster.people))
        return grouped(self.rows, self.grouping, self.frame, positions, names)

    @property
    def title(self) -> str:
        return day_title(self.frame.day, self.frame.today)

    @property
    def shift_count(self) -> int:
        return sum(bool(row.bars) for row in self.rows)

    @property
    def previous_day(self) -> date:
        return self.frame.day - _ONE_DAY

    @property
    def next_day(self) -> date:
        return self.frame.day + _ONE_DAY

    @property
    def now_words(self) -> str:
        return time_words(self.frame.now, self.frame.clock)

    @property
    def holiday(self) -> str:
        """Which holiday the date is; nothing on other days."""
        return self.roster.holidays.get(self.frame.day, "")

    @property
    def lock_reason(self) -> str:
        return self.locked.get(self.frame.day, "")


def day_page(
    center: Center,
    user: User,
    day: date | None,
    grouping: Grouping,
    *,
    at: AsOf,
    only: UUID | None = None,
) -> DayPage:
    """The page of a date (today unless given) as of a moment; with `only` one person's rows, without coverage."""
    clock = LocalClock(center.time_zone)
    minute = minute_before(at.now)
    today = clock.date_of(minute)
    shown = day or today
    frame = DayFrame(clock, shown, today, minute)
    roster = load_roster(
        center,
        shown - _ONE_DAY,
        shown + 2 * _ONE_DAY,
        view=View.WORKING,
        as_of=at.version,
        only=None if only is None else [only],
    )
    span = roster.input.focus
    known = Adjustment.objects.drafts_as_of(at.version) if at.is_past else Adjustment.objects.drafts()
    drafts = known.filter(center=center, starts_at__lt=moment_of(span.end), ends_at__gt=moment_of(span.start))
    may_unlock = may(user, Permission.LOCK_PERIODS, center.pk)
    days = [shown - _ONE_DAY, shown, shown + _ONE_DAY]
    return DayPage(
        roster=roster,
        frame=frame,
        grouping=grouping,
        drafts=frozenset(drafts.values_list("pk", flat=True)),
        locked=locked_days(roster.periods, days, today=today, may_unlock=may_unlock),
        skill_codes=dict(Skill.objects.filter(center=center).values_list("pk", "code")),
        may_edit=not at.is_past and may(user, Permission.EDIT_ROSTER, center.pk),
        sees_reasons=may(user, Permission.VIEW_ABSENCE_REASONS, center.pk),
        undo=UndoSteps(can_undo=False, can_redo=False) if at.is_past else undo_steps(user, center, shown),
        confirmed=confirmations(center, roster.input.span, None if only is None else [only], at=at),
        at=at,
    )


def workweek_of_person(roster: Roster, person_id: UUID) -> Workweek:
    """The workweek of somebody on the roster: their bargaining unit's, or else the center's; three queries."""
    return workweek_of(
        workweeks_of(roster.center, roster.version), roster.person[person_id].bargaining_unit_id
    )
