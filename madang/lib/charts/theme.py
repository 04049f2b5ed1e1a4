"""Colours of charts: those of light pages, what they are in the dark, and the names of the page's own values for them.

A drawing holds the light ones. In a page each becomes the page's value (`var(--chart-1)`), so that it follows the page's
theme; in a file for the dark each becomes its dark one. The eight of a series differ for eyes that see no red or no green
(tests measure it), and lines differ in their dashes, points in their shapes besides.
"""

from __future__ import annotations

from typing import Any

# name of the page's value -> (light, dark)
COLOURS: dict[str, tuple[str, str]] = {
    "chart-1": ("#0f6b62", "#7fd1c2"),
    "chart-2": ("#d1662f", "#f0915f"),
    "chart-3": ("#3450cf", "#5b7cf0"),
    "chart-4": ("#d369be", "#e8a1ed"),
    "chart-5": ("#162f74", "#d3d84a"),
    "chart-6": ("#74162f", "#d8406a"),
    "chart-7": ("#565110", "#3c8a40"),
    "chart-8": ("#858d88", "#98a39d"),
    "chart-q0": ("#d3e8e3", "#1c3b37"),
    "chart-q1": ("#9dcdc4", "#2a625b"),
    "chart-q2": ("#5aa99d", "#3d8d83"),
    "chart-q3": ("#1f7d73", "#68bdb0"),
    "chart-q4": ("#0a4a44", "#b4ece2"),
    "chart-ink": ("#1d2522", "#e9ede9"),
    "chart-soft": ("#56605b", "#a6b1ab"),
    "chart-line": ("#e2ddd2", "#2d3732"),
    "chart-edge": ("#8b8f87", "#77837c"),
    "chart-ground": ("#ffffff", "#1a211e"),
}
SERIES = tuple(COLOURS[f"chart-{place}"][0] for place in range(1, 9))
STEPS = tuple(COLOURS[f"chart-q{place}"][0] for place in range(5))
INK, SOFT, LINE, EDGE, GROUND = (COLOURS[f"chart-{name}"][0] for name in ("ink", "soft", "line", "edge", "ground"))
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2], [10, 4], [1, 3], [12, 3, 3, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
FONT = "Pretendard"
TEXT = 13  # pixels

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": TEXT, "titleFontSize": TEXT, "labelColor": INK, "titleColor": SOFT, "titleFontWeight": "normal",
        "gridColor": LINE, "domainColor": EDGE, "tickColor": EDGE, "labelLimit": 190, "titlePadding": 8, "titleLimit": 560,
        "labelOverlap": True, "aria": False,
    },
    "axisBand": {"grid": False, "ticks": False, "labelPadding": 6},
    "axisQuantitative": {"domain": False, "ticks": False, "tickCount": 6},
    "legend": {
        "orient": "top", "direction": "horizontal", "labelFontSize": TEXT, "titleFontSize": TEXT, "labelColor": INK,
        "titleColor": SOFT, "titleFontWeight": "normal", "labelLimit": 170, "columns": 4,
        "titleLimit": 400, "aria": False,
    },
    "range": {"category": list(SERIES)},
    "text": {"font": FONT, "fontSize": TEXT, "fill": INK},
    "bar": {"color": SERIES[0]}, "line": {"color": SERIES[0], "strokeWidth": 2.25}, "point": {"color": SERIES[0]},
    "area": {"color": SERIES[0]}, "rect": {"color": SERIES[0]}, "rule": {"color": SOFT}, "tick": {"color": INK},
    "mark": {"aria": False},
}  # fmt: skip
"""What every specification says of looks. A drawing's own accessible name stands on the picture as a whole."""


def dark(light: str) -> str:
    """The colour of a light page as it is in the dark; one that is none of ours stays."""
    return _DARK.get(light, light)


_DARK = dict(COLOURS.values())
