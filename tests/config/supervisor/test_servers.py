"""The watch over the servers: tells what it mended, tries again, and gives up with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from config.embedded.errors import EmbeddedServiceError
from config.embedded.services import EmbeddedServices
from config.supervisor import servers
from config.supervisor.lock import AlreadyRunningError, only_supervisor
from config.supervisor.servers import MOST_FAILURES, ServerWatch
from config.supervisor.stopping import Stopping


class Services:
    """Stands in for the embedded servers: answers what a test tells it to."""

    def __init__(self) -> None:
        self.answers: list[list[str] | str] = []
        self.looks = 0

    def mend(self) -> list[str]:
        self.looks += 1
        answer = self.answers.pop(0) if self.answers else []
        if isinstance(answer, str):
            raise EmbeddedServiceError(answer)
        return answer


@pytest.fixture
def stand_in() -> Services:
    return Services()


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def watch(stand_in: Services, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> ServerWatch:
    monkeypatch.setattr(servers, "LOOK_SECONDS", 0.0)
    return ServerWatch(cast("EmbeddedServices", stand_in), stopping=Stopping(), write=lines.append)


def test_what_was_started_again_is_said(watch: ServerWatch, stand_in: Services, lines: list[str]) -> None:
    stand_in.answers = [[], ["PostgreSQL", "Redis"]]
    watch()
    assert lines == []
    watch()
    assert lines == [
        "PostgreSQL had ended and was started again",
        "Redis had ended and was started again",
    ]


def test_a_server_that_does_not_come_back_ends_everything(
    watch: ServerWatch, stand_in: Services, lines: list[str]
) -> None:
    full = "PostgreSQL did not start: the disk is full."
    # One that came back in between starts the count anew.
    stand_in.answers = [full, [], *[full] * MOST_FAILURES]
    for _ in range(MOST_FAILURES + 1):
        watch()
    assert set(lines) == {f"{full} Trying again."}
    with pytest.raises(EmbeddedServiceError, match="disk is full"):
        watch()


def test_it_looks_now_and_then_only(
    watch: ServerWatch, stand_in: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "LOOK_SECONDS", 3600.0)
    watch()
    watch()
    assert stand_in.looks == 1


def test_one_supervisor_per_data_folder(tmp_path: Path) -> None:
    with only_supervisor(tmp_path, address="http://127.0.0.1:8123/"):
        with (
            pytest.raises(
                AlreadyRunningError, match=r"already served \(http://127.0.0.1:8123/, process \d+\)"
            ),
            only_supervisor(tmp_path, address="http://127.0.0.1:8124/"),
        ):
            pass
        with only_supervisor(tmp_path / "other", address="http://127.0.0.1:8124/"):
            pass
    with only_supervisor(tmp_path, address="http://127.0.0.1:8124/"):
        pass
