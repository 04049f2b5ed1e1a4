"""What a study reads, with a fixed number in place of every count of few people.

Whatever is computed from it is the same for every city that differs in those counts alone: no sum, difference, order, optimum or
rounding of an output can tell them, whatever the study does (post-processing; the tests compute twice and compare every byte).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.analysis.declare import Given, Role


def protected(counts: NDArray[np.float64], fewest: int) -> tuple[NDArray[np.float64], int]:
    """Counts of people, those above 0 and below `fewest` replaced by half of `fewest`, and how many those were.

    For a study that counts single events itself: put to it as soon as they are counted, before anything is added up. With
    `fewest` 0 (see `Given.fewest`) everything stays. NaN is no count and stays.
    """
    few = (counts > 0) & (counts < fewest)
    return np.where(few, fewest / 2, counts), int(few.sum())


def guarded(tables: Mapping[str, Given], roles: Sequence[Role]) -> tuple[dict[str, Given], int]:
    """The tables with their columns of people `protected`, and how many counts that changed."""
    found, changed = {}, 0
    counting = {role.name: [column.name for column in role.columns if column.people] for role in roles}
    for name, given in tables.items():
        for column in [one for role in counting[name] for one in given.several(role)] if given.fewest else ():
            given, few = _guarded(given, column)
            changed += few
        found[name] = given
    return found, changed


def single(role: Role, chosen: Mapping[str, Sequence[str]]) -> bool:
    """Whether a row of the table that plays a role is one person, or one thing that one person did; `chosen`: columns by role."""
    return role.single and not any(column.people and chosen.get(column.name) for column in role.columns)


def told_rows(given: Given, role: Role) -> int | None:
    """How many rows it has, for a report; None where that is a sum of counts that are left out."""
    return None if given.fewest and single(role, given.chosen) else given.rows.num_rows


def _guarded(given: Given, column: str) -> tuple[Given, int]:
    place = given.rows.column_names.index(column)
    counts = pc.cast(given.rows.column(column), pa.float64(), safe=False)
    safe, few = protected(counts.to_numpy(zero_copy_only=False), given.fewest)
    if not few:
        return given, 0
    values = pa.array(safe, pa.float64(), mask=np.asarray(pc.is_null(counts)))
    return replace(given, rows=given.rows.set_column(place, column, values)), few
