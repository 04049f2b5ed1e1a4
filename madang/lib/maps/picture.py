"""Maps as SVG: inside a page, where colours follow light and dark, and alone, with title, legend and source, for files and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from madang.lib.maps.colours import EDGE, GROUND, INK, LINE, NO_VALUE, OUTLINE, Colour
from madang.lib.maps.outlines import Outlines
from madang.lib.maps.projection import UNITS, Frame, scale_bar
from madang.lib.xml_text import xml_text

MOST_TITLED = 1_200  # places with a title of their own, which a pointer shows; of more there would be too many bytes
FONT = "Pretendard, Pretendard Variable, Noto Sans KR, sans-serif"
LETTER = 15  # pixels of a line of the legend


@dataclass(frozen=True)
class Marks:
    """Places and the class of each (below 0: no value), what each is called with its value, which one is sought (or None)."""

    outlines: Outlines
    classes: Sequence[int]
    colours: Sequence[Colour]
    titles: Sequence[str] = ()
    sought: int | None = None
    background: str = ""
    plain: Colour | None = None  # of everything, when nothing is classed


@dataclass(frozen=True)
class Line:
    """A line of the legend."""

    colour: Colour
    text: str


def in_page(frame: Frame, marks: Marks, label: str) -> str:
    """The map for a page: `role="img"` with a label; a table beside it has the values."""
    size = f"{frame.width * UNITS} {frame.height * UNITS}"
    return xml_text(
        f'<svg class="drawn-map" viewBox="0 0 {size}" preserveAspectRatio="xMidYMid meet" role="img" aria-label="{escape(label)}">'
        f"{_inside(frame, marks, both=True)}</svg>"
    )


def alone(frame: Frame, marks: Marks, title: str, subtitle: str, legend: Sequence[Line], source: Sequence[str]) -> str:
    """The map as a file: light, with everything that a reader must know in it."""
    top = 34 + LETTER * 1.6 + 10
    lines, below = len(legend), len(source)
    height = round(top + frame.height + 14 + lines * LETTER * 1.4 + 12 + below * LETTER * 1.35 + 10)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {height}" width="{frame.width}" height="{height}" '
        f'font-family="{FONT}" fill="{INK.light}"><title>{escape(title)}</title>'
        f'<rect width="{frame.width}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="32" font-size="22" font-weight="600">{escape(_short(title, 80))}</text>',
        f'<text x="16" y="54" font-size="{LETTER}" fill="#56605b">{escape(_short(subtitle, 125))}</text>',
        f'<svg y="{top:g}" width="{frame.width}" height="{frame.height}" viewBox="0 0 {frame.width * UNITS} {frame.height * UNITS}">'
        f"{_inside(frame, marks, both=False)}</svg>",
    ]
    y = top + frame.height + 14
    for line in legend:
        parts.append(
            f'<rect x="16" y="{y:g}" width="16" height="14" fill="{line.colour.light}" stroke="{LINE.light}"/>'
        )
        parts.append(f'<text x="40" y="{y + 12:g}" font-size="{LETTER}">{escape(line.text)}</text>')
        y += LETTER * 1.4
    y += 12
    for text in source:
        parts.append(f'<text x="16" y="{y + 10:g}" font-size="13" fill="#56605b">{escape(_short(text, 150))}</text>')
        y += LETTER * 1.35
    return xml_text("".join(parts) + "</svg>")


def _inside(frame: Frame, marks: Marks, *, both: bool) -> str:
    width, height = frame.width * UNITS, frame.height * UNITS
    parts = [_group(GROUND, f'<rect width="{width}" height="{height}"/>', both)]
    if marks.background:
        parts.append(_group(OUTLINE, _stroked(LINE, f'<path d="{marks.background}"/>', 6, both), both))
    for number in sorted(set(marks.classes)):
        colour = NO_VALUE if number < 0 else marks.colours[number]
        if marks.plain is not None:
            colour = marks.plain
        parts.append(_class(marks, [at for at, one in enumerate(marks.classes) if one == number], colour, both))
    if marks.sought is not None:
        parts.append(_sought(marks.outlines, marks.sought, both))
    parts.append(_bar(frame, both))
    return "".join(parts)


def _class(marks: Marks, places: list[int], colour: Colour, both: bool) -> str:
    """All places of one class."""
    drawn = marks.outlines
    titled = marks.titles and len(marks.classes) <= MOST_TITLED
    areas = [at for at in places if drawn.areas[at]]
    if titled:
        inner = "".join(f'<path d="{drawn.areas[at]}"><title>{escape(marks.titles[at])}</title></path>' for at in areas)
    else:
        inner = f'<path d="{"".join(drawn.areas[at] for at in areas)}"/>' if areas else ""
    found = _group(colour, _stroked(EDGE, inner, 5, both), both, 'fill-rule="evenodd"') if inner else ""
    lines = "".join(drawn.lines[at] for at in places)
    if lines:
        found += _stroked(colour, f'<path fill="none" d="{lines}"/>', 22, both)
    dots = "".join(f"M{x * UNITS:.0f} {y * UNITS:.0f}h0" for at in places for x, y in drawn.points[at])
    if dots:
        size = 76 if len(marks.classes) < 500 else 52
        found += _stroked(EDGE, f'<path stroke-linecap="round" d="{dots}"/>', size + 20, both)
        found += _stroked(colour, f'<path stroke-linecap="round" d="{dots}"/>', size, both)
    return found


def _sought(drawn: Outlines, at: int, both: bool) -> str:
    path = (
        drawn.areas[at]
        + drawn.lines[at]
        + "".join(f"M{x * UNITS:.0f} {y * UNITS - 90:.0f}v180" for x, y in drawn.points[at])
    )
    ring = f'<path class="sought" fill="none" stroke-linejoin="round" d="{path}"/>'
    return _stroked(EDGE, ring, 60, both) + _stroked(INK, ring, 28, both)


def _bar(frame: Frame, both: bool) -> str:
    """The scale: a bar of a round length, with its words."""
    metres, pixels = scale_bar(frame.metres_per_pixel)
    x, y, length = 140, frame.height * UNITS - 160, pixels * UNITS
    path = f'<path fill="none" d="M{x} {y - 50}v50h{length:.0f}v-50"/>'
    words = f"{metres / 1000:,g} km" if metres >= 1000 else f"{metres:g} m"
    text = f'<text x="{x + length / 2:.0f}" y="{y - 40}" font-size="130" text-anchor="middle">{words}</text>'
    return _stroked(INK, path, 16, both) + _group(INK, text, both, f'font-family="{FONT}"')


def _group(colour: Colour, inner: str, both: bool, more: str = "") -> str:
    """A group in a colour. Browsers that do not know `light-dark` pass over it and keep the light one around it."""
    attributes = f" {more}" if more else ""
    if both:
        inner = f'<g fill="light-dark({colour.light},{colour.dark})">{inner}</g>'
    return f'<g fill="{colour.light}"{attributes}>{inner}</g>'


def _stroked(colour: Colour, inner: str, width: int, both: bool) -> str:
    if both:
        inner = f'<g stroke="light-dark({colour.light},{colour.dark})">{inner}</g>'
    return f'<g stroke="{colour.light}" stroke-width="{width}">{inner}</g>'


def _short(text: str, most: int) -> str:
    """A line that fits; Hangul takes twice the room of Latin letters."""
    room = 0
    for at, letter in enumerate(text):
        room += 2 if ord(letter) > 0x1100 else 1
        if room > most:
            return text[:at].rstrip() + "…"
    return text
