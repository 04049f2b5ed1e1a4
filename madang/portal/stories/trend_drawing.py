"""An indicator as a drawing: its values, the expected path, the target. Plain SVG, without a style or a script."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from madang.community.indicators_periods import place
from madang.community.indicators_trend import Goal, Point

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 16, 34
TICKS = 4
MOST_YEARS = 7
DOTS = 60  # more values than this are a line without dots


@dataclass(frozen=True)
class Drawing:
    """`values` and `path` are polylines; `dots` are (x, y, period, value), `across` and `down` (place, words) of the axes."""

    width: int
    height: int
    values: str
    path: str
    dots: tuple[tuple[float, float, str, str], ...]
    target: tuple[float, float]
    across: tuple[tuple[float, str], ...]
    down: tuple[tuple[float, str], ...]


def drawing(points: Sequence[Point], goal: Goal, told: Callable[[float | None], str]) -> Drawing | None:
    """None when there is no value to draw. Values whose period lies before the baseline are drawn as well."""
    known = [(place(point.period), point.value, point.period) for point in points if point.value is not None]
    if not known:
        return None
    corners = goal.path
    times = [at for at, *_ in known] + [at for at, _ in corners]
    heights = [value for _, value, _ in known] + [value for _, value in corners]
    ticks = _ticks(min(heights), max(heights))
    across = _scale(min(times), max(times), LEFT, WIDTH - RIGHT)
    down = _scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)
    return Drawing(
        WIDTH, HEIGHT,
        _line([(across(at), down(value)) for at, value, _ in known]),
        _line([(across(at), down(value)) for at, value in corners]),
        tuple((across(at), down(value), period, told(value)) for at, value, period in known) if len(known) <= DOTS else (),
        (across(corners[-1][0]), down(corners[-1][1])),
        tuple((across(year), str(year)) for year in _years(min(times), max(times))),
        tuple((down(tick), told(tick)) for tick in ticks),
    )  # fmt: skip


def _scale(low: float, high: float, begin: float, end: float) -> Callable[[float], float]:
    span = high - low or 1.0
    return lambda value: round(begin + (value - low) / span * (end - begin), 1)


def _line(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def _ticks(low: float, high: float) -> list[float]:
    """Round values that hold all others between them."""
    span = (high - low) or abs(high) or 1.0
    step = 10 ** math.floor(math.log10(span / TICKS))
    step *= next(times for times in (1, 2, 5, 10) if span / (step * times) <= TICKS)
    first = math.floor(low / step)
    return [round((first + place) * step, 12) for place in range(math.ceil(high / step) - first + 1)]


def _years(low: float, high: float) -> list[int]:
    """Whole years on the line of time, few enough to be read."""
    first, last = math.ceil(low), math.floor(high)
    step = max(1, -(-(last - first + 1) // MOST_YEARS))
    return list(range(first, last + 1, step)) or [first]
