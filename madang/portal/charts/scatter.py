"""Points of two numbers: rows themselves, an even sample where there are too many."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from madang.lib.charts import numbers
from madang.lib.charts.chart import Chart, Point, Scale
from madang.portal.charts.asked import Asking, Found
from madang.portal.charts.meaning import Meant
from madang.portal.charts.overview import Overview
from madang.portal.charts.refusals import OddChart
from madang.portal.charts.values import labels
from madang.portal.figures.roles import Role
from madang.query.expressions import Aggregate, Expression, IsNull, Not, Ref
from madang.query.model import Order, Selected

MOST = 2_000  # drawn: more hide one another, and weigh on phones
SERIES = 7  # besides one for all others


def scatter(asking: Asking, seen: Overview) -> Found:
    """One point a row with both numbers."""
    state, columns = asking.state, asking.columns
    x, y = columns[state.x], columns[state.y[0]]
    every = max(1, math.ceil(seen.rows / MOST))
    where: list[Expression | None] = [Not(IsNull(Ref(x.name))), Not(IsNull(Ref(y.name)))]
    select = [Selected(Ref(x.name), "x"), Selected(Ref(y.name), "y")]
    order, notes = [], []
    if state.colour:
        order = _order(asking, where)
        select.append(Selected(Ref(state.colour), "c"))
    rows, _total = asking.rows(select, where=where, every=every, limit=MOST + MOST // 2, count=False)
    if every > 1:
        notes.append(
            _("%(n)s of %(all)s rows are drawn, an even sample.") % {"n": f"{len(rows):,}", "all": f"{seen.rows:,}"}
        )
    if state.log and any(row[key] <= 0 for row in rows for key in ("x", "y")):
        raise OddChart(
            why_en="a logarithmic scale shows only numbers above zero, and there are others. Use the plain scale, or filter.",
            why_ko="로그 눈금에는 0보다 큰 수만 나타낼 수 있는데 그렇지 않은 값이 있습니다. 보통 눈금을 쓰거나 거르세요.",
        )
    names = labels(order, columns[state.colour], asking.language) if state.colour else {}
    points = [_point(row, x, y, names) for row in rows]
    colour = None
    if state.colour:
        others = any(row["c"] not in names for row in rows)
        colour = Scale(columns[state.colour].label, "category", (*names.values(), *([_("others")] if others else ())))
    scales = [Scale(_title(one), log=state.log, plain=one.role is Role.ORDER) for one in (x, y)]
    chart = Chart("point", tuple(points), scales[1], scales[0], colour, language=asking.language)
    values = [[p["x"], p["y"], *([p["c"]] if colour else [])] for p in points]
    heads = [_title(x), _title(y), *([colour.title] if colour else [])]
    written = [[numbers.full(a), numbers.full(b), *more] for a, b, *more in values]
    return Found(chart, heads, written, values, notes, _summary(points, x, y), asking.questions[-1])


def _order(asking: Asking, where: list[Expression | None]) -> list[object]:
    """The commonest values of the colour; all others share the last one."""
    colour = Ref(asking.state.colour)
    select = [Selected(colour, "c"), Selected(Aggregate("count"), "n")]
    order = (Order(Aggregate("count"), descending=True), Order(colour))
    rows, total = asking.rows(select, where=where, group_by=(colour,), order_by=order, limit=SERIES)
    return [row["c"] for row in rows[: SERIES if total <= SERIES else SERIES - 1]]


def _point(row: dict[str, object], x: Meant, y: Meant, names: dict[object, str]) -> Point:
    point: Point = {"x": row["x"], "y": row["y"]}
    if "c" in row:
        point["c"] = names.get(row["c"]) or _("others")
    said = [f"{one.label} {numbers.full(row[key])} {one.unit}".strip() for one, key in ((x, "x"), (y, "y"))]  # type: ignore[arg-type]
    return point | {"tip": "\n".join([*said, *([str(point["c"])] if "c" in point else [])])}


def _title(column: Meant) -> str:
    return f"{column.label} ({column.unit})" if column.unit else column.label


def _summary(points: list[Point], x: Meant, y: Meant) -> str:
    if not points:
        return _("There is nothing to draw: no row fits.")
    ends = [
        f"{numbers.full(min(p[k] for p in points))} – {numbers.full(max(p[k] for p in points))}" for k in ("x", "y")
    ]
    told = {"n": f"{len(points):,}", "x": x.label, "y": y.label, "from_x": ends[0], "from_y": ends[1]}
    return _("%(n)s points; %(x)s %(from_x)s, %(y)s %(from_y)s.") % told
