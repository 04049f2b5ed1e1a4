"""A map of layers as SVG, and its legend in words. Shapes, classes and colours are those of `lib.maps`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.report import numbers
from madang.analysis.report.drawn import Areas, Groups, Layer, Lines, Places
from madang.lib.maps import classes, colours
from madang.lib.maps.colours import Colour
from madang.lib.maps.outlines import outlines
from madang.lib.maps.projection import UNITS, Frame, frame, scale_bar
from madang.lib.problems import Text
from madang.lib.xml_text import xml_text

WIDTH, TALLEST = 720, 430  # pixels
FONT = "Pretendard, Pretendard Variable, Noto Sans KR, sans-serif"
TONES = {
    "accent": colours.POINT,
    "strong": colours.INK,
    "soft": colours.RAMPS["ink"][4],
    "other": Colour("#3450cf", "#8ea4f7"),
}
GROUND, WHITE, INK, NO_VALUE = colours.GROUND.light, colours.EDGE.light, colours.INK.light, colours.NO_VALUE.light
PLAIN = Colour("#dfe4de", "#26302b")
SIDE_BY_SIDE = (
    *(colours.RAMPS[ramp][2] for ramp in ("jade", "sky", "plum", "persimmon")), colours.ARMS["plum-amber"][1][0], colours.RAMPS["sky"][5],
)  # fmt: skip
"""Of groups, whose numbers stand on them in white on a dot."""
_DARK = {
    colour.light: colour.dark
    for colour in (
        *TONES.values(), PLAIN, colours.GROUND, colours.EDGE, colours.NO_VALUE,
        *(step for ramp in colours.RAMPS.values() for step in ramp),
        *(step for arms in colours.ARMS.values() for arm in arms for step in arm),
    )
}  # fmt: skip
PAINTED = re.compile(r'(fill|stroke)="(#[0-9a-f]{6})"')
NONE = {"en": "no value", "ko": "값 없음"}
TO = "–"
Floats = NDArray[np.float64]


def svg(layers: tuple[Layer, ...]) -> str:
    """The drawing, light, `WIDTH` pixels wide; layers without a single place give an empty ground."""
    shown = frame(_degrees(layers), WIDTH, TALLEST)
    if shown is None:
        shown = frame(np.zeros((1, 2)), WIDTH, TALLEST)
    assert shown is not None
    units = f"{shown.width * UNITS} {shown.height * UNITS}"
    drawn = "".join(DRAWERS[type(layer)](layer, shown, layers) for layer in layers)
    return xml_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {units}" width="{shown.width}" height="{shown.height}" '
        f'font-family="{FONT}"><rect width="100%" height="100%" fill="{GROUND}"/>{drawn}{_bar(shown)}</svg>'
    )


def both(text: str) -> str:
    """A drawing (or a swatch) for a page that is light or dark: each colour becomes the pair of them."""
    return PAINTED.sub(lambda found: f'{found[1]}="light-dark({found[2]},{_DARK.get(found[2], found[2])})"', text)


def legend(layers: tuple[Layer, ...], words: Callable[[Text], str], language: str) -> list[dict[str, Any]]:
    """What the colours mean: a group for each layer of values, then one for all places and lines. `words` says a label.

    `[{"title", "lines": [{"colour", "mark", "text"}]}]`; a layer without a label is not named.
    """
    found: list[dict[str, Any]] = [
        {"title": words(layer.label), "lines": _classes(layer, words, language)}
        for layer in layers
        if isinstance(layer, Areas) and layer.values is not None
    ]
    found += [
        {"title": words(layer.label), "lines": [{"colour": PLAIN.light, "mark": "area", "text": words(layer.none)}]}
        for layer in layers
        if isinstance(layer, Groups)
    ]
    lines = [
        {"colour": TONES[layer.tone].light, "mark": "line" if isinstance(layer, Lines) else "place", "text": label}
        for layer in layers
        if isinstance(layer, Lines | Places) and (label := words(layer.label))
    ]
    return [*found, {"title": "", "lines": lines}] if lines else found


def _classes(layer: Areas, words: Callable[[Text], str], language: str) -> list[dict[str, str]]:
    found = _classed(layer)
    digits = _digits(found.edges)
    lines = [
        {
            "colour": colour,
            "mark": "area",
            "text": f"{numbers.written(low, digits)} {TO} {numbers.written(high, digits)}",
        }
        for colour, low, high in zip(_ramp(layer, found), found.edges[:-1], found.edges[1:], strict=True)
    ]
    if found.without:
        lines.append({"colour": NO_VALUE, "mark": "area", "text": words(layer.none) or NONE[language]})
    return lines


def _digits(edges: tuple[float, ...]) -> int:
    """As many digits as the inner edges have, up to three figures of what there is between the ends, and enough to tell them apart."""
    inner, span = edges[1:-1] or edges, edges[-1] - edges[0]
    exact = next((digits for digits in range(6) if all(round(edge, digits) == edge for edge in inner)), 6)
    figures = 2 - math.floor(math.log10(span)) if span > 0 else 6
    apart = next((digits for digits in range(6) if len({round(edge, digits) for edge in edges}) == len(set(edges))), 6)
    return max(apart, min(exact, max(0, figures)))


def _classed(layer: Areas) -> classes.Classes:
    assert layer.values is not None
    return classes.classes(np.asarray(layer.values, float), layer.method, layer.count, layer.own, layer.centre)


def _ramp(layer: Areas, found: classes.Classes) -> list[str]:
    turn = found.turn if found.centre is not None else None
    return [colour.light for colour in colours.colours(layer.palette, len(found), turn)] if len(found) else []


def _degrees(layers: tuple[Layer, ...]) -> Floats:
    """All that the frame must hold."""
    import shapely

    found = [layer.degrees if isinstance(layer, Places) else shapely.get_coordinates(layer.shapes) for layer in layers]
    return np.concatenate([np.asarray(one, float).reshape(-1, 2) for one in found])


def _areas(layer: Areas, shown: Frame, layers: tuple[Layer, ...]) -> str:
    drawn = outlines(np.asarray(layer.shapes, dtype=object), shown).areas
    if layer.values is None:
        return _filled("".join(drawn), PLAIN.light)
    found = _classed(layer)
    at, ramp = found.of(np.asarray(layer.values, float)), _ramp(layer, found)
    return "".join(
        _filled(
            "".join(drawn[place] for place in np.flatnonzero(at == number)), NO_VALUE if number < 0 else ramp[number]
        )
        for number in range(-1, len(found))
    )


def _groups(layer: Groups, shown: Frame, layers: tuple[Layer, ...]) -> str:
    drawn = outlines(np.asarray(layer.shapes, dtype=object), shown).areas
    colour = [PLAIN.light, *(SIDE_BY_SIDE[one].light for one in apart(layer.places, len(SIDE_BY_SIDE)))]
    return "".join(
        _filled("".join(drawn[at] for at in np.flatnonzero(layer.group == number)), colour[number + 1])
        for number in range(-1, len(layer.places))
    )


def apart(places: Floats, count: int) -> list[int]:
    """One of `count` colours for each place (g, 2): that whose nearest place is farthest, in the order of the places."""
    found: list[int] = []
    for place in places:
        away = [
            min((math.dist(place, places[at]) for at, one in enumerate(found) if one == colour), default=math.inf)
            for colour in range(count)
        ]
        found.append(away.index(max(away)))
    return found


def _filled(path: str, colour: str) -> str:
    if not path:
        return ""
    return f'<path d="{path}" fill="{colour}" fill-rule="evenodd" stroke="{WHITE}" stroke-width="5"/>'


def _lines(layer: Lines, shown: Frame, layers: tuple[Layer, ...]) -> str:
    drawn = outlines(np.asarray(layer.shapes, dtype=object), shown)
    path = "".join(drawn.lines) + "".join(drawn.areas)
    return f'<path d="{path}" fill="none" stroke="{TONES[layer.tone].light}" stroke-width="10"/>' if path else ""


def _places(layer: Places, shown: Frame, layers: tuple[Layer, ...]) -> str:
    """Dots, with what stands in or beside them; smaller where there are many."""
    degrees = np.asarray(layer.degrees, float)
    there = np.isfinite(degrees).all(axis=1)
    placed = np.round(shown.placed(degrees[there])).astype(int).tolist()
    marks = [mark for mark, kept in zip(layer.marks, there, strict=True) if kept] if layer.marks else []
    size = 92 if marks else 44 if len(placed) <= 400 else 26
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="{size}"/>' for x, y in placed)
    found = f'<g fill="{TONES[layer.tone].light}" stroke="{WHITE}" stroke-width="12">{dots}</g>' if dots else ""
    texts = "".join(
        f'<text x="{x}" y="{y + 38}">{escape(mark[:3])}</text>' for (x, y), mark in zip(placed, marks, strict=False)
    )
    return found + (
        f'<g fill="{WHITE}" font-size="105" font-weight="600" text-anchor="middle">{texts}</g>' if texts else ""
    )


DRAWERS: dict[type, Any] = {Areas: _areas, Groups: _groups, Lines: _lines, Places: _places}


def _bar(shown: Frame) -> str:
    """The scale: a bar of a round length, with its words."""
    metres, pixels = scale_bar(shown.metres_per_pixel)
    x, y, length = 140, shown.height * UNITS - 150, pixels * UNITS
    text = f"{metres / 1000:,g} km" if metres >= 1000 else f"{metres:g} m"
    return (
        f'<rect x="{x - 60}" y="{y - 170}" width="{max(length, 420) + 120:.0f}" height="230" rx="30" fill="{GROUND}"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="14" d="M{x} {y - 50}v50h{length:.0f}v-50"/>'
        f'<text x="{x + length / 2:.0f}" y="{y - 50}" font-size="110" fill="{INK}" text-anchor="middle">{text}</text>'
    )
