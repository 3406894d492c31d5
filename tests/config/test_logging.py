"""Log lines are JSON objects with the ids of request and run, for our own lines and those of libraries."""

from __future__ import annotations

import json
import logging
import logging.config
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.deployment_check import production_environment
from config.logging import logging_settings

CHECKOUT = Path(__file__).resolve().parent.parent.parent

WRITE = """
import django, logging, structlog
django.setup()
structlog.contextvars.bind_contextvars(request_id="r-1", run_id="run-7")
structlog.get_logger("solver").info("tier_solved", tier=1, gap=0)
logging.getLogger("library").warning("slow %s", "query")
try:
    password = "correct horse"
    raise ValueError("boom")
except ValueError:
    structlog.get_logger("solver").exception("failed")
"""


def lines_of(code: str, **environment: str) -> list[str]:
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env={**production_environment(), "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stderr.splitlines()


def test_production_writes_one_json_object_per_line_with_ids() -> None:
    ours, librarys, failure = (json.loads(line) for line in lines_of(WRITE))
    assert (ours["event"], ours["tier"], ours["logger"], ours["level"]) == (
        "tier_solved",
        1,
        "solver",
        "info",
    )
    assert librarys["event"] == "slow query"
    for line in (ours, librarys, failure):
        assert (line["request_id"], line["run_id"]) == ("r-1", "run-7")
        assert line["timestamp"].endswith("Z")
    assert failure["exception"][0]["exc_type"] == "ValueError"


@pytest.mark.parametrize("log_format", ["json", "plain"])
def test_no_line_holds_the_values_of_a_failure(log_format: str) -> None:
    written = "\n".join(lines_of(WRITE, LOG_FORMAT=log_format))
    assert "boom" in written
    assert "correct horse" not in written


def test_a_level_silences_what_is_below_it() -> None:
    events = [json.loads(line)["event"] for line in lines_of(WRITE, LOG_LEVEL="WARNING")]
    assert events == ["slow query", "failed"]


def test_a_checkout_writes_text_for_people() -> None:
    lines = lines_of(WRITE, WATCHBILL_MODE="development", WATCHBILL_DATA_DIR=os.environ["WATCHBILL_DATA_DIR"])
    assert "tier_solved" in lines[0]
    assert not lines[0].startswith("{")


def test_routine_of_libraries_is_kept_out() -> None:
    loggers = logging_settings(level="INFO", log_format="json")["loggers"]
    assert loggers["celery.beat"]["level"] == logging.getLevelName(logging.WARNING)
