"""The first chart of a table, chosen from what its columns mean: time makes a line, categories sorted bars, two numbers points."""

from __future__ import annotations

from madang.portal.charts.meaning import Meant
from madang.portal.charts.state import State
from madang.portal.figures.roles import NUMBERS, Role
from madang.query.model import Type

FEW = 60
"""Different values that bars can still show."""
SERIES = 6


def first(columns: dict[str, Meant], filters: State = State(), events: str = "") -> State | None:  # noqa: B008  frozen
    """The chart to begin with, with the filters that there are; None when nothing sensible can be drawn.

    `events` is the moment of each row where rows are events: these are counted.
    """
    if events:
        return filters.with_(kind="area", x=events, aggregate="count")
    times = [c for c in columns.values() if c.role is Role.TIME and c.distinct != 1]
    years = [c for c in columns.values() if c.role is Role.ORDER and c.type is Type.INTEGER and c.distinct != 1]
    numbers = [c for c in columns.values() if c.role in NUMBERS]
    categories = sorted(
        (c for c in columns.values() if c.role is Role.CATEGORY and c.distinct != 1 and (c.distinct or 2) <= FEW),
        key=lambda c: c.type is not Type.TEXT,
    )
    y = (numbers[0].name,) if numbers else ()
    if times:
        return filters.with_(kind="line", x=times[0].name, y=y)
    if years and (numbers or not categories):
        return filters.with_(kind="line", x=years[0].name, y=y)
    if categories:
        return filters.with_(kind="bar", x=categories[0].name, y=y)
    if len(numbers) > 1:
        return filters.with_(kind="point", x=numbers[0].name, y=(numbers[1].name,))
    if numbers:
        return filters.with_(kind="histogram", x=numbers[0].name)
    return None
