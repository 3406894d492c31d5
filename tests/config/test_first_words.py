"""What manage.py says when it cannot even begin: a sentence, no trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def manage(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "demo", "--port", "1"],
        cwd=CHECKOUT,
        env={**os.environ, "WATCHBILL_MODE": "demo", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_wrong_variable_is_a_sentence(tmp_path: Path) -> None:
    result = manage(DATABASE_URL="mysql://localhost/x", WATCHBILL_DATA_DIR=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == (
        "watchbill: DATABASE_URL must begin with postgresql://; only PostgreSQL is supported.\n"
    )


def test_a_data_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    # Root may write everywhere, but not below a file.
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    result = manage(WATCHBILL_DATA_DIR=str(in_the_way / "data"))
    assert result.returncode == 1
    assert result.stderr.startswith(f"watchbill: {in_the_way}")
    assert "set WATCHBILL_DATA_DIR to another folder" in result.stderr
    assert "Traceback" not in result.stderr
