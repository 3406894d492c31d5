"""Every task can be queued as it is declared, and beat names tasks that exist."""

from __future__ import annotations

import pytest
from django.conf import settings

from config.celery import app

app.loader.import_default_modules()
OWN = sorted(name for name in app.tasks if not name.startswith(("celery.", "test.")))


def test_the_tasks_of_the_project_are_found() -> None:
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(OWN)


@pytest.mark.parametrize("name", OWN)
def test_a_task_is_warned_before_it_is_killed(name: str) -> None:
    """Celery queues no task whose soft limit, perhaps the settings' own, is beyond its hard one."""
    task = app.tasks[name]
    assert task.soft_time_limit is not None
    assert task.time_limit is not None
    assert task.soft_time_limit < task.time_limit
