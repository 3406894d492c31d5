"""`manage.py generate`: a run in this process, with its findings, coverage before and after, and every tier."""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection

from scheduling.roster.gate import PublishRefused
from scheduling.roster.models import State
from scheduling.roster.periods import dates_of_period, periods_touching
from scheduling.roster.proposals import Taken
from solver.adapter.instance import Search
from solver.engine.solution import Progress
from solver.runs.errors import ActiveRunError, PeriodLockedError
from solver.runs.models import Run
from solver.runs.operators import UnknownOperatorError, operator_for
from solver.runs.options import RunOptions
from solver.runs.report import report_json, report_lines
from solver.runs.services import request_run, request_stop
from solver.runs.taking import blocking, take_run
from solver.runs.work import carry_out
from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.centers.years import OUT_OF_YEARS, YEARS
from staff.people.models import User

LARGEST_SEED = 2**31 - 1


class Command(BaseCommand):
    help = (
        "Generate a roster in this process and print findings, coverage before and after, and each tier "
        "with bound "
        "and gap. Without --publish the result is kept as a proposal. Ctrl-C stops and keeps the best so far."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--period", required=True, metavar="DATE", help="A date of the period: 2026-12-06."
        )
        parser.add_argument(
            "--weeks", type=int, help="Weeks from the period's first day; the whole period if left out."
        )
        parser.add_argument("--seconds", type=int, default=60, help="Time limit of the search.")
        parser.add_argument(
            "--workers", type=int, default=settings.SOLVER_WORKERS, help="Threads of the search."
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--center", metavar="SLUG", help="Needed when there is more than one center.")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="The account that asks for the run.")
        parser.add_argument("--publish", action="store_true", help="Publish the result.")
        parser.add_argument(
            "--reason", default="", help="Why rules that block may be broken by publishing; kept with each."
        )
        parser.add_argument("--overtime", action="store_true", help="The run may give overtime, at a price.")
        parser.add_argument(
            "--minimums-must-hold",
            action="store_true",
            help="A roster below any minimum is no answer: say why none fits, and end with status 1.",
        )
        parser.add_argument("--move-pattern", action="store_true", help="The run may move duty of patterns.")
        parser.add_argument(
            "--change-published", action="store_true", help="The run may change what is published."
        )
        parser.add_argument(
            "--keep-past",
            action="store_true",
            help="Leave days already gone as they are also in a period that was never published.",
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else.")

    def handle(self, *args: Any, **options: Any) -> None:
        center = self._center(options["center"])
        starts_on, ends_before = self._dates(center, options["period"], options["weeks"])
        try:
            actor = operator_for(center, options["email"])
            run = request_run(
                actor=actor,
                center=center,
                starts_on=starts_on,
                ends_before=ends_before,
                options=self._options(center, starts_on, ends_before, options),
                search=self._search(options),
                enqueue=False,
            )
        except (ActiveRunError, PeriodLockedError, UnknownOperatorError) as error:
            raise CommandError(str(error)) from error
        run = self._carry_out(run, actor, is_quiet=options["json"] or options["verbosity"] == 0)
        taken = None
        if options["publish"] and run.proposal is not None and not run.summary.get("verdict"):
            taken = self._publish(run, actor, options["reason"])
        if options["json"]:
            self.stdout.write(json.dumps(report_json(run, taken), ensure_ascii=False, indent=2))
        else:
            for line in report_lines(run, taken):
                self.stdout.write(line)
        if run.proposal is None or run.summary.get("verdict"):
            raise CommandError(run.message)

    def _center(self, slug: str | None) -> Center:
        centers = list(Center.objects.filter(slug=slug) if slug else Center.objects.all())
        if len(centers) == 1:
            return centers[0]
        if slug:
            raise CommandError(f"There is no center {slug}.")
        if not centers:
            raise CommandError("There is no center yet; `manage.py import_center DIR` makes one.")
        names = ", ".join(sorted(center.slug for center in centers))
        raise CommandError(f"There are several centers; name one with --center: {names}.")

    def _dates(self, center: Center, day: str, weeks: int | None) -> tuple[date, date]:
        try:
            on = date.fromisoformat(day)
        except ValueError as error:
            raise CommandError(f"“{day}” is no date; write it as 2026-12-06.") from error
        if on.year not in YEARS:
            raise CommandError(OUT_OF_YEARS)
        starts_on, ends_before = dates_of_period(center, on)
        if weeks is None:
            return starts_on, ends_before
        if not 1 <= weeks <= 12:
            raise CommandError("A run covers 1 to 12 weeks.")
        return starts_on, starts_on + timedelta(weeks=weeks)

    def _search(self, options: dict[str, Any]) -> Search:
        if not 1 <= options["seconds"] <= 7000:
            raise CommandError("The time limit is 1 to 7,000 seconds.")
        if not 1 <= options["workers"] <= 64:
            raise CommandError("The number of workers is 1 to 64.")
        if not 0 <= options["seed"] <= LARGEST_SEED:
            raise CommandError(f"The seed is 0 to {LARGEST_SEED:,}.")
        return Search(seconds=options["seconds"], seed=options["seed"], workers=options["workers"])

    def _options(
        self, center: Center, starts_on: date, ends_before: date, options: dict[str, Any]
    ) -> RunOptions:
        """Days already gone are kept where employees saw a roster; a period never published is rostered
        whole.
        """
        periods = periods_touching(center, starts_on, ends_before, current_version(center.pk))
        was_seen = any(period.state != State.OPEN for period in periods)
        return RunOptions(
            keeps_past=was_seen or options["keep_past"],
            keeps_pattern=not options["move_pattern"],
            keeps_published=not options["change_published"],
            allows_overtime=options["overtime"],
            minimums_must_hold=options["minimums_must_hold"],
        )

    def _carry_out(self, run: Run, actor: User, *, is_quiet: bool) -> Run:
        """In a thread, so that Ctrl-C reaches this one while the search runs."""

        def tell(progress: Progress) -> None:
            if not is_quiet and progress.message:
                self.stderr.write(f"{progress.seconds:7.1f} s  {progress.message}")

        def work() -> None:
            try:
                carry_out(run.pk, on_progress=tell)
            finally:
                connection.close()

        worker = threading.Thread(target=work, name=f"run-{run.number}", daemon=True)
        worker.start()
        while worker.is_alive():
            try:
                worker.join(timeout=0.2)
            except KeyboardInterrupt:
                self.stderr.write("Stopping; the best roster so far is kept.")
                request_stop(actor=actor, run=run)
        return Run.objects.select_related("center", "proposal").get(pk=run.pk)

    def _publish(self, run: Run, actor: User, reason: str) -> Taken:
        """Warnings are accepted and rules that need approval overridden, both by asking for --publish; blocks
        are not.
        """
        try:
            return take_run(
                actor=actor, run=run, publishes=True, override_reason=reason, accepts_warnings=True
            )
        except PublishRefused as refused:
            if refused.reason_length:
                raise CommandError(f"{refused.sentence} Run {run.number} is kept as a proposal.") from refused
            blocked = blocking(refused.violations)
            if blocked or reason:
                rules = ", ".join(sorted({violation.rule for violation in blocked or refused.violations}))
                raise CommandError(
                    f"Publishing would break rules that block ({rules}); run {run.number} is kept as a "
                    "proposal. "
                    "Give --reason to publish in spite of them."
                ) from refused
        default = f"Published with run {run.number} on the command line."
        return take_run(actor=actor, run=run, publishes=True, override_reason=default, accepts_warnings=True)
