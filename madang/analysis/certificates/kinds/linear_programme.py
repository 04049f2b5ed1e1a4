"""A linear programme of which some columns are 0 or 1: the least (or greatest) offset + cost v with every row and column in its limits.

A leaf's bound is weak duality: for any y of the right sign (y_r > 0 counts with the row's low limit, y_r < 0 with its high one), every
allowed v has

    cost v >= sum_r y_r limit_r + sum_j (the least of reduced_j v_j over the limits of column j)    reduced = cost - y A

whatever y is, so a bound stands though the solver's numbers are not exact (Neumaier and Shcherbina, 2004). Column j has the
limits 1 and 1 where the leaf opens it, 0 and 0 where it is closed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.adding import EPSILON, Sums, by_number, exact
from madang.analysis.certificates.claims import Choice, Found, Last, Leaf
from madang.analysis.certificates.covers import rows_of
from madang.analysis.certificates.dividing import ByCandidates
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.reading import ALLOWED, LARGEST, Place

Floats = NDArray[np.float64]
NAMES = ("cost", "low", "high", "values", "row_low", "row_high")


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `cost`, `low`, `high` of each column; `indptr`, `indices`, `values` of the rows, `row_low`, `row_high`; `binaries`, how
    many columns from the first on are 0 or 1; `offset` of the objective; `point`, the value of each column in the choice.
    """
    inputs = {name: array(np.asarray(model[name], np.float64)) for name in NAMES}
    whole = {name: array(np.asarray(model[name], np.int64)) for name in ("indptr", "indices")}
    return inputs | whole | {"binaries": int(model["binaries"]), "offset": float(model["offset"])}


def chosen(model: Mapping[str, Any]) -> dict[str, Any]:
    """The choice: open columns are `sites`, `point` is all of it."""
    point = np.asarray(model["point"], np.float64).copy()
    point[: model["binaries"]] = np.rint(point[: model["binaries"]])
    return {"sites": array(np.flatnonzero(point[: model["binaries"]])), "assignment": None, "point": array(point)}


class Model(ByCandidates):
    """The inputs of a certificate, checked."""

    whole = False

    def __init__(self, inputs: Place, sense: str) -> None:
        self.sign = 1.0 if sense == "min" else -1.0
        self.cost = inputs["cost"].floats((None,))
        columns = len(self.cost)
        self.low, self.high = _limits(inputs, "low", "high", columns)
        self.indices = inputs["indices"].integers((None,), 0, columns)
        self.values = inputs["values"].floats((len(self.indices),))
        self.row = rows_of(inputs["indptr"], len(self.indices))
        rows = inputs["indptr"].integers((None,), 0, LARGEST).size - 1
        self.row_low, self.row_high = _limits(inputs, "row_low", "row_high", rows)
        self.offset = inputs["offset"].number()
        self.count = inputs["binaries"].integer(0, columns)
        self.multipliers, self.entries, self.each = rows, len(self.indices), columns
        self.used = Last(self._used)

    def found(self, choice: Choice) -> Found:
        """The value of the point. Raises `Refuted` if it passes a limit or a binary column is neither 0 nor 1."""
        place = choice.place["point"]
        point = place.floats((len(self.cost),))
        binary = point[: self.count]
        if not np.array_equal(np.flatnonzero(binary), choice.sites) or ((binary != 0) & (binary != 1)).any():
            raise choice.at_sites.wrong("they are not the columns that are 1.", "값이 1인 열과 다릅니다.")
        _within(place, "column", "열", point, self.low, self.high)
        sums = by_number(self.row, self.values * point[self.indices], len(self.row_low))
        _within(place, "row", "행", sums.total, self.row_low, self.row_high, sums.off)
        objective = exact([self.offset, *(self.cost * point).tolist()])
        return Found(objective, ALLOWED * max(1.0, abs(objective)))

    def bound(self, leaf: Leaf) -> float:
        """What no point of the leaf passes; infinite if it holds none."""
        y = leaf.multipliers
        limit = np.where(y > 0, self.row_low, self.row_high)
        if np.isinf(limit[y != 0]).any():
            at = int(np.flatnonzero(np.isinf(limit) & (y != 0))[0])
            raise leaf.at_multipliers.wrong(
                f"row {at} has no limit on that side.", f"{at}번 행에는 그쪽 한계가 없습니다."
            )
        low, high = self.low.copy(), self.high.copy()
        low[leaf.opened] = np.maximum(low[leaf.opened], 1.0)
        high[leaf.closed] = np.minimum(high[leaf.closed], 0.0)
        if (low > high).any():
            return self.sign * math.inf
        of_rows = y[y != 0] * limit[y != 0]
        terms = np.concatenate((of_rows, self._least(leaf, low, high)))
        off = (2 * EPSILON * np.abs(of_rows)).sum()
        return self.sign * exact([self.sign * self.offset, *terms.tolist(), -float(off)])

    def _used(self, leaf: Leaf) -> Sums:
        """y A."""
        return by_number(self.indices, self.values * leaf.multipliers[self.row], len(self.cost))

    def _least(self, leaf: Leaf, low: Floats, high: Floats) -> Floats:
        """The least that each column adds, whichever way its reduced cost was rounded; minus infinity without a limit."""
        used, cost = self.used.of(leaf), self.sign * self.cost
        reduced, off = cost - used.total, used.off + 2 * EPSILON * (np.abs(cost) + np.abs(used.total))
        with np.errstate(invalid="ignore"):
            ends = [
                np.where(price == 0, 0.0, price * end)
                for price in (reduced - off, reduced + off)
                for end in (low, high)
            ]
        least: Floats = np.min(ends, axis=0)
        return least - np.where(np.isfinite(least), 2 * EPSILON * np.abs(least), 0.0)


def _limits(inputs: Place, low: str, high: str, count: int) -> tuple[Floats, Floats]:
    """Two arrays of limits, of which the lower may be minus and the upper plus infinity."""
    lower, upper = inputs[low].floats((count,), endless=True), inputs[high].floats((count,), endless=True)
    if (lower > upper).any() or (lower == math.inf).any() or (upper == -math.inf).any():
        raise inputs[high].wrong("one is below the lower limit.", "아래 한계보다 작은 값이 있습니다.")
    return lower, upper


def _within(
    place: Place, en: str, ko: str, value: Floats, low: Floats, high: Floats, off: Floats | float = 0.0
) -> None:
    """Raise `Refuted` if a value, itself off by `off`, passes its limits by more than a share `ALLOWED` of them."""
    below, above = (off + ALLOWED * np.maximum(1.0, np.abs(limit)) for limit in (low, high))
    wrong = (value < low - below) | (value > high + above)
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise place.wrong(f"{en} {at} is not within its limits.", f"{at}번 {ko}이 한계를 벗어납니다.")
