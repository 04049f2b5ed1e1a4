"""What a chart shows, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS = ("bar", "line", "area", "point", "histogram", "heat", "box", "number")
ARRANGEMENTS = ("stacked", "grouped", "share")
UNITS_OF_TIME = ("year", "quarter", "month", "week", "day", "hour", "minute")
Point = dict[str, Any]
"""Of `x` and `y` (a text, a number, or milliseconds since 1970 in UTC), `c` (the text of the colour), `x2` (the end of a bin),
`low`, `q1`, `q3`, `high` (of a box, whose `y` is the median), `v` (the number of a square), `t` (a number in words beside a
bar) and `tip` (all of it in words)."""


@dataclass(frozen=True)
class Scale:
    """How one of `x`, `y` and `colour` is to be read.

    `kind` is "category", "time" or "number". `order` are all texts of a category in order. `time` is the unit that a time is
    counted in. `plain` numbers are years and the like, which are not grouped by thousands;
    `marks` are the few of them at which the axis is labelled.
    """

    title: str
    kind: str = "number"
    order: tuple[str, ...] = ()
    time: str = ""
    log: bool = False
    plain: bool = False
    marks: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        assert self.kind in ("category", "time", "number"), self.kind


@dataclass(frozen=True)
class Chart:
    """Points and how to show them. `language` is that of the numbers and dates on the axes."""

    kind: str
    points: tuple[Point, ...]
    y: Scale
    x: Scale | None = None
    colour: Scale | None = None
    horizontal: bool = False
    arrange: str = "stacked"
    language: str = "en"

    def __post_init__(self) -> None:
        assert self.kind in KINDS, self.kind
        assert self.arrange in ARRANGEMENTS, self.arrange
