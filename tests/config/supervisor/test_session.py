"""`manage.py run` as a whole: comes up, answers, leaves nothing behind; a taken port is a sentence."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from config.supervisor import plan
from config.supervisor.port import PortError, require_free_port

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent


def test_a_taken_port_is_a_sentence_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortError, match=rf"Port {port} is taken .* PORT={port + 1}"):
            require_free_port("127.0.0.1", port)
    require_free_port("127.0.0.1", port)


def test_a_number_that_is_no_port_is_a_sentence() -> None:
    with pytest.raises(PortError, match="70000 is no port number"):
        require_free_port("127.0.0.1", 70000)


def test_the_solver_gives_way_to_the_web_server() -> None:
    by_name = {child.name: child for child in plan.background(Path("/srv/data"))}
    assert set(by_name) == {"worker-default", "worker-solver", "beat"}
    web = plan.web(host="127.0.0.1", port=1)
    assert by_name["worker-solver"].niceness > by_name["worker-default"].niceness > web.niceness
    assert plan.web(host="127.0.0.1", port=1).environment["DATABASE_POOL"] == "true"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_comes_up_and_stops_everything(number: signal.Signals) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "run", "--port", str(port)]
    seen: list[str] = []
    with subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # As a shell does with what it puts into the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509
    ) as session:
        # Without the words that are waited for, the test ends here and not with the whole run.
        overdue = threading.Timer(180, session.kill)
        overdue.start()
        try:
            assert session.stdout is not None
            for line in session.stdout:
                seen.append(line)
                if "Watchbill runs at" in line:
                    break
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10) as answer:
                assert answer.status == 200
            session.send_signal(number)
            rest, _ = session.communicate(timeout=60)
        finally:
            overdue.cancel()
            if session.poll() is None:
                os.killpg(session.pid, signal.SIGKILL)
    assert session.returncode == 0, "".join(seen)
    assert "Stopping." in rest
    # Nobody holds the port any more, so the web server and its workers are gone.
    require_free_port("127.0.0.1", port)
