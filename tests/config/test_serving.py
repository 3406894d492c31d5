"""The two ways to serve the ASGI application: daphne here, uvicorn in the supervisor's tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
START = "Listening on TCP address 127.0.0.1:"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_daphne_serves_the_application() -> None:
    command = [
        sys.executable,
        "-m",
        "daphne",
        "-b",
        "127.0.0.1",
        "-p",
        "0",
        "-v",
        "2",
        "config.asgi:application",
    ]
    with subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env={**os.environ, "LOG_LEVEL": "INFO", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            told = []
            for line in server.stdout:
                told.append(line)
                if START in line:
                    break
            else:
                pytest.fail("".join(told))
            port = int(told[-1].split(START)[1].split()[0])
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=20) as answer:
                assert json.load(answer)["status"] == "ready"
        finally:
            # How daphne ends is its own business; nothing of it may outlive the test.
            server.kill()
