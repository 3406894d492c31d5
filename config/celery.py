"""The Celery application: queues `default` and `solver`, tasks found in every app's tasks module."""

from __future__ import annotations

import os
import warnings
from typing import Any

from celery import Celery, Task, signals
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Said to people who try the demo as root, who can do nothing about it; containers run under their own account.
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")


class AuditedTask(Task):  # type: ignore[type-arg]
    """Names the task in the audit rows it writes; the actor is named by the tick or by the task itself."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # Opened here, since Celery is configured before Django's models can be imported.
        from staff.audit import acting_through  # noqa: PLC0415

        with acting_through(f"task {self.name}"):
            return super().__call__(*args, **kwargs)


app = Celery("watchbill", task_cls=AuditedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_django_logging(**kwargs: Any) -> None:
    """Having a receiver keeps Celery from replacing the log format that the settings chose."""


@signals.worker_init.connect
def refuse_to_start_unwired(**kwargs: Any) -> None:
    """A worker without a handler for some kind of request stops here."""
    # Opened here, since Celery is configured before Django's models can be imported.
    from config.wiring import require_handlers  # noqa: PLC0415

    require_handlers()
