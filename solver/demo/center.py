"""Importing the demo center from the checkout's files, all dates moved so that its first period holds today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings

from scheduling.center_files.domain.center_toml import FILE as CENTER_TOML
from scheduling.center_files.domain.center_toml import CenterRow, read_center
from scheduling.center_files.domain.moving import days_to_hold
from scheduling.center_files.domain.report import Problems
from scheduling.center_files.services import import_center
from scheduling.center_files.sources import files_in_folder
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from staff.centers.models import Center

FOLDER = Path(settings.BASE_DIR) / "demo" / "center"


class DemoFilesError(Exception):
    """The demo's files can't be imported: the checkout is not as it was."""


def demo_center(now: datetime) -> tuple[Center, int]:
    """The demo center, imported when it is not there yet; and how many rows that took (0 when it was there).

    Raises DemoFilesError with the first problem, and SourceError where the folder is missing.
    """
    files = files_in_folder(FOLDER)
    row = _center_row(files)
    stored = Center.objects.filter(name=row.name).first()
    if stored is not None:
        return stored, 0
    today = LocalClock(row.time_zone).date_of(minute_before(now))
    report = import_center(actor=None, files=files, move_days=days_to_hold(row, today))
    if not report.is_good:
        first = report.rejected[0]
        raise DemoFilesError(f"{first.place}: {first.message}")
    return Center.objects.get(name=row.name), report.changes


def stored_demo_center() -> Center | None:
    """The demo center when it is there. Raises what `demo_center` raises."""
    return Center.objects.filter(name=_center_row(files_in_folder(FOLDER)).name).first()


def _center_row(files: Mapping[str, bytes]) -> CenterRow:
    row = read_center(files[CENTER_TOML], Problems()) if CENTER_TOML in files else None
    if row is None:
        raise DemoFilesError(f"{FOLDER / CENTER_TOML} can't be read. Restore it with git.")
    return row
