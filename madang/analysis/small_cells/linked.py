"""Which small numbers several sums tell together, though none of them does alone: an audit by linear programming.

A reader knows each hidden number within bounds (`Cells.up`, `Cells.down`) and every sum. The programme finds how far a small number
could be from what it is; it is safe when it reaches both its bounds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.linear import Linear, Programme
from madang.analysis.small_cells.totals import Cells, Sum

MOST = 500
"""Small numbers in more than one sum up to which each is looked at; beyond, the totals of these sums are hidden unseen."""
NEARLY = 1e-6


def tight(every: Sequence[Sum], cells: Cells, safe: set[int]) -> int | None:
    """A small number that the sums together bound more closely than from 0 to the threshold; None when there is none.

    Those that are found `safe` are added there and not looked at again: to hide more bounds nothing more closely.
    """
    linked = _linked(every, cells)
    asked = np.unique(np.concatenate([one.cells for one in linked])) if linked else np.zeros(0, np.int64)
    asked = asked[cells.small[asked]]
    if len(asked) > MOST:
        cells.hidden[np.concatenate([one.total for one in linked])] = True
        return None
    left = [cell for cell in asked.tolist() if cell not in safe]
    return _bounded(linked, left, cells, safe) if left else None


def _linked(every: Sequence[Sum], cells: Cells) -> list[Sum]:
    """The sums that share a hidden number with another one, or with one that does."""
    count = np.zeros(len(cells.value), np.int64)
    for one in every:
        count[one.cells] += 1
    shared = cells.hidden & (count > 1)
    found, rest, grown = [], list(every), True
    while grown:
        near = [one for one in rest if shared[one.cells].any()]
        rest = [one for one in rest if not shared[one.cells].any()]
        for one in near:
            shared[one.cells[cells.hidden[one.cells]]] = True
        found += near
        grown = bool(near)
    return [one for one in found if cells.small[one.cells].any() or cells.hidden[one.cells].any()]


def _bounded(linked: Sequence[Sum], asked: Sequence[int], cells: Cells, safe: set[int]) -> int | None:
    """The first of `asked` that cannot reach both bounds. The programme's unknowns are how far each hidden number is from its value."""
    import highspy  # seconds to import

    unknown = np.unique(np.concatenate([one.cells[cells.hidden[one.cells]] for one in linked]))
    programme = _programme(linked, unknown, cells)
    solver = Linear(programme).highs
    solver.setOptionValue("presolve", "off")  # each answer starts from the one before
    for cell in asked:
        at, one = int(np.searchsorted(unknown, cell)), np.array([cell])
        for direction, wanted in ((-1.0, cells.up(one)[0]), (1.0, cells.down(one)[0])):
            solver.changeColCost(at, direction)
            solver.run()
            if (
                solver.getModelStatus() != highspy.HighsModelStatus.kOptimal
                or -solver.getObjectiveValue() < wanted - NEARLY
            ):
                return cell
        solver.changeColCost(at, 0.0)
        safe.add(cell)
    return None


def _programme(linked: Sequence[Sum], unknown: NDArray[np.int64], cells: Cells) -> Programme:
    indices, values, start = [], [], [0]
    for one in linked:
        some = cells.hidden[one.cells]
        indices.append(np.searchsorted(unknown, one.cells[some]))
        values.append(one.sign[some])
        start.append(start[-1] + int(some.sum()))
    zero = np.zeros(len(linked))
    return Programme(
        np.zeros(len(unknown)), -cells.down(unknown), cells.up(unknown), zero, zero, np.array(start),
        np.concatenate(indices).astype(np.int32), np.concatenate(values),
    )  # fmt: skip
