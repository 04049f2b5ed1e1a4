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
from madang.portal.studies.night_tables import Areas

PALETTE = "sky"
RADIUS = 130  # tenths of a pixel; the style sheet makes it larger on phones


def svg(areas: Areas, moment: Moment, spots: list[dict[str, Any]], label: str) -> SafeString:
    """The drawing for a page. Nothing without a cell that has a shape."""
    if areas.frame is None:
        return SafeString("")
    values = drawn_in(areas, moment)
    titles = [f"{name}: {amount(value)}" for name, value in zip(areas.names, values.tolist(), strict=True)]
    numbered = areas.classes.of(values).tolist()
    marks = picture.Marks(areas.outlines, numbered, paint(areas), titles)
    drawn = picture.in_page(areas.frame, marks, label).removesuffix("</svg>")
    return mark_safe(f"{drawn}{_spots(areas.frame, spots)}</svg>")  # noqa: S308  numbers and escaped texts alone


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


def _spots(frame: Frame, spots: list[dict[str, Any]]) -> str:
    """A disc with the rank for each, the best above all others."""
    there = [one for one in spots if one["longitude"] is not None and one["latitude"] is not None]
    if not there:
        return ""
    places = np.round(frame.placed(np.array([[one["longitude"], one["latitude"]] for one in there]))).astype(int)
    discs = [
        f'<g id="mark-{one["rank"]}" class="night-mark"><title>{one["rank"]}. {escape(one["spot"])}</title>'
        f'<circle cx="{x}" cy="{y}" r="{RADIUS}"/><text x="{x}" y="{y}" dy="0.36em" text-anchor="middle">{one["rank"]}</text></g>'
        for one, (x, y) in zip(there, places.tolist(), strict=True)
    ]
    return "".join(reversed(discs))
