"""Bars, lines and areas: figures of groups along an axis, perhaps split into series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.lib.charts import numbers
from madang.lib.charts.chart import Chart, Point, Scale
from madang.portal.charts.asked import MOST_POINTS, Asking, Found
from madang.portal.charts.meaning import Meant
from madang.portal.charts.overview import Overview
from madang.portal.charts.refusals import OddChart
from madang.portal.charts.sense import ADDING, ordered
from madang.portal.charts.values import PARTS, along, in_order, labels, milliseconds, moment
from madang.portal.figures.roles import NUMBERS, Role
from madang.query.expressions import Case, Cast, Expression, Function, In, IsNull, Literal, Not, Ref
from madang.query.model import Order, Selected, Type

BARS = 25
BARS_IN_ORDER = 80
SERIES = 6  # besides one for all others and one for no value: there are eight colours
EXACT = (Type.TEXT, Type.INTEGER, Type.BOOLEAN, Type.DATE)
"""Types whose values are the same text here and in the engine, so that some of them can be told from the others."""
OTHERS = "\x1fothers"  # no value of a table: control characters are kept out of it, and it would be no worse than a wrong name
MARKED = 12
DWARFING = 2.5  # times the highest bar
BY_SPAN = (("hour", 3), ("day", 150), ("week", 800), ("month", 6000))  # a bucket, and the most days that it suits


@dataclass
class Axis:
    """The groups along x: the expression that makes them, their values in order, how many there are in all."""

    key: Expression
    values: list[Any]
    total: int
    bucket: str = ""
    category: bool = True


def series(asking: Asking, seen: Overview) -> Found:
    """The chart of figures by x, and by colour if the state has one."""
    column = asking.columns[asking.state.x]
    axis, notes = _axis(asking, column, seen)
    rows, colours, more = _figures(asking, axis)
    words = _words(asking, axis, column, rows)
    points = [point for row in rows for point in _points(asking, axis, row, words, colours)]
    points, apart = _without_giant(points)
    more = [*more, *apart, *_unfinished(asking, axis, seen)]
    if not axis.category and len(asking.measures) == 1:
        points = _with_gaps(points, axis)
    return _found(asking, axis, column, points, words, colours, notes + more)


def _axis(asking: Asking, column: Meant, seen: Overview) -> tuple[Axis, list[str]]:
    state = asking.state
    bucket = state.bucket or (_bucket(column, seen) if column.role is Role.TIME else "")
    if column.role is Role.TIME:
        key = (
            Function(PARTS[bucket][0], (Ref(column.name),))
            if bucket in PARTS
            else Function("date_trunc", (Literal(bucket), Ref(column.name)))
        )
    else:
        key = Ref(column.name)
    if bucket in PARTS:
        return Axis(key, list(PARTS[bucket][1]), len(PARTS[bucket][1]), bucket), []
    straight = state.kind in ("line", "area")
    if straight or column.role is Role.TIME:
        return Axis(key, [], 0, bucket, category=not straight), []
    return _heads(asking, key, column)


def _heads(asking: Asking, key: Expression, column: Meant) -> tuple[Axis, list[str]]:
    """The categories to show: the first in the order that was asked for."""
    state = asking.state
    by_name = state.sort.endswith("name") or (not state.sort and ordered(column))
    by = key if by_name else asking.measures[0].expression
    order = (Order(by, state.sort.startswith("-") == by_name), *([] if by_name else [Order(key)]))
    limit = state.limit or (BARS_IN_ORDER if ordered(column) else BARS)
    select = [Selected(key, "x"), Selected(asking.measures[0].expression, "m")]
    rows, total = asking.rows(select, where=[Not(IsNull(key))], group_by=(key,), order_by=order, limit=limit)
    values = [row["x"] for row in rows]
    return Axis(key, values if state.sort or total > len(values) else in_order(values), total), []


def _figures(asking: Asking, axis: Axis) -> tuple[list[dict[str, Any]], list[Any], list[str]]:
    """The figures of every group, in the order of the axis, the values of the colour, and notes."""
    state = asking.state
    notes: list[str] = []
    where: list[Expression | None] = [Not(IsNull(axis.key))]
    some = bool(axis.values) and axis.total > len(axis.values)
    key, others = axis.key, False
    if some and state.aggregate in ADDING and asking.columns[state.x].type in EXACT:
        key, others = _or_others(axis.key, axis.values), True
    elif some:
        where.append(In(axis.key, tuple(map(Literal, axis.values))))
        n = axis.total - len(axis.values)
        notes.append(
            ngettext("%(n)s more group is not shown.", "%(n)s more groups are not shown.", n) % {"n": f"{n:,}"}
        )
    select, groups = [Selected(key, "x")], [key]
    colours: list[Any] = []
    if state.colour:
        split, colours = _split(asking, where)
        select.append(Selected(split, "c"))
        groups.append(split)
    select += [Selected(measure.expression, measure.alias) for measure in asking.measures]
    order = tuple(Order(group) for group in groups)
    rows, total = asking.rows(select, where=where, group_by=tuple(groups), order_by=order, limit=MOST_POINTS)
    if total > MOST_POINTS:
        raise OddChart(
            why_en=f"it would have {total:,} points, more than {MOST_POINTS:,}. Choose coarser steps of time, filter, or split by less.",
            why_ko=f"점이 {total:,}개로 {MOST_POINTS:,}개를 넘습니다. 더 큰 시간 단위를 고르거나 거르거나 덜 나누세요.",
        )
    if axis.values:
        place = {_plain(value, others): at for at, value in enumerate(axis.values)} | {OTHERS: len(axis.values)}
        rows = [row | {"at": place[row["x"]]} for row in rows if row["x"] in place]
        rows.sort(key=lambda row: row["at"])
        rows = [row | {"x": axis.values[row["at"]] if row["at"] < len(axis.values) else OTHERS} for row in rows]
    return rows, colours, notes


def _plain(value: Any, as_text: bool) -> Any:
    """A value as `_or_others` gives it back."""
    if not as_text or isinstance(value, str):
        return value
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _or_others(key: Expression, values: Sequence[Any]) -> Expression:
    """The value as text if it is one of these, else the mark of all others."""
    kept = In(key, tuple(Literal(value) for value in values))
    return Case((kept,), (Cast(key, Type.TEXT),), Literal(OTHERS))


def _split(asking: Asking, where: Sequence[Expression | None]) -> tuple[Expression, list[Any]]:
    """The expression of the colour and its values in order: the largest few, and one for all others."""
    colour, measure = Ref(asking.state.colour), asking.measures[0].expression
    column = asking.columns[asking.state.colour]
    by_name = column.role in (Role.ORDER, Role.TIME)
    order = (Order(colour),) if by_name else (Order(measure, descending=True), Order(colour))
    select = [Selected(colour, "c"), Selected(measure, "m")]
    present = [*where, Not(IsNull(colour))]
    rows, total = asking.rows(select, where=present, group_by=(colour,), order_by=order, limit=SERIES + 1)
    values = [row["c"] for row in rows]
    if not values:
        raise OddChart(
            why_en=f"“{column.label}” has no values to split by.", why_ko=f"“{column.label}”에는 나눌 값이 없습니다."
        )
    if total <= SERIES + 1:
        return colour, in_order(values)
    if column.type not in EXACT:
        raise OddChart(
            why_en=f"“{column.label}” has {total:,} different values, too many to split by.",
            why_ko=f"“{column.label}”의 값이 {total:,}가지라 나누기에 너무 많습니다.",
        )
    values = values[:SERIES]
    kept = In(colour, tuple(Literal(value) for value in values))
    return Case((kept, IsNull(colour)), (Cast(colour, Type.TEXT), Literal(None)), Literal(OTHERS)), [
        *(_plain(value, True) for value in values), OTHERS,
    ]  # fmt: skip


def _without_giant(points: list[Point]) -> tuple[list[Point], list[str]]:
    """All others together may dwarf the bars that somebody came to see: then they are told instead of drawn."""
    heights: dict[Any, float] = defaultdict(float)
    for point in points:
        heights[point["_x"]] += point["y"]
    rest = heights.pop(OTHERS, 0)
    if not heights or rest <= DWARFING * max(heights.values()):
        return points, []
    label = next(point["_label"] for point in points if point["_x"] == OTHERS)
    told = {"others": label, "value": numbers.full(rest)}
    said = _("Not drawn, because it is so much larger: %(others)s together, %(value)s.") % told
    return [point for point in points if point["_x"] != OTHERS], [said]


def _unfinished(asking: Asking, axis: Axis, seen: Overview) -> list[str]:
    """A week of three days is no low week: the reader is told when the first or last step of time is cut by the data's ends."""
    state = asking.state
    if (
        not axis.bucket
        or axis.bucket in PARTS
        or state.aggregate not in ADDING
        or seen.low is None
        or axis.bucket == "hour"
    ):
        return []
    low, high = (date(one.year, one.month, one.day) for one in (seen.low, seen.high))
    last = next_of(_begin(high, axis.bucket), axis.bucket) - timedelta(days=1)
    if low == _begin(low, axis.bucket) and high == last:
        return []
    told = {"from": low.isoformat(), "to": high.isoformat()}
    return [_("The data run from %(from)s to %(to)s, so the first or last step of time may be incomplete.") % told]


