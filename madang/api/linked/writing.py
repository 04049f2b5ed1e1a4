"""A graph as bytes, and the response that carries them."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from rdflib import BNode, Graph, Literal

import madang
from madang.api import answering
from madang.api.linked.negotiating import RDF_XML, Representation
from madang.api.problems import NotInXml

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def written(about: Graph, how: Representation) -> bytes:
    """Raises `NotInXml` for characters that no XML may hold, escaped or not."""
    if how is RDF_XML and any(isinstance(one, Literal) and NOT_XML.search(one) for one in about.objects()):
        raise NotInXml()
    options: dict[str, Any] = {}
    if how.writer == "json-ld":
        options = {
            "context": {name: str(namespace) for name, namespace in about.namespaces()},
            "use_native_types": True,
        }
    return about.serialize(format=how.writer, encoding="utf-8", **options)


def response(request: HttpRequest, about: Graph, how: Representation, *, public: bool) -> HttpResponse:
    """200 or 304. The tag is that of what is said: words of columns change without a new revision. It is weak, for rdflib
    writes the same graph in another order each time."""
    tag = f'"{_digest(about, how)}"'
    same = answering.unchanged(request, tag)
    answer = HttpResponse(status=304) if same else HttpResponse(written(about, how), content_type=how.media_type)
    answer["ETag"] = f"W/{tag}"
    answer["Cache-Control"] = f"{'public' if public else 'private'}, {answering.A_WHILE}"
    patch_vary_headers(answer, ["Accept"])
    return answer


def _digest(about: Graph, how: Representation) -> str:
    """A hash of the triples in order; blank nodes have other names each time, and stand for one another."""
    lines = sorted(" ".join("_" if isinstance(node, BNode) else node.n3() for node in triple) for triple in about)
    return hashlib.sha256("\n".join([madang.__version__, how.extension, *lines]).encode()).hexdigest()[:32]
