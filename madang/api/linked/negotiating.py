"""Which representation a reader gets, from `Accept` (RFC 9110, 12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from madang.api.problems import NotAcceptable


@dataclass(frozen=True)
class Representation:
    """A form of a document: its ending, its media type, what rdflib calls it, and other types that mean it."""

    extension: str
    media_type: str
    writer: str = ""
    also: tuple[str, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        return (self.media_type.partition(";")[0], *self.also)


TURTLE = Representation("ttl", "text/turtle; charset=utf-8", "turtle", ("application/x-turtle",))
JSON_LD = Representation("jsonld", "application/ld+json", "json-ld")
RDF_XML = Representation("rdf", "application/rdf+xml", "xml")
HTML = Representation("html", "text/html; charset=utf-8", "", ("application/xhtml+xml",))
ALL = (TURTLE, JSON_LD, RDF_XML, HTML)
"""The first of those that a reader likes equally is taken: who says nothing is a program."""
BY_EXTENSION = {one.extension: one for one in ALL}
MOST = 100
"""Ranges of a header that are read: browsers send eight."""


def wanted(request: HttpRequest) -> Representation:
    """What the reader likes best. Raises `NotAcceptable`."""
    ranges = _ranges(request.headers.get("Accept", "") or "*/*")
    best = max(ALL, key=lambda one: _quality(one, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptable(known=", ".join(one.types[0] for one in ALL))
    return best


def _quality(one: Representation, ranges: dict[str, float]) -> float:
    """How much a form is liked: the nearest range decides, `text/turtle` before `text/*` before `*/*`."""
    named = [ranges[kind] for kind in one.types if kind in ranges]
    if named:
        return max(named)
    family = one.types[0].partition("/")[0] + "/*"
    return ranges.get(family, ranges.get("*/*", 0.0))


def _ranges(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in header.split(",")[:MOST]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if kind:
            found[kind] = max(found.get(kind, 0.0), _q(parameters))
    return found


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
