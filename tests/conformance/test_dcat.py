"""rdflib walks the catalogue, pyshacl checks it, and it is scored as data.europa.eu scores catalogues."""

from __future__ import annotations

import csv
import urllib.parse
import urllib.request
from functools import cache
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, RDF, SH, Graph, Namespace, URIRef
from rdflib.term import Node

from tests.conformance import mqa
from tests.served import Web

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")]
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SHAPES = Path(__file__).parent / "shapes" / "dcat-ap-3.ttl"
WELL = ("dcat-trees", "dcat-species", "dcat-생성")


@cache
def walked(address: str) -> Graph:
    """The whole catalogue, page by page, as a harvester reads it."""
    whole, following = Graph(), URIRef(f"{address}/catalog.ttl")
    while following:
        page = Graph().parse(following)
        node = next(page.subjects(RDF.type, HYDRA.PagedCollection))
        following = page.value(node, HYDRA.next)
        whole += page
    return whole


def named(graph: Graph, slug: str) -> Node:
    """The dataset whose page has that slug."""
    end = f"/datasets/{urllib.parse.quote(slug)}/"
    return next(node for node, page in graph.subject_objects(DCAT.landingPage) if str(page).endswith(end))


@cache
def violations(address: str) -> dict[Node, str]:
    """What the shapes find in the whole catalogue: where and what; a recommended property that is absent is no violation."""
    return {node: told for node, _, told in found(walked(address))}


def found(graph: Graph) -> list[tuple[Node, Node, str]]:
    import pyshacl

    _, report, _ = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES), allow_warnings=True)
    assert isinstance(report, Graph)
    return [
        (
            report.value(node, SH.focusNode),
            report.value(node, SH.resultPath),
            f"{report.value(node, SH.resultPath)} {report.value(node, SH.resultMessage)} {report.value(node, SH.value)}",
        )
        for node in report.subjects(SH.resultSeverity, SH.Violation)
    ]


def test_from_the_catalogue_to_the_rows(web: Web) -> None:
    graph = walked(web.address)
    assert len(set(graph.objects(URIRef(f"{web.address}/catalog"), DCAT.dataset))) >= 9
    trees = named(graph, "dcat-trees")
    ways = {
        str(graph.value(way, DCTERMS["format"])).rpartition("/")[2]: way
        for way in graph.objects(trees, DCAT.distribution)
    }
    assert {"CSV", "PARQUET", "GEOJSON", "GPKG", "SHP", "KML", "XLSX"} <= set(ways)
    with urllib.request.urlopen(str(graph.value(ways["CSV"], DCAT.downloadURL))) as answer:
        rows = list(csv.DictReader(answer.read().decode().splitlines()))
    assert [row["수종"] for row in rows][:2] == ["ZS", "GB"]


def test_the_shapes_find_no_violation(web: Web) -> None:
    assert violations(web.address) == {}


def test_the_shapes_can_find_some(web: Web) -> None:
    broken = Graph().parse(f"{web.address}/dataset/dcat-trees.ttl")
    broken.remove((named(broken, "dcat-trees"), DCTERMS.title, None))
    broken.remove((None, DCAT.accessURL, None))
    assert {path for _, path, _ in found(broken)} == {DCTERMS.title, DCAT.accessURL}


@pytest.mark.parametrize(
    "slug", [*WELL, "dcat-restricted", "dcat-quotes", "dcat-marks", "dcat-empty", "dcat-mail", "population"]
)
def test_a_description_alone_keeps_them_too(web: Web, slug: str) -> None:
    assert found(Graph().parse(f"{web.address}/dataset/{urllib.parse.quote(slug)}.ttl")) == []


def test_the_score_of_data_europa_eu(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    graph, wrong = walked(web.address), violations(web.address)
    scored = mqa.score(
        graph, [named(graph, slug) for slug in WELL], mqa.metrics(mqa.Reached(), lambda node: node in wrong)
    )
    total = sum(points for _, points in scored)
    with capsys.disabled():
        print()
        for metric, points in scored:
            print(f"  {metric.dimension:17}{metric.name:32}{points:6.1f} of {metric.points}")
        print(f"  MQA: {total:.1f} of {sum(metric.points for metric, _ in scored)}")
    assert sum(metric.points for metric, _ in scored) == 405
    assert total >= 350


def test_nothing_hidden_is_told(web: Web) -> None:
    text = walked(web.address).serialize(format="turtle")
    assert "dcat-draft" not in text
    assert "dcat-internal" not in text
    graph = walked(web.address)
    for slug in ("dcat-restricted", "dcat-withdrawn"):
        assert not list(graph.objects(named(graph, slug), DCAT.distribution))


@pytest.mark.parametrize("slug", ["dcat-quotes", "dcat-marks", "dcat-empty", "dcat-mail", "dcat-생성"])
@pytest.mark.parametrize(("extension", "form"), [("rdf", "xml"), ("ttl", "turtle"), ("jsonld", "json-ld")])
def test_odd_letters_survive_every_serialisation(web: Web, slug: str, extension: str, form: str) -> None:
    address = f"{web.address}/dataset/{urllib.parse.quote(slug)}"
    plain, other = Graph().parse(f"{address}.n3", format="turtle"), Graph().parse(f"{address}.{extension}", format=form)
    assert set(plain) == set(other)
    assert "javascript" not in plain.serialize(format="nt")
