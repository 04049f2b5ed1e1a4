"""Classes of a choropleth: where they begin, how many values each has. Computed once; the picture, the browser and the legend share them.

An inner edge lies between two neighbouring values, at the roundest number there is: a legend that can be read aloud, in which
no value changes its class by rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.lib.maps.natural import natural_starts

Floats = NDArray[np.float64]
LEAST, MOST, USUAL = 3, 7, 5
NO_VALUE = -1
LARGEST, LEAST_SPAN = 1e300, 1e-290
"""Greater numbers are no values: their differences could not be computed."""


@dataclass(frozen=True)
class Classes:
    """`edges` ascend, one more than there are classes; class i holds `edges[i] <= value < edges[i + 1]`, the last its upper edge too.

    `counts` are values in each class, `without` those that are no number. `centre` is the edge on which a diverging scheme turns.
    """

    method: str
    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    without: int = 0
    centre: float | None = None

    def __len__(self) -> int:
        return max(len(self.edges) - 1, 0)

    def of(self, values: Floats) -> NDArray[np.int64]:
        """The class of each value, `NO_VALUE` for what is no number."""
        return numbered(self.edges, values)

    @property
    def turn(self) -> int:
        """How many classes lie below the centre; 0 without one."""
        return 0 if self.centre is None else sum(edge < self.centre for edge in self.edges[:-1])


def numbered(edges: Sequence[float], values: Floats) -> NDArray[np.int64]:
    """The class of each value between `edges`; those outside fall to the first and the last class."""
    if len(edges) < 2:
        return np.full(len(values), NO_VALUE)
    found = np.searchsorted(np.asarray(edges[1:-1]), values, side="right")
    return np.where(_valued(values), found, NO_VALUE)


def _valued(values: Floats) -> NDArray[np.bool_]:
    return np.abs(values) < LARGEST


def classes(
    values: Floats,
    method: str = "quantiles",
    count: int = USUAL,
    own: Sequence[float] = (),
    centre: float | None = None,
) -> Classes:
    """The classes of `values` (NaN: no value) by one of `METHODS`, `count` of them (3 to 7), fewer where values repeat.

    `own` are the inner edges of the method "own". With a `centre` each side of it is divided alone, half of the classes each.
    """
    known = np.sort(values[_valued(values)])
    if not len(known):
        return Classes(method, without=len(values))
    count = min(max(count, LEAST), MOST)
    if method == "own":
        edges = _own(known, own)
    elif centre is None:
        edges = METHODS[method](known, count)
    else:
        edges = _both_sides(known, method, max(count // 2, 2), centre)
    at = numbered(edges, values)
    counts = np.bincount(at[at >= 0], minlength=len(edges) - 1)
    return Classes(method, tuple(edges), tuple(counts.tolist()), int((at < 0).sum()), centre)


def _both_sides(known: Floats, method: str, count: int, centre: float) -> list[float]:
    below, above = known[known < centre], known[known >= centre]
    edges = [*METHODS[method](below, count)[:-1], centre] if len(below) else [centre]
    edges += METHODS[method](above, count)[1:] if len(above) else []
    return edges if len(edges) > 1 else [centre, centre]


def _quantiles(known: Floats, count: int) -> list[float]:
    """About as many values in each class; equal values never part. Of no more different values than classes each is a class."""
    different = np.unique(known, return_index=True)[1]
    if len(different) <= count:
        return _between(known, different[1:].tolist())
    starts = {int(np.searchsorted(known, known[len(known) * step // count])) for step in range(1, count)}
    return _between(known, sorted(starts - {0}))


def _natural(known: Floats, count: int) -> list[float]:
    """Fisher and Jenks: classes whose values differ least among themselves."""
    return _between(known, natural_starts(known, count))


def _equal(known: Floats, count: int) -> list[float]:
    low, high = float(known[0]), float(known[-1])
    if high - low < LEAST_SPAN:
        return [low, high]
    step = (high - low) / count
    return [low, *(_short(low + step * n, step) for n in range(1, count)), high]


def _pretty(known: Floats, count: int) -> list[float]:
    """Steps of 1, 2, 2.5 or 5 times a power of ten that give about as many classes, from below the least to above the greatest."""
    low, high = float(known[0]), float(known[-1])
    if high - low < LEAST_SPAN:
        return [low, high]
    power = 10.0 ** math.floor(math.log10((high - low) / count))
    tried = [_stepped(low, high, size * power) for size in (0.5, 1, 2, 2.5, 5, 10, 20)]
    fitting = [edges for edges in tried if 2 <= len(edges) <= MOST + 1]
    return min(fitting, key=lambda edges: abs(len(edges) - 1 - count), default=[low, high])


def _stepped(low: float, high: float, step: float) -> list[float]:
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    first -= _short(step * first, step) > low
    last += _short(step * last, step) < high
    return [_short(step * n, step) for n in range(first, last + 1)] if last - first <= MOST else []


def _own(known: Floats, own: Sequence[float]) -> list[float]:
    inner = sorted({float(edge) for edge in own if math.isfinite(edge)})[: MOST - 1]
    low, high = float(known[0]), float(known[-1])
    return [min([low, *inner[:1]]), *inner, max([high, *inner[-1:]])] if inner else [low, high]


def _between(known: Floats, starts: Sequence[int]) -> list[float]:
    inner = [roundest(float(known[at - 1]), float(known[at])) for at in starts]
    return [float(known[0]), *inner, float(known[-1])]


def roundest(low: float, high: float) -> float:
    """The number with the fewest digits that is greater than `low` and at most `high`."""
    top = math.floor(math.log10(max(abs(low), abs(high), 1e-300)))
    for power in range(top, top - 17, -1):
        for step in (5, 1):
            size = step * 10.0**power
            candidate = _short(math.floor(high / size + 1e-9) * size, 10.0**power)
            if low < candidate <= high:
                return candidate
    return high


def _short(value: float, step: float) -> float:
    """Without the digits that binary fractions add, four places below the step."""
    places = 3 - math.floor(math.log10(step)) if step > 0 else 0
    return round(value, min(max(places, -300), 300)) + 0.0


METHODS: dict[str, Callable[[Floats, int], list[float]]] = {
    "quantiles": _quantiles,
    "equal": _equal,
    "natural": _natural,
    "pretty": _pretty,
}
EVERY_METHOD = (*METHODS, "own")
