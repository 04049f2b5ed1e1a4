"""CSV and its CSVW description, read by the standard alone, say what the addresses of the rows say."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, XSD

from madang.catalog.models import Resource
from tests.api.linked.conftest import Linked
from tests.api.linked.test_rows import HOST, graph

pytestmark = pytest.mark.django_db
FILES = "/api/v1/datasets/{0}/resources/{1}.csv"
TYPES = {
    "integer": XSD.integer,
    "double": XSD.double,
    "boolean": XSD.boolean,
    "date": XSD.date,
    "dateTime": XSD.dateTime,
}
NAME = re.compile(r"(?!_)([A-Za-z0-9_.]|%[0-9A-F]{2})+")


def fetch(client: Client, address: str) -> str:
    answer = client.get(address.removeprefix(HOST))
    assert answer.status_code == 200, answer.content.decode()
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def describedby(client: Client, address: str) -> str:
    """The description that the file's own Link header names."""
    found = re.search(r'<([^>]+)>; rel="describedby"; type="application/csvm\+json"', client.head(address)["Link"])
    assert found
    return found[1]


def tables(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {table["url"]: table for table in told.get("tables", [told])}


def expanded(template: str, cells: dict[str, str]) -> str:
    """RFC 6570, level 1."""
    return re.sub(r"\{([^}]+)\}", lambda found: quote(cells[found[1]], safe=""), template)


def csv2rdf(text: str, table: dict[str, Any]) -> Graph:
    """Minimal mode of "Generating RDF from Tabular Data on the Web" (W3C, 2015), as far as these descriptions go."""
    made, schema = Graph(), table["tableSchema"]
    real = [column for column in schema["columns"] if not column.get("virtual")]
    heading, *lines = csv.reader(io.StringIO(text, newline=""))
    assert [heading[at] in column["titles"]["und"] for at, column in enumerate(real)] == [True] * len(heading)
    for line in lines:
        cells = {column["name"]: cell for column, cell in zip(real, line, strict=True)}
        subject = URIRef(expanded(schema["aboutUrl"], cells))
        for column in schema["columns"]:
            cell = cells.get(column["name"])
            if cell == "":
                continue
            predicate = URIRef(expanded(column["propertyUrl"], cells))
            if "valueUrl" in column:
                made.add((subject, predicate, URIRef(expanded(column["valueUrl"], cells))))
            else:
                made.add((subject, predicate, value(cell or "", column["datatype"])))
    return made


def value(cell: str, datatype: Any) -> Literal:
    base, named = (datatype["base"], datatype.get("@id")) if isinstance(datatype, dict) else (datatype, None)
    if named:
        return Literal(cell, datatype=URIRef(named))
    return Literal(cell, datatype=TYPES[base]) if base in TYPES else Literal(cell)


@pytest.mark.parametrize(("dataset", "name"), [("areas", "districts"), ("schools", "schools"), ("counts", "yearly")])
def test_converting_the_file_gives_what_the_addresses_answer(client: Client, linked: Linked, dataset: str, name: str):
    address = FILES.format(dataset, name)
    told = json.loads(fetch(client, describedby(client, address)))
    converted = csv2rdf(fetch(client, address), tables(told)[HOST + address])
    subjects = set(converted.subjects())
    assert len(subjects) == 3
    for subject in subjects:
        answered = graph(client, str(subject).removeprefix(HOST).replace("/id/", "/doc/") + ".ttl")
        said = {
            (predicate, object)
            for predicate, object in answered.predicate_objects(subject)
            if str(predicate).endswith("#property") or predicate == DCTERMS.isPartOf
        }
        assert said == set(converted.predicate_objects(subject))


def test_the_description_stands_where_the_standard_looks_for_it(client: Client, linked: Linked):
    address = FILES.format("schools", "schools")
    assert describedby(client, address) == f"{address}-metadata.json"
    answer = client.get(f"{address}-metadata.json")
    assert answer["Content-Type"] == "application/csvm+json"
    assert json.loads(answer.content)["@context"] == "http://www.w3.org/ns/csvw"
    whole = client.get("/api/v1/datasets/schools/resources/csv-metadata.json")
    assert HOST + address in tables(json.loads(whole.content))


def test_it_keeps_the_rules_of_the_vocabulary(client: Client, linked: Linked):
    told = json.loads(fetch(client, f"{FILES.format('schools', 'schools')}-metadata.json"))
    every = tables(told)
    for table in every.values():
        schema = table["tableSchema"]
        names = [column["name"] for column in schema["columns"]]
        assert len(set(names)) == len(names)
        assert all(NAME.fullmatch(name) for name in names)
        virtual = [bool(column.get("virtual")) for column in schema["columns"]]
        assert virtual == sorted(virtual), "virtual columns come last"
        assert set(schema["primaryKey"]) <= set(names)
        for key in schema.get("foreignKeys", []):
            far = every[key["reference"]["resource"]]["tableSchema"]
            assert set(key["columnReference"]) <= set(names)
            assert set(key["reference"]["columnReference"]) == set(far["primaryKey"])
    [key] = every[HOST + FILES.format("schools", "schools")]["tableSchema"]["foreignKeys"]
    assert unquote(key["columnReference"][0]) == "구"


def test_titles_stand_in_their_languages_and_units_in_their_words(client: Client, linked: Linked):
    told = json.loads(fetch(client, f"{FILES.format('areas', 'districts')}-metadata.json"))
    columns = {unquote(column["name"]): column for column in told["tableSchema"]["columns"]}
    assert columns["이름"]["titles"] == {"und": ["이름"], "ko": ["이름"], "en": ["Name"]}
    assert columns["면적"]["schema:unitText"] == {"@value": "km²"}


def test_a_key_that_is_not_true_is_not_claimed(client: Client, linked: Linked):
    Resource.objects.filter(pk=linked.schools.pk).update(key=["구"])
    told = json.loads(fetch(client, f"{FILES.format('schools', 'schools')}-metadata.json"))
    table = tables(told)[HOST + FILES.format("schools", "schools")]
    assert "primaryKey" not in table["tableSchema"]
    assert {"key": ["구"], "true": False, "empty": 0, "doubled": 1} in table["notes"]


def test_a_target_that_the_reader_may_not_have_is_not_named(client: Client, linked: Linked):
    linked.districts.dataset.access = "internal"
    linked.districts.dataset.save()
    text = fetch(client, f"{FILES.format('schools', 'schools')}-metadata.json")
    assert "areas" not in text
    assert "areas" not in client.get("/doc/schools/schools/1.ttl").content.decode()


def test_a_file_of_chosen_columns_has_no_description(client: Client, linked: Linked):
    address = FILES.format("schools", "schools")
    assert "describedby" not in client.head(f"{address}?select=번호").get("Link", "")


def test_restricted_tables_are_not_described_so(client: Client, linked: Linked):
    linked.schools.dataset.access = "restricted"
    linked.schools.dataset.save()
    assert client.get(f"{FILES.format('schools', 'schools')}-metadata.json").status_code == 403
    assert client.get("/api/v1/datasets/schools/resources/csv-metadata.json").status_code == 404
