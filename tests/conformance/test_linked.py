"""rdflib walks from the catalogue to a row and on to its district, and every row of a hostile table has one address that works."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS, SKOS, VOID

from tests.conformance import examples
from tests.conformance.examples import Example
from tests.conformance.seeds.linked import HOSTILE
from tests.served import Web

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),  # rdflib's own parser of JSON-LD
]
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
ODD = "/id/linked-odd/odd/"


def fetch(address: str, accept: str = "*/*", method: str = "GET") -> tuple[str, Any, str]:
    """The body, the headers and the last address, redirects followed."""
    request = urllib.request.Request(address, headers={"Accept": accept}, method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode(), answer.headers, answer.url


def refusal(address: str) -> int:
    """The status with which an address is refused."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetch(address)
    with refused.value as answer:
        answer.read()
        return answer.code


def read(address: str) -> Graph:
    """What rdflib itself gets at an address: it asks for RDF and follows 303."""
    return Graph().parse(address.partition("#")[0])


def catalogue(address: str) -> Graph:
    """All pages of the catalogue."""
    about, waiting, seen = Graph(), [address], set()
    while waiting:
        here = waiting.pop()
        seen.add(here)
        page = Graph().parse(here, format="turtle")
        about += page
        waiting += [str(there) for there in page.objects(None, HYDRA.next) if str(there) not in seen]
    return about


def test_from_the_catalogue_to_a_row_and_its_district_by_links_alone(web: Web):
    about = catalogue(f"{web.address}/catalog.ttl")
    [dataset] = about.subjects(DCTERMS.title, Literal("Primary schools", lang="en"))
    files = [str(f) for d in about.objects(dataset, DCAT.distribution) for f in about.objects(d, DCAT.downloadURL)]
    [file] = [file for file in files if file.endswith(".csv")]

    described = re.search(r'<([^>]+)>; rel="describedby"', fetch(file, method="HEAD")[1]["Link"])
    assert described
    told = json.loads(fetch(urljoin(file, described[1]))[0])
    table = next(table for table in told["tables"] if table["url"] == file)
    assert table["dc:isPartOf"] == {"@id": str(dataset)}

    overview = read(table["rdfs:seeAlso"]["@id"])
    row = URIRef(min(overview.objects(None, VOID.exampleResource)))
    line = next(csv.DictReader(io.StringIO(fetch(file)[0])))
    assert str(row) == re.sub(r"\{[^}]+\}", quote(line["학교번호"]), table["tableSchema"]["aboutUrl"])

    school = read(str(row))
    assert (row, DCTERMS.isPartOf, dataset) in school
    links = {
        str(school.value(p, RDFS.label, any=True)): o for p, o in school.predicate_objects(row) if isinstance(o, URIRef)
    }
    district = next(there for there in links.values() if "/id/linked-areas/" in str(there))
    area = read(str(district))
    assert (district, None, Literal("종로구")) in area
    assert len(set(area.subjects(None, district)) & {row}) == 1, "and back"
    code = next(there for there in links.values() if "#code/" in str(there))
    assert Literal("public", lang="en") in set(read(str(code)).objects(code, SKOS.prefLabel))
    assert (code, RDF.type, SKOS.Concept) in read(str(code))
    generated = [str(text) for text in school.objects(None, RDFS.label) if "generated" in str(text)]
    assert generated, "no excerpt loses that values were generated"


@pytest.mark.parametrize("form", ["text/turtle", "application/ld+json", "application/rdf+xml"])
def test_every_hostile_key_has_one_address_that_says_it_back(web: Web, form: str):
    property_ = URIRef(f"{web.address}/def/linked-odd/odd/{quote('키')}#property")
    for key in HOSTILE:
        here = URIRef(web.address + ODD + quote(key, safe=""))
        body, headers, _ = fetch(str(here), form)
        assert headers["Content-Type"].startswith(form)
        about = Graph().parse(data=body, format=form)
        assert set(about.objects(here, property_)) == {Literal(key)}, key
        assert {str(subject) for subject in about.subjects(property_)} == {str(here)}
        assert not [one for one in about.all_nodes() if isinstance(one, URIRef) and not str(one).startswith("http")]


def test_a_hostile_row_is_no_markup_on_its_page(web: Web):
    for key in HOSTILE:
        body, _, there = fetch(f"{web.address}{ODD}{quote(key, safe='')}", "text/html")
        assert "/ko/datasets/linked-odd/odd/row/" in there
        assert "<script>alert" not in body
        assert "<b>" not in body


def test_a_slash_between_and_inside_the_parts_of_a_key(web: Web):
    n = URIRef(f"{web.address}/def/linked-odd/pairs/n#property")
    for path, value in (("a%2Fb/c", 1), ("a/b%2Fc", 2)):
        here = URIRef(f"{web.address}/id/linked-odd/pairs/{path}")
        assert read(str(here)).value(here, n) == Literal(value)
        assert f"/en/datasets/linked-odd/pairs/row/{path}" in fetch(str(here), "text/html")[0]
    assert refusal(f"{web.address}/id/linked-odd/pairs/a/b/c") == 404


def test_the_csv_of_the_hostile_table_converts_to_the_same(web: Web):
    from tests.api.linked.test_csvw import csv2rdf

    file = f"{web.address}/api/v1/datasets/linked-odd/resources/odd.csv"
    told = json.loads(fetch(f"{file}-metadata.json")[0])
    converted = csv2rdf(fetch(file)[0], told)
    assert len(set(converted.subjects())) == len(HOSTILE)
    for subject in set(converted.subjects()):
        answered = read(str(subject))
        assert set(converted.predicate_objects(subject)) <= set(answered.predicate_objects(subject))


@pytest.mark.parametrize("path", ["", "%2e%2e", "x" * 60_000, "%FF", "%ED%A0%80", "..%2f..%2fetc"])
def test_odd_paths_are_refused_by_name(web: Web, path: str):
    assert refusal(f"{web.address}/doc/linked-odd/odd/{path}.ttl") in (400, 404, 414)


@pytest.mark.parametrize("example", examples.of("docs/linked-data.md"), ids=str)
def test_example(example: Example, web: Web, tmp_path: Path) -> None:
    examples.check(example, web.address, tmp_path)
