"""What the office changes: contracts, patterns, shift types, holidays, employment, certifications, settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from scheduling.contracts.models import BaseContract
from scheduling.patterns.models import Holiday, Pattern, PatternDay, ShiftType
from staff.centers.clock import tick
from staff.centers.models import CenterSettings
from staff.people.models import Employment
from staff.skills.models import Certification
from tests.scheduling.roster.machine.compared import Compared
from tests.scheduling.roster.machine.place import EVER, HOURS, OTHER_CYCLES, OTHER_HOURS, PEOPLE
from tests.support.oracle.painting import Contract, Hours


class Office(Compared):
    """Layer 1, and all that is beside the planners' work."""

    def set_strategy(self, strategy: str) -> None:
        old = CenterSettings.objects.current().get(center=self.center)
        new = CenterSettings(
            conflict_strategy=strategy, shows_provisional_pattern=old.shows_provisional_pattern
        )
        self.office(lambda opened: opened.replace(old, new), strategy=strategy)

    def office(self, act: Callable[[Any], Any], **state: Any) -> None:
        with tick(actor=self.user("office"), center_id=self.center.pk, kind="office.changed") as opened:
            act(opened)
        self.desk.change(lambda now: replace(now, **state))

    @rule(shown=st.booleans())
    def show_provisional(self, shown: bool) -> None:
        old = CenterSettings.objects.current().get(center=self.center)
        new = CenterSettings(conflict_strategy=old.conflict_strategy, shows_provisional_pattern=shown)
        self.office(lambda opened: opened.replace(old, new), provisional=shown)

    @rule(
        person=st.sampled_from(PEOPLE),
        names=st.lists(st.sampled_from(("first", "second", None)), max_size=2),
        offset=st.integers(0, 2),
        cut=st.integers(0, 1),
        holiday=st.sampled_from(("work", "off", "premium")),
    )
    def contract(self, person: str, names: list[str | None], offset: int, cut: int, holiday: str) -> None:
        """None, one, or two that follow each other."""
        day = self.place.day
        edges = [day - timedelta(days=1), day + timedelta(days=cut), day + timedelta(days=2)]
        edges = edges if len(names) == 2 else [edges[0], edges[1 + offset % 2]]
        rows = tuple(
            Contract(name, offset, first, before, holiday)
            for name, first, before in zip(names, edges, edges[1:], strict=False)
        )
        base = self.desk.now.base
        contracts = {**base.contracts, person: rows}
        who = self.place.people[person]

        def write(opened: Any) -> None:
            for old in BaseContract.objects.current().filter(person=who):
                opened.close(old)
            opened.add_all(
                BaseContract(
                    person=who,
                    pattern=self.pattern(row.pattern) if row.pattern else None,
                    offset_days=row.offset,
                    starts_on=row.first,
                    ends_before=row.before,
                    weekly_minutes=2520,
                    holiday_rule=row.holiday,
                )
                for row in rows
            )

        self.office(write, base=replace(base, contracts=contracts))

    def pattern(self, name: str) -> Pattern:
        """The first row of a pattern: what contracts refer to."""
        row: Pattern = Pattern.objects.filter(center=self.center, name=name).order_by("from_version").first()
        return row

    @rule(name=st.sampled_from(("first", "second")), cycle=st.sampled_from(OTHER_CYCLES))
    def cycle(self, name: str, cycle: tuple[str | None, ...]) -> None:
        old = Pattern.objects.current().get(center=self.center, name=name)

        def write(opened: Any) -> None:
            new = opened.replace(old, Pattern(name=name, length_days=len(cycle)))
            PatternDay.objects.bulk_create(
                PatternDay(pattern=new, day=day, shift_type=self.place.hours[code])
                for day, code in enumerate(cycle)
                if code is not None
            )

        base = self.desk.now.base
        self.office(write, base=replace(base, cycles={**base.cycles, name: cycle}))

    @rule(code=st.sampled_from(tuple(HOURS)), hours=st.sampled_from(OTHER_HOURS))
    def shift_hours(self, code: str, hours: Hours) -> None:
        old = ShiftType.objects.current().get(center=self.center, code=code)
        new = ShiftType(
            code=code,
            name=code,
            starts_at=hours.starts,
            ends_at=hours.ends,
            unpaid_break_minutes=hours.unpaid_break,
        )
        base = self.desk.now.base
        changed = replace(base, hours={**base.hours, code: hours})
        self.office(lambda opened: opened.replace(old, new), base=changed)

    @rule(n=st.integers(-1, 1))
    def holiday(self, n: int) -> None:
        """Set, or struck again."""
        day, base = self.place.day + timedelta(days=n), self.desk.now.base
        row = Holiday.objects.current().filter(center=self.center, on=day).first()
        self.office(
            lambda opened: opened.close(row) if row else opened.add(Holiday(on=day, name="Holiday")),
            base=replace(base, holidays=base.holidays ^ {day}),
        )

    @rule(person=st.sampled_from(PEOPLE), n=st.sampled_from((None, 0, 1, 2)), begins=st.booleans())
    def employment(self, person: str, n: int | None, begins: bool) -> None:
        """Ends, begins later, or both are lifted."""
        old = Employment.objects.current().get(person=self.place.people[person])
        first, before = EVER
        if n is not None:
            edge = self.place.day + timedelta(days=n)
            first, before = (edge, before) if begins else (first, edge)
        new = Employment(
            person=old.person,
            job=old.job,
            staff_type=old.staff_type,
            starts_on=first,
            ends_before=None if before == date.max else before,
        )
        employed = {**self.desk.now.employed, person: (first, before)}
        self.office(lambda opened: opened.replace(old, new), employed=employed)

    @rule(person=st.sampled_from(PEOPLE))
    def certify(self, person: str) -> None:
        """Granted, or taken away: nobody's minutes change."""
        who = self.place.people[person]
        row = Certification.objects.current().filter(person=who).first()
        new = Certification(person=who, skill=self.place.skill, granted_on=EVER[0])
        self.office(lambda opened: opened.close(row) if row else opened.add(new))
