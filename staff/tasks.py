"""All tasks of `staff`, where Celery looks for them."""

from __future__ import annotations

from staff.sign_in.tasks import clear_expired

__all__ = ["clear_expired"]
