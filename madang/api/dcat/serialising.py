"""Nodes of the graph in each serialisation. JSON-LD is what they are; rdflib writes the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from madang.catalog.dcat import CONTEXT, document

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import BNode, URIRef

Node = dict[str, Any]


@dataclass(frozen=True)
class Serialisation:
    """`writer` is what rdflib calls it."""

    extension: str
    media_type: str
    writer: str


TURTLE = Serialisation("ttl", "text/turtle; charset=utf-8", "turtle")
RDF_XML = Serialisation("rdf", "application/rdf+xml; charset=utf-8", "xml")
JSON_LD = Serialisation("jsonld", "application/ld+json; charset=utf-8", "json-ld")
N3 = Serialisation("n3", "text/n3; charset=utf-8", "turtle")  # every Turtle document is Notation3
KNOWN = {one.extension: one for one in (RDF_XML, TURTLE, N3, JSON_LD)} | {"xml": RDF_XML}


def serialised(nodes: Iterable[Node], form: Serialisation) -> bytes:
    if form is JSON_LD:
        return json.dumps(document(*nodes), ensure_ascii=False, separators=(",", ":")).encode()
    return graph(nodes).serialize(format=form.writer, encoding="utf-8")


def graph(nodes: Iterable[Node]) -> Graph:
    """The same statements as an rdflib graph."""
    from rdflib import Graph

    made = Graph(bind_namespaces="none")
    for prefix, namespace in CONTEXT.items():
        made.bind(prefix, namespace)
    read = _reader(made)
    for node in nodes:
        read(node)
    return made


def _reader(made: Graph) -> Callable[[Node], URIRef | BNode]:
    """A function that adds a node, with all inside it, and returns its name."""
    from rdflib import RDF, BNode, Literal, URIRef

    full: dict[str, URIRef] = {}

    def name(word: str) -> URIRef:
        """The address of a prefixed word or of an address, which is the same object each time: rdflib checks every new one."""
        known = full.get(word)
        if known is None:
            prefix, _, rest = word.partition(":")
            known = full[word] = URIRef(CONTEXT[prefix] + rest if prefix in CONTEXT else word)
        return known

    def value(given: Any) -> Any:
        if not isinstance(given, dict):
            return Literal(given)
        if "@value" not in given:
            return add(given)
        kind = given.get("@type")
        return Literal(
            given["@value"], lang=given.get("@language"), datatype=name(kind) if kind else None, normalize=False
        )

    def add(node: Node) -> URIRef | BNode:
        subject = name(node["@id"]) if "@id" in node else BNode()
        for word, given in node.items():
            if word == "@id":
                continue
            for each in given if isinstance(given, list) else [given]:
                if word == "@type":
                    made.add((subject, RDF.type, name(each)))
                else:
                    made.add((subject, name(word), value(each)))
        return subject

    return add
