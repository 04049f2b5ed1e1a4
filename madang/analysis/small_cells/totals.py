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

    def emptied_of(self, table: str, column: str) -> Flags:
        at, count = self.start[table, column]
        return self.emptied[at : at + count]

    @property
    def emptied(self) -> Flags:
        """Hidden, though the study has a number there."""
        return self.hidden & ~self.absent

    def up(self, some: Numbers) -> Floats:
        """How much larger some could be for all that a reader knows: nothing where it is shown; a hidden one that is small stays
        small, others may be anything. Readers are taken to know which are which."""
        rest = np.where(self.small[some], self.fewest - self.value[some], np.inf)
        return np.where(self.hidden[some], rest, 0.0)

    def down(self, some: Numbers) -> Floats:
        """How much smaller some could be: a hidden one that is not small stays at least the threshold."""
        value = self.value[some]
        rest = value - np.where(self.small[some], 0.0, np.minimum(value, self.fewest))
        return np.where(self.absent[some], np.inf, np.where(self.hidden[some], rest, 0.0))


@dataclass(frozen=True)
class Sum:
    """One number is the sum of others: `sign` is -1 for it and 1 for its parts. Or the sum of the parts is told elsewhere."""

    cells: Numbers
    sign: Floats

    def loose(self, cells: Cells) -> bool:
        """Whether, by this sum alone, each of its small numbers could still be anything from 0 to the threshold."""
        hidden = cells.hidden[self.cells]
        some = self.cells[hidden]
        small = cells.small[some]
        if not small.any():
            return True
        plus, up, down = self.sign[hidden] > 0, cells.up(some), cells.down(some)
        # When one rises, the others must lower the sum by as much: parts fall, the total rises. And the other way round.
        lowering, raising = np.where(plus, down, up), np.where(plus, up, down)
        spare_low, spare_high = lowering.sum() - lowering[small], raising.sum() - raising[small]
        return bool((spare_low + NEARLY >= raising[small]).all() and (spare_high + NEARLY >= lowering[small]).all())

    def smallest(self, cells: Cells) -> int | None:
        """The smallest number that it still shows and that is not 0, rather a part than the total; None when it shows none."""
        shown = ~cells.hidden[self.cells] & (cells.value[self.cells] > 0)
        parts = shown & (self.sign > 0)
        some = self.cells[parts if parts.any() else shown]
        return int(some[np.argmin(cells.value[some])]) if len(some) else None

    @property
    def total(self) -> Numbers:
        """The total, where it is a number of a table."""
        return self.cells[self.sign < 0]


def sums(yields: Sequence[Yield], tables: Mapping[str, pa.Table], cells: Cells) -> list[Sum]:
    """Every declared sum of these tables."""
    return [found for one in yields for total in one.totals for found in _sums(one, total, tables, cells)]


def _sums(one: Yield, total: Total, tables: Mapping[str, pa.Table], cells: Cells) -> Iterator[Sum]:
    members = _members(total, tables[total.of], cells)
    if not total.column:
        yield from (_sum(None, [part for _, part in parts]) for parts in members.values())
        return
    rows, begin, meant = tables[one.name], cells.start[one.name, total.column][0], list(total.where.values())
    upto = _ranks(rows, total.upto)
    where = _keys(rows, list(total.where))
    for row, key in enumerate(_keys(rows, list(total.by))):
        parts = [part for rank, part in members.get(key, ()) if rank <= upto[row]]
        if parts and where[row] == tuple(str(value) for value in meant):
            yield _sum(begin + row, parts)


def _sum(total: int | None, parts: list[int]) -> Sum:
    whole = [] if total is None else [total]
    return Sum(np.array([*whole, *parts], np.int64), np.array([*(-1.0 for _ in whole), *(1.0 for _ in parts)]))


def _members(total: Total, parts: pa.Table, cells: Cells) -> dict[tuple[str, ...], list[tuple[float, int]]]:
    """The parts of each sum with their ranks, by what they agree in."""
    first, found = cells.start[total.of, total.parts][0], dict[tuple[str, ...], list[tuple[float, int]]]()
    ranks = _ranks(parts, total.upto)
    for row, key in enumerate(_keys(parts, list(total.by.values()))):
        found.setdefault(key, []).append((ranks[row], first + row))
    return found


def _ranks(rows: pa.Table, upto: str) -> list[float]:
    return [float(value) for value in rows.column(upto).to_pylist()] if upto else [0.0] * rows.num_rows


def _keys(rows: pa.Table, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The values of these columns in each row, as text: one table's fifth is a number, another's a name of a group."""
    if not columns:
        return [()] * rows.num_rows
    return list(zip(*([str(value) for value in rows.column(name).to_pylist()] for name in columns), strict=True))
