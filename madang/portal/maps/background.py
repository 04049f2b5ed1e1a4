"""Outlines under points: the finest small open layer of areas of the city that lies there. Nothing comes from elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.core.cache import caches

from madang.accounts import boundaries
from madang.accounts.policy import Actor, readable
from madang.lib.maps.outlines import outlines
from madang.lib.maps.projection import Frame
from madang.portal.maps.areas import taken
from madang.portal.maps.made import shaped
from madang.query.model import Table

MOST_AREAS = 600
A_DAY = 86_400
ANYBODY = Actor()  # a picture is kept for all readers, so under it lies only what all may read


def layer(table: Table) -> Table | None:
    """The layer to draw under the table's places; None when there is none."""
    box = (table.geometry or {}).get("bbox")
    near = [
        one.resource
        for one in boundaries.layers(ANYBODY)
        if one.resource.current
        and (one.resource.current.rows or 0) <= MOST_AREAS
        and one.resource.dataset.slug != table.dataset
        and _overlap((one.resource.current.geometry or {}).get("bbox"), box)
    ]
    best = max(near, key=lambda one: (one.current.rows or 0) if one.current else 0, default=None)
    return readable(ANYBODY, best) if best else None


def path(table: Table, frame: Frame) -> str:
    """The outlines as one path of SVG, "" without any."""
    under = layer(table)
    if under is None:
        return ""
    shape = (under.geometry or {}).get("column") or "geometry"

    def made() -> str:
        shapes = shaped(taken(under, (shape,))[0])
        return "".join(outlines(shapes[np.array([one is not None for one in shapes], dtype=bool)], frame).areas)

    found: str = caches["pictures"].get_or_set(f"map-ground:{under.revision}:{hash(frame)}", made, A_DAY)
    return found


def _overlap(one: Any, other: Any) -> bool:
    if not one or not other:
        return False
    return bool(one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3])
