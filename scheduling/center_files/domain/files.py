"""All files of a center together: which there are, in which order they are read, and what they say as a whole."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from scheduling.center_files.domain import (
    certifications,
    contracts,
    incidents_per_hour,
    leave,
    off_limit_groups,
    patterns,
    people,
    positions,
    requirements,
    shift_types,
    skills,
    training_pairs,
    wishes,
)
from scheduling.center_files.domain.center_toml import FILE as CENTER_TOML
from scheduling.center_files.domain.center_toml import CenterRow, read_center
from scheduling.center_files.domain.certifications import CertificationRow
from scheduling.center_files.domain.contracts import ContractRow
from scheduling.center_files.domain.incidents_per_hour import IncidentRateRow
from scheduling.center_files.domain.leave import LeaveRow
from scheduling.center_files.domain.off_limit_groups import OffLimitRow
from scheduling.center_files.domain.patterns import PatternRow
from scheduling.center_files.domain.people import PersonRow
from scheduling.center_files.domain.positions import PositionRow
from scheduling.center_files.domain.report import Problems
from scheduling.center_files.domain.requirements import OverrideRow, RequirementRow
from scheduling.center_files.domain.shift_types import ShiftTypeRow
from scheduling.center_files.domain.skills import SkillRow
from scheduling.center_files.domain.tables import FileForm, Known, RowT, read_rows
from scheduling.center_files.domain.training_pairs import TrainingPairRow
from scheduling.center_files.domain.wishes import WishRow

FORMS = (
    skills.FORM,
    people.FORM,
    certifications.FORM,
    training_pairs.FORM,
    positions.FORM,
    shift_types.FORM,
    patterns.FORM,
    contracts.FORM,
    requirements.FORM,
    requirements.OVERRIDES,
    leave.FORM,
    wishes.FORM,
    off_limit_groups.FORM,
    incidents_per_hour.FORM,
)
"""In the order in which they are read and stored: each refers only to those before it."""

NAMES = (CENTER_TOML, *(form.file for form in FORMS))
READ_SUFFIXES = frozenset({".csv", ".toml"})


@dataclass(frozen=True, slots=True)
class CenterFiles:
    """The good rows of every file, in the order of their files. A file that was not given has no rows.

    `given` names the files that were.
    """

    given: frozenset[str]
    center: CenterRow | None
    skills: list[SkillRow]
    people: list[PersonRow]
    certifications: list[CertificationRow]
    training_pairs: list[TrainingPairRow]
    positions: list[PositionRow]
    shift_types: list[ShiftTypeRow]
    patterns: list[PatternRow]
    contracts: list[ContractRow]
    requirements: list[RequirementRow]
    overrides: list[OverrideRow]
    leave: list[LeaveRow]
    wishes: list[WishRow]
    off_limit_groups: list[OffLimitRow]
    incident_rates: list[IncidentRateRow]


def check_names(given: Collection[str], *, needs_all: bool, problems: Problems) -> None:
    """Note files that are missing and files that nobody would read, such as a misspelt one."""
    if needs_all:
        for name in NAMES:
            if name not in given:
                problems.unreadable(
                    name, "is missing. Add it; a file with nothing but its header is enough for no rows."
                )
    for name in sorted(given):
        if name not in NAMES and PurePosixPath(name).suffix.lower() in READ_SUFFIXES:
            near = difflib.get_close_matches(name, [n for n in NAMES if n not in given], n=1)
            hint = f" Is it “{near[0]}”?" if near else ""
            problems.add(name, f"is not one of a center's files. Rename or remove it.{hint}")


def read_files(
    files: Mapping[str, bytes], known: Known, *, needs_all: bool, problems: Problems
) -> CenterFiles:
    """Read and check every file, going on after each problem.

    `known` are the names stored already; it is filled with those of the files.
    """
    check_names(files, needs_all=needs_all, problems=problems)
    center = read_center(files[CENTER_TOML], problems) if CENTER_TOML in files else None
    if center is not None:
        known.zone = center.time_zone

    def rows(form: FileForm[RowT]) -> list[RowT]:
        return read_rows(form, files[form.file], known, problems) if form.file in files else []

    return CenterFiles(
        given=frozenset(name for name in files if name in NAMES),
        center=center,
        skills=rows(skills.FORM),
        people=rows(people.FORM),
        certifications=rows(certifications.FORM),
        training_pairs=rows(training_pairs.FORM),
        positions=rows(positions.FORM),
        shift_types=rows(shift_types.FORM),
        patterns=rows(patterns.FORM),
        contracts=rows(contracts.FORM),
        requirements=rows(requirements.FORM),
        overrides=rows(requirements.OVERRIDES),
        leave=rows(leave.FORM),
        wishes=rows(wishes.FORM),
        off_limit_groups=rows(off_limit_groups.FORM),
        incident_rates=rows(incidents_per_hour.FORM),
    )
