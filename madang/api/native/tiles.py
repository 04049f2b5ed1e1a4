"""Vector tiles of a resource, for maps in browsers and in QGIS."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import readable, who
from madang.api import answering, tiles
from madang.api.answering import Asked
from madang.api.formats import _mvt
from madang.api.native.asking import OUTPUT, QUESTION, VERSION, question, values
from madang.api.native.resources import resource
from madang.api.native.routes import reads
from madang.api.native.rows import public
from madang.api.problems import NoSuchTile
from madang.query.bind import NoGeometry

router = Router(tags=["tiles"])
ASKED = tuple(one for one in QUESTION if one.name in ("select", "where", "search", "near"))


@reads(
    router, "/datasets/{slug}/resources/{name}/tiles/{z}/{x}/{y}.mvt", "A tile of the map",
    (*ASKED, *VERSION, OUTPUT[-1]), {_mvt.MEDIA_TYPE: None}, also=(204, 304),
)  # fmt: skip
def tile(request: HttpRequest, slug: str, name: str, z: str, x: str, y: str) -> HttpResponse:
    """All shapes in the square (layer `rows`), or their counts when there are too many (layer `counts`); 204 where nothing is."""
    found = values(request, (*ASKED, *VERSION, OUTPUT[-1]))
    place = resource(request, slug, name)
    table = readable(who(request), place, found.get("as_of"), found.get("revision"))
    if not all(one.isascii() and one.isdigit() and len(one) < 9 for one in (z, x, y)):
        raise NoSuchTile(z=z, x=x, y=y, deepest=_mvt.DEEPEST)
    square = _mvt.Square(int(z), int(x), int(y))
    if not square.exists():
        raise NoSuchTile(z=z, x=x, y=y, deepest=_mvt.DEEPEST)
    if not table.geometry:
        raise NoGeometry(table=table.name, field="tiles")
    found["select"] = tiles.selected(table, found.get("select", ()))
    asked = Asked(
        table, question(found, None), _mvt, pinned="revision" in found, public=public(place, table), name=f"{z}/{x}/{y}"
    )  # fmt: skip
    if answering.unchanged(request, asked.tag):
        return answering.kept(HttpResponse(status=304), asked)
    made = tiles.tile(table, asked.question, square)
    response = HttpResponse(made.data, content_type=_mvt.MEDIA_TYPE) if made.data else HttpResponse(status=204)
    response["Madang-Revision"], response["Madang-Origin"] = table.revision, table.origin
    response["Madang-Rows"] = made.rows
    response["Madang-Layer"] = _mvt.COUNTS if made.counted else _mvt.ROWS
    return answering.kept(response, asked)
