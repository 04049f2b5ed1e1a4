"""CKAN's addresses beside the API: pages, downloads, completion."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import unquote

import pytest
import shapely

from madang.accounts.models import Token
from madang.catalog.models import Resource, Revision
from madang.catalog.storage import the_store
from madang.query.model import Column, Type
from madang.store import originals
from tests.api.ckan.conftest import SHAPES
from tests.city import COLUMNS, ROWS, publish


@pytest.fixture
def here(city) -> str:
    return f"/dataset/population/resource/{city.resource.uid}"


def test_links_from_other_portals_lead_to_our_pages(client, city, here):
    for address, target in (
        ("/dataset", "/ko/search/"),
        ("/dataset/", "/ko/search/"),
        (f"/dataset/population/dictionary/{city.resource.uid}", "/ko/datasets/population/"),
        ("/organization", "/ko/organisations/"),
    ):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, target)
        assert client.get(target).status_code == 200
        assert client.post(address).status_code == 405
    for address in ("/dataset/population", here, "/organization/statistics", f"/group/{city.theme.uid}"):
        assert client.get(address, follow=True).status_code == 200
    assert client.get("/dataset", headers={"Accept-Language": "en"})["Location"] == "/en/search/"


def test_what_one_may_not_see_leads_nowhere(client, city, here):
    city.dataset.state = "draft"
    city.dataset.save()
    for address in (here + "/download/x.csv", f"/dataset/population/dictionary/{city.resource.uid}", "/dataset/population",
                    here, "/dataset/x%00y/dictionary/x", "/dataset/nothing/resource/x/download/y"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    client.force_login(city.editor)
    assert client.get(f"/dataset/population/dictionary/{city.resource.uid}").status_code == 302


def test_a_resource_stands_in_its_own_dataset_only(client, shelf):
    assert client.get(f"/dataset/bike-stands/resource/{shelf.resource.uid}").status_code == 404


def test_a_table_is_handed_out_as_csv_of_known_length(client, city, here):
    address = here + "/download/districts.csv"
    head = client.head(address)
    assert head["Content-Type"].startswith("text/csv")
    assert 'filename="districts.csv"' in head["Content-Disposition"]
    assert head["Madang-Origin"] == "observed"
    whole = client.get(address).getvalue()
    assert int(head["Content-Length"]) == len(whole)
    assert [row["자치구"] for row in csv.DictReader(io.StringIO(whole.decode()))] == ROWS["자치구"]
    part = client.get(address, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.getvalue()) == (206, whole[:4])
    assert client.get(address, headers={"If-None-Match": head["ETag"]}).status_code == 304


def test_a_layer_is_handed_out_as_geojson(client, city):
    layer = Resource.objects.create(dataset=city.dataset, name="map", kind="layer")
    publish(
        layer,
        {"geometry": [shapely.to_wkb(shapely.Point(126.9, 37.5))]},
        (Column("geometry", Type.GEOMETRY),),
        geometry=SHAPES,
    )
    answer = client.get(f"/dataset/population/resource/{layer.uid}/download/map.geojson")
    assert json.loads(answer.getvalue())["features"][0]["geometry"]["type"] == "Point"


def test_a_file_without_rows_is_handed_out_as_it_came(client, city):
    file = originals.keep(the_store(), [b"%PDF-1.7 ..."])
    report = Resource.objects.create(dataset=city.dataset, name="report", kind="file")
    made = publish(report, ROWS, COLUMNS, original_name="보고서.pdf", media_type="application/pdf",
                   original_sha256=file.sha256, original_bytes=file.bytes)  # fmt: skip
    Revision.objects.filter(pk=made.pk).update(rows=None)
    address = f"/dataset/population/resource/{report.uid}/download/{made.original_name}"
    head, answer = client.head(address), client.get(address)
    assert (head["Content-Length"], answer.getvalue()) == ("12", b"%PDF-1.7 ...")
    assert "보고서.pdf" in unquote(head["Content-Disposition"])


def test_a_link_is_followed(client, shelf):
    link = Resource.objects.get(name="feed")
    answer = client.get(f"/dataset/weather-link/resource/{link.uid}/download/feed.json")
    assert (answer.status_code, answer["Location"]) == (302, "https://example.org/feed.json?x=1")


def test_downloads_are_for_those_who_may_read(client, city, here):
    city.dataset.access = "restricted"
    city.dataset.save()
    assert client.get(here + "/download/districts.csv").status_code == 403
    city.dataset.access = "internal"
    city.dataset.save()
    assert client.get(here + "/download/districts.csv").status_code == 404
    secret = Token.make(city.reader, "t")[1]
    found = client.get(here + "/download/districts.csv", headers={"Authorization": secret})
    assert found.status_code == 200
    assert "private" in found["Cache-Control"]


def test_completion(client, shelf):
    def asked(what: str, text: str) -> list:
        answer = client.get(f"/api/2/util/{what}", {"incomplete": text, "limit": "5"})
        assert answer.status_code == 200
        return answer.json()["ResultSet"]["Result"]

    assert asked("dataset/autocomplete", "bike")[0]["name"] == "bike-stands"
    assert asked("tag/autocomplete", "bus") == [{"Name": "bus"}, {"Name": "bus stop"}]
    assert asked("resource/format_autocomplete", "cs") == [{"Format": "csv"}]
    assert (
        asked("dataset/autocomplete", "secret")
        == asked("tag/autocomplete", "secret")
        == asked("tag/autocomplete", "")
        == []
    )
    assert client.get("/api/2/util/tag/autocomplete?incomplete=a&limit=x").status_code == 409
