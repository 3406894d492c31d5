"""What the workweek advisor is drawn from: who works which pattern today, in which workweek."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.reports.workweek.facts import Case, Worker, catalogue_cases, own_cases
from scheduling.roster.selectors import View, load_roster
from scheduling.roster.workweeks import workweek_of, workweeks_of
from staff.centers.models import Center


@dataclass(frozen=True)
class AdvisorFacts:
    """The center's own cases, then those of the catalogue."""

    own: tuple[Case, ...]
    catalogue: tuple[Case, ...]

    @property
    def cases(self) -> tuple[Case, ...]:
        return (*self.own, *self.catalogue)

    def selected(self, key: str) -> Case:
        """The named case, or else the one that would save most."""
        for case in self.cases:
            if case.key == key:
                return case
        return max(self.cases, key=lambda case: case.saved_per_year(len(case.people)))


def advisor_facts(center: Center, today: date, version: int) -> AdvisorFacts:
    """Patterns as worked on a date by the contracts of a version, and the catalogue; a fixed number of queries."""
    roster = load_roster(
        center, today, today + timedelta(days=1), view=View.WORKING, as_of=version, margin=timedelta(0)
    )
    weeks = workweeks_of(center, roster.version)
    workers = []
    for person in roster.input.people:
        facts = roster.person[person.key]  # type: ignore[index]
        for contract in person.contracts:
            held = contract.starts_on <= today and (
                contract.ends_before is None or today < contract.ends_before
            )
            if held and contract.pattern is not None:
                workers.append(
                    Worker(
                        facts.id,
                        facts.name,
                        facts.group,
                        roster.input.patterns[contract.pattern],
                        contract.offset_days,
                        workweek_of(weeks, facts.bargaining_unit_id),
                    )
                )
    first_weekday = center.pattern_anchor.weekday()
    own = own_cases(workers, roster.input.shift_types, first_weekday)
    return AdvisorFacts(tuple(own), tuple(catalogue_cases(first_weekday)))