def _begin(day: date, bucket: str) -> date:
    if bucket == "week":
        return day - timedelta(days=day.weekday())
    month = {"year": 1, "quarter": (day.month - 1) // 3 * 3 + 1}.get(bucket, day.month)
    return day if bucket == "day" else date(day.year, month, 1)


def _bucket(column: Meant, seen: Overview) -> str:
    """Steps of time that make tens of points of the span, not thousands."""
    if seen.low is None:
        return "day"
    days = (milliseconds(seen.high) - milliseconds(seen.low)) / 86_400_000
    found = next((name for name, most in BY_SPAN if days <= most), "year")
    return "day" if found == "hour" and column.type is Type.DATE else found


@dataclass
class Words:
    """The groups along x, the series and the measures, in words."""

    x: dict[Any, str]
    c: dict[Any, str]


def _words(asking: Asking, axis: Axis, column: Meant, rows: Sequence[dict[str, Any]]) -> Words:
    seen = dict.fromkeys(row["x"] for row in rows)
    if column.role is Role.TIME and axis.bucket not in PARTS:
        x = {value: moment(value, axis.bucket, asking.language) for value in seen}
    else:
        x = labels(
            (v for v in (axis.values if axis.bucket in PARTS else seen) if v != OTHERS),
            column,
            asking.language,
            axis.bucket,
        )
    if OTHERS in seen:
        hidden = axis.total - len(axis.values)
        x[OTHERS] = ngettext("%(n)s other", "%(n)s others", hidden) % {"n": f"{hidden:,}"}
    return Words(x, {})


def _points(asking: Asking, axis: Axis, row: dict[str, Any], words: Words, colours: list[Any]) -> list[Point]:
    """One point for each measure of a row."""
    state, made = asking.state, []
    if state.colour and not words.c:
        words.c.update(_colour_words(asking, colours))
    x = words.x[row["x"]]
    for measure in asking.measures:
        value = row[measure.alias]
        if value is None:
            continue
        name = ""
        if state.colour:
            name = words.c.get(row["c"]) or words.c.setdefault(row["c"], _("(no value)"))
        elif len(asking.measures) > 1:
            name = measure.written
        said = f"{numbers.full(value)}{(' ' + measure.unit) if measure.unit and name != measure.written else ''}"
        where = (
            milliseconds(row["x"])
            if not axis.category and isinstance(row["x"], date)
            else x
            if axis.category
            else row["x"]
        )
        point: Point = {"x": where, "y": value, "t": numbers.short(value, asking.language) if abs(value) >= 1e7 else numbers.full(value),
                        "tip": "\n".join(filter(None, (x, name, f"{measure.title if not name else ''} {said}".strip())))}  # fmt: skip
        made.append(point | ({"c": name} if name else {}) | {"_x": row["x"], "_label": x})
    return made


def _colour_words(asking: Asking, colours: list[Any]) -> dict[Any, str]:
    column = asking.columns[asking.state.colour]
    found = labels((value for value in colours if value != OTHERS), column, asking.language)
    return found | ({OTHERS: _("others")} if OTHERS in colours else {})


def _with_gaps(points: list[Point], axis: Axis) -> list[Point]:
    """Points without a value where a step of time has no rows, so that a line breaks there instead of inventing a slope."""
    if not axis.bucket or any("c" in point for point in points) or len(points) < 2:
        return points
    made: list[Point] = []
    for before, after in pairwise(points):
        made.append(before)
        step = next_of(before["_x"], axis.bucket)
        if step < after["_x"]:
            made.append({"x": milliseconds(step), "y": None})
    return [*made, points[-1]]


def next_of(value: date | datetime, bucket: str) -> date | datetime:
    """The beginning of the next step of time; the last one there is, at the end of the calendar."""
    months = {"year": 12, "quarter": 3, "month": 1}.get(bucket)
    try:
        if months is None:
            return value + {"week": timedelta(7), "day": timedelta(1), "hour": timedelta(hours=1)}[bucket]
        count = value.year * 12 + value.month - 1 + months
        return value.replace(year=count // 12, month=count % 12 + 1)
    except (OverflowError, ValueError):
        return type(value).max


def _found(
    asking: Asking, axis: Axis, column: Meant, points: list[Point], words: Words, colours: list[Any], notes: list[str]
) -> Found:
    state, measures = asking.state, asking.measures
    names = [measure.written for measure in measures] if len(measures) > 1 else list(words.c.values())
    title = along(column, axis.bucket) + (f" ({column.unit})" if column.unit and column.role in NUMBERS else "")
    places = sorted({point["x"] for point in points}) if column.role is Role.ORDER and not axis.category else []
    marks = tuple(places) if len(places) <= MARKED else ()
    kind = "category" if axis.category else "time" if column.role is Role.TIME else "number"
    drawn = dict.fromkeys(point["_label"] for point in points if "_label" in point)
    order = tuple(word for word in words.x.values() if word in drawn or axis.bucket) if axis.category else ()
    x = Scale(
        "" if axis.category and not axis.bucket else title,
        kind,
        order,
        axis.bucket if column.role is Role.TIME and axis.bucket not in PARTS else "",
        plain=column.role is Role.ORDER,
        marks=marks,
    )
    y_title = measures[0].written if len(measures) == 1 else _shared_unit(measures)
    y = Scale(y_title, log=_log(state, points))
    colour = (
        Scale(asking.columns[state.colour].label if state.colour else "", "category", tuple(names)) if names else None
    )
    horizontal = (
        state.kind == "bar"
        and not state.upright
        and axis.bucket not in PARTS
        and column.role not in (Role.TIME, Role.ORDER)
    )
    shown = tuple({key: value for key, value in point.items() if not key.startswith("_")} for point in points)
    chart = Chart(state.kind, shown, y, x, colour, horizontal, state.arrange or "stacked", asking.language)
    said = [point for point in points if point["y"] is not None]
    heads = [column.label, *([colour.title or _("measure")] if colour else []), *([y.title or _("value")])]
    rows = [[p["_label"], *([p["c"]] if colour else []), numbers.full(p["y"])] for p in said]
    values = [[_raw(p["_x"], p["_label"]), *([p["c"]] if colour else []), p["y"]] for p in said]
    return Found(chart, heads, rows, values, notes, summary(said, y.title, asking), asking.questions[-1])


def _raw(value: Any, label: str) -> Any:
    return label if value == OTHERS else value


def _log(state: Any, points: Sequence[Point]) -> bool:
    if not state.log or state.kind != "line":
        return False
    if any(point["y"] is not None and point["y"] <= 0 for point in points):
        raise OddChart(
            why_en="a logarithmic scale shows only numbers above zero, and there are others. Use the plain scale, or filter.",
            why_ko="로그 눈금에는 0보다 큰 수만 나타낼 수 있는데 그렇지 않은 값이 있습니다. 보통 눈금을 쓰거나 거르세요.",
        )
    return True


def _shared_unit(measures: Sequence[Any]) -> str:
    units = {measure.unit for measure in measures}
    return units.pop() if len(units) == 1 else ""


def summary(points: Sequence[Point], title: str, asking: Asking) -> str:
    """The chart in a sentence or two: the ends, and how it goes from the first to the last."""
    if not points:
        return _("There is nothing to draw: no row fits.")
    single = [point for point in points if point.get("_x") != OTHERS] or points
    high, low = max(single, key=lambda p: p["y"]), min(single, key=lambda p: p["y"])
    said = [title + ":"] if title else []
    told = {"high": _at(high), "low": _at(low), "n": f"{len(points):,}"}
    said.append(_("highest %(high)s; lowest %(low)s; %(n)s values.") % told if len(points) > 1 else f"{_at(high)}.")
    if len(points) > 2 and asking.state.kind in ("line", "area") and "c" not in points[0]:
        said.append(_("From %(first)s to %(last)s.") % {"first": _at(points[0]), "last": _at(points[-1])})
    return " ".join(said)


def _at(point: Point) -> str:
    name = ", ".join(filter(None, (str(point.get("_label", "")), point.get("c", ""))))
    return f"{name} {numbers.full(point['y'])}"
