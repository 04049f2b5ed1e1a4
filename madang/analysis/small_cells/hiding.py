"""Small numbers of people made empty in tables, and as many others that what stays does not give them back.

Primary: every number of a column of `people` above 0 and below the threshold. Secondary: columns of the same row that tell it
(`Yield.tells`), and the smallest other numbers of each declared sum (`Yield.totals`) until whoever subtracts what is shown knows no
more of a small number than that it is small: by the sum it could still be anything from 0 to the threshold (`totals.loose`). This is
complementary cell suppression (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4) by the smallest number first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.analysis.declare import Yield
from madang.analysis.small_cells.linked import tight
from madang.analysis.small_cells.totals import Cells, Sum, sums

TRIALS = 2_000
"""Hidden numbers times small ones up to which it is tried to show some again."""


@dataclass(frozen=True)
class Hidden:
    """The tables that may be published, and how many numbers are empty in them for either reason."""

    tables: dict[str, pa.Table]
    primary: int
    secondary: int


def hide(yields: Sequence[Yield], tables: Mapping[str, pa.Table], fewest: int) -> Hidden:
    """Leave counts of fewer than `fewest` people out of the tables, and what would give them back."""
    cells = Cells.of(yields, tables, fewest)
    every = sums(yields, tables, cells)
    of = _by_cell(every)
    _close(every, of, cells)
    begun = cells.hidden.copy()
    safe: set[int] = set()
    while (found := tight(every, cells, safe)) is not None and (more := _open_up(found, of, cells)) is not None:
        _close(of[more], of, cells)
    _show_again(np.flatnonzero(cells.hidden & ~begun), every, cells)
    shown, telling = dict(tables), 0
    for one in yields:
        shown[one.name], more = _emptied(one, tables[one.name], cells)
        telling += more
    return Hidden(shown, int(cells.small.sum()), int((cells.emptied & ~cells.small).sum()) + telling)


def _by_cell(every: Sequence[Sum]) -> dict[int, list[Sum]]:
    """The sums that each number stands in."""
    found: dict[int, list[Sum]] = {}
    for one in every:
        for cell in one.cells.tolist():
            found.setdefault(cell, []).append(one)
    return found


def _close(changed: Sequence[Sum], of: Mapping[int, list[Sum]], cells: Cells) -> None:
    """Hide the smallest numbers of each sum until none of its small ones can be told from it alone; those may stand in others.

    Of a sum with one part each is the other's copy, so they are hidden together.
    """
    waiting = list(reversed(changed))
    while waiting:
        one = waiting.pop()
        before = cells.hidden[one.cells]
        if len(one.cells) == 2 and cells.emptied[one.cells].any():
            cells.hidden[one.cells] = True
        while not one.loose(cells) and (more := one.smallest(cells)) is not None:
            cells.hidden[more] = True
        for cell in one.cells[cells.hidden[one.cells] & ~before].tolist():
            waiting += [other for other in of[cell] if other is not one]


def _open_up(found: int, of: Mapping[int, list[Sum]], cells: Cells) -> int | None:
    """Of a small number that several sums tell together, the smallest number that one of its sums still shows is hidden; where they
    show nothing more, one of the sums of their hidden numbers, and so on. Which it was."""
    near, looked = {found}, set[int]()
    while near - looked:
        theirs = [one for cell in sorted(near - looked) for one in of[cell]]
        looked |= near
        more = [at for at in (one.smallest(cells) for one in theirs) if at is not None]
        if more:
            smallest = min(more, key=lambda at: cells.value[at])
            cells.hidden[smallest] = True
            return smallest
        near |= {cell for one in theirs for cell in one.cells[cells.hidden[one.cells]].tolist()}
    return None


def _show_again(more: NDArray[np.intp], every: Sequence[Sum], cells: Cells) -> None:
    """Of those that were hidden because sums are linked, show the largest again that are not needed after all.

    What comes first hides more than it must, for it looks at one number after another. Each trial is an audit, so many are not tried.
    """
    if len(more) * cells.small.sum() > TRIALS:
        return
    for cell in more[np.argsort(-cells.value[more])]:
        if not cells.hidden[cell]:
            continue
        copies = [one.cells for one in every if len(one.cells) == 2 and cell in one.cells]
        same = np.unique(np.concatenate([[cell], *copies]))
        cells.hidden[same] = False
        if not all(one.loose(cells) for one in every) or tight(every, cells, set()) is not None:
            cells.hidden[same] = True


def _emptied(one: Yield, rows: pa.Table, cells: Cells) -> tuple[pa.Table, int]:
    """The table with what is hidden empty; how many values of columns that tell those were there."""
    empty = {column: np.zeros(rows.num_rows, bool) for column in rows.column_names}
    for column in one.people:
        gone = cells.emptied_of(one.name, column)
        empty[column] |= gone
        for telling in one.tells.get(column, ()):
            empty[telling] |= gone
    more = 0
    for place, (column, gone) in enumerate(empty.items()):
        if not gone.any():
            continue
        values = rows.column(column)
        if column not in one.people:
            more += int(pc.sum(pc.and_(pa.array(gone), pc.is_valid(values))).as_py() or 0)
        emptied = pc.if_else(pa.array(gone), pa.scalar(None, values.type), values)
        rows = rows.set_column(place, rows.schema.field(place), emptied)
    return rows, more
