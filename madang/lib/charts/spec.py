"""A chart as a Vega-Lite specification: one function a kind, each from points to marks and encodings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from madang.lib.charts import theme
from madang.lib.charts.chart import Chart, Scale
from madang.lib.charts.numbers import label_expression

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 720
HEIGHT = 380
BAR = 27  # pixels of a bar with the space to the next
MOST_HEIGHT = 1600
LABELLED = 40  # bars have their number written beside them up to so many
BROKEN = {"ko": "축은 0부터가 아님", "en": "axis not from 0"}
NEAR = 0.25  # of the span of a line: one that comes so near to zero shows zero
Spec = dict[str, Any]

TIMES: dict[str, dict[str, str]] = {
    "ko": {
        "year": "%Y년", "quarter": "%Y년 %q분기", "month": "%Y년 %-m월", "week": "%Y.%-m.%-d.", "day": "%Y.%-m.%-d.",
        "hour": "%-m.%-d. %H시", "minute": "%-m.%-d. %H:%M",
    },
    "en": {
        "year": "%Y", "quarter": "Q%q %Y", "month": "%b %Y", "week": "%-d %b %Y", "day": "%-d %b %Y",
        "hour": "%-d %b %H:00", "minute": "%-d %b %H:%M",
    },
}  # fmt: skip


def spec(chart: Chart, width: int = WIDTH) -> Spec:
    """The specification, with its points in it and no address: whoever draws it fetches nothing."""
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height(chart),
        "padding": 4,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": list(chart.points)},
        "config": theme.CONFIG,
        **WAYS[chart.kind](chart),
    }


def height(chart: Chart) -> int:
    """Pixels of the whole drawing, known before it is drawn so that a page can keep the room."""
    if chart.kind == "number":
        return 120
    rows = chart.y.order if chart.kind == "heat" else chart.x.order if chart.horizontal and chart.x else ()
    if not rows:
        return HEIGHT
    thick = len(chart.colour.order) * 0.6 if chart.colour and chart.arrange == "grouped" else 1
    step = max(BAR, round(BAR * thick))
    return min(MOST_HEIGHT, len(rows) * step + (110 if chart.colour or chart.kind == "heat" else 70))


def _bar(chart: Chart) -> Spec:
    assert chart.x is not None
    value = _position(chart, chart.y, "y")
    value["stack"] = {"stacked": "zero", "share": "normalize", "grouped": None}[chart.arrange] if chart.colour else None
    if chart.arrange == "share" and chart.colour:
        value["axis"] = {"format": ".0%"}
    encoding = {"x": _position(chart, chart.x, "x"), "y": value, **_tip(), **_colour(chart)}
    if chart.colour and chart.arrange == "grouped":
        encoding["xOffset"] = {"field": "c", "type": "nominal", "scale": {"domain": list(chart.colour.order)}}
    mark = {"type": "bar", "cornerRadiusEnd": 2 if not chart.colour else 0}
    if chart.colour and chart.arrange != "grouped":
        mark |= {"stroke": theme.GROUND, "strokeWidth": 1}
    bars = {"mark": mark, "encoding": _turned(encoding, chart.horizontal)}
    if chart.colour or not chart.horizontal or len(chart.points) > LABELLED:
        return bars
    value["scale"] = {"domain": _roomy(chart), "nice": False}
    label = {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "fill": theme.SOFT}
    texts = {"mark": label, "encoding": _turned({"x": encoding["x"], "y": value, "text": {"field": "t"}}, True)}
    return {"layer": [bars, texts]}


def broken(chart: Chart) -> bool:
    """Whether the axis of a line begins somewhere above or below zero; its title says so then."""
    values = [point["y"] for point in chart.points if point["y"] is not None]
    if chart.kind != "line" or chart.y.log or not values or min(values) <= 0 <= max(values):
        return False
    near, far = sorted((abs(min(values)), abs(max(values))))
    return bool(near > (far - near) * NEAR)


def _line(chart: Chart) -> Spec:
    assert chart.x is not None
    value = _position(chart, chart.y, "y") | {"scale": _scaled(chart.y, zero=not broken(chart))}
    if broken(chart):
        value["title"] = ", ".join(filter(None, (chart.y.title, BROKEN.get(chart.language, BROKEN["en"]))))
    encoding = {"x": _position(chart, chart.x, "x"), "y": value, **_colour(chart)}
    points = {"size": 36, "filled": True, "opacity": 1 if len(chart.points) <= 150 else 0}
    if chart.colour:
        order = list(chart.colour.order)
        dashes = {"domain": order, "range": list(theme.DASHES[: len(order)])}
        encoding["strokeDash"] = {
            "field": "c",
            "type": "nominal",
            "title": chart.colour.title or None,
            "sort": None,
            "scale": dashes,
        }
        for channel in (encoding["strokeDash"], encoding["color"]):
            channel["legend"] = {"symbolType": "stroke", "symbolStrokeWidth": 2.5, "symbolSize": 260}
    dots = {"mark": {"type": "point", **points}, "encoding": _without(encoding, "strokeDash") | _tip()}
    return {"layer": [{"mark": {"type": "line", "interpolate": "linear"}, "encoding": encoding}, dots]}


def _area(chart: Chart) -> Spec:
    assert chart.x is not None
    value = _position(chart, chart.y, "y")
    if chart.colour:
        value["stack"] = "normalize" if chart.arrange == "share" else "zero"
        if chart.arrange == "share":
            value["axis"] = {"format": ".0%"}
    mark = {"type": "area", "line": not chart.colour, "fillOpacity": 0.85 if chart.colour else 0.35}
    if chart.colour:
        mark |= {"stroke": theme.GROUND, "strokeWidth": 0.75}
    return {"mark": mark, "encoding": {"x": _position(chart, chart.x, "x"), "y": value, **_tip(), **_colour(chart)}}


def _point(chart: Chart) -> Spec:
    assert chart.x is not None
    encoding = {"x": _position(chart, chart.x, "x") | {"scale": _scaled(chart.x, zero=False)},
                "y": _position(chart, chart.y, "y") | {"scale": _scaled(chart.y, zero=False)}}  # fmt: skip
    mark = {"type": "point", "filled": True, "size": 44, "opacity": 0.75 if len(chart.points) < 500 else 0.45}
    return {"mark": mark, "encoding": {**encoding, **_tip(), **_colour(chart), **_shape(chart)}}


def _histogram(chart: Chart) -> Spec:
    assert chart.x is not None
    x = _position(chart, chart.x, "x") | {"bin": "binned", "scale": {"zero": False, "nice": False}}
    mark = {"type": "bar", "stroke": theme.GROUND, "strokeWidth": 1}
    return {"mark": mark, "encoding": {"x": x, "x2": {"field": "x2"}, "y": _position(chart, chart.y, "y"), **_tip()}}


def _heat(chart: Chart) -> Spec:
    assert chart.x is not None
    assert chart.colour is not None
    colour = {
        "field": "v", "type": "quantitative", "title": chart.colour.title, "legend": {"type": "symbol", "format": ",.4~r"},
        "scale": {"type": "quantize", "range": list(theme.STEPS), "nice": True, "zero": False},
    }  # fmt: skip
    encoding = {"x": _position(chart, chart.x, "x"), "y": _position(chart, chart.y, "y"), "color": colour, **_tip()}
    return {"mark": {"type": "rect", "stroke": theme.GROUND, "strokeWidth": 1}, "encoding": encoding}


def _box(chart: Chart) -> Spec:
    def layer(mark: Spec, low: str, high: str = "") -> Spec:
        value = _position(chart, chart.y, "y") | {"field": low, "scale": _scaled(chart.y, zero=False)}
        places = {"x": _position(chart, chart.x, "x")} if chart.x else {}
        ends = {"y2": {"field": high}} if high else {}
        return {"mark": mark, "encoding": _turned({**places, "y": value, **ends, **_tip()}, chart.horizontal)}

    return {"layer": [
        layer({"type": "rule"}, "low", "high"),
        layer({"type": "bar", "size": 15, "opacity": 1, "color": theme.STEPS[2]}, "q1", "q3"),
        layer({"type": "tick", "size": 15, "thickness": 3, "color": theme.INK}, "y"),
    ]}  # fmt: skip


def _number(chart: Chart) -> Spec:
    """The number in words; `y.title` stands below it."""
    value = chart.points[0]["t"] if chart.points else "–"
    large = {"type": "text", "fontSize": 52, "fontWeight": 600, "dy": -14, "fill": theme.SERIES[0]}
    small = {"type": "text", "fontSize": 15, "dy": 32, "fill": theme.SOFT}
    text = {"text": {"field": "t", "type": "nominal"}}
    return {"layer": [
        {"data": {"values": [{"t": words}]}, "mark": mark, "encoding": text} for words, mark in ((value, large), (chart.y.title, small))
    ]}  # fmt: skip


WAYS: dict[str, Callable[[Chart], Spec]] = {
    "bar": _bar, "line": _line, "area": _area, "point": _point, "histogram": _histogram, "heat": _heat, "box": _box,
    "number": _number,
}  # fmt: skip


def _position(chart: Chart, scale: Scale, field: str) -> Spec:
    """The encoding of a place on an axis."""
    if scale.kind == "category":
        return {"field": field, "type": "nominal", "title": scale.title or None, "sort": None,
                "scale": {"domain": list(scale.order)}, "axis": {"labelAngle": _angle(chart, scale, field)}}  # fmt: skip
    if scale.kind == "time":
        return {"field": field, "type": "temporal", "title": scale.title or None, "scale": {"type": "utc"},
                "axis": {"format": TIMES[chart.language][scale.time], "labelFlush": True, "tickCount": 6, "grid": False}}  # fmt: skip
    marked = {"values": list(scale.marks)} if scale.marks else {"tickMinStep": 1}
    axis: Spec = (
        {"format": "d", "grid": False, **marked} if scale.plain else {"labelExpr": label_expression(chart.language)}
    )
    return {"field": field, "type": "quantitative", "title": scale.title or None, "axis": axis, "scale": _scaled(scale)}


def _angle(chart: Chart, scale: Scale, field: str) -> int:
    """Words below an axis stand level while they fit."""
    level = field == "y" or chart.horizontal or sum(_wide(word) + 4 for word in scale.order) < WIDTH - 60
    return 0 if level else -40


def _wide(word: str) -> int:
    """Pixels of a label, roughly."""
    return sum(12 if letter > "\u1100" else 7 for letter in word)


def _scaled(scale: Scale, *, zero: bool = True) -> Spec:
    if scale.kind == "category":
        return {"domain": list(scale.order)}
    if scale.kind == "time":
        return {"type": "utc"}
    return {"type": "log", "zero": False} if scale.log else {"zero": zero and not scale.plain, "nice": True}


def _roomy(chart: Chart) -> list[float]:
    """From zero to a little beyond the longest bar, where its number stands."""
    values = [point["y"] for point in chart.points if point["y"] is not None] or [0]
    low, high = min(0, *values), max(0, *values)
    room = (high - low or 1) * 0.14
    return [low - (room if low < 0 else 0), high + room]


def _colour(chart: Chart) -> Spec:
    if chart.colour is None:
        return {}
    order = list(chart.colour.order)
    return {"color": {"field": "c", "type": "nominal", "title": chart.colour.title or None, "sort": None,
                      "scale": {"domain": order, "range": list(theme.SERIES[: len(order)])}}}  # fmt: skip


def _shape(chart: Chart) -> Spec:
    if chart.colour is None:
        return {}
    order = list(chart.colour.order)
    return {"shape": {"field": "c", "type": "nominal", "title": chart.colour.title or None, "sort": None,
                      "scale": {"domain": order, "range": list(theme.SHAPES[: len(order)])}}}  # fmt: skip


def _tip() -> Spec:
    """All words of a mark are one text made beforehand: a list of fields would give `image` and `title` a meaning."""
    return {"tooltip": {"field": "tip", "type": "nominal"}}


def _turned(encoding: Spec, horizontal: bool) -> Spec:
    names = {"x": "y", "y": "x", "x2": "y2", "y2": "x2", "xOffset": "yOffset"}
    return {names.get(name, name): value for name, value in encoding.items()} if horizontal else encoding


def _without(encoding: Spec, name: str) -> Spec:
    return {key: value for key, value in encoding.items() if key != name}
