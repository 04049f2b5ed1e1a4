"""One generated dataset followed through every exit: wherever it comes out, it says that it is generated."""

from __future__ import annotations

import io
import json

import pyarrow.parquet as pq
import pytest
from django.test import Client

from madang.catalog.models import Dataset, Revision
from madang.catalog.search import search
from tests.api.asking import get

pytestmark = pytest.mark.django_db  # else there is no test database at all
PLACE = "datasets/care-facilities/resources/facilities"
WORDS = {"ko": "생성", "en": "generated"}


@pytest.fixture
def client(town) -> Client:
    return Client()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "page",
    [
        "",
        "files/",
        "facilities/sheet/",
        "facilities/map/",
        "facilities/api/",
        "facilities/receipt/",
        "facilities/history/",
    ],
)
def test_every_page_shows_it(client, language, page):
    body = get(client, f"/{language}/datasets/care-facilities/{page}").body.decode()
    assert WORDS[language] in body


@pytest.mark.parametrize("page", ["", "dong-population/population"])
def test_pages_of_observed_data_do_not(client, page):
    body = get(client, "/en/datasets/dong-population/population/sheet/").body.decode()
    assert "values were generated" not in body


def test_catalogue_entry(client):
    shown = json.loads(get(client, "/api/v1/datasets/care-facilities").body)
    assert shown["origin"] == "generated"
    assert shown["resources"][0]["revision"]["origin"] == "generated"
    assert shown["description"]["en"].startswith("[Generated demonstration data]")


def test_answer_in_json(client):
    response = get(client, f"/api/v1/{PLACE}/rows", limit="3")
    assert json.loads(response.body)["origin"] == "generated"
    assert response.headers["Madang-Origin"] == "generated"


@pytest.mark.parametrize("format", ["csv", "tsv", "ndjson", "geojson", "parquet", "arrow", "json"])
def test_every_export_says_it_in_its_header(client, format):
    assert get(client, f"/api/v1/{PLACE}.{format}").headers["Madang-Origin"] == "generated"


def test_geojson_carries_it(client):
    document = json.loads(get(client, f"/api/v1/{PLACE}.geojson").body)
    assert "generated" in json.dumps({key: value for key, value in document.items() if key != "features"})


def test_parquet_carries_it_in_its_metadata(client):
    metadata = pq.read_schema(io.BytesIO(get(client, f"/api/v1/{PLACE}.parquet").body)).metadata
    assert json.loads(metadata[b"madang"])["origin"] == "generated"


def test_the_original_file_as_it_came(client):
    assert get(client, f"/api/v1/{PLACE}/original").headers["Madang-Origin"] == "generated"


def test_history(client):
    found = json.loads(get(client, f"/api/v1/{PLACE}/revisions").body)
    assert '"origin": "generated"' in json.dumps(found)


def test_receipt(client):
    response = get(client, f"/api/v1/{PLACE}/receipt")
    assert json.loads(response.body)["origin"] == "generated"


def test_search_hit_and_its_facet(client):
    found = search("돌봄 시설")
    assert "care-facilities" in [hit.slug for hit in found.hits]
    assert dict(found.facets["origin"])["generated"] >= 1
    assert "care-facilities" not in [hit.slug for hit in search("돌봄 시설", facets={"origin": ["observed"]}).hits]
    page = get(client, "/en/search/", q="care facilities").body.decode()
    assert "generated" in page


def test_what_is_made_from_it_inherits(town):
    for resource in Dataset.objects.get(slug="night-activity").resources.all():
        assert resource.current.origin == "generated"
        assert {source.resource.dataset.slug for source in resource.current.inputs.all()} == {
            "night-calls",
            "night-cells",
        }
    cells = Revision.objects.get(resource__dataset__slug="night-cells")
    assert cells.origin == "derived"
