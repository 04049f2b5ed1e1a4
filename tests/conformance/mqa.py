"""The Metadata Quality Assessment of data.europa.eu, applied to a graph.

Metrics and points as published at https://data.europa.eu/mqa/methodology (five dimensions, 405 points in all). A metric about datasets
is the share of datasets that fulfil it, one about distributions the share of distributions; its points times the share are what it gives.
350 points and less are "good", more are "excellent".
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rdflib import DCAT, DCTERMS, RDF, SKOS, Graph
from rdflib.term import Node

EU = "http://publications.europa.eu/resource/authority/"
IANA = "www.iana.org/assignments/media-types/"
OPEN = {
    "CSV",
    "TSV",
    "JSON",
    "GEOJSON",
    "XML",
    "ODS",
    "PARQUET",
    "GPKG",
    "KML",
    "GML",
    "RDF_TURTLE",
    "JSON_LD",
    "TXT",
    "HTML",
}
MACHINE = OPEN - {"TXT", "HTML"} | {"XLSX", "SHP"}
"""File types taken for non-proprietary and for machine readable. The EU keeps lists of its own, which are not at hand here:
these are judged by whether a specification is open, and XLSX and Shapefiles count as proprietary."""


@dataclass(frozen=True)
class Metric:
    """`about`: Dataset or Distribution."""

    dimension: str
    name: str
    points: int
    about: str
    holds: Callable[[Graph, Node], bool]


def has(*path: Node) -> Callable[[Graph, Node], bool]:
    return lambda graph, node: any(True for predicate in path for _ in graph.objects(node, predicate))


def within(predicate: Node, beginning: str) -> Callable[[Graph, Node], bool]:
    return lambda graph, node: any(beginning in str(value) for value in graph.objects(node, predicate))


def known_licence(graph: Graph, node: Node) -> bool:
    """The licence is a word of the EU's vocabulary, or says which one it is."""
    named = [
        str(same)
        for value in graph.objects(node, DCTERMS.license)
        for same in (value, *graph.objects(value, SKOS.exactMatch))
    ]
    return any(address.startswith(EU + "licence/") for address in named)


def of_types(types: set[str]) -> Callable[[Graph, Node], bool]:
    return lambda graph, node: any(
        str(value).rpartition("/")[2] in types for value in graph.objects(node, DCTERMS["format"])
    )


def both(graph: Graph, node: Node) -> bool:
    return within(DCTERMS["format"], EU + "file-type/")(graph, node) and within(DCAT.mediaType, IANA)(graph, node)


@dataclass
class Reached:
    """Whether addresses answer, each asked once."""

    known: dict[str, bool] = field(default_factory=dict)

    def __call__(self, predicate: Node) -> Callable[[Graph, Node], bool]:
        return lambda graph, node: any(self.answers(str(value)) for value in graph.objects(node, predicate))

    def answers(self, address: str) -> bool:
        if address not in self.known:
            try:
                with urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=20) as answer:
                    self.known[address] = 200 <= answer.status < 400
            except OSError:
                self.known[address] = False
        return self.known[address]


def metrics(reached: Reached, violates: Callable[[Node], bool]) -> list[Metric]:
    """All of them. `violates` says whether the shapes found a violation in a dataset or a part of it."""
    return [
        Metric("Findability", "keyword", 30, "Dataset", has(DCAT.keyword)),
        Metric("Findability", "theme", 30, "Dataset", has(DCAT.theme)),
        Metric("Findability", "spatial", 20, "Dataset", has(DCTERMS.spatial)),
        Metric("Findability", "temporal", 20, "Dataset", has(DCTERMS.temporal)),
        Metric("Accessibility", "accessURL answers", 50, "Distribution", reached(DCAT.accessURL)),
        Metric("Accessibility", "downloadURL", 20, "Distribution", has(DCAT.downloadURL)),
        Metric("Accessibility", "downloadURL answers", 30, "Distribution", reached(DCAT.downloadURL)),
        Metric("Interoperability", "format", 20, "Distribution", has(DCTERMS["format"])),
        Metric("Interoperability", "media type", 10, "Distribution", has(DCAT.mediaType)),
        Metric("Interoperability", "both from vocabularies", 10, "Distribution", both),
        Metric("Interoperability", "non-proprietary", 20, "Distribution", of_types(OPEN)),
        Metric("Interoperability", "machine readable", 20, "Distribution", of_types(MACHINE)),
        Metric("Interoperability", "DCAT-AP compliant", 30, "Dataset", lambda _, node: not violates(node)),
        Metric("Reusability", "licence", 20, "Distribution", has(DCTERMS.license)),
        Metric("Reusability", "licence from vocabulary", 10, "Distribution", known_licence),
        Metric("Reusability", "access rights", 10, "Dataset", has(DCTERMS.accessRights)),
        Metric(
            "Reusability",
            "access rights from vocabulary",
            5,
            "Dataset",
            within(DCTERMS.accessRights, EU + "access-right/"),
        ),
        Metric("Reusability", "contact point", 20, "Dataset", has(DCAT.contactPoint)),
        Metric("Reusability", "publisher", 10, "Dataset", has(DCTERMS.publisher)),
        Metric("Contextuality", "rights", 5, "Distribution", has(DCTERMS.rights)),
        Metric("Contextuality", "byte size", 5, "Distribution", has(DCAT.byteSize)),
        Metric("Contextuality", "issued", 5, "Distribution", has(DCTERMS.issued)),
        Metric("Contextuality", "modified", 5, "Distribution", has(DCTERMS.modified)),
    ]


def score(graph: Graph, datasets: Iterable[Node], asked: list[Metric]) -> list[tuple[Metric, float]]:
    """Each metric with the points that these datasets and their distributions get."""
    chosen = [node for node in datasets if (node, RDF.type, DCAT.Dataset) in graph]
    parts = {
        "Dataset": chosen,
        "Distribution": [way for node in chosen for way in graph.objects(node, DCAT.distribution)],
    }
    found = []
    for metric in asked:
        nodes = parts[metric.about]
        share = sum(metric.holds(graph, node) for node in nodes) / max(len(nodes), 1)
        found.append((metric, metric.points * share))
    return found
