"""What the graph says of a dataset, and what it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from madang.catalog import dcat
from madang.catalog.dcat.terms import clean, iri
from madang.catalog.models import Dataset, Revision
from tests.city import AT, COLUMNS, ROWS, dataset, publish

EU = "http://publications.europa.eu/resource/authority/"
SPDX = Namespace("http://spdx.org/rdf/terms#")
DCAT3 = Namespace(str(DCAT))  # rdflib knows the second version only
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
HOST = "http://testserver"


def graph(client, slug: str = "population") -> Graph:
    return Graph().parse(data=client.get(f"/dataset/{slug}.ttl").content, format="turtle")


def test_every_word_of_the_catalogue_has_one_in_the_vocabularies():
    assert set(dcat.FREQUENCIES) == set(Dataset.Cycle.values)
    assert set(dcat.RIGHTS) == set(Dataset.Access.values)


def test_what_is_not_known_is_not_said(city, client):
    found, here = graph(client), URIRef(f"{HOST}/dataset/{city.dataset.uid}")
    for predicate in (DCTERMS.temporal, DCTERMS.spatial, DCTERMS.provenance, DCTERMS.source, DCAT.contactPoint):
        assert not list(found.objects(here, predicate)), predicate
    sizes = {str(node).partition("#")[2] for node in found.subjects(DCAT.byteSize, None)}
    assert sizes == {"original"}  # of other formats the size is known when they are written


def test_texts_in_both_languages_and_the_publisher(city, client):
    found, here = graph(client), URIRef(f"{HOST}/dataset/{city.dataset.uid}")
    assert set(found.objects(here, DCTERMS.title)) == {
        Literal("자치구별 인구", "ko"),
        Literal("Population by district", "en"),
    }
    assert set(found.objects(here, DCAT.keyword)) == {Literal("주민등록", "ko"), Literal("residents", "en")}
    by = found.value(here, DCTERMS.publisher)
    assert Literal("통계과", "ko") in set(found.objects(by, FOAF.name))
    assert found.value(by, DCTERMS.type) == URIRef("http://purl.org/adms/publishertype/LocalAuthority")
    themes = set(found.objects(here, DCAT.theme))
    assert URIRef(f"{EU}data-theme/SOCI") in themes
    assert {Literal("인구·가구", "ko")} <= {label for theme in themes for label in found.objects(theme, SKOS.prefLabel)}


def test_the_original_and_its_checksum(city, client):
    found = graph(client)
    way = next(node for node in found.subjects(RDF.type, DCAT.Distribution) if str(node).endswith("#original"))
    assert str(found.value(found.value(way, SPDX.checksum), SPDX.checksumValue)) == city.revision.original_sha256
    assert found.value(way, DCAT.downloadURL) == URIRef(
        f"{HOST}/api/v1/datasets/population/resources/districts/original"
    )


def test_whom_to_ask(city, client):
    city.dataset.contact = "통계 담당@example.org"
    city.dataset.save()
    found = graph(client)
    assert (
        str(next(found.objects(None, VCARD.hasEmail))) == "mailto:%ED%86%B5%EA%B3%84%20%EB%8B%B4%EB%8B%B9@example.org"
    )


@pytest.mark.parametrize(("origin", "types"), [("observed", 1), ("derived", 1), ("generated", 2)])
def test_the_origin_is_told(city, client, origin, types):
    city.revision.origin = origin
    city.revision.save()
    city.dataset.save()
    found, here = graph(client), URIRef(f"{HOST}/dataset/{city.dataset.uid}")
    told = {str(kind) for kind in found.objects(here, DCTERMS.type)}
    assert f"{HOST}/ko/origins/#{origin}" in told
    assert len(told) == types
    assert (f"{EU}dataset-type/SYNTHETIC_DATA" in told) == (origin == "generated")
    warned = [
        str(label) for node in found.objects(here, DCTERMS.provenance) for label in found.objects(node, RDFS.label)
    ]
    assert bool(warned) == (origin != "observed")


def test_versions_lead_from_the_newest_to_the_first(city, client):
    second = publish(city.resource, ROWS, COLUMNS, published_at=AT + timedelta(days=1))
    third = publish(city.resource, ROWS, COLUMNS, published_at=AT + timedelta(days=2))
    Revision.objects.filter(pk=second.pk).update(state="withdrawn")
    found, here = graph(client), URIRef(f"{HOST}/dataset/{city.dataset.uid}")
    assert str(found.value(here, DCAT3.version)) == "3"
    numbers = {str(found.value(node, DCAT3.version)): node for node in found.objects(here, DCAT3.hasVersion)}
    assert set(numbers) == {"1", "3"}
    assert found.value(numbers["3"], DCAT3.previousVersion) == numbers["1"]
    way = found.value(numbers["3"], DCAT.distribution)
    assert client.get(str(found.value(way, DCAT.downloadURL)).removeprefix(HOST)).status_code == 200
    assert third.pk in str(numbers["3"])
    catalogue = Graph().parse(data=client.get("/catalog.ttl").content, format="turtle")
    assert len(set(catalogue.subjects(RDF.type, DCAT.Dataset))) == 1  # harvesters would take versions for datasets


def test_sources_are_those_that_one_may_see(city, client):
    for slug, access in (("open-source", "open"), ("inside-source", "internal")):
        one = dataset(slug, city.department, access=access)
        city.revision.inputs.add(publish(one.resources.create(name="rows"), ROWS, COLUMNS))
    found, here = graph(client), URIRef(f"{HOST}/dataset/{city.dataset.uid}")
    assert list(found.objects(here, DCTERMS.source)) == [
        URIRef(f"{HOST}/dataset/{Dataset.objects.get(slug='open-source').uid}")
    ]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"), ("https://example.org/가", "https://example.org/%EA%B0%80"),
        ("http://h/%zz%20", "http://h/%25zz%20"), ('http://h/"<>\\^`{|}', "http://h/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("javascript:alert(1)", None), ("http://[::1", None), ("http:///x", None), ("//h/x", None), ("", None), ("http://a b/", None),
        ("ftp://h/x", None), ("http://h/\ud800\n", "http://h/%EF%BF%BD"), ("data:text/html,x", None),
    ],
)  # fmt: skip
def test_only_web_addresses_stand_in_the_graph(address, kept):
    assert iri(address) == kept


def test_letters_that_no_document_can_hold():
    assert clean("a\x00b\ud83dc\uffffd\r\ne\rf") == "a\ufffdb\ufffdc\ufffdd\ne\nf"
