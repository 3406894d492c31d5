"""The frame of a day: its real hours with two hours on each side, the hour marks, and now. Pure.

The curve over it is in `head.py`, the shifts below in `rows.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.board.geometry import at, point, span
from scheduling.time.interval import Interval, Minute
from scheduling.time.local_time import LocalClock
from scheduling.time.words import date_words, doubled_hour_mark, weekday_words

MARGIN_MINUTES = 120
HOUR = 60


@dataclass(frozen=True, slots=True)
class HourMark:
    """One full hour on the axis: "06", or "01a" and "01b" in a doubled hour; "Tue 11" at midnight."""

    place: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class DayFrame:
    """The shown minutes of a local date: 23, 24 or 25 hours, and the margins."""

    clock: LocalClock
    day: date
    today: date
    now: Minute

    @property
    def inside(self) -> Interval:
        return self.clock.day(self.day)

    @property
    def view(self) -> Interval:
        inside = self.inside
        return Interval(inside.start - MARGIN_MINUTES, inside.end + MARGIN_MINUTES)

    @property
    def span(self) -> str:
        """Class of the time line."""
        return span(self.view.minutes)

    @property
    def shows_now(self) -> bool:
        return self.view.contains(self.now)

    @property
    def now_place(self) -> str:
        return point(self.now - self.view.start)

    def place(self, interval: Interval) -> str:
        """Classes for an interval, cut to what is shown; call only for intervals that touch the view."""
        view = self.view
        start, end = max(interval.start, view.start), min(interval.end, view.end)
        return at(start - view.start, end - start)

    @property
    def margins(self) -> tuple[str, str]:
        """Where the days before and after begin: drawn dimmer."""
        view, inside = self.view, self.inside
        return self.place(Interval(view.start, inside.start)), self.place(Interval(inside.end, view.end))

    def hour_marks(self) -> list[HourMark]:
        """Every full hour of the view; midnight names its date."""
        view, inside = self.view, self.inside
        marks = []
        # By half hours: some clocks go back and forward by 30 minutes.
        for minute in range(view.start, view.end, HOUR // 2):
            local = self.clock.local(minute)
            if local.minute and minute != view.start:
                continue
            place = point(minute - view.start)
            if minute in (inside.start, inside.end):
                day = self.day if minute == inside.start else self.day + timedelta(days=1)
                marks.append(HourMark(place, f"{weekday_words(day)} {day.day}", "date"))
            elif minute == view.start:
                marks.append(HourMark(place, f"{weekday_words(local.date())} {local:%H}", "edge"))
            else:
                kind = "" if inside.contains(minute) else "out"
                mark = doubled_hour_mark(local)
                text = f"{local:%H}{mark}" if mark or not self._is_covered(minute) else ""
                marks.append(HourMark(place, text, kind))
        return marks

    def _is_covered(self, minute: Minute) -> bool:
        """Whether the date before an hour, or the time of now, stands where its number would."""
        after_a_date = minute - HOUR in (self.view.start, self.inside.start, self.inside.end)
        return after_a_date or abs(minute - self.now) < 36

    @property
    def change_words(self) -> str:
        """What the clocks do on this date, if they do."""
        extra = self.inside.minutes - 24 * HOUR
        if extra == 0:
            return ""
        return f"Clocks go {'back' if extra > 0 else 'forward'}: this day has {self.inside.minutes / HOUR:g} hours."

    def date_words(self, day: date) -> str:
        return date_words(day, self.today)
