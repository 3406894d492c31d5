"""manage.py prepare_demo: everything once, what is missing later, and nothing in production."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from solver.demo.center import demo_center
from solver.demo.logins import demo_password, make_logins
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import Job, Person, Role, RoleAssignment, User

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 2, 10, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _data_dir(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


def test_the_first_period_holds_today() -> None:
    center, rows = demo_center(NOW)
    assert rows == 2021
    # Two whole periods after 2026-12-06.
    assert str(center.first_period_on) == "2027-01-31"
    again, rows = demo_center(NOW)
    assert (again, rows) == (center, 0)
    assert current_version(center.pk) == 1


class TestLogins:
    def test_one_admin_two_supervisors_two_employees(self) -> None:
        center, _ = demo_center(NOW)
        assert make_logins(center, NOW.date())
        roles = list(RoleAssignment.objects.order_by("user__email").values_list("user__email", "role"))
        assert roles == [
            ("admin@norfield.example", Role.ADMIN),
            ("employee2@norfield.example", Role.EMPLOYEE),
            ("employee@norfield.example", Role.EMPLOYEE),
            ("supervisor2@norfield.example", Role.SUPERVISOR),
            ("supervisor@norfield.example", Role.SUPERVISOR),
        ]
        assert authenticate(username="supervisor@norfield.example", password=demo_password()) is not None
        assert authenticate(username="supervisor@norfield.example", password="watchbill") is None
        people = Person.objects.exclude(user=None).order_by("number")
        assert [person.employments.get().job for person in people] == [
            Job.SUPERVISOR, Job.SUPERVISOR, Job.DISPATCHER, Job.DISPATCHER,
        ]  # fmt: skip
        assert [person.contracts.first().pattern is None for person in people] == [False, False, False, True]

    def test_twice_is_once_and_what_is_missing_is_made(self) -> None:
        center, _ = demo_center(NOW)
        make_logins(center, NOW.date())
        password = demo_password()
        assert not make_logins(center, NOW.date())
        User.objects.get(email="employee2@norfield.example").delete()
        assert make_logins(center, NOW.date())
        assert demo_password() == password
        assert authenticate(username="employee2@norfield.example", password=password) is not None
        assert User.objects.count() == 5

    def test_a_lost_password_file_means_a_new_password_for_all(self, tmp_path: Path) -> None:
        center, _ = demo_center(NOW)
        make_logins(center, NOW.date())
        before = demo_password()
        (tmp_path / "demo_password").unlink()
        assert make_logins(center, NOW.date())
        assert demo_password() != before
        assert authenticate(username="admin@norfield.example", password=before) is None
        assert authenticate(username="admin@norfield.example", password=demo_password()) is not None

    def test_the_password_is_readable_by_its_owner_only(self, tmp_path: Path) -> None:
        center, _ = demo_center(NOW)
        make_logins(center, NOW.date())
        assert (tmp_path / "demo_password").stat().st_mode & 0o077 == 0

    def test_they_are_printed(self, capsys: pytest.CaptureFixture[str]) -> None:
        center, _ = demo_center(NOW)
        make_logins(center, NOW.date())
        call_command("prepare_demo", logins=True)
        printed = capsys.readouterr().out
        assert f"password {demo_password()} as" in printed
        assert re.search(r"supervisor@norfield\.example +Supervisor +Ida Tiernan, 1001\n", printed)


def test_not_in_production(settings: Settings) -> None:
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="not prepared in production"):
        call_command("prepare_demo")
    assert not Center.objects.exists()
    assert not User.objects.exists()


def test_printing_logins_makes_nothing() -> None:
    with pytest.raises(CommandError, match="no demo center yet"):
        call_command("prepare_demo", logins=True)
    assert not Center.objects.exists()
