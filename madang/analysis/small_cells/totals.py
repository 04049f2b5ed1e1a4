"""The numbers of people in a study's tables, which of them are hidden, and the sums between them that everybody can subtract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.analysis.declare import Total, Yield

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
NEARLY = 1e-9


@dataclass
class Cells:
    """Every number of people, one after another: `value` (n,), `small` (0 < value < `fewest`), `absent` (the study itself has
    none there), `hidden`. `start`: where the numbers of a column of a table begin, by their names, and how many there are."""

    value: Floats
    small: Flags
    absent: Flags
    hidden: Flags
    fewest: int
    start: dict[tuple[str, str], tuple[int, int]]

    @classmethod
    def of(cls, yields: Sequence[Yield], tables: Mapping[str, pa.Table], fewest: int) -> Cells:
        """The cells of these tables with nothing but the small ones hidden."""
        start, parts, at = {}, [np.zeros(0)], 0
        for one in yields:
            for column in one.people:
                numbers = pc.cast(tables[one.name].column(column), pa.float64())
                parts.append(numbers.to_numpy(zero_copy_only=False))
                start[one.name, column] = at, len(parts[-1])
                at += len(parts[-1])
        value = np.concatenate(parts)
        absent = np.isnan(value)
        small = (value > 0) & (value < fewest)
        return cls(np.nan_to_num(value), small, absent, small | absent, fewest, start)

    def hidden_of(self, table: str, column: str) -> Flags:
        at, count = self.start[table, column]
        return self.hidden[at : at + count]

    @property
    def up(self) -> Floats:
        """How much larger each could be for all that a reader knows: nothing where it is shown; a hidden one that is small stays
        small, others may be anything. Readers are taken to know which are which."""
        return np.where(self.hidden, np.where(self.small, self.fewest - self.value, np.inf), 0.0)

    @property
    def down(self) -> Floats:
        """How much smaller each could be: a hidden one that is not small stays at least the threshold."""
        least = np.where(self.small, 0.0, np.minimum(self.value, self.fewest))
        return np.where(self.absent, np.inf, np.where(self.hidden, self.value - least, 0.0))


@dataclass(frozen=True)
class Sum:
    """One number is the sum of others: `cells` with the total first, `sign` -1 for it and 1 for its parts."""

    cells: Numbers
    sign: Floats

    def loose(self, cells: Cells) -> bool:
        """Whether, by this sum alone, each of its small numbers could still be anything from 0 to the threshold."""
        some = cells.hidden[self.cells]
        small = cells.small[self.cells[some]]
        plus, up, down = self.sign[some] > 0, cells.up[self.cells[some]], cells.down[self.cells[some]]
        # When one rises, the others must lower the sum by as much: parts fall, the total rises. And the other way round.
        lowering, raising = np.where(plus, down, up), np.where(plus, up, down)
        spare_low, spare_high = lowering.sum() - lowering[small], raising.sum() - raising[small]
        return bool((spare_low + NEARLY >= raising[small]).all() and (spare_high + NEARLY >= lowering[small]).all())

    def smallest(self, cells: Cells) -> int | None:
        """The smallest number that it still shows and that is not 0, rather a part than the total; None when it shows none."""
        shown = self.cells[~cells.hidden[self.cells] & (cells.value[self.cells] > 0)]
        parts = shown[shown != self.cells[0]] if len(shown) > 1 else shown
        return int(parts[np.argmin(cells.value[parts])]) if len(parts) else None


def sums(yields: Sequence[Yield], tables: Mapping[str, pa.Table], cells: Cells) -> list[Sum]:
    """Every declared sum of these tables."""
    return [found for one in yields for total in one.totals for found in _sums(one, total, tables, cells)]


def _sums(one: Yield, total: Total, tables: Mapping[str, pa.Table], cells: Cells) -> Iterator[Sum]:
    rows, parts = tables[one.name], tables[total.of]
    members: dict[tuple[str, ...], list[int]] = {}
    first = cells.start[total.of, total.parts][0]
    for row, key in enumerate(_keys(parts, list(total.by.values()))):
        members.setdefault(key, []).append(first + row)
    begin = cells.start[one.name, total.column][0]
    meant = [str(value) for value in total.where.values()]
    for row, (key, where) in enumerate(zip(_keys(rows, list(total.by)), _keys(rows, list(total.where)), strict=True)):
        if list(where) == meant and key in members:
            found = np.array([begin + row, *members[key]], np.int64)
            yield Sum(found, np.where(np.arange(len(found)) == 0, -1.0, 1.0))


def _keys(rows: pa.Table, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The values of these columns in each row, as text: one table's fifth is a number, another's a name of a group."""
    if not columns:
        return [()] * rows.num_rows
    return list(zip(*([str(value) for value in rows.column(name).to_pylist()] for name in columns), strict=True))
