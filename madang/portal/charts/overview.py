"""What must be known of all the rows before a chart is drawn: how many, how many without a value, from where to where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.lib.years import is_year
from madang.portal.charts.asked import Asking
from madang.portal.figures.roles import Role
from madang.query.expressions import Aggregate, Ref
from madang.query.model import Selected


@dataclass(frozen=True)
class Overview:
    """Of the rows that the filters let through: `rows`, those with a value for the axis, from `low` to `high`."""

    rows: int
    with_x: int
    low: Any = None
    high: Any = None
    with_y: tuple[int, ...] = ()


def overview(asking: Asking) -> Overview:
    """One pass over the rows of the chart."""
    state = asking.state
    select = [Selected(Aggregate("count"), "rows")]
    if state.x:
        select.append(Selected(Aggregate("count", Ref(state.x)), "with_x"))
        if asking.columns[state.x].role not in (Role.CATEGORY, Role.NAME):
            select += [Selected(Aggregate(end, Ref(state.x)), end) for end in ("min", "max")]
    select += [Selected(Aggregate("count", Ref(name)), f"y{place}") for place, name in enumerate(state.y)]
    [told], _total = asking.rows(select, limit=1, count=False)
    with_y = tuple(told[f"y{place}"] for place in range(len(state.y)))
    return Overview(told["rows"], told.get("with_x", told["rows"]), told.get("min"), told.get("max"), with_y)


def missing(asking: Asking, seen: Overview) -> list[str]:
    """Sentences about values that are not there."""
    notes = []
    gone = seen.rows - seen.with_x
    if gone:
        label = asking.columns[asking.state.x].label
        notes.append(ngettext("%(n)s row has no value for “%(column)s” and is not drawn.",
                              "%(n)s rows have no value for “%(column)s” and are not drawn.", gone)
                     % {"n": f"{gone:,}", "column": label})  # fmt: skip
    for name, filled in zip(asking.state.y, seen.with_y, strict=True):
        if gone := seen.rows - filled:
            notes.append(ngettext("%(n)s row has no value for “%(column)s”; it counts for nothing here.",
                                  "%(n)s rows have no value for “%(column)s”; they count for nothing here.", gone)
                         % {"n": f"{gone:,}", "column": asking.columns[name].label})  # fmt: skip
    return notes


def several_periods(asking: Asking) -> list[str]:
    """A sum over rows of several years counts people once a year. The reader is told, and can filter."""
    state = asking.state
    filtered = {line.column for line in state.filters}
    times = [
        c for c in asking.columns.values() if c.role is Role.ORDER and c.distinct != 1 and is_year(c.name, c.semantic)
    ]
    free = [
        c
        for c in times
        if c.name not in (state.x, state.colour) and c.name not in filtered and c.name not in state.where
    ]
    if state.aggregate != "sum" or not free:
        return []
    return [
        _("All values of “%(column)s” are added up. To see one, filter by it or split by it.")
        % {"column": free[0].label}
    ]
