"""What a column says of a row, as a property; its codes, as a scheme of concepts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from madang.api.linked import terms
from madang.catalog import models
from madang.catalog.row_addresses import Addresses
from madang.query.model import Column

PREFIX = re.compile(r"(?!(?i:xml))[A-Za-z가-힣][A-Za-z0-9_가-힣]*")
"""Names of columns that are a prefix as they are, in Turtle, JSON-LD and XML."""


def described(
    about: Graph, at: Addresses, column: Column, said: models.Column | None, target: models.Resource | None
) -> URIRef:
    """Put a column into the graph as a property: label, meaning, unit, range. Returns its address."""
    here = URIRef(at.property(column.name))
    if PREFIX.fullmatch(column.name):
        about.bind(column.name, f"{at.column(column.name)}#")  # another one of that name gets a number
    about.add((here, RDF.type, RDF.Property))
    terms.say(about, here, RDFS.label, (said.label if said else {}) or {})
    if not (said and any(said.label.values())):
        about.add((here, RDFS.label, Literal(column.name)))
    if unit := (said.unit if said else "") or column.unit:
        about.add((here, terms.SCHEMA.unitText, Literal(unit)))
        if unit in terms.UNITS:
            about.add((here, terms.SCHEMA.unitCode, URIRef(terms.QUDT + terms.UNITS[unit])))
    if target is None and not (said and said.codes):
        about.add((here, RDFS.range, terms.DATATYPES[column.type]))
    return here


def document(at: Addresses, column: Column, said: models.Column | None, target: models.Resource | None) -> Graph:
    """All that is known of a column, with its codes."""
    about = terms.graph()
    here = described(about, at, column, said, target)
    about.add((here, RDFS.isDefinedBy, URIRef(at.column(column.name))))
    about.add((here, DCTERMS.isPartOf, URIRef(at.table)))
    about.add((here, terms.CSVW.name, Literal(column.name)))
    if said:
        terms.say(about, here, RDFS.comment, said.description or {})
    if target:
        about.add((here, DCTERMS.references, URIRef(Addresses(at.base, target.dataset.slug, target.name).table)))
    elif said and said.codes:
        _codes(about, at, column.name, said.codes)
        about.add((here, RDFS.range, SKOS.Concept))
        about.add((here, RDFS.seeAlso, URIRef(at.codes(column.name))))
    return about


def _codes(about: Graph, at: Addresses, name: str, codes: Mapping[str, Mapping[str, str]]) -> None:
    scheme = URIRef(at.codes(name))
    about.add((scheme, RDF.type, SKOS.ConceptScheme))
    about.add((scheme, SKOS.prefLabel, Literal(name)))
    for code, words in codes.items():
        concept = URIRef(at.code(name, code))
        about.add((concept, RDF.type, SKOS.Concept))
        about.add((concept, SKOS.inScheme, scheme))
        about.add((concept, SKOS.topConceptOf, scheme))
        about.add((concept, SKOS.notation, Literal(code)))
        terms.say(about, concept, SKOS.prefLabel, dict(words))
