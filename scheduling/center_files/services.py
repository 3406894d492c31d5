"""Importing a center's files: read, compare, and write everything as one version, or nothing.

Reading and comparing are pure (`domain/`); which table a row goes to is in `storage/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from scheduling.center_files.domain.center_toml import FILE as CENTER_TOML
from scheduling.center_files.domain.center_toml import CenterRow, read_center
from scheduling.center_files.domain.comparison import Comparison, compare
from scheduling.center_files.domain.files import NAMES, CenterFiles, read_files
from scheduling.center_files.domain.leave import FORM as LEAVE_FORM
from scheduling.center_files.domain.leave import LeaveRow
from scheduling.center_files.domain.moving import moved
from scheduling.center_files.domain.report import ImportReport, Outcome, Problems, RowOutcome
from scheduling.center_files.domain.tables import Key, Known
from scheduling.center_files.storage import center as center_storage
from scheduling.center_files.storage import contracts, coverage, people, preferences
from scheduling.center_files.storage.scene import Scene
from scheduling.center_files.storage.store import Store
from scheduling.roster.models import PeriodState, State
from scheduling.time.local_time import LocalClock
from staff.centers.clock import Tick, tick
from staff.centers.models import Center, CenterClock
from staff.permissions import Permission, may

if TYPE_CHECKING:
    from staff.people.models import User

EVENT_KIND = "center.imported"


class PreviewOutdated(Exception):
    """The center changed since the preview: applying would do something else than was shown. `report`
    shows it now."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__("The center changed since the preview.")
        self.report = report


@dataclass(slots=True)
class _Part:
    """One file's rows on their way: where they are stored and what becomes of them."""

    store: Store[Any]
    comparison: Comparison[Any]


def import_center(
    *,
    actor: User | None,
    files: Mapping[str, bytes],
    dry_run: bool = False,
    move_days: int = 0,
    center: Center | None = None,
    previewed: tuple[RowOutcome, ...] | None = None,
) -> ImportReport:
    """Import files by name into the center that center.toml names, as one version; nothing if a row is wrong.

    `actor` is None at the command line. With `center` some of the files are enough; without it all are needed and a
    center of an unknown name is new. `move_days` moves all dates (whole weeks). `previewed` are the outcomes somebody
    agreed to. Locks the clock. Raises PreviewOutdated when they would be others now, and PermissionDenied.
    """
    problems = Problems()
    with transaction.atomic():
        named = read_center(files[CENTER_TOML], Problems()) if CENTER_TOML in files else None
        target = center or (Center.objects.filter(name=named.name).first() if named else None)
        _check_permission(actor, target)
        if target is not None:
            # Nobody else may write between comparing and storing.
            CenterClock.objects.select_for_update(no_key=True).get(center=target)
        elif named is not None:
            center_storage.check_name(named, problems)
        scene = Scene.of(target) if target else None
        known = scene.known() if scene else Known()
        read = moved(read_files(files, known, needs_all=center is None, problems=problems), move_days)
        outcomes: list[RowOutcome] = []
        parts: list[_Part] = []
        if scene is None and read.center is not None:
            scene = _new_scene(read.center, outcomes)
        elif scene is not None and read.center is not None:
            outcomes.append(center_storage.check_fixed(read.center, scene.center, problems))
        if scene is not None:
            parts = _parts(scene, read, problems, is_new=target is None)
        outcomes += [outcome for part in parts for outcome in part.comparison.outcomes]
        report = _report(named, target, outcomes, problems, dry_run=dry_run)
        if previewed is not None and report.outcomes != previewed:
            raise PreviewOutdated(report)
        if scene is None or dry_run or not report.is_good or not report.changes:
            return report
        return _write(actor, scene, parts, report, is_new=target is None)


def _check_permission(actor: User | None, center: Center | None) -> None:
    if actor is None or (actor.is_active and actor.is_superuser):
        return
    if center is None:
        raise PermissionDenied("Only an operator of the installation may import a new center.")
    if not may(actor, Permission.MANAGE_CENTER, center.pk):
        raise PermissionDenied(f"You may not import into {center}.")


def _new_scene(row: CenterRow, outcomes: list[RowOutcome]) -> Scene:
    outcomes.append(RowOutcome(CENTER_TOML, row.row, Outcome.NEW, row.name))
    return Scene(center=center_storage.center_from(row), clock=LocalClock(row.time_zone))


