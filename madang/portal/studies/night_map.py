"""The map of an hour: cells by how many are expected in them, the spots above with their ranks."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from madang.lib.maps import picture
from madang.lib.maps.colours import NO_VALUE, Colour, colours
from madang.lib.maps.projection import Frame
from madang.portal.studies.night_moment import Moment
from madang.portal.studies.night_tables import Areas, Floats

PALETTE = "sky"
RADIUS = 130  # tenths of a pixel; the style sheet makes it larger on phones
BETWEEN = 380  # tenths of a pixel from disc to disc: those of phones hardly touch
NUMBERED = 30  # so many discs have room on a map; the spots after them are dots


def svg(areas: Areas, moment: Moment, spots: list[dict[str, Any]], label: str) -> SafeString:
    """The drawing for a page. Nothing without a cell that has a shape."""
    if areas.frame is None:
        return SafeString("")
    values = drawn_in(areas, moment)
    titles = [f"{name}: {amount(value)}" for name, value in zip(areas.names, values.tolist(), strict=True)]
    numbered = areas.classes.of(values).tolist()
    marks = picture.Marks(areas.outlines, numbered, paint(areas), titles)
    drawn = picture.in_page(areas.frame, marks, label).removesuffix("</svg>")
    return mark_safe(f"{drawn}{discs_of(areas.frame, spots)}</svg>")  # noqa: S308  numbers and escaped texts alone


def drawn_in(areas: Areas, moment: Moment) -> Any:
    return areas.drawn.get((moment.day, moment.hour), np.full(len(areas.cells), np.nan))


def paint(areas: Areas) -> tuple[Colour, ...]:
    return colours(PALETTE, len(areas.classes))


def amount(value: float) -> str:
    """People or events an hour, in words."""
    if not np.isfinite(value):
        return _("not told")
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2g}"


def legend(areas: Areas, moment: Moment) -> list[dict[str, Any]]:
    """`colour`, `text` of each class, with one more where cells have no number."""
    edges = ["0", *(amount(edge) for edge in areas.classes.edges[1:])]  # those of whom nobody is expected too
    found = [
        {"colour": colour, "text": _("%(from)s to %(to)s") % {"from": low, "to": high}}
        for colour, low, high in zip(paint(areas), edges, edges[1:], strict=False)
    ]
    if not np.isfinite(drawn_in(areas, moment)).all():
        found.append({"colour": NO_VALUE, "text": _("too few to tell, or none counted")})
    return found


def discs_of(frame: Frame, spots: list[dict[str, Any]]) -> str:
    """A disc with the rank for each, the best above all others; a line leads to its place from one that had to make room."""
    there = [one for one in spots if one["longitude"] is not None and one["latitude"] is not None]
    if not there:
        return ""
    places = frame.placed(np.array([[one["longitude"], one["latitude"]] for one in there]))
    discs = np.vstack([apart(places[:NUMBERED], BETWEEN), places[NUMBERED:]]).round().astype(int)
    leads = "".join(
        f'<path class="night-lead" d="M{x} {y}L{to_x} {to_y}"/><circle class="night-place" cx="{x}" cy="{y}" r="40"/>'
        for (x, y), (to_x, to_y) in zip(places.round().astype(int).tolist(), discs.tolist(), strict=True)
        if (x, y) != (to_x, to_y)
    )
    drawn = [
        _disc(one, x, y, at < NUMBERED) for at, (one, (x, y)) in enumerate(zip(there, discs.tolist(), strict=True))
    ]
    return leads + "".join(reversed(drawn))


def _disc(spot: dict[str, Any], x: int, y: int, numbered: bool) -> str:
    rank, number = spot["rank"], ""
    if numbered:
        number = f'<text x="{x}" y="{y}" dy="0.36em" text-anchor="middle">{rank}</text>'
    return (
        f'<g id="mark-{rank}" class="night-mark{"" if numbered else " little"}"><title>{rank}. {escape(spot["spot"])}</title>'
        f'<circle cx="{x}" cy="{y}" r="{RADIUS if numbered else RADIUS // 2}"/>{number}</g>'
    )


def apart(places: Floats, between: float) -> Floats:
    """Places (n, 2) pushed off one another until each two are `between` apart, or nearly so; those that are alone stay."""
    found = places.astype(float)
    turn = np.arange(len(found)) * 2.4  # the golden angle: places that are the same part in all directions
    for step in range(200):
        way = found[:, None] - found
        far = np.hypot(way[..., 0], way[..., 1])
        np.fill_diagonal(far, np.inf)
        if not (far < between - 1).any():
            break
        if step == 0:
            crowded = (far < between).any(axis=1)
            found[crowded] += np.column_stack([np.cos(turn), np.sin(turn)])[crowded]
            continue
        push = np.maximum(between - far, 0) / 2 / np.maximum(far, 1)
        found += (way * push[..., None]).sum(axis=1) * 0.8
    return found
