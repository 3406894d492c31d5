"""`manage.py run`: web, workers and beat on this machine, with your own data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser

from config.supervisor.session import SessionError, exit_with_sentence, run_session
from config.supervisor.steps import local_steps


class Command(BaseCommand):
    help = "Run web server, workers and beat under one supervisor; Ctrl-C stops everything it started."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        try:
            run_session(
                host=host,
                port=port,
                data_dir=settings.DATA_DIR,
                steps=local_steps(),
                prepare=None,
                announce=lambda seconds: self.stdout.write(
                    f"\nWatchbill runs at http://{host}:{port}/ ({seconds:.1f} s)\n"
                ),
            )
        except SessionError as error:
            exit_with_sentence(error)
