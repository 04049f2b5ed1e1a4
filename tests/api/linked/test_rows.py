"""A row has an address; what it answers depends on who asks for what."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, VOID, XSD

from madang.accounts.models import Token
from madang.catalog.models import Dataset, Resource
from madang.query.model import Column, Type
from tests.api.linked.conftest import Linked
from tests.city import City, publish

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),  # rdflib's own parser of JSON-LD
]
HOST = "http://testserver"
DISTRICT = f"{HOST}/id/areas/districts/11010"
CSVW_NAME = URIRef("http://www.w3.org/ns/csvw#name")
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def graph(client: Client, address: str) -> Graph:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    extension = address.partition("?")[0].rpartition(".")[2]
    return Graph().parse(data=answer.content, format=PARSERS[extension], publicID=HOST)


def property_of(table: str, column: str) -> URIRef:
    return URIRef(f"{HOST}/def/{table}/{quote(column, safe='')}#property")


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("", ".ttl"), ("*/*", ".ttl"), ("text/turtle", ".ttl"), ("application/ld+json", ".jsonld"), ("application/rdf+xml", ".rdf"),
        ("text/turtle;q=0.2, application/ld+json;q=0.9", ".jsonld"), ("text/*, application/rdf+xml;q=0.5", ".ttl"),
        ("text/turtle;q=0, */*;q=0.1", ".jsonld"), ("application/x-turtle", ".ttl"),
        ("application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1", ".rdf"),
    ],
)  # fmt: skip
def test_the_thing_leads_to_the_document_that_is_liked_best(client: Client, linked: Linked, accept: str, ending: str):
    answer = client.get("/id/areas/districts/11010", headers={"Accept": accept} if accept else {})
    assert answer.status_code == 303
    assert answer["Location"] == f"{HOST}/doc/areas/districts/11010{ending}"
    assert {"Accept", "Accept-Language"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize(("language", "there"), [("ko", "ko"), ("en-GB,en", "en")])
def test_a_browser_gets_the_page_in_its_language(client: Client, linked: Linked, language: str, there: str):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = client.get("/id/areas/districts/11010", headers={"Accept": accept, "Accept-Language": language})
    assert (answer.status_code, answer["Location"]) == (303, f"{HOST}/{there}/datasets/areas/districts/row/11010")


def test_what_is_not_there_is_refused_with_what_is(client: Client, linked: Linked):
    answer = client.get("/id/areas/districts/11010", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["detail"]


def test_an_ending_of_the_thing_asks_for_a_form(client: Client, linked: Linked):
    answer = client.get("/id/areas/districts/11010.jsonld", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer["Location"]) == (303, f"{HOST}/doc/areas/districts/11010.jsonld")


@pytest.mark.parametrize("extension", PARSERS)
def test_every_form_says_the_same_of_a_row(client: Client, linked: Linked, extension: str):
    about, here = graph(client, f"/doc/schools/schools/1.{extension}"), URIRef(f"{HOST}/id/schools/schools/1")
    assert about.value(here, property_of("schools/schools", "번호")) == Literal(1)
    assert about.value(here, property_of("schools/schools", "구")) == URIRef(DISTRICT)
    code = about.value(here, property_of("schools/schools", "설립"))
    assert str(code).endswith("#code/1")
    assert about.value(here, property_of("schools/schools", "개교")) == Literal("1900-03-01", datatype=XSD.date)
    assert about.value(predicate=FOAF.primaryTopic, object=here) == URIRef(f"{HOST}/doc/schools/schools/1.{extension}")
    assert about.value(here, DCTERMS.isPartOf)


def test_an_empty_cell_says_nothing(client: Client, linked: Linked):
    about = graph(client, "/doc/schools/schools/2.ttl")
    assert about.value(URIRef(f"{HOST}/id/schools/schools/2"), property_of("schools/schools", "개교")) is None


def test_rows_of_other_tables_that_name_it_are_counted_and_linked(client: Client, linked: Linked):
    about, here = graph(client, "/doc/areas/districts/11010.ttl"), URIRef(DISTRICT)
    named = set(about.subjects(property_of("schools/schools", "구"), here))
    assert named == {URIRef(f"{HOST}/id/schools/schools/{number}") for number in (1, 2)}
    assert [int(count) for count in about.objects(None, VOID.triples)] == [2]


def test_a_shape_stands_there_with_its_crs(client: Client, linked: Linked):
    text = client.get("/doc/areas/districts/11010.ttl").content.decode()
    assert '"POINT (127 37.5)"^^geo:wktLiteral' in text
    assert '"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT (127 37.5)"^^geo:wktLiteral' in text


def test_a_key_of_two_columns(client: Client, linked: Linked):
    about = graph(client, "/doc/counts/yearly/2025/11010.ttl")
    assert about.value(URIRef(f"{HOST}/id/counts/yearly/2025/11010"), property_of("counts/yearly", "수")) == Literal(2)


def test_a_slash_in_a_key_is_part_of_it(client: Client, linked: Linked):
    answer = client.get("/id/areas/districts/a%2Fb")
    assert answer["Location"] == f"{HOST}/doc/areas/districts/a%2Fb.ttl"
    about = graph(client, "/doc/areas/districts/a%2Fb.ttl")
    assert about.value(URIRef(f"{HOST}/id/areas/districts/a%2Fb"), property_of("areas/districts", "이름"))


@pytest.mark.parametrize(
    "path",
    [
        "areas/districts/nope", "areas/districts/11010/x", "areas/nothing/1", "nothing/districts/1", "schools/schools/01",
        "schools/schools/1.0", "schools/schools/9223372036854775808", "schools/schools/%D9%A1", "counts/yearly/2025", "areas/districts/%00",
        "areas/districts/..%2F..%2Fetc", "areas/districts/%ED%A0%80", "areas/districts/' or 1=1 --", "population/districts/종로구",
    ],
)  # fmt: skip
def test_what_names_no_row_is_not_found(client: Client, linked: Linked, path: str):
    for address in (f"/id/{path}", f"/doc/{path}.ttl"):
        assert client.get(address).status_code == 404, address


def test_a_key_of_a_megabyte_is_not_found(client: Client, linked: Linked):
    assert client.get("/id/areas/districts/" + "가" * 350_000).status_code == 404


def test_decomposed_hangul_leads_to_the_row_as_it_is_written(client: Client, linked: Linked):
    import unicodedata

    Resource.objects.filter(pk=linked.districts.pk).update(key=["이름"])
    answer = client.get("/id/areas/districts/" + unicodedata.normalize("NFD", "종로구"))
    assert answer["Location"].endswith("/doc/areas/districts/%EC%A2%85%EB%A1%9C%EA%B5%AC.ttl")


def test_a_key_of_several_rows_names_none_of_them(client: Client, linked: Linked):
    Resource.objects.filter(pk=linked.schools.pk).update(key=["구"])
    answer = client.get("/id/schools/schools/11010")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:madang:problem:key-of-several")
    assert client.get("/id/schools/schools/11020").status_code == 303


def test_a_key_whose_column_is_gone_is_told(client: Client, linked: Linked):
    Resource.objects.filter(pk=linked.schools.pk).update(key=["학교코드"])
    assert client.get("/id/schools/schools/1").json()["type"] == "urn:madang:problem:key-gone"


def test_a_revision_may_be_named(client: Client, linked: Linked):
    pinned = f"?revision={linked.schools.current_id}"
    assert client.get(f"/id/schools/schools/1{pinned}")["Location"].endswith(f"/doc/schools/schools/1.ttl{pinned}")
    assert len(graph(client, f"/doc/schools/schools/1.ttl{pinned}"))
    assert client.get("/id/schools/schools/1?as_of=1999-01-01").status_code == 404
    assert client.get("/id/schools/schools/1?as_of=nonsense").status_code == 400
    assert client.get("/id/schools/schools/1?where=1").status_code == 400


def test_what_was_withdrawn_is_gone(client: Client, linked: Linked):
    from madang.accounts.policy import Actor
    from madang.ingest.publish import withdraw

    withdraw(linked.schools.current, "a court order", Actor(linked.city.administrator))
    assert client.get("/id/schools/schools/1").status_code == 410
    assert client.get("/doc/schools/schools/1.ttl").status_code == 410
    assert client.get("/api/v1/datasets/schools/resources/schools.csv-metadata.json").status_code == 410


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"access": "restricted"}, 403), ({"access": "internal"}, 404), ({"state": "draft"}, 404)],
)
def test_rows_that_are_not_open_stay_closed(client: Client, linked: Linked, facts: dict[str, Any], code: int):
    Dataset.objects.filter(slug="schools").update(**facts)
    for address in ("/id/schools/schools/1", "/id/schools/schools", "/doc/schools/schools/1.ttl", "/doc/schools/schools.ttl"):  # fmt: skip
        assert client.get(address).status_code == code, address
    assert "schools" not in client.get("/doc/areas/districts/11010.ttl").content.decode()


def test_what_xml_cannot_hold_is_refused_there_and_kept_elsewhere(client: Client, linked: Linked):
    odd = Resource.objects.create(dataset=linked.city.dataset, name="odd", key=["n"])
    publish(odd, {"n": [1], "t": ["a\x0bb\ufffe"]}, (Column("n", Type.INTEGER), Column("t", Type.TEXT)))
    answer = client.get("/doc/population/odd/1.rdf")
    assert (answer.status_code, answer.json()["type"]) == (406, "urn:madang:problem:not-in-xml")
    for extension in ("ttl", "jsonld"):
        assert Literal("a\x0bb\ufffe") in set(graph(client, f"/doc/population/odd/1.{extension}").objects())


def test_columns_with_odd_names_say_what_they_are(client: Client, linked: Linked):
    odd = Resource.objects.create(dataset=linked.city.dataset, name="odd", key=["n"])
    names = ["n", "a/b", "x.ttl", "<b>", "줄\n바꿈", "2025", "xml", "geo", "_", " "]
    publish(odd, {name: [1] for name in names}, tuple(Column(name, Type.INTEGER) for name in names))
    for extension in PARSERS:
        about, here = graph(client, f"/doc/population/odd/1.{extension}"), URIRef(f"{HOST}/id/population/odd/1")
        assert len([p for p in about.predicates(here) if str(p).endswith("#property")]) == len(names)
    for name in names:
        answer = client.get(f"/def/population/odd/{quote(name, safe='')}")
        told = Graph().parse(data=answer.content, format="turtle").value(property_of("population/odd", name), CSVW_NAME)
        assert told == Literal(name)


def test_people_are_told_on_a_page_what_is_not_there(client: Client, linked: Linked):
    answer = client.get("/id/areas/districts/nope%2F1", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert (answer.status_code, answer["Location"]) == (303, f"{HOST}/en/datasets/areas/districts/row/nope/1")
    page = client.get(answer["Location"].removeprefix(HOST))
    assert page.status_code == 404
    assert b"has no row with the key" in page.content


def test_the_tag_is_kept(client: Client, linked: Linked):
    first = client.get("/doc/areas/districts/11010.jsonld")
    assert client.get("/doc/areas/districts/11010.jsonld")["ETag"] == first["ETag"]
    assert client.get("/doc/areas/districts/11010.ttl")["ETag"] != first["ETag"]
    again = client.get("/doc/areas/districts/11010.jsonld", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client.head("/doc/areas/districts/11010.jsonld").status_code == 200


def test_other_methods_are_refused_as_such(linked: Linked):
    client = Client(enforce_csrf_checks=True)
    for address in ("/id/areas/districts/11010", "/api/v1/datasets/areas/resources/districts.csv-metadata.json"):
        assert client.post(address).status_code == 405


def test_what_a_member_sees_is_not_for_caches_that_many_share(client: Client, linked: Linked, city: City):
    """To a member an open row tells which rows of internal tables name it."""
    Dataset.objects.exclude(slug="areas").update(access="internal")
    token = Token.make(city.editor, "t")[1]
    for address in ("/doc/areas/districts/11010.ttl", "/doc/areas/districts.ttl",
                    "/api/v1/datasets/areas/resources/districts.csv-metadata.json"):  # fmt: skip
        assert client.get(address)["Cache-Control"] == "public, max-age=60"
        assert (
            client.get(address, headers={"Authorization": f"Bearer {token}"})["Cache-Control"] == "private, max-age=60"
        )
