"""What the map in the browser is told: where tiles come from, classes and colours, and the values of areas at all times."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.lib.maps import colours
from madang.portal.dataset import exports
from madang.portal.maps import background, places
from madang.portal.maps.areas import taken
from madang.portal.maps.made import shaped
from madang.portal.maps.said import is_share
from madang.portal.maps.shown_map import ShownMap
from madang.portal.templatetags.madang import plain
from madang.portal.words import grouped, unit
from madang.query.expressions import Expression, Ref
from madang.query.model import ROW, Table, Type
from madang.query.words import words


def told(shown: ShownMap) -> dict[str, Any]:
    """The settings that stand in the page."""
    return {
        "mode": _mode(shown), "layer": _tiles(shown), "ground": _ground(shown), "bounds": _bounds(shown),
        "values": _at(shown, "map_json"), "at": shown.at, "times": shown.times,
        "edges": list(shown.made.classes.edges), "colours": [_both(one) for one in shown.colours],
        "ink": {name.lower(): _both(getattr(colours, name)) for name in ("NO_VALUE", "POINT", "EDGE", "GROUND", "OUTLINE", "LINE", "INK")},
        "unit": shown.unit, "scale": 100 if is_share(shown.settled) else 1,
        "measure": shown.measure, "row": _row(shown), "base": settings.MADANG.get("map_tiles"),
        "credit": said_source(shown), "words": _words(),
    }  # fmt: skip


def _mode(shown: ShownMap) -> str:
    """`keyed`: values by the number of a row; `stepped`: by a value in the tile; `heat`: hexagons that come with the values."""
    return {"join": "keyed", "areas": "keyed", "points": "stepped", "heat": "heat"}[shown.state.kind]


def _tiles(shown: ShownMap) -> dict[str, Any] | None:
    """The tiles with the places; for each time the condition that chooses its rows, when the tiles hold them."""
    if shown.state.kind == "heat":
        return None
    if shown.state.kind == "join":
        return {"tiles": tiles(shown.areas, None), "wheres": []} if shown.areas else None
    found = places.Places(shown.settled, shown.made.null_island)
    value = found.value if shown.state.kind == "points" else None
    conditions = places.time_condition(shown.settled, shown.made.times) if shown.state.kind == "points" else [""]
    base = words(where) if (where := found.where()) is not None else ""
    wheres = [" and ".join(f"({part})" for part in (base, one) if part) for one in conditions]
    return {"tiles": tiles(shown.table, value), "wheres": wheres}


def tiles(table: Table, value: Expression | None) -> str:
    """The address of a tile with its number, shape and value; `where` may be added."""
    select = ROW if value is None else f"{ROW}, {words(value)} as value"
    asked = urlencode({"select": select, "revision": table.revision})
    return f"{exports.base(table.dataset, table.name)}/tiles/{{z}}/{{x}}/{{y}}.mvt?{asked}"


def _ground(shown: ShownMap) -> str:
    under = background.layer(shown.table) if shown.state.kind in ("points", "heat") else None
    return tiles(under, None) if under else ""


def _bounds(shown: ShownMap) -> list[float] | None:
    return [round(edge, 6) for edge in shown.made.frame.box] if shown.made.frame else None


def _both(colour: colours.Colour) -> list[str]:
    return [colour.light, colour.dark]


def _at(shown: ShownMap, view: str) -> str:
    return f"{reverse(view, args=[shown.table.dataset, shown.table.name])}?{shown.query(find='')}"


def _row(shown: ShownMap) -> dict[str, Any]:
    """How a pop-up asks for the row of a place, and what its columns are called; the page of the row, if it has one."""
    layer = shown.settled.layer
    table, resource = (shown.areas, layer.resource) if layer and shown.areas else (shown.table, shown.resource)
    said_of = {column.name: column for column in resource.columns.all()}
    kept = [one for one in table.columns if one.type is not Type.GEOMETRY]
    return {
        "rows": f"{exports.base(table.dataset, table.name)}/rows?{urlencode({'revision': table.revision})}",
        "select": ", ".join(words(Ref(one.name)) for one in kept[:40]),
        "shape": words(Ref((table.geometry or {}).get("column") or "geometry")),
        "labels": {one.name: plain(said_of[one.name].label) for one in kept if one.name in said_of},
        "units": {one.name: unit(text) for one in kept
                  if (text := (said_of[one.name].unit if one.name in said_of else "") or one.unit)},
        "plain": [one.name for one in kept if not grouped(one.name, one.semantic)],
        "key": resource.key if set(resource.key) <= {one.name for one in kept} else [],
        "page": reverse("row", args=[table.dataset, table.name, "-"])[:-1],
    }  # fmt: skip


def said_source(shown: ShownMap) -> str:
    layer = shown.settled.layer
    names = [shown.resource.dataset.organisation, *([layer.resource.dataset.organisation] if layer else [])]
    credit = settings.MADANG.get("map_credit") if settings.MADANG.get("map_tiles") else ""
    return ", ".join(filter(None, [*dict.fromkeys(plain(one.name) for one in names), credit]))


def _words() -> dict[str, str]:
    return {
        "none": _("no value"), "empty": _("empty"), "failed": _("The map could not be loaded. The drawing shows the same."),
        "many": _("places here: zoom in"), "row": _("All about it"), "class": _("class"), "of": _("of"),
        "play": _("Play"), "pause": _("Pause"), "nothing": _("Nothing here is called “%(name)s”."), "rows": _("rows"),
        "in": _("Zoom in"), "out": _("Zoom out"), "close": _("Close"), "map": _(
            "Map. Arrow keys move it, plus and minus zoom, Enter tells what is in the middle."
        ),
        "credit": _("Source"), "busy": _("Many are asking. The map goes on in a moment."),
    }  # fmt: skip


def values(shown: ShownMap) -> dict[str, Any]:
    """Names and boxes of places, values and rows at each time. Hexagons come with their middles and their corners around them."""
    made = shown.made
    found: dict[str, Any] = {
        "times": shown.times, "numbers": list(made.numbers), "names": list(made.names),
        "values": [[None if not np.isfinite(one) else float(f"{one:.12g}") for one in row] for row in made.values.tolist()],
        "rows": made.rows.tolist() if shown.state.kind in ("join", "heat") else [],
    }  # fmt: skip
    if made.rings is not None and len(made.rings):
        middles = (made.rings[:, 0] + made.rings[:, 3]) / 2
        found |= {"middles": middles.round(6).tolist(), "corners": (made.rings[0] - middles[0]).round(7).tolist()}
    else:
        found["boxes"] = boxes(shown)
    return found


def boxes(shown: ShownMap) -> list[list[float] | None]:
    """The box around each place, for the map to go there."""
    import shapely

    wkb = _wkb(shown)
    if not wkb:
        return []
    found = shapely.bounds(shaped(wkb)).round(5)
    return [row if np.isfinite(row).all() else None for row in found.tolist()]


def shapes(shown: ShownMap) -> list[str | None]:
    """The shape of each place as GeoJSON, None without one."""
    import shapely

    if shown.made.rings is not None:
        found = shapely.polygons(shown.made.rings.round(6)) if len(shown.made.rings) else np.array([], dtype=object)
    else:
        found = shaped(_wkb(shown))
    return [str(one) if one is not None else None for one in shapely.to_geojson(found).tolist()]


def _wkb(shown: ShownMap) -> list[bytes | None]:
    """The shapes of the places, in their order."""
    table = shown.areas or shown.table
    if shown.drawn_elsewhere or not shown.made.numbers:
        return []
    shape = (table.geometry or {}).get("column") or "geometry"
    if shown.state.kind == "points":
        found = places.rows_of(shown.settled)
        return found[1] if found else []
    return taken(table, (shape,), None if shown.areas else shown.settled.where)[0]


__all__ = ["told", "values"]
