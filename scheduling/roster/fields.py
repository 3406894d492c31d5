"""Form fields that several pages of the roster share."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms


class WallTimeField(forms.CharField):
    """A time as people type it: "06:00", "6:00", "0600", "6", "24:00"; None for nothing, where that may be."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        match = re.fullmatch(r"(\d{1,2})[:. ]?(\d{2})?", text)
        if match is None:
            raise forms.ValidationError("Write a time as 06:00.")
        hour, minute = int(match[1]), int(match[2] or 0)
        if (hour, minute) == (24, 0):
            return time(0, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError("A day has 24 hours of 60 minutes.")
        return time(hour, minute)
