"""The other dialects of the catalogue: data.json, datapackage.json, feeds, the sitemap and robots.txt."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from madang.api.feeds import shapes as feeds
from madang.api.sitemap import views as sitemap
from madang.catalog.models import Column, Resource
from madang.query.model import Column as Field
from madang.query.model import Type
from tests.city import dataset, publish

ATOM = "{http://www.w3.org/2005/Atom}"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "http://testserver"
ADDRESSES = (
    "/data.json",
    "/feeds/dataset.atom",
    "/feeds/custom.atom?q=a",
    "/sitemap.xml",
    "/robots.txt",
    "/datasets/population/datapackage.json",
)


def loaded(client, address: str) -> dict:
    return json.loads(client.get(address).getvalue())


def entries(client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return [
        entry.findtext(f"{ATOM}title") or "" for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_and_tags(city, client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"].partition(",")[0]) == (200, "public")
    answer.getvalue()
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    if address != "/robots.txt":
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_data_json_in_a_language(city, client):
    korean, english = loaded(client, "/data.json"), loaded(client, "/data.json?lang=en")
    assert korean["dataset"][0]["title"] == "자치구별 인구"
    (found,) = english["dataset"]
    assert (found["title"], found["accessLevel"], found["keyword"]) == (
        "Population by district",
        "public",
        ["residents"],
    )
    assert found["identifier"] == f"{HOST}/dataset/{city.dataset.uid}"
    assert found["publisher"] == {
        "@type": "org:Organization", "name": "Statistics", "subOrganizationOf": {"@type": "org:Organization", "name": "Jongno-gu"},
    }  # fmt: skip
    assert "contactPoint" not in found  # nobody is known
    assert {way.get("format") for way in found["distribution"]} >= {"CSV", "PARQUET", "API"}
    for odd in ("?lang=fr", "?lang=en&lang=ko", "?page=2"):
        assert client.get(f"/data.json{odd}").status_code == 400


def test_restricted_data_is_described_and_cannot_be_fetched(city, client):
    closed = dataset("closed", city.department, access="restricted")
    publish(Resource.objects.create(dataset=closed, name="rows"), {"a": ["x"]}, (Field("a", Type.TEXT),))
    told = next(one for one in loaded(client, "/data.json")["dataset"] if one["title"] == "closed")
    assert told["accessLevel"] == "restricted public"
    assert "distribution" not in told
    assert "closed" in entries(client, "/feeds/dataset.atom")
    assert client.get("/datasets/closed/datapackage.json").status_code == 403
    found = client.get("/dataset/closed.ttl").content.decode()
    assert "access-right/RESTRICTED" in found
    assert "dcat:Distribution" not in found


def test_drafts_and_withdrawn_revisions_are_nowhere(city, client):
    dataset("unfinished", city.department, state="draft")
    revision = city.revision
    revision.state = "withdrawn"
    revision.save()
    for address in ("/data.json", "/feeds/dataset.atom", "/sitemap.xml", "/catalog.ttl", "/catalog.jsonld"):
        text = client.get(address).getvalue().decode()
        assert "unfinished" not in text
        assert "downloadURL" not in text
    assert client.get("/datasets/population/datapackage.json").status_code == 404


def test_a_package_names_keys_and_what_columns_refer_to(city, client):
    codes = dataset("codes", city.department)
    areas = Resource.objects.create(dataset=codes, name="구역", key=["code"])
    publish(areas, {"code": ["A"], "name": ["가"]}, (Field("code", Type.TEXT), Field("name", Type.TEXT)))
    city.resource.key = ["자치구"]
    city.resource.save()
    Column.objects.create(resource=city.resource, name="자치구", label={"ko": "구"}, unit="", refers_to=areas)
    found = loaded(client, "/datasets/population/datapackage.json")
    first, second = found["resources"]
    assert first["schema"]["primaryKey"] == ["자치구"]
    name = f"resource-{areas.uid.hex}"  # packages allow no Hangul in names
    assert first["schema"]["foreignKeys"] == [{"fields": "자치구", "reference": {"resource": name, "fields": "code"}}]
    assert (second["name"], second["schema"]["primaryKey"]) == (name, ["code"])
    codes.access = "restricted"
    codes.save()
    alone = loaded(client, "/datasets/population/datapackage.json")
    assert len(alone["resources"]) == 1
    assert "foreignKeys" not in alone["resources"][0]["schema"]


def test_files_without_rows_are_packed_as_they_came(city, client):
    kept = Resource.objects.create(dataset=city.dataset, name="map", position=2)
    revision = publish(kept, {"a": ["x"]}, (), original_name="지도.pdf", media_type="application/pdf")
    revision.rows = None
    revision.save()
    found = loaded(client, "/datasets/population/datapackage.json")
    assert found["profile"] == "data-package"
    file = found["resources"][1]
    assert (file["format"], file["bytes"], file["hash"][:7]) == ("pdf", 100, "sha256:")
    assert file["path"].startswith(f"{HOST}/api/v1/datasets/population/resources/map/original?revision=")


def test_what_stands_in_which_feed(city, client, monkeypatch):
    dataset("buses", city.elsewhere, keywords={"en": ["residents", "a/b"]})
    assert set(entries(client, "/feeds/dataset.atom")) == {"자치구별 인구", "buses"}
    assert entries(client, "/feeds/organization/jongno.atom") == ["자치구별 인구"]
    assert set(entries(client, f"/feeds/organization/{city.region.uid}.atom")) == {"자치구별 인구", "buses"}
    assert entries(client, "/feeds/group/population.atom?lang=en") == ["Population by district"]
    assert set(entries(client, "/feeds/tag/residents.atom")) == {"자치구별 인구", "buses"}
    assert entries(client, "/feeds/tag/a/b.atom") == ["buses"]
    assert entries(client, "/feeds/tag/resident.atom") == []
    monkeypatch.setattr(feeds, "PAGE", 1)
    both = [*entries(client, "/feeds/dataset.atom?page=1"), *entries(client, "/feeds/dataset.atom?page=2")]
    assert sorted(both) == ["buses", "자치구별 인구"]
    for odd, status in (("?page=3", 404), ("?page=0", 400), ("?page=x", 400), ("?lang=xx", 400), ("?fq=a", 400)):
        assert client.get(f"/feeds/dataset.atom{odd}").status_code == status
    for nobody in ("/feeds/group/nobody.atom", "/feeds/organization/nobody.atom"):
        assert client.get(nobody).status_code == 404


def test_a_feed_cannot_carry_code(city, client):
    dataset("bold", city.department, title={"ko": "<b>굵게</b>"}, description={"ko": "<script>alert(1)</script>\x07"})
    root = ElementTree.fromstring(client.get("/feeds/dataset.atom").content)
    summary = next(each.text for each in root.iter(f"{ATOM}summary") if "script" in (each.text or ""))
    assert summary == "&lt;script&gt;alert(1)&lt;/script&gt;\ufffd"


def test_the_sitemap_in_one_file_or_in_parts(city, client, monkeypatch):
    for number in range(3):
        dataset(f"more-{number}", city.department)
    dataset("inside", city.department, access="internal")
    client.force_login(city.administrator)  # whoever asks, search engines are told what everybody may read
    whole = {each.text for each in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(f"{MAPS}loc")}
    assert {
        f"{HOST}/ko/datasets/population/",
        f"{HOST}/en/datasets/more-2/",
        f"{HOST}/en/organisations/seoul/",
    } <= whole
    assert not [address for address in whole if "inside" in address]
    monkeypatch.setattr(sitemap, "PART", 3)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    parts = [each.text or "" for each in index.iter(f"{MAPS}loc")]
    assert parts == [f"{HOST}/sitemap-1.xml", f"{HOST}/sitemap-2.xml"]
    found = [
        each.text
        for part in parts
        for each in ElementTree.fromstring(client.get(part.removeprefix(HOST)).content).iter(f"{MAPS}loc")
    ]
    assert len(found) == len(set(found)) == len(whole)
    assert set(found) == whole
    for beyond in ("/sitemap-3.xml", "/sitemap-0.xml", "/sitemap-99999999999999999999.xml"):
        assert client.get(beyond).status_code == 404


def test_robots(city, client, settings):
    text = client.get("/robots.txt").content.decode()
    assert text.endswith(f"Sitemap: {HOST}/sitemap.xml\n")
    settings.MADANG = {**settings.MADANG, "url": "https://data.example.org/"}
    assert "https://data.example.org/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_addresses_are_those_behind_the_proxy(city, client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    text = client.get("/catalog.jsonld", headers={"X-Forwarded-Proto": "https", "Host": "testserver"}).content.decode()
    assert "https://testserver/catalog" in text
    assert "http://testserver" not in text
