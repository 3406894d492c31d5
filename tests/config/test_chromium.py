"""A machine without a browser, or without what drives it, is told so in a sentence; in CI that is a failure."""

from __future__ import annotations

import pytest

from tests.support import chromium


def test_a_driver_that_does_not_start_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium, "driver_runs", lambda: False)
    monkeypatch.setattr(chromium, "can_install", lambda: False)
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    monkeypatch.setenv("CI", "true")
    assert chromium.main() == 1
    assert "apt-get install libatomic1" in capsys.readouterr().err
    monkeypatch.delenv("CI")
    assert chromium.main() == 0


def test_root_installs_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[bool] = []
    monkeypatch.setattr(chromium, "driver_runs", lambda: bool(installed))
    monkeypatch.setattr(chromium, "can_install", lambda: True)
    monkeypatch.setattr(chromium, "install", lambda: installed.append(True))
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    assert chromium.main() == 0
    assert installed == [True]
