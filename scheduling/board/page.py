"""The board as its templates see it: frozen words, numbers and class names, and nothing to compute. Pure.

Built from BoardFacts by `present`; the parts are drawn in coverage_head.py, rows.py and bars.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.board.cells import ABSENCE_CODES, is_break
from scheduling.board.coverage_head import CarpetDay, CoverageRow, carpet, coverage_rows
from scheduling.board.facts import BoardFacts
from scheduling.board.rows import HEAD_ROWS, GroupBlock, RowWriter, group_slug, shown_people
from scheduling.board.state import RANGES, BoardState, IssueFilter
from scheduling.board.words import hours_number, range_title, short_range
from scheduling.coverage.domain.types import RequirementKind
from scheduling.patterns.domain.hue import hue_of
from scheduling.rules.levels import Level
from scheduling.rules.registry import RULES
from scheduling.time.words import count_words, date_words, dates_words, time_words

MOST_IN_LEGEND = 4
RANGE_LABELS = {1: "Week", 2: "2 weeks", 4: "4 weeks"}


@dataclass(frozen=True, slots=True)
class DayHead:
    """A date as a column head. `lock` says why it can't be edited, `holiday` which one it is."""

    on: date
    letter: str
    number: int
    words: str
    head_class: str
    ground_class: str
    lock: str
    holiday: str

    @property
    def facts(self) -> str:
        """What is special about the date, in words."""
        return ". ".join(part for part in (self.holiday, self.lock) if part)


@dataclass(frozen=True, slots=True)
class ShiftCode:
    """A shift type as a legend entry, and as what typing its letters sets."""

    code: str
    name: str
    hue: str
    times: str
    starts: str
    ends: str


@dataclass(frozen=True, slots=True)
class Foot:
    """The line under the board."""

    saved: str
    breaks: str
    warnings: str
    below_minimum: str
    break_count: int
    warning_count: int


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the page shows."""

    state: BoardState
    title: str
    query: str
    version: int
    column_class: str
    days: tuple[DayHead, ...]
    weeks: tuple[str, ...]
    carpet: tuple[CarpetDay, ...]
    coverage: tuple[CoverageRow, ...]
    groups: tuple[GroupBlock, ...]
    workweek_words: str
    codes: tuple[ShiftCode, ...]
    legend: tuple[ShiftCode, ...]
    leave_codes: tuple[tuple[str, str], ...]
    group_names: tuple[tuple[str, str], ...]
    ranges: tuple[tuple[str, str, bool], ...]
    people_count: int
    row_count: int
    column_count: int
    previous_query: str
    next_query: str
    today_query: str
    is_empty: bool
    draft_count: int
    foot: Foot
    may_edit: bool
    may_publish: bool
    is_published: bool
    can_undo: bool
    can_redo: bool
    emergencies: tuple[str, ...] = ()
    may_declare: bool = False

    @property
    def publish_label(self) -> str:
        if self.draft_count:
            return f"Publish {count_words(self.draft_count, 'change')}"
        return "Published" if self.is_published else "Publish period"


def emergency_words(facts: BoardFacts) -> Iterable[str]:
    """A sentence for every emergency that touches the dates shown."""
    clock = facts.clock
    for row in facts.evaluation.input.emergencies:
        if row.interval.overlaps(facts.focus):
            start, end = row.interval.start, row.interval.end
            days = (
                f"{date_words(clock.date_of(at), facts.today)}, {time_words(at, clock)}"
                for at in (start, end)
            )
            when = " to ".join(days)
            rules = ", ".join(rule.label for rule in RULES.values() if rule.name in row.rules)
            yield f"Declared emergency {when}: {row.reason}. Suspended: {rules}."


def present(facts: BoardFacts) -> Board:
    """The whole board."""
    state = facts.state
    curve = facts.evaluation.curve
    positions = {position.key: position.name for position in facts.evaluation.input.positions}
    coverage = tuple(coverage_rows(curve, facts.days, positions, facts.skill_names))
    first_row = HEAD_ROWS + len(coverage) + 1
    groups = tuple(RowWriter(facts).groups(shown_people(facts), first_row))
    people = sum(len(group.people) for group in groups)
    step = timedelta(weeks=state.weeks)
    codes = shift_codes(facts)
    return Board(
        emergencies=tuple(emergency_words(facts)),
        state=state,
        title=range_title(state.starts_on, state.ends_before),
        query=state.query(),
        version=facts.version,
        column_class=f"days-{state.weeks * 7}",
        days=day_heads(facts),
        weeks=tuple(
            dates_words(first, first + timedelta(days=7))
            for first in (state.starts_on + timedelta(weeks=n) for n in range(state.weeks))
        ),
        carpet=tuple(carpet(curve, facts.days)),
        coverage=coverage,
        groups=groups,
        workweek_words=facts.hours.words(state.starts_on),
        codes=codes,
        legend=most_used(codes, groups),
        leave_codes=tuple((code, kind) for kind, code in ABSENCE_CODES.items()),
        group_names=tuple(
            dict.fromkeys((group_slug(each.group), each.group) for each in facts.people if each.group)
        ),
        ranges=tuple(
            (RANGE_LABELS[weeks], state.query(weeks=weeks), weeks == state.weeks) for weeks in RANGES
        ),
        people_count=people,
        row_count=HEAD_ROWS + len(coverage) + len(groups) + people,
        column_count=len(facts.days) + 4,
        previous_query=state.query(starts_on=state.starts_on - step),
        next_query=state.query(starts_on=state.starts_on + step),
        today_query=state.query(starts_on=_start_with_today(facts)),
        is_empty=not any(roster.segments for roster in facts.evaluation.rosters.values()),
        draft_count=facts.publishable,
        foot=foot(facts),
        may_edit=facts.may_edit and not state.shows_published,
        may_publish=facts.may_publish,
        is_published=facts.is_published,
        can_undo=facts.can_undo,
        can_redo=facts.can_redo,
        may_declare=facts.may_declare,
    )


def day_heads(facts: BoardFacts) -> tuple[DayHead, ...]:
    """The column heads: today and holidays marked, past days quiet, weekends shaded, weeks divided."""
    heads = []
    for index, on in enumerate(facts.days):
        lock = facts.locked.get(on, "")
        head = "today" if on == facts.today else "past" if on < facts.today else ""
        ground = " ".join(
            name
            for name, holds in (
                ("we", on.weekday() >= 5),
                ("wl", index % 7 == 0),
                ("td", on == facts.today),
            )
            if holds
        )
        words, holiday = date_words(on, facts.today), facts.holidays.get(on, "")
        heads.append(DayHead(on, f"{on:%a}"[0], on.day, words, head, ground, lock, holiday))
    return tuple(heads)


def shift_codes(facts: BoardFacts) -> tuple[ShiftCode, ...]:
    """The center's shift types by start, each once (rows of older versions share the code)."""
    found: dict[str, ShiftCode] = {}
    types = sorted(facts.evaluation.input.shift_types.values(), key=lambda each: (each.starts_at, each.code))
    for each in types:
        found.setdefault(
            each.code,
            ShiftCode(
                each.code,
                each.name,
                hue_of(each.starts_at.hour * 60 + each.starts_at.minute).value,
                short_range(each.starts_at, each.ends_at),
                f"{each.starts_at:%H:%M}",
                f"{each.ends_at:%H:%M}",
            ),
        )
    return tuple(found.values())


