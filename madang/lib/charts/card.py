"""The picture that stands for a page where links are shown: 1200 by 630 points, words at the left or above, a drawing besides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape

from madang.lib.charts import theme
from madang.lib.xml_text import xml_text

WIDTH, HEIGHT, EDGE = 1200, 630, 64
PAPER, ACCENT = "#faf8f4", theme.SERIES[0]
TITLE, SMALL = 52.0, 27.0
ROOT = re.compile(r"<svg\b[^>]*>")
BOX = re.compile(r'viewBox="([^"]+)"')


def card(title: str, lines: Sequence[str], foot: str, drawing: str = "") -> str:
    """SVG text. `drawing` is a whole SVG with a viewBox; it takes the right half, and the title the left."""
    room = (WIDTH - 2 * EDGE) * (0.42 if drawing else 1.0)
    parts, top = (
        [
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
            f'<rect width="{WIDTH}" height="12" fill="{ACCENT}"/>',
        ],
        EDGE + TITLE,
    )
    for line in wrapped(title, room, TITLE, 4):
        parts.append(_text(EDGE, top, line, TITLE, theme.INK, "600"))
        top += TITLE * 1.28
    top += 14
    for said in lines:
        for line in wrapped(said, room, SMALL, 2):
            parts.append(_text(EDGE, top, line, SMALL, theme.SOFT))
            top += SMALL * 1.4
    parts.append(_text(EDGE, HEIGHT - EDGE / 1.6, foot, SMALL, ACCENT, "600"))
    if drawing:
        parts.append(_placed(drawing, EDGE + room + 48, EDGE, WIDTH - 2 * EDGE - room - 48, HEIGHT - 2.4 * EDGE))
    root = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
    return xml_text(root + "".join(parts) + "</svg>")


def _text(x: float, y: float, words: str, size: float, colour: str, weight: str = "400") -> str:
    look = f'font-family="{theme.FONT}" font-size="{size:g}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x:g}" y="{y:g}" {look}>{escape(words)}</text>'


def _placed(drawing: str, x: float, y: float, width: float, height: float) -> str:
    """The drawing inside another one, as large as fits; nothing when it has no box to scale by."""
    root = ROOT.search(drawing)
    box = BOX.search(root[0]) if root else None
    if root is None or box is None:
        return ""
    begin = (
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" '
        f'viewBox="{box[1]}" preserveAspectRatio="xMidYMid meet">'
    )
    return begin + drawing[root.end() :]


def wrapped(text: str, room: float, size: float, most: int) -> list[str]:
    """Lines of a text that fit, broken at blanks and within long words; what is too long ends in an ellipsis."""
    lines, line = [], ""
    for word in _pieces(" ".join(text.split()), room, size):
        if line and _width(line + word.rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += word
    lines.append(line.rstrip())
    if len(lines) <= most:
        return [line for line in lines if line]
    last = lines[most - 1]
    while last and _width(last + "…", size) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


def _pieces(text: str, room: float, size: float) -> list[str]:
    """Words with the blank behind them; a word that fills more than a line is cut."""
    found = []
    for word in re.findall(r"\S+\s*", text):
        piece = ""
        for letter in word:
            if _width(piece + letter, size) > room:
                found.append(piece)
                piece = ""
            piece += letter
        found.append(piece)
    return found


def _width(text: str, size: float) -> float:
    """About how wide: a Hangul syllable fills nearly a square, a Latin letter somewhat more than half of one."""
    return sum(0.92 if unicodedata.east_asian_width(letter) in "WF" else 0.57 for letter in text) * size
