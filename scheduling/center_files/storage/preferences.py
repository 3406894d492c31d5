"""Wishes and off-limit groups."""

from __future__ import annotations

from collections.abc import Iterable

from scheduling.center_files.domain import off_limit_groups, wishes
from scheduling.center_files.domain.comparison import Comparison
from scheduling.center_files.storage.store import PlainStore
from staff.centers.clock import Tick
from staff.preferences.models import OffLimitGroup, OffLimitMembership, Wish


class WishStore(PlainStore[wishes.WishRow]):
    form = wishes.FORM
    changeable = ("weight",)

    def stored(self) -> Iterable[tuple[wishes.WishRow, Wish]]:
        for one in Wish.objects.filter(center=self.scene.center).select_related("person"):
            row = wishes.WishRow(
                number=one.person.number,
                wish=one.kind,
                date=one.on,
                shift=one.shift_code,
                weight=one.weight,
            )
            yield row, one

    def build(self, row: wishes.WishRow) -> Wish:
        return Wish(
            center=self.scene.center,
            person_id=self.scene.people[row.number],
            kind=row.wish,
            on=row.date,
            shift_code=row.shift,
            weight=row.weight,
        )


class OffLimitStore(PlainStore[off_limit_groups.OffLimitRow]):
    form = off_limit_groups.FORM

    def stored(self) -> Iterable[tuple[off_limit_groups.OffLimitRow, OffLimitMembership]]:
        found = OffLimitMembership.objects.filter(group__center=self.scene.center)
        for one in found.select_related("group", "person"):
            yield off_limit_groups.OffLimitRow(group=one.group.name, number=one.person.number), one

    def write(self, tick: Tick, comparison: Comparison[off_limit_groups.OffLimitRow]) -> None:
        names = dict.fromkeys(row.group for row in comparison.new)
        missing = [name for name in names if name not in self.scene.off_limit_groups]
        new = [OffLimitGroup(center=self.scene.center, name=name) for name in missing]
        for group in OffLimitGroup.objects.bulk_create(new):
            self.scene.off_limit_groups[group.name] = group.pk
        super().write(tick, comparison)

    def build(self, row: off_limit_groups.OffLimitRow) -> OffLimitMembership:
        return OffLimitMembership(
            group_id=self.scene.off_limit_groups[row.group], person_id=self.scene.people[row.number]
        )
