"""A file as it came, for every facade that hands it out."""

from __future__ import annotations

import functools

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madang.api import answering, ranges
from madang.catalog.models import Revision
from madang.ingest import kept


def original(request: HttpRequest, found: Revision) -> HttpResponseBase:
    """The kept bytes of a revision that the reader may read, whole or the part that `Range` asks for. Raises `kept.NoOriginal`."""
    kept.require(found)
    tag = f'"{found.original_sha256}"'
    if answering.unchanged(request, tag):
        return HttpResponse(status=304, headers={"ETag": tag})
    source = functools.partial(kept.stream, found)
    media_type = found.media_type or "application/octet-stream"
    response = ranges.sent(request, source, found.original_bytes, tag, found.original_name, media_type)
    response["Content-Disposition"] = answering.attachment(found.original_name)
    response["Madang-Origin"] = found.origin
    response["Madang-Revision"] = found.pk
    return response
