"""The addresses that harvesters ask, in every serialisation, with paging, filters and validators."""

from __future__ import annotations

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, Namespace, URIRef

from madang.api.dcat import paging
from madang.catalog import changes
from madang.catalog.models import Dataset
from tests.city import dataset

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
FORMATS = {"ttl": "turtle", "rdf": "xml", "xml": "xml", "n3": "n3", "jsonld": "json-ld"}
HOST = "http://testserver"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own readers warn of rdflib itself


def graph(client, address: str, **headers: str) -> Graph:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content
    form = FORMATS[address.partition("?")[0].rpartition(".")[2]]
    return Graph().parse(data=answer.content, format=form)


@pytest.mark.parametrize("extension", FORMATS)
def test_every_serialisation_says_the_same(city, client, extension):
    plain, other = graph(client, "/catalog.ttl"), graph(client, f"/catalog.{extension}")
    page = {extension: "", "ttl": ""}
    said = {(s, p, o) for s, p, o in other if "catalog." not in f"{s}{o}"}
    assert said == {(s, p, o) for s, p, o in plain if "catalog." not in f"{s}{o}"}
    assert len(said) > 100, page


def test_a_dataset_by_each_of_its_names(city, client):
    here = URIRef(f"{HOST}/dataset/{city.dataset.uid}")
    for name in ("population", str(city.dataset.uid)):
        found = graph(client, f"/dataset/{name}.ttl")
        assert (here, RDF.type, DCAT.Dataset) in found
    korean = dataset("서울-인구", city.department)
    assert (URIRef(f"{HOST}/dataset/{korean.uid}"), None, None) in graph(
        client, f"/dataset/dataset-{korean.uid.hex}.rdf"
    )
    assert (URIRef(f"{HOST}/dataset/{korean.uid}"), None, None) in graph(client, "/dataset/서울-인구.rdf")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/dataset/nobody.ttl", 404), ("/dataset/population.pdf", 404), ("/dataset/population.ttl?page=1", 400),
        ("/catalog.ttl?page=0", 400), ("/catalog.ttl?page=2", 404), ("/catalog.ttl?page=1e9", 400), ("/catalog.ttl?page=1&page=2", 400),
        ("/catalog.ttl?page=" + "9" * 500, 400), ("/catalog.ttl?modified_since=yesterday", 400), ("/catalog.ttl?fq=a", 400),
        ("/catalog.ttl?q=%00", 400), ("/catalog.ttl?profiles=mine", 400), ("/catalog.ttl?profiles=euro_dcat_ap_2", 200),
        ("/dataset/%00.ttl", 404), ("/dataset/" + "a" * 5000 + ".ttl", 404), ("/catalog.ttl?modified_since=9999-99-99", 400),
    ],
)  # fmt: skip
def test_odd_requests_are_refused(city, client, address, status):
    assert client.get(address).status_code == status


def test_pages_lead_from_the_first_to_the_last(city, client, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 2)
    for number in range(4):
        dataset(f"more-{number}", city.department)
    address, seen, pages = f"{HOST}/catalog.ttl", set(), 0
    while address:
        found = graph(client, address.removeprefix(HOST))
        here = set(found.objects(URIRef(f"{HOST}/catalog"), DCAT.dataset))
        assert here
        assert not here & seen
        seen, pages = seen | here, pages + 1
        node = next(found.subjects(RDF.type, HYDRA.PagedCollection))
        assert int(found.value(node, HYDRA.totalItems)) == 5
        assert (found.value(node, HYDRA.next) is None) == (pages == 3)
        address = str(found.value(node, HYDRA.nextPage) or "")
        assert address == str(found.value(node, HYDRA.next) or "")
    assert (len(seen), pages) == (5, 3)


def test_what_changed_since(city, client):
    old = dataset("old", city.department)
    Dataset.objects.filter(pk__in=[old.pk, city.dataset.pk]).update(modified="2020-01-01T00:00:00Z")
    changes.touch("old")
    found = graph(client, "/catalog.ttl?modified_since=2026-06-30")
    assert set(found.objects(None, DCAT.dataset)) == {
        URIRef(f"{HOST}/dataset/{city.dataset.uid}")
    }  # its rows are newer
    assert not list(graph(client, "/catalog.ttl?modified_since=2026-07-01T00:00:00Z").objects(None, DCAT.dataset))


def test_words(city, client):
    dataset("parks", city.department, title={"ko": "공원", "en": "Parks"})
    found = graph(client, "/catalog.jsonld?q=인구")
    assert [str(title) for title in found.objects(None, DCTERMS.title) if "자치구별" in title] == ["자치구별 인구"]
    assert not list(graph(client, "/catalog.ttl?q=공훤").objects(None, DCAT.dataset))


def test_a_reader_who_has_it_is_told_so(city, client):
    first = client.get("/catalog.ttl")
    tag = first["ETag"]
    assert first["Cache-Control"].startswith("public")
    assert first["Last-Modified"]
    again = client.get("/catalog.ttl", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert client.get("/catalog.ttl?page=1", headers={"If-None-Match": tag}).status_code == 200
    city.dataset.save()
    assert client.get("/catalog.ttl", headers={"If-None-Match": tag}).status_code == 200


def test_whatever_stands_in_an_answer_gives_it_another_tag(city, client):
    for thing in (city.dataset, city.resource, city.department, city.theme, city.licence):
        before = client.get("/catalog.ttl")["ETag"]
        thing.save()
        assert client.get("/catalog.ttl")["ETag"] != before, thing


def test_what_only_members_see_is_kept_by_nobody_else(city, client):
    dataset("inside", city.department, access="internal")
    client.force_login(city.reader)
    answer = client.get("/catalog.ttl")
    assert b"inside" in answer.content
    assert answer["Cache-Control"] == "private, no-cache"
    assert "ETag" not in answer
    client.logout()
    assert b"inside" not in client.get("/catalog.ttl").content
    assert client.get("/dataset/inside.ttl").status_code == 404


@pytest.mark.parametrize(
    ("accept", "to"),
    [
        ("text/turtle", "/catalog.ttl"), ("application/rdf+xml", "/catalog.rdf"), ("application/ld+json", "/catalog.jsonld"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/ko/search/"), ("", "/ko/search/"), ("text/html;q=0.1, text/n3", "/catalog.n3"),
        ("image/png", "/ko/search/"), (";;;,/,", "/ko/search/"),
    ],
)  # fmt: skip
def test_the_catalogue_by_what_is_accepted(city, client, accept, to):
    answer = client.get("/catalog", headers={"Accept": accept})
    assert (answer.status_code, answer["Location"]) == (303, to)
    assert "Accept" in answer["Vary"]


def test_methods(city, client):
    head = client.head("/catalog.ttl")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get("/catalog.ttl")["ETag"]
    assert client.post("/catalog.ttl").status_code == 405
    assert client.options("/catalog.ttl")["Access-Control-Allow-Origin"] == "*"
