"""The smallest parts of a graph: texts, moments, addresses, and what must not stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

Node = dict[str, Any]

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML 1.0 cannot hold, halves of characters among them."""
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""Signs that an address may hold as they are; `%` too, so that what is escaped already stays as it is."""


def clean(text: object) -> str:
    """A text that every serialisation can hold: what none can write is shown as U+FFFD, line ends are one sign."""
    return _UNWRITABLE.sub("\ufffd", str(text)).replace("\r\n", "\n").replace("\r", "\n")


def tagged(text: Mapping[str, Any]) -> list[Node]:
    """A text in each of its languages; a tag that is none is left off."""
    return [_tagged(language, words) for language, words in text.items() if words]


def _tagged(language: str, words: object) -> Node:
    if not _LANGUAGE.fullmatch(language):
        return {"@value": clean(words)}
    return {"@language": language, "@value": clean(words)}


def moment(at: datetime) -> Node:
    return {"@type": "xsd:dateTime", "@value": at.isoformat()}


def day(on: date) -> Node:
    return {"@type": "xsd:date", "@value": on.isoformat()}


def whole(number: int) -> Node:
    return {"@type": "xsd:nonNegativeInteger", "@value": str(number)}


def iri(address: str) -> str | None:
    """A web address as a graph may hold it, blanks and quotes escaped; None for what is not one (`javascript:`, half a host)."""
    text = clean(address).strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s<>\"{}|\\^`%]", parts.netloc):
        return None
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(text, safe=_KEPT))


def term(address: str, kind: str) -> Node:
    """A term of a published vocabulary, with its class, so that a checker need not fetch the vocabulary."""
    return {"@id": address, "@type": kind}


def filled(node: Node) -> Node:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, [], {}, "")}


def document(*nodes: Node) -> Node:
    """The nodes as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": list(nodes)}