def _parts(scene: Scene, read: CenterFiles, problems: Problems, *, is_new: bool) -> list[_Part]:
    """Every file's rows compared with what stands, in the order in which they must be written."""
    pairs: list[tuple[Store[Any], list[Any]]] = [
        (people.SkillStore(scene), read.skills),
        (people.PersonStore(scene), read.people),
        (people.CertificationStore(scene), read.certifications),
        (people.TrainerPairStore(scene), read.training_pairs),
        (coverage.PositionStore(scene), read.positions),
        (contracts.ShiftTypeStore(scene), read.shift_types),
        (contracts.PatternStore(scene), read.patterns),
        (contracts.ContractStore(scene), read.contracts),
        (coverage.RequirementStore(scene), read.requirements),
        (coverage.OverrideStore(scene), read.overrides),
        (contracts.LeaveStore(scene), read.leave),
        (preferences.WishStore(scene), read.wishes),
        (preferences.OffLimitStore(scene), read.off_limit_groups),
        (coverage.IncidentRateStore(scene), read.incident_rates),
    ]
    if read.center is not None:
        rules = list(read.center.rules)
        pairs = [
            (center_storage.SettingsStore(scene), [read.center.settings]),
            (center_storage.RuleStore(scene), center_storage.with_defaults(rules) if is_new else rules),
            *pairs,
        ]
    parts = []
    for store, rows in pairs:
        if not rows:
            continue
        # A center not stored yet has nothing to compare with, and nothing to ask the database for.
        stored: dict[Key, Any] = {} if is_new else store.load()
        if store.form is LEAVE_FORM and not is_new:
            _check_locked(scene, rows, stored, problems)
        parts.append(_Part(store, compare(store.form, rows, stored, problems)))
    return parts


def _check_locked(
    scene: Scene, rows: list[LeaveRow], stored: Mapping[Key, LeaveRow], problems: Problems
) -> None:
    """Note leave that would change a locked period: payroll is closed there."""
    states = PeriodState.objects.current().filter(center=scene.center, state=State.LOCKED)
    locked = [(one.period.starts_on, one.period.ends_before) for one in states.select_related("period")]
    for row in rows:
        before = stored.get(LEAVE_FORM.key(row))
        if not locked or before == row:
            continue
        first = row.starts_at.date()
        last = (max(row.ends_at, before.ends_at if before else row.ends_at) - timedelta(minutes=1)).date()
        for starts_on, ends_before in locked:
            if first < ends_before and starts_on <= last:
                problems.add(
                    LEAVE_FORM.file,
                    f"touches the period from {starts_on} until before {ends_before}, which is locked. "
                    "Unlock the period first, or leave the row out.",
                    row=row.row,
                    column="starts_at",
                    value=f"{row.starts_at:%Y-%m-%dT%H:%M}",
                )


def _report(
    named: CenterRow | None,
    target: Center | None,
    outcomes: list[RowOutcome],
    problems: Problems,
    *,
    dry_run: bool,
) -> ImportReport:
    """All outcomes in the order of the files; a row with a problem is only rejected."""
    order = {name: rank for rank, name in enumerate(NAMES)}
    wrong = {(problem.file, problem.row) for problem in problems.found}
    kept = [outcome for outcome in outcomes if (outcome.file, outcome.row) not in wrong]
    everything = sorted(
        [*kept, *problems.found], key=lambda outcome: (order.get(outcome.file, len(order)), outcome.row)
    )
    name = target.name if target else named.name if named else ""
    return ImportReport(center=name, outcomes=tuple(everything), is_dry_run=dry_run)


def _write(
    actor: User | None, scene: Scene, parts: list[_Part], report: ImportReport, *, is_new: bool
) -> ImportReport:
    if is_new:
        center_storage.save_center(scene.center)
    payload = {
        "files": {
            file: {"new": counts[Outcome.NEW], "changed": counts[Outcome.CHANGED]}
            for file, counts in report.by_file()
            if counts[Outcome.NEW] or counts[Outcome.CHANGED]
        }
    }
    opened: Tick
    with tick(actor=actor, center_id=scene.center.pk, kind=EVENT_KIND, payload=payload) as opened:
        for part in parts:
            if not part.comparison.is_nothing:
                part.store.write(opened, part.comparison)
    return ImportReport(report.center, report.outcomes, version=opened.version)
