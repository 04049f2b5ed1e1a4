"""Tiles: every row is drawn or counted, once; nothing looks like all when it is a part."""

from __future__ import annotations

import math
from typing import Any

import mapbox_vector_tile
import pyarrow as pa
import pytest
import shapely
from django.test import Client

from madang.api.formats import _mvt
from madang.api.formats._mvt import Square
from madang.catalog.models import Dataset, Resource
from madang.query.model import Column, Type
from tests.api.asking import get
from tests.city import City, dataset, publish

COLUMNS = (
    Column("이름", Type.TEXT), Column("수", Type.INTEGER), Column("날", Type.DATE), Column("geometry", Type.GEOMETRY),
)  # fmt: skip
SEOUL = (126.978, 37.566)
X = int((SEOUL[0] + 180) / 360 * 2**14)
Y = int((1 - math.asinh(math.tan(math.radians(SEOUL[1]))) / math.pi) / 2 * 2**14)


GEOMETRY = {"column": "geometry", "kind": "point", "bbox": [-180, -85, 180, 85]}


def layer(city: City, shapes: list[Any]) -> Resource:
    place = Resource.objects.create(
        dataset=dataset(f"layer-{len(shapes)}", city.department), name="표", title={"ko": "표"}
    )
    rows = {
        "이름": [f"이름 {number}" for number in range(len(shapes))],
        "수": [2**53 + number for number in range(len(shapes))],
        "날": [None] * len(shapes),
        "geometry": pa.array([shape and shapely.to_wkb(shape) for shape in shapes], pa.binary()),
    }
    publish(place, rows, COLUMNS, geometry=GEOMETRY)
    return place


def address(place: Resource, z: int, x: int, y: int) -> str:
    return f"/api/v1/datasets/{place.dataset.slug}/resources/표/tiles/{z}/{x}/{y}.mvt"


def drawn(data: bytes) -> dict[str, list[Any]]:
    found = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    return {name: one["features"] for name, one in found.items()}


def test_a_tile_holds_the_shapes_where_they_are(client: Client, city: City) -> None:
    place = layer(city, [shapely.Point(SEOUL), shapely.Point(-120, 10), None])
    answer = get(client, address(place, 14, X, Y), revision=place.current.pk)
    assert answer["Content-Type"] == _mvt.MEDIA_TYPE
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    (feature,) = drawn(answer.body)["rows"]
    assert feature["properties"] == {"이름": "이름 0", "수": 2**53}
    west, south, east, north = Square(14, X, Y).box()
    across, down = feature["geometry"]["coordinates"]
    assert west + across / 4096 * (east - west) == pytest.approx(SEOUL[0], abs=(east - west) / 4096)
    assert north - down / 4096 * (north - south) == pytest.approx(SEOUL[1], abs=(north - south) / 4096)


def test_where_nothing_is_there_is_no_content(client: Client, city: City) -> None:
    place = layer(city, [shapely.Point(SEOUL)])
    answer = get(client, address(place, 14, 1, 1), 204)
    assert answer.body == b""
    assert answer["ETag"]


def test_too_many_shapes_are_counted_each_once(client: Client, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_mvt, "MOST_SHAPES", 20)
    shapes = [shapely.Point(number * 7 % 340 - 170, number * 11 % 160 - 80) for number in range(300)]
    place = layer(city, shapes)
    for z in (0, 1, 2):
        total = 0
        for x in range(2**z):
            for y in range(2**z):
                answer = client.get(address(place, z, x, y))
                if answer.status_code == 204:
                    continue
                tile = drawn(answer.content)
                if "counts" in tile:
                    assert list(tile) == ["counts"]
                    assert answer["Madang-Layer"] == "counts"
                    counted = sum(feature["properties"]["count"] for feature in tile["counts"])
                    assert counted == int(answer["Madang-Rows"]) > 20
                    total += counted
                else:
                    inside = [one["geometry"]["coordinates"] for one in tile["rows"]]
                    total += sum(0 <= across < 4096 and 0 <= down < 4096 for across, down in inside)
        assert total == 300


def test_what_is_too_small_to_draw_becomes_a_point(client: Client, city: City) -> None:
    place = layer(city, [shapely.box(126.978, 37.566, 126.97801, 37.56601), shapely.box(100, 20, 140, 50)])
    small, large = drawn(get(client, address(place, 0, 0, 0)).body)["rows"]
    assert small["geometry"]["type"] == "Point"
    assert large["geometry"]["type"] == "Polygon"


def test_questions_narrow_a_tile(client: Client, city: City) -> None:
    place = layer(city, [shapely.Point(SEOUL)] * 3)
    tile = drawn(get(client, address(place, 0, 0, 0), where="수 > 9007199254740992", select="이름").body)["rows"]
    assert [feature["properties"] for feature in tile] == [{"이름": "이름 1"}, {"이름": "이름 2"}]


@pytest.mark.parametrize("tile", ["23/0/0", "0/1/0", "1/0/2", "-1/0/0", "1/x/0", "1/\N{ARABIC-INDIC DIGIT THREE}/0"])
def test_there_are_no_other_tiles(client: Client, city: City, tile: str) -> None:
    place = layer(city, [shapely.Point(SEOUL)])
    get(client, f"/api/v1/datasets/{place.dataset.slug}/resources/표/tiles/{tile}.mvt", 404)


def test_tables_have_no_tiles_and_closed_ones_stay_closed(client: Client, city: City) -> None:
    get(client, "/api/v1/datasets/population/resources/districts/tiles/0/0/0.mvt", 400)
    place = layer(city, [shapely.Point(SEOUL)])
    Dataset.objects.filter(pk=place.dataset.pk).update(access=Dataset.Access.RESTRICTED)
    get(client, address(place, 0, 0, 0), 403)


def test_shapes_at_the_poles_are_cut_where_the_map_ends(client: Client, city: City) -> None:
    place = layer(city, [shapely.box(-180, -90, 180, 90), shapely.Point(0, 89)])
    tile = drawn(get(client, address(place, 0, 0, 0)).body)["rows"]
    assert [feature["geometry"]["type"] for feature in tile] == ["Polygon"]
