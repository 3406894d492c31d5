"""Places on a time line as class names: the pages allow no style attribute, so minutes become classes.

`at(135, 600)` gives "at h2 m15 lh10"; static/css/geometry.css, written by `stylesheet`, makes places of it.
Pure. Who draws what with it is in the presenters beside this file.
"""

from __future__ import annotations

import sys

DAY_MINUTES = 1440
MAX_DAYS = 8
MAX_ROWS = 999

SPANS = (720, 1380, 1410, 1440, 1470, 1500, 1620, 1650, 1680, 1710, 1740, 10020, 10050, 10080, 10110, 10140)
"""Lengths a time line may have: half a day, a day with or without margins, a week; clock changes too."""


def at(offset_minutes: int, length_minutes: int) -> str:
    """Classes that place an element `offset_minutes` from the start of its time line, `length_minutes` wide.

    Both are clipped below zero; a time line holds at most eight days. Zero parts are left out.
    """
    return " ".join(("at", *_parts("", max(0, offset_minutes)), *_parts("l", max(0, length_minutes))))


def point(offset_minutes: int) -> str:
    """Classes that place an element without a length, such as the now line."""
    return at(offset_minutes, 0)


def span(length_minutes: int) -> str:
    """Class of a time line that shows `length_minutes`; the elements inside are placed against it."""
    if length_minutes not in SPANS:
        raise ValueError(
            f"No time line of {length_minutes} minutes; add it to SPANS and write the stylesheet again."
        )
    return f"span-{length_minutes}"


def rows(count: int) -> str:
    """Classes that tell a group how many rows it has, so that its height is known before it is drawn."""
    tens, ones = divmod(min(count, MAX_ROWS), 10)
    return " ".join(f"{name}{digit}" for name, digit in (("gt", tens), ("gu", ones)) if digit)


def _parts(prefix: str, minutes: int) -> list[str]:
    days, rest = divmod(minutes, DAY_MINUTES)
    hours, minute = divmod(rest, 60)
    if days > MAX_DAYS:
        raise ValueError(f"{minutes} minutes are longer than a time line of {MAX_DAYS} days.")
    return [
        f"{prefix}{letter}{count}" for letter, count in (("d", days), ("h", hours), ("m", minute)) if count
    ]


def stylesheet() -> str:
    """The text of static/css/geometry.css; a test keeps the two equal."""
    lines = [
        "/* Written by `python -m scheduling.board.geometry`; do not edit. See docs/front-end.md. */",
        "@layer components {",
        ".at{--d:0;--h:0;--m:0;--ld:0;--lh:0;--lm:0;position:absolute;",
        "--inner:calc(var(--ld)*1440 + var(--lh)*60 + var(--lm));",
        "left:calc((var(--d)*1440 + var(--h)*60 + var(--m))/var(--span)*100%);",
        "width:calc((var(--ld)*1440 + var(--lh)*60 + var(--lm))/var(--span)*100%)}",
        ".inside{--span:var(--inner);position:absolute;inset:0}",
    ]
    lines += [f".span-{length}{{--span:{length}}}" for length in SPANS]
    for prefix in ("", "l"):
        for letter, last in (("d", MAX_DAYS), ("h", 23), ("m", 59)):
            name = prefix + letter
            lines.append("".join(f".{name}{n}{{--{name}:{n}}}" for n in range(1, last + 1)))
    for name, last in (("gt", MAX_ROWS // 10), ("gu", 9)):
        lines.append("".join(f".{name}{n}{{--{name}:{n}}}" for n in range(1, last + 1)))
    lines.append("}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(stylesheet())
