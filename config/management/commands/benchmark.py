"""`manage.py benchmark NAME [--json]`: runs a benchmark and prints its figures with the machine and the versions."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from config.benchmarks.registry import BENCHMARKS, run


class Command(BaseCommand):
    help = "Run a benchmark by name (or all quick ones) and print its figures; --json prints one object each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="one of: " + ", ".join(["all", *BENCHMARKS]))
        parser.add_argument(
            "--json", action="store_true", help="one JSON object per benchmark, each on one line"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        if name is None:
            for benchmark in BENCHMARKS.values():
                self.stdout.write(f"{benchmark.name:<10} {benchmark.title}")
            return
        if name != "all" and name not in BENCHMARKS:
            raise CommandError(f"There is no benchmark {name!r}; there are: all, {', '.join(BENCHMARKS)}.")
        # A line per request would be measured too.
        logging.disable(logging.INFO)
        names = [each.name for each in BENCHMARKS.values() if each.is_quick] if name == "all" else [name]
        for each in names:
            result = run(each)
            if options["json"]:
                self.stdout.write(json.dumps(result))
                continue
            self.stdout.write(f"{each}: {BENCHMARKS[each].title}")
            for figure, value in result["figures"].items():
                self.stdout.write(f"  {figure:<20} {value}")
