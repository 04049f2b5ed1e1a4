"""A square for each pair of two categories, coloured by a figure; and a figure alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.lib.charts import numbers
from madang.lib.charts.chart import Chart, Scale
from madang.portal.charts.asked import Asking, Found
from madang.portal.charts.meaning import Meant
from madang.portal.charts.overview import Overview
from madang.portal.charts.values import PARTS, along, labels
from madang.portal.figures.roles import Role
from madang.query.expressions import Expression, Function, In, IsNull, Literal, Not, Ref
from madang.query.model import Order, Selected, Type

MOST = {"x": 31, "c": 40}


def heat(asking: Asking, seen: Overview) -> Found:
    """Two categories, or parts of a time, and one measure."""
    state, columns, measure = asking.state, asking.columns, asking.measures[0]
    ends = {"x": columns[state.x], "c": columns[state.colour]}
    buckets = {key: _part(column, state.bucket) for key, column in ends.items()}
    keys = {key: _key(column, buckets[key]) for key, column in ends.items()}
    where: list[Expression | None] = [Not(IsNull(Ref(column.name))) for column in ends.values()]
    notes: list[str] = []
    shown: dict[str, list[Any]] = {}
    for key, column in ends.items():
        shown[key], total = _values(asking, keys[key], column, buckets[key], where, MOST[key])
        if total > len(shown[key]):
            n = total - len(shown[key])
            notes.append(
                ngettext("%(n)s more group is not shown.", "%(n)s more groups are not shown.", n) % {"n": f"{n:,}"}
            )
    inside = [In(keys[key], tuple(map(Literal, values))) for key, values in shown.items() if values]
    select = [Selected(keys["x"], "x"), Selected(keys["c"], "c"), Selected(measure.expression, "v")]
    order = (Order(keys["x"]), Order(keys["c"]))
    rows, _total = asking.rows(
        select, where=[*where, *inside], group_by=(keys["x"], keys["c"]), order_by=order, limit=2000
    )
    words = {key: labels(shown[key], ends[key], asking.language, buckets[key]) for key in ends}
    points = [
        {"x": words["x"][row["x"]], "y": words["c"][row["c"]], "v": row["v"],
         "tip": f"{words['x'][row['x']]}\n{words['c'][row['c']]}\n{numbers.full(row['v'])} {measure.unit}".strip()}
        for row in rows if row["v"] is not None
    ]  # fmt: skip
    scales = {key: Scale(along(ends[key], buckets[key]), "category", tuple(words[key].values())) for key in ends}
    chart = Chart("heat", tuple(points), scales["c"], scales["x"], Scale(measure.written), language=asking.language)
    heads = [ends["x"].label, ends["c"].label, measure.written]
    values = [[p["x"], p["y"], p["v"]] for p in points]
    return Found(
        chart,
        heads,
        [[a, b, numbers.full(v)] for a, b, v in values],
        values,
        notes,
        _summary(points),
        asking.questions[-1],
    )


def number(asking: Asking, seen: Overview) -> Found:
    """One figure of all the rows."""
    measure = asking.measures[0]
    [row], _total = asking.rows([Selected(measure.expression, "v")], limit=1, count=False)
    value = row["v"]
    written = "–" if value is None else numbers.full(value)
    said = f"{written} {measure.unit}".strip()
    chart = Chart("number", ({"t": said},), Scale(measure.title), language=asking.language)
    return Found(chart, [measure.written], [[written]], [[value]], [], f"{measure.title}: {said}", asking.questions[-1])


def _part(column: Meant, bucket: str) -> str:
    """Of a time only the parts that come again make categories."""
    if column.role is not Role.TIME:
        return ""
    return bucket if column.type is Type.DATETIME or bucket != "hour_of_day" else "weekday"


def _key(column: Meant, bucket: str) -> Expression:
    return Function(PARTS[bucket][0], (Ref(column.name),)) if bucket else Ref(column.name)


def _values(
    asking: Asking, key: Expression, column: Meant, bucket: str, where: list[Expression | None], most: int
) -> tuple[list[Any], int]:
    """The values to show, in order: those of a calendar, of a scale, or the largest."""
    if bucket:
        return list(PARTS[bucket][1]), len(PARTS[bucket][1])
    measure = asking.measures[0].expression
    order = (Order(key),) if column.role is Role.ORDER else (Order(measure, descending=True), Order(key))
    rows, total = asking.rows(
        [Selected(key, "k"), Selected(measure, "m")], where=where, group_by=(key,), order_by=order, limit=most
    )
    return [row["k"] for row in rows], total


def _summary(points: list[dict[str, Any]]) -> str:
    if not points:
        return _("There is nothing to draw: no row fits.")
    high, low = max(points, key=lambda p: p["v"]), min(points, key=lambda p: p["v"])
    at = {key: f"{p['x']}, {p['y']} {numbers.full(p['v'])}" for key, p in (("high", high), ("low", low))}
    return _("highest %(high)s; lowest %(low)s; %(n)s values.") % {**at, "n": f"{len(points):,}"}
