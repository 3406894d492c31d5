"""Shift types, patterns, base contracts and leave: the two layers of the roster."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from scheduling.adjustments.domain import AdjustmentKind, Paint
from scheduling.adjustments.models import Adjustment
from scheduling.center_files.domain import contracts, leave, patterns, shift_types
from scheduling.center_files.domain.comparison import Comparison
from scheduling.center_files.storage.scene import Scene
from scheduling.center_files.storage.store import VersionedStore
from scheduling.contracts.models import BaseContract
from scheduling.patterns.models import Pattern, PatternDay, ShiftType
from scheduling.time.interval import minute_before, moment_of
from staff.centers.clock import Tick
from staff.centers.versioned import Versioned


class ShiftTypeStore(VersionedStore[shift_types.ShiftTypeRow]):
    form = shift_types.FORM

    def stored(self) -> Iterable[tuple[shift_types.ShiftTypeRow, ShiftType]]:
        for one in ShiftType.objects.current().filter(center=self.scene.center):
            row = shift_types.ShiftTypeRow(
                code=one.code,
                name=one.name,
                start=one.starts_at,
                end=one.ends_at,
                unpaid_break_minutes=one.unpaid_break_minutes,
            )
            yield row, one

    def build(self, row: shift_types.ShiftTypeRow) -> ShiftType:
        return ShiftType(
            code=row.code,
            name=row.name,
            starts_at=row.start,
            ends_at=row.end,
            unpaid_break_minutes=row.unpaid_break_minutes,
        )

    def carry_over(self, old: ShiftType, new: ShiftType) -> None:
        for name in (
            "symbol", "breaks", "handover_first_minutes", "handover_last_minutes", "handover_starts_on",
        ):  # fmt: skip
            setattr(new, name, getattr(old, name))

    def written(self, row: shift_types.ShiftTypeRow, instance: ShiftType) -> None:
        self.scene.shift_types[row.code] = instance.entity_id


class PatternStore(VersionedStore[patterns.PatternRow]):
    form = patterns.FORM

    def stored(self) -> Iterable[tuple[patterns.PatternRow, Pattern]]:
        current = ShiftType.objects.current().filter(center=self.scene.center)
        codes = dict(current.values_list("entity_id", "code"))
        for one in Pattern.objects.current().filter(center=self.scene.center).prefetch_related("days"):
            cycle = [patterns.OFF] * one.length_days
            for day in one.days.all():
                cycle[day.day] = codes.get(day.shift_type_id, "?")
            yield patterns.PatternRow(name=one.name, cycle=tuple(cycle)), one

    def build(self, row: patterns.PatternRow) -> Pattern:
        return Pattern(name=row.name, length_days=len(row.cycle))

    def write(self, tick: Tick, comparison: Comparison[patterns.PatternRow]) -> None:
        self.days: list[PatternDay] = []
        super().write(tick, comparison)
        PatternDay.objects.bulk_create(self.days)

    def written(self, row: patterns.PatternRow, instance: Pattern) -> None:
        self.scene.patterns[row.name] = instance.entity_id
        self.days += [
            PatternDay(pattern=instance, day=day, shift_type_id=self.scene.shift_types[code])
            for day, code in enumerate(row.cycle)
            if code != patterns.OFF
        ]


class ContractStore(VersionedStore[contracts.ContractRow]):
    form = contracts.FORM

    def stored(self) -> Iterable[tuple[contracts.ContractRow, BaseContract]]:
        current = Pattern.objects.current().filter(center=self.scene.center)
        names = dict(current.values_list("entity_id", "name"))
        for one in BaseContract.objects.current().filter(center=self.scene.center).select_related("person"):
            row = contracts.ContractRow(
                number=one.person.number,
                pattern=names.get(one.pattern_id, "?") if one.pattern_id else "",
                offset_days=one.offset_days,
                starts_on=one.starts_on,
                ends_before=one.ends_before,
                weekly_minutes=one.weekly_minutes,
                holiday_rule=one.holiday_rule,
            )
            yield row, one

    def build(self, row: contracts.ContractRow) -> BaseContract:
        return BaseContract(
            person_id=self.scene.people[row.number],
            pattern_id=self.scene.patterns[row.pattern] if row.pattern else None,
            offset_days=row.offset_days,
            starts_on=row.starts_on,
            ends_before=row.ends_before,
            weekly_minutes=row.weekly_minutes,
            holiday_rule=row.holiday_rule,
        )


class LeaveStore(VersionedStore[leave.LeaveRow]):
    """Approved leave is an operational change: published in the version that records it."""

    form = leave.FORM

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.gesture = uuid.uuid4()
        self.sequence = 0

    def stored(self) -> Iterable[tuple[leave.LeaveRow, Adjustment]]:
        found = Adjustment.objects.current().filter(
            center=self.scene.center, kind=AdjustmentKind.LEAVE.value, paint=Paint.ABSENCE.value
        )
        for one in found.select_related("person"):
            row = leave.LeaveRow(
                number=one.person.number,
                kind=one.absence_kind,
                starts_at=self._wall(one.starts_at),
                ends_at=self._wall(one.ends_at),
            )
            yield row, one

    def _wall(self, moment: datetime) -> datetime:
        return self.scene.clock.local(minute_before(moment)).replace(tzinfo=None, fold=0)

    def _moment(self, wall: datetime) -> datetime:
        return moment_of(self.scene.clock.minute(wall.date(), wall.time()))

    def build(self, row: leave.LeaveRow) -> Adjustment:
        self.sequence += 1
        return Adjustment(
            person_id=self.scene.people[row.number],
            kind=AdjustmentKind.LEAVE.value,
            paint=Paint.ABSENCE.value,
            sequence=self.sequence,
            starts_at=self._moment(row.starts_at),
            ends_at=self._moment(row.ends_at),
            absence_kind=row.kind,
            gesture=self.gesture,
        )

    def completed(self, tick: Tick, instance: Adjustment) -> Adjustment:
        instance.published_from = instance.paint_version = tick.version
        return instance

    def close(self, tick: Tick, old: Versioned) -> None:
        tick.close(old)
        # Leave that was never published has no published end either.
        Adjustment.objects.filter(pk=old.pk, published_from__isnull=False).update(
            published_until=tick.version
        )
