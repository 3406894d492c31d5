"""manage.py import_center DIR: import a center's files as one version, or say what is wrong with each row."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scheduling.center_files.domain.moving import NotWholeWeeks
from scheduling.center_files.domain.report import ImportReport, Outcome
from scheduling.center_files.services import import_center
from scheduling.center_files.sources import SourceError, files_in_folder


class Command(BaseCommand):
    help = "Import the files of a center from a folder. Nothing is imported when any row is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="Folder with center.toml and the CSV files."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and write nothing.")
        parser.add_argument(
            "--move-days", type=int, default=0, metavar="N", help="Move all dates by N days (whole weeks)."
        )
        parser.add_argument("--rows", action="store_true", help="List every new and changed row as well.")
        parser.add_argument("--json", action="store_true", help="Print the report as one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = files_in_folder(options["folder"])
            report = import_center(
                actor=None, files=files, dry_run=options["dry_run"], move_days=options["move_days"]
            )
        except (SourceError, NotWholeWeeks) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), indent=2, ensure_ascii=False))
        else:
            self._print(report, lists_rows=options["rows"])
        if not report.is_good:
            # The report says it all: only the exit status is left.
            raise SystemExit(1)

    def _print(self, report: ImportReport, *, lists_rows: bool) -> None:
        for file, counts in report.by_file():
            said = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome if counts[outcome])
            self.stdout.write(f"{file:<28} {said}")
        for row in report.outcomes:
            if row.outcome is Outcome.REJECTED:
                value = f" [{row.value}]" if row.value and row.value not in row.message else ""
                self.stdout.write(self.style.ERROR(f"{row.place}:{value} {row.message}"))
            elif lists_rows and row.outcome is not Outcome.UNCHANGED:
                self.stdout.write(f"{row.place}: {row.outcome.value}: {row.label} {row.message}".rstrip())
        self.stdout.write(summary(report))


def summary(report: ImportReport) -> str:
    """What happened, in one sentence."""
    changes = f"{report.changes} {'change' if report.changes == 1 else 'changes'}"
    if not report.is_good:
        problems = len(report.rejected)
        return f"Nothing imported: {problems} {'problem' if problems == 1 else 'problems'} to correct."
    if not report.changes:
        return f"{changes}: {report.center} is as the files say."
    if report.is_dry_run:
        return f"{changes} would be imported into {report.center}. Nothing was written."
    return f"{changes} imported into {report.center} as version {report.version}."


def as_json(report: ImportReport) -> dict[str, Any]:
    """The report as data: every row with its outcome."""
    return {
        "center": report.center,
        "dry_run": report.is_dry_run,
        "version": report.version,
        "changes": report.changes,
        "counts": {outcome.value: report.count(outcome) for outcome in Outcome},
        "rows": [
            {
                "file": row.file,
                "row": row.row,
                "column": row.column,
                "outcome": row.outcome.value,
                "label": row.label,
                "value": row.value,
                "message": row.message,
            }
            for row in report.outcomes
        ],
    }
