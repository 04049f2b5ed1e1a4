"""/datastore/dump/<id or alias>: a table, or what filters leave of it, as one file, streamed from one revision."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import escape

from madang.api import compression, problems, streaming
from madang.api.answering import A_WHILE, public
from madang.api.ckan import errors
from madang.api.ckan.datastore import asking, records, xml_rows
from madang.api.ckan.datastore.fields import described, dictionary, fields
from madang.api.ckan.datastore.opening import opened
from madang.api.ckan.errors import Invalid
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import reader
from madang.api.formats import csv, tsv
from madang.lib.problems import Problem
from madang.query.limits import EXPORT

Write = Callable[[Iterator[pa.RecordBatch], pa.Schema, list[dict[str, Any]], bool], Iterator[bytes]]
GONE = (403, 404, 410)


def dump(request: HttpRequest, name: str) -> HttpResponseBase:
    """GET with format (csv, tsv, json, xml), bom, limit, offset and what `datastore_search` has to choose rows and fields."""
    request.urlconf = "madang.api.urls"  # type: ignore[attr-defined]  # a 404 stays one: see `views`
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, OPTIONS"})
    try:
        return _dumped(request, name)
    except errors.Refused as refusal:
        said = refusal.error.get("message") or json.dumps(refusal.error, ensure_ascii=False)
        return _page(404 if refusal.status in GONE else 400, said)
    except Problem as problem:
        status, _error, headers = errors.of_problem(problem, problems.language(request))
        if status == 500:
            raise
        status = 404 if status in GONE else 400 if status == 409 else status
        return _page(status, problem.text(problems.language(request)), headers)


def _dumped(request: HttpRequest, name: str) -> HttpResponseBase:
    asking_one = reader(request)
    resource, table = opened(asking_one, name)
    given = {key: values[0] if len(values) == 1 else values for key, values in request.GET.lists()}
    parameters = Parameters(given)
    form = parameters.text("format") or "csv"
    if form not in WRITE:
        raise Invalid({"format": [f"Value must be one of {', '.join(WRITE)}"]})
    known = fields(table)
    asked = asking.asked(parameters, known, parameters.whole("limit", 0) if "limit" in parameters else None)
    bom = parameters.switch("bom", False)
    found = asking.answered(table, asked, EXPORT)
    batches, schema = asking.shown(found, asked)
    words = dictionary(asking_one, resource)
    listed = [
        {"id": each, "type": "float"} if each in asked.ranks else described(known[each], words) for each in asked.shown
    ]
    media_type, write = WRITE[form]
    response = _sent(request, write(batches, schema, listed, bom), media_type, found.close)
    response["Content-Disposition"] = f'attachment; filename="{resource.uid}.{form}"'
    response["Cache-Control"] = f"{'public' if public(resource, table) else 'private'}, {A_WHILE}"
    if found.returned is not None:
        response["Madang-Returned"] = str(found.returned)
    response["Madang-Revision"], response["Madang-Origin"] = table.revision, table.origin
    return response


def _sent(
    request: HttpRequest, chunks: Iterator[bytes], media_type: str, close: Callable[[], None]
) -> HttpResponseBase:
    if request.method == "HEAD":
        close()
        return StreamingHttpResponse(content_type=media_type)
    encoding = compression.wanted(request)
    if not encoding:
        return streaming.stream(request, chunks, media_type, close)
    response = streaming.stream(request, compression.encoded(chunks, encoding), media_type, close)
    response["Content-Encoding"] = encoding
    response["Vary"] = "Accept-Encoding"
    return response


def _page(status: int, said: str, headers: dict[str, str] | None = None) -> HttpResponse:
    text = f"<!DOCTYPE html><title>{status}</title><p>{escape(said)}"
    return HttpResponse(text, status=status, content_type="text/html; charset=utf-8", headers=headers)


def _csv(batches: Any, schema: pa.Schema, listed: list[dict[str, Any]], bom: bool) -> Iterator[bytes]:
    return csv.write(*records.as_texts(batches, schema), bom=bom)


def _tsv(batches: Any, schema: pa.Schema, listed: list[dict[str, Any]], bom: bool) -> Iterator[bytes]:
    return tsv.write(*records.as_texts(batches, schema), bom=bom)


def _json(batches: Any, schema: pa.Schema, listed: list[dict[str, Any]], bom: bool) -> Iterator[bytes]:
    head = f'{{\n  "fields": {json.dumps(listed, ensure_ascii=False)},\n  "records": ['
    yield (b"\xef\xbb\xbf" if bom else b"") + head.encode()
    before = b"\n    "
    for chunk in records.lists(batches, schema, ",\n    "):
        if chunk:
            yield before + chunk.removesuffix(b",\n    ")
            before = b",\n    "
    yield b"\n]}\n"


def _xml(batches: Any, schema: pa.Schema, listed: list[dict[str, Any]], bom: bool) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" if bom else b""
    yield from xml_rows.write(*records.as_texts(batches, schema))


WRITE: dict[str, tuple[str, Write]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "tsv": ("text/tab-separated-values; charset=utf-8", _tsv),
    "json": ("application/json; charset=utf-8", _json),
    "xml": ("text/xml; charset=utf-8", _xml),
}
