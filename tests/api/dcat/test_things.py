"""Addresses that name things: they lead to a page, or to a description."""

from __future__ import annotations

import uuid

import pytest
from rdflib import RDF, Graph

from tests.city import dataset

HOST = "http://testserver"


PAGE = "/ko/datasets/population/"


@pytest.mark.parametrize(
    ("accept", "to"), [("text/html", PAGE), ("text/turtle", "/dataset/population.ttl"), ("*/*", PAGE)]
)
def test_a_dataset(city, client, accept, to):
    for name in ("population", str(city.dataset.uid)):
        answer = client.get(f"/dataset/{name}", headers={"Accept": accept, "Accept-Language": "ko"})
        assert (answer.status_code, answer["Location"]) == (303, to)
        assert {"Accept", "Accept-Language"} <= set(answer["Vary"].split(", "))


def test_every_name_of_the_graph_on_this_host_leads_somewhere(city, client):
    found = Graph().parse(data=client.get("/catalog.ttl").content, format="turtle")
    names = {str(node).partition("#")[0] for node in found.subjects(RDF.type, None) if str(node).startswith(HOST)}
    assert len(names) > 5
    for name in names:
        answer = client.get(name.removeprefix(HOST), follow=True)
        assert answer.status_code == 200, name


def test_what_is_not_there(city, client):
    dataset("unfinished", city.department, state="draft")
    nobody = uuid.uuid4()
    for address in ("/dataset/unfinished", f"/dataset/{nobody}", f"/dataset/population/resource/{nobody}", "/dataset/population/resource/x",
                    "/organization/nobody", "/group/nobody"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    here = f"/dataset/population/resource/{city.resource.uid}"
    assert client.get(here, headers={"Accept-Language": "en"})["Location"] == "/en/datasets/population/files/"