def most_used(codes: Iterable[ShiftCode], groups: Iterable[GroupBlock]) -> tuple[ShiftCode, ...]:
    """The codes that explain most of the shown cells, by start: a center may have more than a legend can hold."""
    used = Counter(
        code or letters.rstrip("+²")
        for group in groups
        for row in group.people
        for _, letters, code in row.cells
        if letters
    )
    known = list(codes)
    ranked = sorted(known, key=lambda each: -used[each.code])[:MOST_IN_LEGEND]
    shown = [each for each in ranked if used[each.code]] or ranked
    return tuple(each for each in known if each in shown)


def foot(facts: BoardFacts) -> Foot:
    """Saved state, breaks, warnings, hours below minimum of what is shown, whoever is filtered."""
    violations = [each for each in facts.evaluation.violations if each.level is not Level.INFORM]
    breaks = sum(1 for violation in violations if is_break(violation))
    warnings = len(violations) - breaks
    below = sum(
        gap.person_minutes
        for gaps, (kind, _) in zip(
            facts.evaluation.curve.gaps_by_subject, facts.evaluation.curve.subjects, strict=True
        )
        if kind is RequirementKind.SEATS
        for gap in gaps
    )
    saved = ""
    if facts.saved_at is not None:
        local = facts.saved_at.astimezone(facts.clock.tz)
        same_day = local.date() == facts.today
        saved = f"Saved {local:%H:%M}" if same_day else f"Saved {date_words(local.date(), facts.today)}"
    return Foot(
        saved=saved,
        breaks=count_words(breaks, "rule break"),
        warnings=count_words(warnings, "warning"),
        below_minimum=f"{hours_number(below)} h below minimum" if below else "Every minimum met",
        break_count=breaks,
        warning_count=warnings,
    )


def issue_queries(board: Board) -> tuple[str, str]:
    """The addresses that show only people with breaks, or with warnings."""
    return board.state.query(issues=IssueFilter.BREAKS), board.state.query(issues=IssueFilter.WARNINGS)


def _start_with_today(facts: BoardFacts) -> date:
    """The first date of the range of this length that holds today, counted from the one shown."""
    state = facts.state
    ranges = (facts.today - state.starts_on).days // (state.weeks * 7)
    return state.starts_on + timedelta(weeks=state.weeks * ranges)
