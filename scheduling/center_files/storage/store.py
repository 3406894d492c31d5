"""What every kind of row has in common when stored: loading, comparing, writing. One subclass per file is next door."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar, Generic

from scheduling.center_files.domain.comparison import Comparison
from scheduling.center_files.domain.tables import FileForm, Key, RowT
from scheduling.center_files.storage.scene import Scene
from staff.centers.clock import Tick
from staff.centers.versioned import Versioned

ROWS_AT_ONCE = 500
"""Rows of one UPDATE: it goes through its list of rows for each row, so that one for all would grow with the square."""


class Store(ABC, Generic[RowT]):
    """The table of one file. `load` must be called before `write`: it keeps the instances that rows stand for."""

    form: FileForm[RowT]

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.instances: dict[Key, Any] = {}

    @abstractmethod
    def stored(self) -> Iterable[tuple[RowT, Any]]:
        """Every row that stands, as a file would say it, with its instance."""

    @abstractmethod
    def write(self, tick: Tick, comparison: Comparison[RowT]) -> None:
        """Add the new rows and put the changed ones in place of those that stand."""

    def load(self) -> dict[Key, RowT]:
        rows: dict[Key, RowT] = {}
        for row, instance in self.stored():
            rows[self.form.key(row)] = row
            self.instances[self.form.key(row)] = instance
        return rows


class VersionedStore(Store[RowT]):
    """A versioned table: a changed row is closed and another of the same entity stands from the tick on."""

    @abstractmethod
    def build(self, row: RowT) -> Any:
        """An unsaved instance that says what the row says."""

    def write(self, tick: Tick, comparison: Comparison[RowT]) -> None:
        built: list[tuple[RowT, Any]] = []
        # All are closed before any is added: two rows may swap what only one of them can have.
        for before, row in comparison.changed:
            old = self.instances[self.form.key(before)]
            self.close(tick, old)
            new = self.build(row)
            new.entity_id = old.entity_id
            self.carry_over(old, new)
            built.append((row, new))
        built += [(row, self.build(row)) for row in comparison.new]
        tick.add_all(self.completed(tick, instance) for _, instance in built)
        for row, instance in built:
            self.written(row, instance)

    def close(self, tick: Tick, old: Versioned) -> None:
        tick.close(old)

    def carry_over(self, old: Any, new: Any) -> None:
        """Take what the file doesn't say from the row that is replaced."""

    def completed(self, tick: Tick, instance: Any) -> Any:
        """The instance with what depends on the version."""
        return instance

    def written(self, row: RowT, instance: Any) -> None:
        """What follows once the row is stored."""


class PlainStore(Store[RowT]):
    """A table without versions: a changed row's named columns are updated."""

    changeable: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def build(self, row: RowT) -> Any:
        """An unsaved instance that says what the row says."""

    def write(self, tick: Tick, comparison: Comparison[RowT]) -> None:
        built = [(row, self.build(row)) for row in comparison.new]
        if built:
            type(built[0][1]).objects.bulk_create([instance for _, instance in built])
        updated = []
        for before, row in comparison.changed:
            old, new = self.instances[self.form.key(before)], self.build(row)
            for column in self.changeable:
                setattr(old, column, getattr(new, column))
            updated.append(old)
        if updated:
            type(updated[0]).objects.bulk_update(updated, self.changeable, batch_size=ROWS_AT_ONCE)
        for row, instance in built:
            self.written(row, instance)

    def written(self, row: RowT, instance: Any) -> None:
        """What follows once a new row is stored."""
