"""The words of RDF that rows are said in, and values as its literals. Importing this costs rdflib's quarter of a second."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import shapely
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, VOID, XSD

from madang.lib.problems import Text
from madang.query.model import Column, Type

CSVW = Namespace("http://www.w3.org/ns/csvw#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
SCHEMA = Namespace("http://schema.org/")
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
PREFIXES = {
    "csvw": CSVW, "dct": DCTERMS, "foaf": FOAF, "geo": GEO, "prov": PROV, "rdf": RDF, "rdfs": RDFS, "schema": SCHEMA,
    "skos": SKOS, "void": VOID, "xsd": XSD,
}  # fmt: skip
DATATYPES = {
    Type.TEXT: XSD.string, Type.INTEGER: XSD.integer, Type.NUMBER: XSD.double, Type.BOOLEAN: XSD.boolean,
    Type.DATE: XSD.date, Type.TIME: XSD.time, Type.DATETIME: XSD.dateTime, Type.GEOMETRY: GEO.wktLiteral,
}  # fmt: skip
UNITS = {
    "%": "PERCENT", "°": "DEG", "m": "M", "km": "KiloM", "m²": "M2", "㎡": "M2", "km²": "KiloM2", "㎢": "KiloM2", "kg": "KiloGM",
    "℃": "DEG_C", "°C": "DEG_C", "mm": "MilliM", "cm": "CentiM", "ha": "HA", "L": "L", "h": "HR", "min": "MIN",
}  # fmt: skip
"""Units that QUDT names; of others only their own word is told."""
QUDT = "http://qudt.org/vocab/unit/"


def graph() -> Graph:
    """An empty graph that knows the prefixes."""
    made = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, namespace)
    return made


def literal(value: Any, column: Column) -> Literal | None:
    """A value of a column; nothing for an empty one. An empty text is nothing too: CSV cannot tell them apart in every reader."""
    if value is None or value == "":
        return None
    if column.type is Type.GEOMETRY:
        return Literal(wkt(value), datatype=GEO.wktLiteral)
    if isinstance(value, datetime):
        value = value.astimezone(UTC) if value.tzinfo else value
    if column.type is Type.TEXT:
        return Literal(str(value))
    return Literal(value, datatype=XSD.decimal if isinstance(value, Decimal) else DATATYPES[column.type])


def wkt(shape: bytes) -> str:
    return str(shapely.to_wkt(shapely.from_wkb(shape), rounding_precision=-1))


def say(about: Graph, subject: URIRef, predicate: URIRef, text: Text) -> None:
    """A text in each of its languages."""
    for language, words in text.items():
        if words:
            about.add((subject, predicate, Literal(words, lang=language)))
