"""The pre-check in the words of the setup page; what is counted is in `precheck.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.rules.levels import Violation
from scheduling.rules.registry import RULES
from scheduling.time.words import count_words, date_words, month_day, range_words
from solver.adapter.snapshot import Snapshot
from solver.runs.precheck import PreCheck, Tightness, Window
from solver.runs.words import hours_amount

MOST_NAMES = 3
BAR_HEIGHT = 22


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing known before the run; tone is bad (stays so in every roster) or warn (tight)."""

    tone: str
    title: str
    aside: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """People needed of those able to work at the tightest moment of a day, as a rectangle."""

    x: int
    y: float
    height: float
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class TightRow:
    """One requirement over the days of the period."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class PreCheckPage:
    """Reds and ambers, what is fine, and how tight each day is."""

    clashes: tuple[Clash, ...]
    fine: tuple[tuple[str, str], ...]
    rows: tuple[TightRow, ...]
    days: int
    ticks: tuple[tuple[int, str], ...]

    @property
    def reds(self) -> int:
        return sum(clash.tone == "bad" for clash in self.clashes)


def precheck_page(snapshot: Snapshot, check: PreCheck) -> PreCheckPage:
    """Reds first, each with its numbers."""
    roster = snapshot.roster
    today = roster.starts_on
    clashes = [*_hours(check), *_broken(snapshot, check.broken)]
    for row in check.subjects:
        clashes += _windows(snapshot, row, row.short, "bad", today)
    for row in check.subjects:
        clashes += _windows(snapshot, row, row.tight, "warn", today)
    clashes += _expiring(check)
    fine = []
    if not check.hours.stays_short:
        fine.append(("Hours can cover every minimum", f"{hours_amount(check.hours.required)} h asked for"))
    covered = [row for row in check.subjects if not row.short]
    fine.append(("Enough people at every minute", f"{len(covered)} of {len(check.subjects)} requirements"))
    if not check.broken:
        fine.append(("Kept shifts break no blocking rule", ""))
    days = (roster.ends_before - roster.starts_on).days
    return PreCheckPage(
        tuple(sorted(clashes, key=lambda clash: clash.tone != "bad")),
        tuple(fine),
        tuple(_tight_row(row, roster.starts_on, days) for row in check.subjects),
        days,
        tuple((n, str((roster.starts_on + timedelta(days=n)).day)) for n in range(0, days, 7)),
    )


def _hours(check: PreCheck) -> Iterable[Clash]:
    hours = check.hours
    if not hours.stays_short:
        return
    title = f"At least {hours_amount(hours.stays_short)} h stay below minimum"
    share = (
        f"{hours.stays_short / hours.required:.1%} of {hours_amount(hours.required)} h"
        if hours.required
        else ""
    )
    people = count_words(check.free_people, "person", "people")
    yield Clash(
        "bad",
        title,
        share,
        f"What is kept leaves {hours_amount(hours.short)} h short. {people} "
        f"without a pattern can work {hours_amount(hours.free)} h more within their contracts. "
        "Overtime or other minimums would close the rest.",
    )


def _broken(snapshot: Snapshot, broken: Sequence[Violation]) -> Iterable[Clash]:
    by_rule: dict[str, list[Violation]] = {}
    for violation in broken:
        by_rule.setdefault(violation.rule, []).append(violation)
    for rule, found in by_rule.items():
        people = list(dict.fromkeys(violation.person for violation in found))
        names = [snapshot.roster.person[key].name for key in people[:MOST_NAMES]]  # type: ignore[index]
        more = len(people) - len(names)
        who = "; ".join(names) + (f" and {more} more" if more else "")
        yield Clash(
            "bad",
            f"{count_words(len(found), 'kept shift')} {'breaks' if len(found) == 1 else 'break'} a rule that blocks",
            RULES[rule].label,
            f"{who}. The run proposes to remove them; you decide in the review.",
        )


def _windows(
    snapshot: Snapshot, row: Tightness, windows: Sequence[Window], tone: str, today: date
) -> Iterable[Clash]:
    if not windows:
        return
    clock = snapshot.roster.clock
    worst = max(windows, key=lambda window: (window.needed - window.able, window.interval.minutes))
    on = clock.date_of(worst.interval.start)
    when = f"{date_words(on, today)}, {range_words(worst.interval.start, worst.interval.end, clock)}"
    others = f" The same on {count_words(len(windows) - 1, 'other occasion')}." if len(windows) > 1 else ""
    if tone == "bad":
        yield Clash(
            "bad",
            f"{row.label}: {worst.needed} needed, {worst.able} can work",
            when,
            f"It stays {worst.needed - worst.able} short in every roster.{others}",
        )
    else:
        days = list(dict.fromkeys(clock.date_of(window.interval.start) for window in windows))
        shown = ", ".join(month_day(day) for day in days[:4]) + (" …" if len(days) > 4 else "")
        yield Clash(
            "warn",
            f"{row.label} is tight on {count_words(len(days), 'day')}",
            shown,
            f"{worst.needed} needed, {worst.able} can work. One more absence may leave a gap.",
        )


def _expiring(check: PreCheck) -> Iterable[Clash]:
    if not check.expiring:
        return
    first = min(check.expiring, key=lambda row: row.last_on)
    people = len({row.person for row in check.expiring})
    yield Clash(
        "warn",
        "Certificates end inside the period",
        count_words(people, "person", "people"),
        f"The first is {first.skill} of {first.person}, valid through {month_day(first.last_on)}. "
        "From then on they count only for what else they hold.",
    )


def _tight_row(row: Tightness, starts_on: date, days: int) -> TightRow:
    bars = []
    for day, needed, able in row.by_day:
        n = (day - starts_on).days
        if not 0 <= n < days:
            continue
        share = needed / able if able else 2.0
        tone = "short" if needed > able else "near" if able <= needed + 1 else "met"
        height = round(min(1.0, share) * BAR_HEIGHT, 1)
        bars.append(
            Bar(
                n,
                round(BAR_HEIGHT - height, 1),
                height,
                tone,
                f"{month_day(day)}: {needed} needed, {able} can work",
            )
        )
    return TightRow(row.label, tuple(bars))
