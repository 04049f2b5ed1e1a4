"""A graph as bytes, and the response that carries them."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from rdflib import Graph, Literal

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
    """200 or 304. The tag is that of the bytes: words of columns change without a new revision."""
    body = written(about, how)
    tag = f'"{hashlib.sha256(_steady(body)).hexdigest()[:32]}"'
    same = answering.unchanged(request, tag)
    answer = HttpResponse(status=304) if same else HttpResponse(body, content_type=how.media_type)
    answer["ETag"] = tag
    answer["Cache-Control"] = f"{'public' if public else 'private'}, {answering.A_WHILE}"
    patch_vary_headers(answer, ["Accept"])
    return answer


def _steady(body: bytes) -> bytes:
    """Lines in order and without names of blank nodes, which are others each time."""
    return b"\n".join(sorted(re.sub(rb"\bN[0-9a-f]{32}\b|_:[0-9A-Za-z]+", b"_", body).splitlines()))
