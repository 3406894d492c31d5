"""The rows of the board's people. Nine thousand cells are on a page, and few differ: each look is written once.

A loop in the template costs ten times as much; everything else of the board is in templates/scheduling/board/.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from scheduling.board.rows import PersonRow

register = template.Library()


@lru_cache(maxsize=4096)
def cell(classes: str, letters: str, code: str) -> SafeString:
    """One cell; its name for readers is built by the script when it gets the focus."""
    if code:
        return format_html(
            '<div role="gridcell" class="c {}" data-code="{}">{}</div>', classes, code, letters
        )
    if not classes:
        return format_html('<div role="gridcell" class="c">{}</div>', letters)
    return format_html('<div role="gridcell" class="c {}">{}</div>', classes, letters)


@register.simple_tag
def person_row(row: PersonRow, slug: str, people_url: str, swaps: bool = False) -> SafeString:
    """One person's line; `swaps` makes it replace the one on the page."""
    number = f' aria-rowindex="{row.index}"' if row.index else ""
    swap = ' hx-swap-oob="morph"' if swaps else ""
    cells = "".join([cell(*each) for each in row.cells])
    return mark_safe(  # noqa: S308 - text is escaped here and in the cells
        f'<div class="r p" role="row" id="p-{row.id}" data-group="{escape(slug)}"{number}{swap}>'
        f'<div class="nm" role="rowheader"><a href="{escape(people_url)}{row.id}/" class="el">{escape(row.name)}</a>'
        f"<span>{escape(row.skills)}</span></div>{cells}"
        f'<div class="x" role="gridcell">{row.hours}</div><div class="x ot" role="gridcell">{row.extra_hours}</div>'
        f'<div class="x {row.issue_class}" role="gridcell">{row.issues}</div></div>'
    )


@register.simple_tag
def person_rows(rows: Iterable[PersonRow], slug: str, people_url: str) -> SafeString:
    """A group's people, one under the other."""
    lines = [person_row(row, slug, people_url) for row in rows]
    return mark_safe("\n".join(lines))  # noqa: S308 - escaped above


@lru_cache(maxsize=2048)
def number(people: int) -> SafeString:
    return format_html('<div role="gridcell">{}</div>', people)


@register.simple_tag
def head_counts(counts: Iterable[int]) -> SafeString:
    """A group's people per date."""
    return mark_safe("".join([number(people) for people in counts]))  # noqa: S308 - numbers only
