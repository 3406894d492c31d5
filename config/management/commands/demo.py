"""`manage.py demo`: the demo center with a published roster, running on this machine (`make demo`)."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser, call_command, get_commands

from config.supervisor.session import SessionError, Step, exit_with_sentence, run_session
from config.supervisor.steps import local_steps, with_sentence

# Imports the center, makes the logins, has the worker generate a roster and publishes it; does nothing the second time.
PREPARE_COMMAND = "prepare_demo"


class Command(BaseCommand):
    help = "Run the demo center: import, generate in the worker, publish, serve. Ctrl-C stops it, the data stays."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        prepare: Step | None = None
        if PREPARE_COMMAND in get_commands():
            fill = with_sentence(
                "The demo center could not be prepared", lambda: call_command(PREPARE_COMMAND)
            )
            prepare = ("Demo center", fill)

        def announce(seconds: float) -> None:
            self.stdout.write(
                f"\nWatchbill runs at http://{host}:{port}/ ({seconds:.1f} s since the command)"
            )
            if prepare is not None:
                call_command(PREPARE_COMMAND, logins=True)
            self.stdout.write("Ctrl-C stops everything; the data stays for the next `make demo`.\n")
            self.stdout.flush()

        try:
            run_session(
                host=host,
                port=port,
                data_dir=settings.DATA_DIR,
                steps=local_steps(),
                prepare=prepare,
                announce=announce,
                environment={"WATCHBILL_MODE": os.environ.get("WATCHBILL_MODE", "demo")},
            )
        except SessionError as error:
            exit_with_sentence(error)
