"""Maps: what joins and what does not is said, one computation serves picture, legend, table and files, and nothing leaks."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlencode

import pyarrow as pa
import pytest
import shapely
from django.core.cache import cache
from django.http import QueryDict
from django.utils.translation import override

from madang.accounts import boundaries
from madang.accounts.policy import Actor, Hidden, Restricted
from madang.catalog.models import Dataset, Resource
from madang.lib.maps.classes import EVERY_METHOD
from madang.lib.maps.colours import PALETTES
from madang.portal.maps.figure import figure
from madang.portal.maps.state import CELLS, KINDS, State
from madang.query.figures import TAKES
from madang.query.joining import HOWS
from madang.query.model import Column, Type
from tests.city import dataset
from tests.portal import layers

OLDER = "/en/datasets/older/people/map/"
ANYBODY = Actor()


@pytest.fixture(autouse=True)
def fresh():
    """Which layers there are is remembered for a minute where commits cannot be seen, and how columns match for a month."""
    cache.clear()


@pytest.fixture
def dongs(city):
    return layers.dongs(city)


@pytest.fixture
def older(city, dongs):
    return layers.older(city)


def page(client, address, **asked):
    response = client.get(f"{address}?{urlencode(asked)}" if asked else address)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def shown(slug="older", name="people", **asked):
    return figure(ANYBODY, slug, name, QueryDict(urlencode(asked)), "en")


def layer(city, slug, values, shapes, kind="Polygon", **more) -> Resource:
    """A layer with a name and a value for each shape."""
    resource = Resource.objects.create(dataset=dataset(slug, city.department, **more), name="rows", kind="layer")
    table = pa.table({
        "이름": pa.array([f"곳 {n}" for n in range(len(shapes))]), "값": pa.array(values, pa.float64()),
        "geometry": pa.array([shapely.to_wkb(shape) if shape is not None else None for shape in shapes], pa.binary()),
    })  # fmt: skip
    layers.put(resource, table, (Column("이름", Type.TEXT), Column("값", Type.NUMBER), layers.SHAPE), kind)
    return resource


def test_a_table_is_joined_by_the_way_that_fits_and_says_what_did_not(client, older):
    text = page(client, OLDER)
    assert "Joined where “행정동코드” is “동코드” of the areas once the zeros at the end of both are left out." in text
    assert "30 of 36 rows (83.3%) fall to an area." in text
    assert "2 codes of the table are those of no area: 11019990, 11019995." in text
    assert "2 rows have no code." in text
    assert "1 of 16 areas has no row: 가상1동." in text
    assert "Up to 2 rows fall to one area: shown is their sum." in text
    assert "generated" in text, "what is made of generated data is generated"
    assert "· 2025" in text, "the last year, never all years added up"


def test_the_tab_is_there_for_tables_that_join_and_for_no_others(client, older, residents):
    assert OLDER in page(client, "/en/datasets/older/")
    assert "/residents/dong/map/" not in page(client, "/en/datasets/residents/")


def test_values_are_those_of_the_table(older):
    found = shown(at="2015", where="성별 = '여'")
    assert dict(found.table)["가상2동"] == "1"
    assert found.map.values.tolist()[1:4] == [1, 101, 201]
    assert shown(at="2020", take="mean").map.values.tolist()[2] == pytest.approx(150.5)
    assert shown(by="65세 이상", per="주민").map.values.tolist()[2] == pytest.approx(401 / 10_000)
    assert shown(by="").map.values.tolist()[2] == 2
    dense = shown(per="km2").map
    assert dense.values[2] == pytest.approx(401 / 3.27, rel=0.01)
    with override("en"):
        assert dense.unit == "people/km²"


def test_colours_mean_the_same_at_all_times(older):
    edges = {shown(at=year).map.made.classes.edges for year in ("2015", "2020", "2025")}
    assert len(edges) == 1
    counts = [[line["count"] for line in shown(at=year).legend] for year in ("2015", "2025")]
    assert counts[0] != counts[1]
    assert all(sum(one) == 16 for one in counts), "every area stands in the legend, also those without a value"


def test_picture_browser_table_and_files_share_the_classes(client, older):
    settings = json.loads(re.search(r'id="map-settings"[^>]*>(.*?)</script>', page(client, OLDER)).group(1))
    found = shown()
    assert settings["edges"] == list(found.map.made.classes.edges)
    assert [pair[0] for pair in settings["colours"]] == [line["colour"].light for line in found.legend[:-1]]
    values = json.loads(client.get(settings["values"]).content)
    assert values["values"][settings["at"]] == [None, *found.map.values.tolist()[1:]]
    rows = list(csv.reader(io.StringIO(client.get(found.at("map_csv")).content.decode("utf-8-sig"))))
    assert len(rows) == 17
    assert rows[2][:3] == ["1101102", "가상2동", "201"]
    features = json.loads(client.get(found.at("map_geojson")).content)["features"]
    assert [one["properties"]["class"] for one in features] == [None, *(one + 1 for one in found.map.classed[1:])]
    assert features[0]["geometry"]["type"] == "Polygon"
    left = list(csv.reader(io.StringIO(client.get(found.at("map_unmatched")).content.decode("utf-8-sig"))))
    assert left[1:] == [
        ["table", "11019990", "", "2"],
        ["table", "11019995", "", "2"],
        ["table", "", "", "2"],
        ["areas", "1101101", "가상1동", "0"],
    ]


def test_an_address_keeps_its_revisions(client, city, older, dongs):
    before = shown()
    layers.put(dongs, pa.table({"동코드": ["x", "y"], "동": ["없음"] * 2, "geometry": [shapely.to_wkb(shapely.box(0, 0, 1, 1))] * 2}),
               (Column("동코드", Type.TEXT, "dong_code"), Column("동", Type.TEXT), layers.SHAPE), "Polygon")  # fmt: skip
    again = figure(ANYBODY, "older", "people", QueryDict(before.address.partition("?")[2]), "en")
    assert again.table == before.table


def test_another_way_to_compare_and_the_other_column_are_a_choice(older):
    assert "exactly as written" in " ".join(shown(match="same").facts)
    assert "0 of 36 rows" in " ".join(shown(match="same").facts)
    assert "Codes that merely begin alike are put together" in " ".join(shown(match="first").facts)


ODD = [
    {"classes": "99"}, {"classes": "٣"}, {"breaks": "1,2,3,4,5,6,7"}, {"breaks": "nan"}, {"centre": "inf"}, {"by": "없음"},
    {"time": "없음"}, {"at": "1999"}, {"per": "없음"}, {"key": "없음"}, {"areas": "no/where"}, {"kind": "areas"}, {"palette": "red"},
    {"method": "x"}, {"match": "x"}, {"take": "x"}, {"where": "'"}, {"where": "없음 = 1"}, {"areas_revision": "x"}, {"revision": "x"},
]  # fmt: skip


def test_what_cannot_be_drawn_is_refused_in_words(client, older):
    for asked in ODD:
        response = client.get(f"{OLDER}?{urlencode(asked)}")
        assert response.status_code in (400, 404), asked
        assert 'class="problem' in response.content.decode() or "<h1" in response.content.decode()
    assert client.get(f"{OLDER}shown.json?classes=99").status_code == 400
    assert client.post(OLDER).status_code in (200, 403, 405)
    assert client.head(OLDER).status_code == 200


def test_a_layer_of_its_own_and_a_search_in_it(client, squares):
    text = page(client, "/en/datasets/squares/squares/map/", find="격자 3-4")
    assert 'class="sought"' in text
    assert "격자 3-4: 475 people" in text
    assert "Nothing here is called" in page(client, "/en/datasets/squares/squares/map/", find="독도")
    own = shown("squares", "squares", breaks="100 200")
    assert own.map.made.classes.edges[1:3] == (100, 200)
    assert [line["count"] for line in own.legend] == [sum((x * 37 + y * 91) % 500 < 100 for x in range(12) for y in range(12)),
        sum(100 <= (x * 37 + y * 91) % 500 < 200 for x in range(12) for y in range(12)),
        sum((x * 37 + y * 91) % 500 >= 200 for x in range(12) for y in range(12))]  # fmt: skip


def test_points_are_drawn_or_counted_and_none_is_left_out(client, city, monkeypatch):
    layers.points(city)
    assert len(shown("stops", "stops").map.made.names) == 900
    heat = shown("stops", "stops", kind="heat", cell="coarse").map
    assert heat.made.rows.sum() == 900
    monkeypatch.setattr("madang.portal.maps.places.MOST_DRAWN", 100)
    cache.clear()
    many = shown("stops", "stops", by="승차")
    assert many.map.made.combs.rows.sum() == 900
    assert "There are 900 rows here." in many.facts[-1]
    assert sum(line["count"] for line in many.legend) == 900
    tiles = json.loads(
        re.search(r'id="map-settings"[^>]*>(.*?)</script>', page(client, "/en/datasets/stops/stops/map/")).group(1)
    )
    assert client.get(tiles["layer"]["tiles"].format(z=9, x=436, y=198)).status_code == 200


def test_odd_places_are_said_and_do_no_harm(client, city):
    layer(
        city,
        "odd-points",
        [1, 2, 3, 4],
        [shapely.Point(0, 0), shapely.Point(127, 37.5), shapely.Point(127.1, 37.6), None],
        "Point",
    )
    facts = " ".join(shown("odd-points", "rows").facts)
    assert "1 row lies at longitude 0, latitude 0" in facts
    assert "1 of 4 rows has no place" in facts
    west, _, east, _ = shown("odd-points", "rows").map.made.frame.box
    assert 126 < west < east < 128
    crossing = shapely.Polygon([(127, 37.5), (127.1, 37.6), (127.1, 37.5), (127, 37.6)])
    layer(
        city,
        "odd-areas",
        [1e308, -1e308, float("nan"), None],
        [crossing, shapely.box(127, 37, 127.1, 37.1), shapely.Polygon(), None],
    )
    for asked in ({}, {"kind": "heat"}, {"method": "natural"}, {"method": "equal", "centre": "0"}):
        page(client, "/en/datasets/odd-areas/rows/map/", **asked)
    layer(city, "meridian", [1, 2], [shapely.box(-179.9, -17, -179, -16), shapely.box(178, -18, 179.5, -16)])
    west, _, east, _ = shown("meridian", "rows").map.made.frame.box
    assert east - west < 4


def test_markup_in_names_stays_text(client, city):
    bad = "</script><script>alert(1)</script>"
    made = layer(
        city,
        "markup",
        [1, 2],
        [shapely.box(127, 37, 127.1, 37.1), shapely.box(127.1, 37, 127.2, 37.1)],
        title={"en": bad, "ko": bad},
    )
    made.columns.create(name="값", label={"en": bad}, unit=bad[:60])
    for address in ("", "embed/", "picture.svg"):
        assert "<script>alert" not in page(client, f"/en/datasets/markup/rows/map/{address}", find=bad)


def test_what_a_reader_may_not_see_is_in_no_map(client, city, older, dongs):
    Dataset.objects.filter(slug="dongs").update(state="draft")
    cache.clear()
    assert boundaries.layers(ANYBODY) == []
    assert client.get(f"{OLDER}?areas=dongs/outlines").status_code == 400
    assert "Outlines of dong" not in page(client, OLDER)
    assert [str(one.resource) for one in boundaries.layers(Actor(city.editor))] == ["dongs/outlines"]
    Dataset.objects.filter(slug="dongs").update(state="published", access="restricted")
    assert client.get(f"{OLDER}?areas=dongs/outlines").status_code == 400
    with pytest.raises(Restricted):
        figure(ANYBODY, "dongs", "outlines", QueryDict(""), "en")
    Dataset.objects.filter(slug="older").update(state="draft")
    with pytest.raises(Hidden):
        figure(ANYBODY, "older", "people", QueryDict(""), "en")


def test_a_frame_is_for_anybody_and_asks_as_anybody(client, city, older):
    response = client.get(f"{OLDER}embed/?at=2020")
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert "2020" in response.content.decode()
    Dataset.objects.filter(slug="older").update(access="internal")
    client.force_login(city.editor)
    assert client.get(OLDER).status_code == 200
    assert client.get(f"{OLDER}embed/").status_code == 404


def test_pictures_are_whole(client, older):
    drawn = client.get(f"{OLDER}picture.svg").content.decode()
    for words in ("Residents of 65 and older by dong", "no value", "KOGL", "Outlines of dong", "Generated values"):
        assert words in drawn
    assert client.get(f"{OLDER}picture.png").content[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_manual_knows_every_word_of_the_address():
    manual = (Path(__file__).parents[2] / "docs/maps.md").read_text()
    words = [field.name for field in fields(State)] + [*KINDS, *HOWS, *TAKES, *EVERY_METHOD, *PALETTES, *CELLS]
    assert [word for word in words if f"`{word}`" not in manual] == []


def test_tiles_of_the_operator_are_let_in_and_nothing_else(client, squares, settings):
    settings.MADANG = settings.MADANG | {
        "map_tiles": "https://tiles.example.org/{z}/{x}/{y}.png",
        "map_credit": "<b>City</b>",
    }
    response = client.get("/en/datasets/squares/squares/map/")
    assert "connect-src 'self' https://tiles.example.org" in response["Content-Security-Policy"]
    assert "<b>City" not in response.content.decode()
    assert "tiles.example.org" not in client.get("/en/datasets/squares/squares/sheet/")["Content-Security-Policy"]


def test_a_mistake_in_what_was_written_is_said_beside_the_form_that_keeps_it(client, older):
    for asked in ({"where": "65세 이상 > 1000"}, {"breaks": "1, zwei"}, {"by": "nobody"}):
        answer = client.get(f"{OLDER}?{urlencode(asked | {'take': 'mean'})}")
        text = answer.content.decode()
        assert answer.status_code == 400, asked
        assert 'id="map-form"' in text
        assert re.search(r'class="box warning" role="status"><p>[^<]+', text)
        assert "drawn-map" not in text
    text = client.get(f"{OLDER}?{urlencode({'where': '65세 이상 > 1000', 'take': 'mean'})}").content.decode()
    assert 'name="where" value="65세 이상 &gt; 1000"' in text
    assert '<option value="mean" selected>' in text, "the rest of the form is as it was"


def test_values_on_both_sides_of_zero_get_two_directions_unless_said_otherwise(client, city):
    squares = [shapely.box(127 + n / 10, 37, 127 + n / 10 + 0.1, 37.1) for n in range(6)]
    layer(city, "change", [-12.5, -3, -1, 2, 4, 7.5], squares)
    found = shown("change", "rows")
    assert (found.map.state.palette, found.map.state.centre) == ("jade-persimmon", 0)
    assert found.legend[0]["text"].startswith("−12.5 – "), "a minus sign, not a hyphen"
    assert 0 in found.map.made.classes.edges
    assert shown("change", "rows", palette="sky").map.state.centre is None
    text = page(client, "/en/datasets/change/rows/map/")
    assert '<input type="radio" name="palette" value="" checked>' in text, "another column gets what fits it"
    assert shown("change", "rows", where="값 > 0").map.state.palette == "jade"


def test_a_share_is_read_in_percent_and_exported_as_a_ratio(client, older):
    asked = {"by": "65세 이상", "per": "주민"}
    older.columns.filter(name__in=asked.values()).update(unit="명")
    for name in asked.values():
        if not older.columns.filter(name=name).exists():
            older.columns.create(name=name, unit="명", position=90 + len(name))
    found = shown(**asked)
    assert found.subtitle.startswith("Sum of 65세 이상 as a share of 주민 (%)")
    assert found.map.values.tolist()[2] == pytest.approx(401 / 10_000), "the numbers stay ratios"
    assert dict(found.table)["가상3동"] == "4.01"
    assert found.legend[0]["text"].endswith(tuple("0123456789"))
    settings = json.loads(re.search(r'id="map-settings"[^>]*>(.*?)</script>', page(client, OLDER, **asked)).group(1))
    assert (settings["unit"], settings["scale"]) == ("%", 100)
    text = client.get(found.at("map_csv")).content.decode("utf-8-sig")
    assert "비율, 1이 전체" in text or "ratio, 1 is all" in text
