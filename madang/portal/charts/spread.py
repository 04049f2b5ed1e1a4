"""How values spread: a histogram of one number, boxes of a number for each group."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.lib.charts import numbers
from madang.lib.charts.chart import Chart, Scale
from madang.portal.charts.asked import Asking, Found
from madang.portal.charts.overview import Overview
from madang.portal.charts.values import labels
from madang.portal.figures.roles import Role
from madang.query.expressions import Aggregate, Arithmetic, Function, IsNull, Literal, Not, Ref
from madang.query.model import Order, Selected, Type

BINS = 24
BOXES = 30
QUARTERS = (("q1", 0.25), ("y", 0.5), ("q3", 0.75))


def step_of(low: float, high: float, whole: bool) -> float:
    """The width of a bin: 1, 2 or 5 of some power of ten, so that edges are round; at least 1 for whole numbers."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return 1.0
    rough = span / BINS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
    return max(step, 1.0) if whole else step


def histogram(asking: Asking, seen: Overview) -> Found:
    """How many rows have a value in each of some equal steps."""
    column = asking.columns[asking.state.x]
    low, high = (0.0, 0.0) if seen.low is None else (float(seen.low), float(seen.high))
    step = step_of(low, high, column.type is Type.INTEGER)
    ref = Ref(column.name)
    key = Function("floor", (Arithmetic("/", ref, Literal(step)),))
    rows, _total = asking.rows(
        [Selected(key, "bin"), Selected(Aggregate("count"), "n")], where=[Not(IsNull(ref))], group_by=(key,),
        order_by=(Order(key),), limit=1000,
    )  # fmt: skip
    points, table = [], []
    for row in rows:
        start, end = _edge(row["bin"] * step), _edge((row["bin"] + 1) * step)
        plain = column.role in (Role.ORDER, Role.NAME)
        span = str(int(start)) if plain and step == 1 else f"{numbers.full(start)} – {numbers.full(end)}"
        points.append({"x": start, "x2": end, "y": row["n"], "tip": f"{span} {column.unit}\n{row['n']:,}"})
        table.append((span, start, end, row["n"]))
    title = f"{column.label} ({column.unit})" if column.unit else column.label
    chart = Chart(
        "histogram",
        tuple(points),
        Scale(_("number of rows")),
        Scale(title, plain=column.role is Role.ORDER),
        language=asking.language,
    )
    summary = _("There is nothing to draw: no row fits.")
    if table:
        most = max(table, key=lambda line: line[3])
        told = {
            "n": f"{seen.with_x:,}",
            "low": numbers.full(seen.low),
            "high": numbers.full(seen.high),
            "most": most[0],
            "count": f"{most[3]:,}",
        }
        summary = _("%(n)s values from %(low)s to %(high)s; most lie in %(most)s (%(count)s).") % told
    return Found(
        chart, [title, _("number of rows")], [[span, f"{n:,}"] for span, _s, _e, n in table],
        [[start, end, n] for _span, start, end, n in table], [], summary, asking.questions[-1],
    )  # fmt: skip


def _edge(value: float) -> float:
    """Without the crumbs of binary fractions: `0.1 * 3` is 0.3."""
    return float(f"{value:.12g}")


def box(asking: Asking, seen: Overview) -> Found:
    """The lowest, the quarters and the highest of a number, for each group or for all."""
    state, columns = asking.state, asking.columns
    number = columns[state.y[0]]
    ref = Ref(number.name)
    select = [
        Selected(Aggregate("min", ref), "low"),
        Selected(Aggregate("max", ref), "high"),
        Selected(Aggregate("count", ref), "n"),
    ]
    select += [Selected(Aggregate("percentile", ref, detail=Literal(at)), name) for name, at in QUARTERS]
    where, notes = [Not(IsNull(ref))], []
    group = columns.get(state.x)
    if group:
        key = Ref(group.name)
        median = Aggregate("percentile", ref, detail=Literal(0.5))
        by_name = state.sort.endswith("name") or group.role in (Role.ORDER, Role.TIME)
        order = (Order(key if by_name else median, not by_name), Order(key))[: 1 if by_name else 2]
        rows, total = asking.rows(
            [Selected(key, "x"), *select],
            where=[*where, Not(IsNull(key))],
            group_by=(key,),
            order_by=order,
            limit=state.limit or BOXES,
        )
        if total > len(rows):
            n = total - len(rows)
            notes.append(
                ngettext("%(n)s more group is not shown.", "%(n)s more groups are not shown.", n) % {"n": f"{n:,}"}
            )
        words = labels((row["x"] for row in rows), group, asking.language)
    else:
        rows, _total = asking.rows(select, where=where, limit=1, count=False)
        rows = [row | {"x": None} for row in rows if row["n"]]
        words = {None: number.label}
    names = (
        ("low", _("lowest")),
        ("q1", _("first quarter")),
        ("y", _("median")),
        ("q3", _("third quarter")),
        ("high", _("highest")),
    )
    points = []
    for row in rows:
        said = [f"{name} {numbers.full(row[key])}" for key, name in names]
        points.append(
            {
                "x": words[row["x"]],
                **{key: row[key] for key, _name in names},
                "tip": "\n".join([words[row["x"]], *said]),
            }
        )
    title = f"{number.label} ({number.unit})" if number.unit else number.label
    x = Scale("", "category", tuple(words[row["x"]] for row in rows))
    chart = Chart("box", tuple(points), Scale(title), x, horizontal=True, language=asking.language)
    heads = [group.label if group else "", *(name for _key, name in names)]
    values = [[p["x"], *(p[key] for key, _name in names)] for p in points]
    written = [[name, *map(numbers.full, rest)] for name, *rest in values]
    summary = _("There is nothing to draw: no row fits.")
    if points:
        high, low = max(points, key=lambda p: p["y"]), min(points, key=lambda p: p["y"])
        summary = _("Highest median: %(high)s; lowest: %(low)s.") % {
            "high": f"{high['x']} {numbers.full(high['y'])}",
            "low": f"{low['x']} {numbers.full(low['y'])}",
        }
    return Found(chart, heads, written, values, notes, summary, asking.questions[-1])
