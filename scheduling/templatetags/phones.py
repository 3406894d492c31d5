"""Phone numbers as a link dials them."""

from __future__ import annotations

import re

from django import template

register = template.Library()


@register.filter
def dialed(number: str) -> str:
    """Digits and a leading plus alone: "+1 (555) 0100" is dialed as "+15550100"."""
    plus = "+" if number.startswith("+") else ""
    return plus + re.sub(r"\D", "", number)
