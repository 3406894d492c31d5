"""The settings as the type checker's Django plugin loads them: of a checkout, without any variable set."""

from __future__ import annotations

import os

os.environ.setdefault("WATCHBILL_MODE", "development")

from config.settings import *  # noqa: F403
