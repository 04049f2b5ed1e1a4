"""Where and when: the area and the time that a dataset is about."""

from __future__ import annotations

from madang.catalog.dcat.terms import Node, day, tagged
from madang.catalog.models import Dataset, Revision
from madang.catalog.site import Site


def spatial(one: Dataset, revisions: list[Revision], site: Site) -> Node | None:
    """The area in words, and the box around all shapes in degrees."""
    words, box = tagged(one.spatial), around(revisions)
    if not words and not box:
        return None
    node: Node = {"@id": f"{site.dataset(one)}#area", "@type": "dct:Location"}
    if words:
        node |= {"rdfs:label": words}
    if box:
        node |= {"dcat:bbox": {"@type": "geosparql:wktLiteral", "@value": wkt(box)}}
    return node


def around(revisions: list[Revision]) -> tuple[float, float, float, float] | None:
    """The box around all shapes in degrees: west, south, east, north."""
    boxes = [one.geometry["bbox"] for one in revisions if one.geometry and one.geometry.get("bbox")]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def wkt(box: tuple[float, float, float, float]) -> str:
    """A box as a ring against the clock, in longitude and latitude (CRS84, the default of wktLiteral)."""
    west, south, east, north = box
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return "POLYGON((" + ",".join(f"{x:.10g} {y:.10g}" for x, y in corners) + "))"


def temporal(one: Dataset, site: Site) -> Node | None:
    """The period, open at an end that is not known."""
    if not one.period_start and not one.period_end:
        return None
    node: Node = {"@id": f"{site.dataset(one)}#period", "@type": "dct:PeriodOfTime"}
    if one.period_start:
        node["dcat:startDate"] = day(one.period_start)
    if one.period_end:
        node["dcat:endDate"] = day(one.period_end)
    return node
