"""manage.py import_center: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from staff.centers.models import Center
from tests.scheduling.center_files.small_center import ROWS, edited, small_center

pytestmark = pytest.mark.django_db


def folder(path: Path, files: dict[str, bytes]) -> str:
    for name, data in files.items():
        (path / name).write_bytes(data)
    return str(path)


def test_it_imports_and_says_so_and_twice_is_no_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = folder(tmp_path, small_center())
    call_command("import_center", where)
    printed = capsys.readouterr().out
    assert "people.csv                   3 new" in printed
    assert printed.endswith(f"{ROWS} changes imported into Eastmere as version 1.\n")
    call_command("import_center", where)
    assert capsys.readouterr().out.endswith("0 changes: Eastmere is as the files say.\n")


def test_a_dry_run_lists_rows_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_center", folder(tmp_path, small_center()), "--dry-run", "--rows")
    printed = capsys.readouterr().out
    assert "people.csv, row 3: new: 2 Ólafsson, Cal" in printed
    assert printed.endswith(f"{ROWS} changes would be imported into Eastmere. Nothing was written.\n")
    assert not Center.objects.exists()


def test_problems_are_listed_with_their_place_and_end_with_a_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = edited(small_center(), "wishes.csv", ",,3", ",,9")
    with pytest.raises(SystemExit) as ended:
        call_command("import_center", folder(tmp_path, files))
    assert ended.value.code == 1
    printed = capsys.readouterr().out
    assert "wishes.csv, row 2, column weight: 9 is out of range. Write a number from 1 to 5." in printed
    assert printed.endswith("Nothing imported: 1 problem to correct.\n")
    assert not Center.objects.exists()


def test_json_has_every_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_center", folder(tmp_path, small_center()), "--json", "--move-days", "28")
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"new": ROWS, "changed": 0, "unchanged": 0, "rejected": 0}
    assert len(report["rows"]) == ROWS
    assert report["version"] == 1
    assert str(Center.objects.get().first_period_on) == "2027-04-11"


@pytest.mark.parametrize("days", ["27", "1"])
def test_dates_move_by_whole_weeks_only(tmp_path: Path, days: str) -> None:
    with pytest.raises(CommandError, match="not whole weeks"):
        call_command("import_center", folder(tmp_path, small_center()), "--move-days", days)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not exist"):
        call_command("import_center", str(tmp_path / "nowhere"))
