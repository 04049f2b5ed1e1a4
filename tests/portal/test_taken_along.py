"""Files that leave charts and maps: what they were made of, who may keep them, where they may stand, what a spreadsheet does."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest
from django.core.cache import cache

from madang.catalog.models import Dataset, Resource
from madang.query.model import Column, Type
from tests.city import dataset
from tests.community import texts
from tests.portal import layers

pytestmark = pytest.mark.django_db

CHART = [f"chart/{view}" for view in ("picture.svg", "picture.png", "numbers.csv", "chart.vl.json")]
MAP = [
    f"map/{view}"
    for view in ("picture.svg", "picture.png", "shown.json", "shown.csv", "shown.geojson", "unmatched.csv")
]
FILES = pytest.mark.parametrize("view", [*CHART, *MAP])


@pytest.fixture
def people(city) -> Resource:
    cache.clear()
    layers.dongs(city)
    return layers.older(city)


def got(client, view: str, **asked: str):
    answer = client.get(f"/en/datasets/older/people/{view}", asked)
    assert answer.status_code == 200, answer.content[:300]
    return answer


@FILES
def test_what_everybody_may_read_may_be_kept_and_stand_anywhere(client, people, view):
    file = got(client, view)
    assert "public" in file["Cache-Control"]
    assert file["Cross-Origin-Resource-Policy"] == "cross-origin"
    said = [file[f"Madang-{what}"] for what in ("Dataset", "Resource", "Revision", "Origin")]
    assert said == ["older", "people", people.current_id, "generated"]


@FILES
@pytest.mark.parametrize("slug", ["older", "dongs"])
def test_what_only_its_reader_may_read_is_kept_nowhere(client, city, people, view, slug):
    if slug == "dongs" and view in CHART:
        pytest.skip("charts have no outlines")
    changed = Dataset.objects.filter(resources__kind="layer") if slug == "dongs" else Dataset.objects.filter(slug=slug)
    for one in changed:
        one.access = "internal"
        one.save()
    cache.clear()
    client.force_login(city.administrator)
    asked = {"kind": "join", "areas": str(Resource.objects.get(kind="layer"))} if view in MAP else {}
    file = got(client, view, **asked)
    assert {part.strip() for part in file["Cache-Control"].split(",")} == {"private", "no-store"}
    assert "Cross-Origin-Resource-Policy" not in file


def test_a_map_that_names_its_revisions_may_be_kept_longer(client, people):
    areas = Resource.objects.get(kind="layer")
    pinned = {"revision": people.current_id, "areas": str(areas), "areas_revision": areas.current_id}
    assert "max-age=86400" in got(client, "map/shown.json", **pinned)["Cache-Control"]
    assert "max-age=300" in got(client, "map/shown.json")["Cache-Control"]


def test_no_formula_leaves_a_chart_a_map_or_an_indicator(client, city, people, monkeypatch):
    made = dataset("evil", city.department)
    resource = Resource.objects.create(dataset=made, name="evil")
    table = pa.table({"동코드": ["=1+1", "@x", "1101101"], "n": [1, 2, 3]})
    layers.put(resource, table, (Column("동코드", Type.TEXT, "dong_code"), Column("n", Type.INTEGER)))
    goal = texts.indicator(city)
    monkeypatch.setattr("madang.portal.stories.indicator_reading.Told.status", "=1+1")
    at = "/en/datasets/evil/evil/"
    areas = str(Resource.objects.get(kind="layer"))
    for address, asked in (
        (f"{at}chart/numbers.csv", {"kind": "bar", "x": "동코드", "y": "n"}),
        (f"{at}map/unmatched.csv", {"kind": "join", "areas": areas, "key": "동코드"}),
        (f"/en/indicators/{goal.slug}/values.csv", {}),
    ):
        body = client.get(address, asked).content
        assert body.startswith(b"\xef\xbb\xbf"), address
        cells = [cell for line in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in line]
        assert "'=1+1" in cells, address
        assert not [cell for cell in cells if cell.startswith(("=", "@"))], address
