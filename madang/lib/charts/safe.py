"""A drawing made fit to stand in a page: only shapes and texts, colours as the page's own, one accessible name.

What is drawn holds words of strangers. Vega escapes them; here nothing but known elements and attributes is let through, so
that an error there is no script here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from madang.lib.charts import theme
from madang.lib.xml_text import xml_text

SVG = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset(("svg", "g", "path", "rect", "line", "circle", "text", "tspan", "title", "clipPath", "defs"))
ATTRIBUTES = frozenset(
    ("d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height", "viewBox", "transform",
     "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
     "stroke-linejoin", "stroke-miterlimit", "opacity", "text-anchor", "font-size", "font-weight", "font-style", "id", "clip-path",
     "clip-rule", "version")
)  # fmt: skip
PAINTS = ("fill", "stroke")
MARGIN = 16
_NAMES = {light: f"var(--{name})" for name, (light, _) in theme.COLOURS.items()}


class NotADrawing(ValueError):
    """Text that is no SVG of ours. Nothing a reader does leads here."""


def inline(drawn: str, label: str, key: str) -> str:
    """The drawing for a page. `label` says what it shows; `key` keeps its inner names apart from another's on the same page."""
    root = _kept(drawn)
    for element in root.iter():
        for paint in PAINTS:
            if (colour := element.get(paint, "").lower()) in _NAMES:
                element.set(paint, _NAMES[colour])
        for name in ("id", "clip-path"):
            if value := element.get(name):
                element.set(name, value.replace("url(#", f"url(#{key}-") if name != "id" else f"{key}-{value}")
    root.set("class", "chart-drawing")
    return _written(root, label)


@dataclass(frozen=True)
class Lines:
    """What stands around a drawing in a file, where no page says it."""

    title: str = ""
    subtitle: str = ""
    source: str = ""


def alone(drawn: str, label: str, lines: Lines = Lines(), *, dark: bool = False) -> str:
    """The drawing as a file, with its title and source, on a ground of its own, for light or dark pages."""
    root = _framed(_kept(drawn), lines)
    for element in root.iter():
        for paint in PAINTS:
            if dark and element.get(paint):
                element.set(paint, theme.dark(element.get(paint, "").lower()))
    return _written(root, label)


@dataclass(frozen=True)
class _Line:
    """A line of text in a file: its lower edge and size in pixels."""

    text: str
    y: float
    size: int
    colour: str
    weight: str = "normal"


def _framed(root: ElementTree.Element, lines: Lines) -> ElementTree.Element:
    """The drawing with a ground under it, a title above and a source below."""
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    above = _stacked(
        [(lines.title, 18, theme.INK, "600"), (lines.subtitle, 13, theme.SOFT, "normal")], width, float(MARGIN)
    )
    top = above[-1].y + 14 if above else float(MARGIN)
    below = _stacked([(lines.source, 12, theme.SOFT, "normal")], width, top + height + 6)
    whole = f"{width + 2 * MARGIN:g}", f"{(below[-1].y if below else top + height) + MARGIN:g}"
    made = ElementTree.Element(f"{{{SVG}}}svg", {
        "version": "1.1", "width": whole[0], "height": whole[1], "viewBox": f"0 0 {whole[0]} {whole[1]}",
        "font-family": f"{theme.FONT}, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif",
    })  # fmt: skip
    ElementTree.SubElement(made, f"{{{SVG}}}rect", {"width": "100%", "height": "100%", "fill": theme.GROUND})
    inner = ElementTree.SubElement(made, f"{{{SVG}}}g", {"transform": f"translate({MARGIN},{top:g})"})
    inner.extend(list(root))
    for line in (*above, *below):
        place = {
            "x": f"{MARGIN}",
            "y": f"{line.y:g}",
            "font-size": f"{line.size}",
            "font-weight": line.weight,
            "fill": line.colour,
        }
        ElementTree.SubElement(made, f"{{{SVG}}}text", place).text = line.text
    return made


def _stacked(texts: list[tuple[str, int, str, str]], width: float, y: float) -> list[_Line]:
    """Texts (with size, colour, weight) below each other from `y` on, each in as many lines as it needs."""
    found = []
    for text, size, colour, weight in texts:
        for line in wrapped(text, width, size):
            y += size * 1.4
            found.append(_Line(line, y, size, colour, weight))
    return found


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines that fit: letters of Hangul are about as wide as high, others half of it."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _wide(longer) * size > width:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return lines


def _wide(text: str) -> float:
    return sum(0.9 if letter > "\u1100" else 0.55 for letter in text)


def _kept(drawn: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(drawn)  # noqa: S314  what vl-convert wrote a moment ago: no DTD, no entities
    except ElementTree.ParseError as error:
        raise NotADrawing(str(error)) from error
    if root.tag != f"{{{SVG}}}svg":
        raise NotADrawing(root.tag)
    _prune(root)
    return root


def _prune(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        if name not in ATTRIBUTES or (":" in value and name != "d") or not _harmless(value):
            del element.attrib[name]
    for child in list(element):
        if child.tag.removeprefix(f"{{{SVG}}}") in ELEMENTS and child.tag.startswith(f"{{{SVG}}}"):
            _prune(child)
        else:
            element.remove(child)


def _harmless(value: str) -> bool:
    """No address but one of a part of the same drawing."""
    return "url" not in value.lower() or re.fullmatch(r"url\(#[\w-]+\)", value) is not None


def _written(root: ElementTree.Element, label: str) -> str:
    root.set("role", "img")
    root.set("aria-label", label)
    ElementTree.register_namespace("", SVG)
    return xml_text(ElementTree.tostring(root, encoding="unicode"))
