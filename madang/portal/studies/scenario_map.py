"""The map of a scenario: drawn here for everybody, and told to the script that lets sites be dragged."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from madang.analysis.scenarios import Access, Changes, Scene
from madang.lib.maps import colours, picture
from madang.lib.maps.colours import NO_VALUE, POINT, RAMPS, Colour
from madang.portal.studies.scenario_words import metres, percent
from madang.portal.studies.scene import Shown

WITHIN, NEAR, FAR, NOBODY = range(4)  # classes of areas
OLD, NEW, CHANGED = range(4, 7)  # of sites, drawn above them
WARM = RAMPS["persimmon"]
OLD_SIZE, NEW_SIZE = 34, 120  # tenths of a pixel
PAINT: dict[int, Colour] = {
    WITHIN: WARM[0], NEAR: WARM[3], FAR: WARM[6], NOBODY: NO_VALUE, OLD: RAMPS["ink"][4], NEW: RAMPS["jade"][6], CHANGED: POINT,
}  # fmt: skip


def classes(scene: Scene, access: Access) -> Any:
    """The class (n,) of each area: most of its people within the standard, within twice as much, further; or nobody there."""
    near, far = scene.share_of(access.way <= scene.standard), scene.share_of(access.way <= 2 * scene.standard)
    found = np.where(near >= 0.5, WITHIN, np.where(far >= 0.5, NEAR, FAR))
    return np.where(scene.people > 0, found, NOBODY)


def sites(scene: Scene, changes: Changes) -> list[dict[str, Any]]:
    """Every site that is open in the scenario, with its place in it and its class."""
    found = [
        {"key": one.key, "name": one.name, "place": changes.moved.get(one.key, one.place), "chosen": one.chosen,
         "class": CHANGED if one.key in changes.moved else NEW if one.chosen else OLD}
        for one in scene.sites if one.key not in changes.closed
    ]  # fmt: skip
    added = [
        {"key": "", "name": _("Added site %(n)d") % {"n": at}, "place": where, "chosen": True, "class": CHANGED}
        for at, where in enumerate(changes.added, 1)
    ]
    return found + added


def svg(shown: Shown, changes: Changes, access: Access, label: str) -> SafeString:
    """The drawing for a page: areas, what exists as small dots, what was chosen and changed above it."""
    scene = shown.scene
    shares = scene.share_of(access.way <= scene.standard)
    titles = [f"{scene.areas[at]}: {percent(shares[at])}" for at in shown.drawn.tolist()]
    colours_of = [PAINT[at] for at in (WITHIN, NEAR, FAR, NOBODY)]
    marks = picture.Marks(shown.outlines, classes(scene, access)[shown.drawn].tolist(), colours_of, titles)
    drawn = picture.in_page(shown.frame, marks, label)
    return mark_safe(drawn.removesuffix("</svg>") + _sites(shown, sites(scene, changes)) + "</svg>")  # noqa: S308  numbers and escaped texts alone


def _sites(shown: Shown, open_now: list[dict[str, Any]]) -> str:
    """Dots as paths: those that exist in one, the others with their names."""
    if not open_now:
        return ""
    placed = np.round(shown.frame.placed(np.array([one["place"] for one in open_now]))).astype(int).tolist()
    ends = [f"M{x} {y}h0" for x, y in placed]
    old = "".join(end for end, one in zip(ends, open_now, strict=True) if one["class"] == OLD)
    found = _stroked(OLD, f'<path d="{old}"/>', OLD_SIZE) if old else ""
    for end, one in zip(ends, open_now, strict=True):
        if one["class"] != OLD:
            inner = f'<path d="{end}"><title>{escape(one["name"])}</title></path>'
            dot = _stroked(-1, inner, NEW_SIZE + 40) + _stroked(one["class"], inner, NEW_SIZE)
            found += f'<g stroke-linecap="square">{dot}</g>' if one["class"] == CHANGED else dot
    return f'<g stroke-linecap="round" fill="none">{found}</g>'


def _stroked(kind: int, inner: str, width: int) -> str:
    """In the colour of a class, of the edge for -1. Browsers that do not know `light-dark` keep the light one around it."""
    paint = colours.EDGE if kind < 0 else PAINT[kind]
    return f'<g stroke="{paint.light}" stroke-width="{width}"><g stroke="light-dark({paint.light},{paint.dark})">{inner}</g></g>'


def legend(scene: Scene) -> list[tuple[Colour, str, str]]:
    """(colour, words, shape: area, dot or square)."""
    once, twice = metres(scene.standard), metres(2 * scene.standard)
    return [
        (PAINT[WITHIN], _("most within %(metres)s") % {"metres": once}, "area"),
        (PAINT[NEAR], _("most within %(metres)s") % {"metres": twice}, "area"), (PAINT[FAR], _("further"), "area"),
        (PAINT[NEW], _("new site of the run"), "dot"), (PAINT[CHANGED], _("moved or added by you"), "square"),
        (PAINT[OLD], _("site that exists"), "dot"),
    ]  # fmt: skip


def told(shown: Shown, changes: Changes, access: Access) -> dict[str, Any]:
    """What the script gets with the page; the shapes of areas come from an address of their own."""
    scene = shown.scene
    return {
        "classes": written(shown, access), "bounds": [*shown.frame.box], "limits": [*scene.box],
        "paint": [[PAINT[at].light, PAINT[at].dark] for at in sorted(PAINT)],
        "ink": {name: [getattr(colours, name.upper()).light, getattr(colours, name.upper()).dark] for name in ("ground", "edge", "ink")},
        "sites": [[one.key, one.name, *one.place] for one in scene.sites if one.chosen or one.key in changes.moved],
        "areas": bool(scene.outlines),
        "words": {
            "move": _("%(name)s. Arrow keys move it, with Shift further; Enter puts it down."), "map": _("Map of the scenario"),
            "in": _("Zoom in"), "out": _("Zoom out"), "failed": _("The map could not be loaded. The drawing shows the same."),
            "busy": _("The server is busy. The figures follow in a moment."),
            "lost": _("The figures could not be computed. Check the connection."),
            "added": _("Added site"),
        },
    }  # fmt: skip


def written(shown: Shown, access: Access) -> str:
    """The classes of what is drawn, a digit each."""
    return "".join(map(str, classes(shown.scene, access)[shown.drawn].tolist()))


def features(shown: Shown) -> dict[str, Any]:
    """What is drawn, as GeoJSON: areas (or points) numbered in the order of `written`, and the sites that exist."""
    import shapely

    simple = shapely.simplify(shown.shapes, shown.frame.metres_per_pixel / 111_195 / 2)
    names = [shown.scene.areas[at] for at in shown.drawn.tolist()]
    old = [one for one in shown.scene.sites if not one.chosen]
    dots = shapely.points(np.array([one.place for one in old]).reshape(-1, 2))
    return {
        "areas": _collection([{"name": name} for name in names], simple),
        "old": _collection([{"key": one.key, "name": one.name} for one in old], dots),
    }


def _collection(properties: list[dict[str, str]], shapes: Any) -> dict[str, Any]:
    import shapely

    written_shapes = [json.loads(shape) if shape else None for shape in shapely.to_geojson(shapes)]
    pairs = enumerate(zip(properties, written_shapes, strict=True))
    features = [{"type": "Feature", "id": at, "properties": of, "geometry": shape} for at, (of, shape) in pairs]
    return {"type": "FeatureCollection", "features": features}
