"""The map of a scenario: drawn here for everybody, and told to the script that lets sites be dragged."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from madang.analysis.scenarios import Access, Changes, Scene
from madang.lib.maps import colours, picture
from madang.lib.maps.colours import NO_VALUE, POINT, RAMPS, Colour
from madang.lib.maps.outlines import Outlines
from madang.lib.maps.projection import UNITS
from madang.portal.studies.scenario_words import metres, percent
from madang.portal.studies.scene import Shown

WITHIN, NEAR, FAR, NOBODY = range(4)  # classes of areas
OLD, NEW, CHANGED = range(4, 7)  # of sites, drawn above them
WARM = RAMPS["persimmon"]
PAINT: dict[int, Colour] = {
    WITHIN: WARM[0], NEAR: WARM[3], FAR: WARM[6], NOBODY: NO_VALUE, OLD: colours.INK, NEW: RAMPS["jade"][6], CHANGED: POINT,
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
    """The drawing for a page."""
    scene, drawn = shown.scene, shown.outlines
    open_now = sites(scene, changes)
    marked = [*classes(scene, access)[shown.drawn].tolist(), *(one["class"] for one in open_now)]
    names = [*(scene.areas[at] for at in shown.drawn.tolist()), *(one["name"] for one in open_now)]
    shares = scene.share_of(access.way <= scene.standard)[shown.drawn]
    ways = [*(percent(one) for one in shares.tolist()), *("" for _site in open_now)]
    points = _dots(shown, [one["place"] for one in open_now])
    nothing = [""] * len(open_now)
    marks = picture.Marks(
        Outlines(drawn.areas + nothing, drawn.lines + nothing, drawn.points + points), marked, [PAINT[at] for at in sorted(PAINT)],
        [f"{name}: {way}" if way else name for name, way in zip(names, ways, strict=True)],
    )  # fmt: skip
    return mark_safe(picture.in_page(shown.frame, marks, label))  # noqa: S308  made of numbers and escaped texts alone


def _dots(shown: Shown, places: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    if not places:
        return []
    placed = np.round(shown.frame.placed(np.array(places)) / UNITS, 1)
    return [[(x, y)] for x, y in placed.tolist()]


def legend(scene: Scene) -> list[tuple[Colour, str, bool]]:
    """(colour, words, whether it is a place)."""
    once, twice = metres(scene.standard), metres(2 * scene.standard)
    return [
        (PAINT[WITHIN], _("most within %(metres)s") % {"metres": once}, False),
        (PAINT[NEAR], _("most within %(metres)s") % {"metres": twice}, False), (PAINT[FAR], _("further"), False),
        (PAINT[NEW], _("new site of the run"), True), (PAINT[CHANGED], _("moved or added by you"), True),
        (PAINT[OLD], _("site that exists"), True),
    ]  # fmt: skip


def told(shown: Shown, changes: Changes, access: Access) -> dict[str, Any]:
    """What the script gets with the page; the shapes of areas come from an address of their own."""
    scene = shown.scene
    return {
        "classes": written(shown, access), "bounds": [*shown.frame.box], "limits": [*scene.box],
        "paint": [[PAINT[at].light, PAINT[at].dark] for at in sorted(PAINT)],
        "ink": {name: [getattr(colours, name.upper()).light, getattr(colours, name.upper()).dark] for name in ("ground", "edge", "ink")},
        "sites": [[one.key, one.name, *one.place, one.chosen] for one in scene.sites], "areas": bool(scene.outlines),
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
    """What is drawn, as GeoJSON whose features are numbered in the order of `written`."""
    import json

    import shapely

    simple = shapely.simplify(shown.shapes, shown.frame.metres_per_pixel / 111_195 / 2)
    shapes = shapely.to_geojson(simple)
    scene = shown.scene
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": number, "properties": {"name": scene.areas[at]}, "geometry": json.loads(shape) if shape else None}
            for number, (at, shape) in enumerate(zip(shown.drawn.tolist(), shapes, strict=True))
        ],
    }  # fmt: skip
