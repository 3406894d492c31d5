"""Facts that the sign-in pages state."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def idle_minutes() -> int:
    """After how many minutes without use a browser is signed out."""
    minutes: int = settings.SESSION_IDLE_MINUTES
    return minutes
