"""The cells of the board's rows. Nine thousand of them are on a page, and few differ: each look is written once.

A loop in the template costs ten times as much; everything else of the board is in templates/scheduling/board/.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
def cells(row: Iterable[tuple[str, str, str]]) -> SafeString:
    """A person's cells in order of the dates."""
    return mark_safe("".join([cell(*each) for each in row]))  # noqa: S308 - escaped above


@lru_cache(maxsize=2048)
def number(people: int) -> SafeString:
    return format_html('<div role="gridcell">{}</div>', people)


@register.simple_tag
def head_counts(counts: Iterable[int]) -> SafeString:
    """A group's people per date."""
    return mark_safe("".join([number(people) for people in counts]))  # noqa: S308 - numbers only
