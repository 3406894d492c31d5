"""Fixtures that every test may ask for; where they come from says the import."""

from __future__ import annotations

from tests.cast import cast

__all__ = ["cast"]
