"""Reading the cells of one row: each reader notes what is wrong and how to write it, and uses a stand-in.

A row with a problem is never used, so a stand-in is never seen. Whole files are in `tables.py`.
"""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from scheduling.center_files.domain.report import Problems
from staff.centers.years import OUT_OF_YEARS, YEARS

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SMALL = 32_767
UNREAD = datetime.min  # noqa: DTZ901 - a wall-clock moment; stands in for one that could not be read
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})", re.ASCII)
_WITH_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$", re.ASCII | re.IGNORECASE)
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def hidden_character(text: str) -> str:
    """The name of a control character, or of one that turns the direction of what follows; nothing without one."""
    for character in text:
        if character in "\r\n":
            return "a line break"
        if unicodedata.category(character) == "Cc" or unicodedata.bidirectional(character) in _TURNING:
            return f"the character U+{ord(character):04X}"
    return ""


@dataclass(slots=True)
class Cells:
    """One row of a file: its cells by column, and where problems go."""

    file: str
    row: int
    values: Mapping[str, str]
    problems: Problems

    def wrong(self, column: str, message: str) -> None:
        """Note that a cell can't be used, in a sentence that ends with what to write."""
        self.problems.add(self.file, message, row=self.row, column=column, value=self.values.get(column, ""))

    def raw(self, column: str) -> str:
        return self.values.get(column, "")

    def text(self, column: str, longest: int, *, required: bool = True) -> str:
        """Text of limited length."""
        value = self.raw(column)
        if not value and required:
            self.wrong(column, "is empty. Every row needs one.")
        if len(value) > longest:
            self.wrong(column, f"has {len(value)} characters. Shorten it to {longest}.")
        hidden = hidden_character(value)
        if hidden:
            self.wrong(column, f"has {hidden} in it, which can't be seen. Remove it.")
        return value

    def email(self, column: str) -> str:
        """An e-mail address, folded to lower case; may be empty."""
        value = self.text(column, 254, required=False)
        if value and not _EMAIL.fullmatch(value):
            self.wrong(
                column,
                f"“{value}” is not an e-mail address. Write one such as dana@center.example, or leave it "
                "empty.",
            )
        return value.lower()

    def choice(self, column: str, choices: Collection[str]) -> str:
        value = self.raw(column)
        if value not in choices:
            self.wrong(column, f"“{value}” is not known here. Write one of: {', '.join(choices)}.")
        return value

    def known(self, column: str, names: Collection[str], what: str, where: str) -> str:
        """The name of something that is in another file or stored already."""
        value = self.raw(column)
        if not value:
            self.wrong(column, f"is empty. Write the {what}.")
        elif value not in names and where not in self.problems.unread:
            # A number that is near another means nothing.
            others = [] if value.isdigit() else [name for name in names if len(name) > 2]
            near = difflib.get_close_matches(value, others, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            self.wrong(column, f"“{value}” is an unknown {what}. Add it to {where} or correct it.{hint}")
        return value

    def integer(self, column: str, low: int = 0, high: int = SMALL) -> int:
        value = self.raw(column)
        if not (value.isascii() and value.isdigit()):
            said = f"“{value}” is not a whole number" if value else "is empty"
            self.wrong(column, f"{said}. Write a number from {low} to {high}.")
            return low
        # A number of forty digits is out of range, whatever it is: no need to convert it.
        if len(value) > 9 or not low <= int(value) <= high:
            self.wrong(column, f"{value} is out of range. Write a number from {low} to {high}.")
            return low
        return int(value)

    def optional_integer(self, column: str, low: int = 0, high: int = SMALL) -> int | None:
        return self.integer(column, low, high) if self.raw(column) else None

    def decimal(self, column: str, high: int) -> Decimal:
        value = self.raw(column)
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not (number.is_finite() and 0 <= number <= high):
            self.wrong(column, f"“{value}” is not a number from 0 to {high}. Write one such as 12.5.")
            return Decimal(0)
        if number != round(number, 1):
            self.wrong(column, f"{value} has more than one decimal place. Write {round(number, 1)}.")
        return round(number, 1)

    def day(self, column: str) -> date:
        value = self.raw(column)
        if not value:
            self.wrong(column, "is empty. Write a date such as 2026-12-31.")
            return date.min
        return self._day(column, value)

    def optional_day(self, column: str) -> date | None:
        return self.day(column) if self.raw(column) else None

    def _day(self, column: str, value: str) -> date:
        match = _DATE.fullmatch(value)
        if match is None:
            self.wrong(column, f"“{value}” is not a date. Write year, month and day, such as 2026-12-31.")
            return date.min
        year, month, day = (int(part) for part in match.groups())
        if not 1900 <= year <= 2200:
            self.wrong(column, f"“{value}” is not a date of this time. Write a year from 1900 to 2200.")
        elif not 1 <= month <= 12:
            self.wrong(
                column, f"“{value}” is not a date: there is no month {month}. Write year, month and day."
            )
        elif not 1 <= day <= calendar.monthrange(year, month)[1]:
            name = f"{calendar.month_name[month]} {year}"
            self.wrong(
                column,
                f"“{value}” is not a date: {name} has {calendar.monthrange(year, month)[1]} days. Correct "
                "the day.",
            )
        else:
            return date(year, month, day)
        return date.min

    def weekday(self, column: str) -> int:
        value = self.raw(column)
        if value not in WEEKDAYS:
            self.wrong(column, f"“{value}” is not a weekday. Write one of {', '.join(WEEKDAYS)}.")
            return 0
        return WEEKDAYS.index(value)

    def wall_time(self, column: str) -> time:
        """A wall-clock time from 00:00 to 23:59."""
        value = self.raw(column)
        if value == "24:00":
            self.wrong(column, "“24:00” can only be an end. Write 00:00 and the day it begins.")
            return time.min
        return self._time(column, value)

    def end_time(self, column: str) -> time:
        """The same for an end, where 24:00 is midnight at the day's end; both are returned as 00:00."""
        value = self.raw(column)
        return time.min if value == "24:00" else self._time(column, value)

    def _time(self, column: str, value: str) -> time:
        match = _TIME.fullmatch(value)
        if match is None:
            if re.fullmatch(r"\d{1,2}:\d{2}:\d{2}.*", value):
                self.wrong(column, f"“{value}” has seconds. Times are whole minutes: write {value[:5]}.")
            else:
                self.wrong(column, f"“{value}” is not a time. Write hours and minutes, such as 06:00.")
            return time.min
        hour, minute = int(match[1]), int(match[2])
        if hour > 23 or minute > 59:
            self.wrong(column, f"“{value}” is not a time of day. Write 00:00 to 23:59.")
            return time.min
        return time(hour, minute)

    def local_moment(self, column: str, zone: str) -> datetime:
        """A wall-clock moment of the center such as 2026-12-19T05:00, without an offset; returned naive.

        T24:00 is midnight at the day's end. A time that the clock change skips is refused, for nobody can
        have meant it; one that comes twice means the first.
        """
        value = self.raw(column)
        stand_in = UNREAD
        if not value:
            self.wrong(column, "is empty. Write a local time such as 2026-12-19T05:00.")
            return stand_in
        if _WITH_ZONE.search(value) and "T" in value:
            self.wrong(
                column,
                f"“{value}” names a time zone. Write the time on the center's wall ({zone}), such as "
                "2026-12-19T05:00.",
            )
            return stand_in
        day_text, separator, time_text = value.partition("T")
        if not separator:
            self.wrong(column, f"“{value}” is not a date with a time. Write both, such as 2026-12-19T05:00.")
            return stand_in
        before = len(self.problems.found)
        day = self._day(column, day_text)
        at = time.min if time_text == "24:00" else self._time(column, time_text)
        if day.year not in YEARS and day != date.min:
            # Before standard time, clocks were off by seconds: no whole minute would be stored.
            self.wrong(column, f"“{value}” is out of range. {OUT_OF_YEARS}")
        if len(self.problems.found) > before:
            return stand_in
        moment = datetime.combine(day + timedelta(days=time_text == "24:00"), at)
        existing = skipped_to(moment, zone)
        if existing is not None:
            self.wrong(
                column,
                f"“{value}” does not exist in {zone}: the clock skips it that day. Write "
                f"{existing:%Y-%m-%dT%H:%M} or an earlier time.",
            )
            return stand_in
        return moment


def skipped_to(moment: datetime, zone: str) -> datetime | None:
    """Where the clock change moves a naive local moment that does not exist; None when it exists."""
    aware = moment.replace(tzinfo=ZoneInfo(zone), fold=0)
    there_and_back = aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return None if there_and_back == moment else there_and_back
