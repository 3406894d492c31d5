"""manage.py prepare_demo: the demo center, its logins and a published roster; does only what is missing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scheduling.center_files.sources import SourceError
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from solver.demo.center import DemoFilesError, demo_center, stored_demo_center
from solver.demo.logins import demo_password, demo_user, logins, make_logins
from solver.demo.roster import RosterNotMadeError, ensure_roster
from staff.centers.models import Center
from staff.people.models import Role


class Command(BaseCommand):
    help = (
        "Prepare the demo: import the center, make its logins, have the worker generate a roster and "
        "publish it. "
        "Does only what is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--logins", action="store_true", help="Only print the demo's logins.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError("The demo is for trying things out; it is not prepared in production.")
        now = timezone.now()
        try:
            if options["logins"]:
                self._print_logins(stored_demo_center())
                return
            center, rows = demo_center(now)
        except (SourceError, DemoFilesError) as error:
            raise CommandError(str(error)) from error
        if rows:
            self._say(f"{center}: {rows} rows imported from demo/center")
        today = LocalClock(center.time_zone).date_of(minute_before(now))
        if make_logins(center, today):
            self._say("Logins made")
        try:
            ensure_roster(center, demo_user(center, Role.SUPERVISOR), today, say=self._say)
        except RosterNotMadeError as error:
            raise CommandError(str(error)) from error

    def _print_logins(self, center: Center | None) -> None:
        if center is None:
            raise CommandError("There is no demo center yet. Prepare it with: manage.py prepare_demo")
        self.stdout.write(f"Sign in with the password {demo_password()} as")
        for login in logins(center):
            self.stdout.write(f"  {login.email:<32} {login.role.label:<11} {login.whose}".rstrip())

    def _say(self, line: str) -> None:
        self.stdout.write(f"   {line}")
        self.stdout.flush()
