"""A real Celery worker whose searches never end by themselves: for tests that kill one in the middle."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> None:
    import django

    django.setup()
    from config.celery import app
    from solver.engine.instance import Instance
    from solver.engine.solution import Progress, Solution, Status
    from solver.runs import work
    from solver.runs.watching import Watch

    def search(
        instance: Instance, watch: Watch, report: Callable[[Progress], None], seconds: float
    ) -> Solution:
        report(Progress(1, 100, 1, 0.1, "Searching without end"))
        while not watch.should_stop():
            threading.Event().wait(0.1)
        return Solution(Status.UNKNOWN, "Stopped before a roster was found.")

    work.search = search
    app.worker_main(sys.argv[1:])


if __name__ == "__main__":
    main()
