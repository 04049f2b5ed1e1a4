"""From a question and a format to a response: the tag, the headers, the facts every answer carries, the stream."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

import madang
from madang.api import compression, formats, ranges, streaming
from madang.catalog.models import Dataset, Resource
from madang.query.answer import Answer, answer
from madang.query.limits import EXPORT, PAGE, Busy
from madang.query.model import Question, Table
from madang.store import exports

Response = TypeVar("Response", bound=HttpResponseBase)
FOREVER = "max-age=31536000, immutable"
A_WHILE = "max-age=60"
CELLS_AT_ONCE = 1_000_000
"""A page of more is streamed: a few hundred columns of ten thousand rows are hundreds of megabytes."""


@dataclass(frozen=True)
class Asked:
    """A question, how to write its answer, and how long it may be kept.

    `pinned`: the address names a revision, so its answer never changes. `public`: everybody may read it. `options` are those
    of the format. `whole`: a file of everything, under the time limit of exports. `onward`: a page tells the address of the
    next one; clients of some dialects count it out themselves. `measured`: its length is told before, so a file is made of it.
    """

    table: Table
    question: Question
    format: ModuleType
    pinned: bool
    public: bool
    language: str = "ko"
    options: dict[str, Any] = field(default_factory=dict)
    whole: bool = False
    name: str = ""
    onward: bool = True
    measured: bool = False

    @property
    def tag(self) -> str:
        """The strong ETag: the same for the same revision, question, format and version of the software."""
        options = json.dumps(self.options, sort_keys=True, ensure_ascii=False)
        text = repr((madang.__version__, self.table.revision, self.question, self.format.EXTENSION, options, self.name))
        return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def respond(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """Answer with 304 when the reader has it already, else with the rows. Raises what `query.answer` and the format raise."""
    if unchanged(request, asked.tag):
        return kept(HttpResponse(status=304), asked)
    found = answer(asked.table, asked.question, EXPORT if asked.whole else PAGE)
    following = next_address(request, asked.table, found) if asked.onward else None
    told = facts(asked.table, found) | {"next": following}
    options = {"facts": told, "language": asked.language, "scratch": asked.table.store.scratch, **asked.options}
    try:
        chunks = asked.format.write(found.batches, found.schema, **options)
        response = _sent(request, asked, found, chunks)
    except BaseException:  # the format has no room for such an answer, or its file cannot be made
        found.close()
        raise
    for name, value in _headers(told).items():
        response[name] = value
    links = [f'<{following}>; rel="next"'] if following else []
    if links := links + _described(asked):
        response["Link"] = ", ".join(links)
    if asked.name:
        response["Content-Disposition"] = attachment(asked.name)
    return kept(response, asked)


def _described(asked: Asked) -> list[str]:
    """Where the CSVW description of a CSV file stands, if the file has the columns that it describes."""
    if asked.format.EXTENSION != "csv" or not asked.name or asked.question.select or asked.question.grouped:
        return []
    place = f"/api/v1/datasets/{quote(asked.table.dataset)}/resources/{quote(asked.table.name)}.csv-metadata.json"
    return [f'<{place}>; rel="describedby"; type="application/csvm+json"']


def _sent(request: HttpRequest, asked: Asked, found: Answer, chunks: Iterator[bytes]) -> HttpResponseBase:
    media_type, limit = asked.format.MEDIA_TYPE, asked.question.limit
    if asked.measured or formats.aside(asked.format):
        return _from_file(request, asked, found, chunks)
    if request.method == "HEAD":
        found.close()
        return StreamingHttpResponse(content_type=media_type)
    encoding = compression.wanted(request) if compression.shrinks(media_type) else ""
    if limit is not None and limit <= PAGE.page and limit * len(found.columns) <= CELLS_AT_ONCE:
        whole = b"".join(chunks)
        if not encoding or len(whole) < compression.LEAST:
            return HttpResponse(whole, content_type=media_type)
        packed = b"".join(compression.encoded(iter([whole]), encoding))
        return HttpResponse(packed, content_type=media_type, headers={"Content-Encoding": encoding})
    if not encoding:
        return streaming.stream(request, chunks, media_type, found.close)
    response = streaming.stream(request, compression.encoded(chunks, encoding), media_type, found.close)
    response["Content-Encoding"] = encoding
    return response


_making = threading.BoundedSemaphore(2)
"""Files made at a time in this process: each keeps a core busy."""


def _from_file(request: HttpRequest, asked: Asked, found: Answer, chunks: Iterator[bytes]) -> HttpResponseBase:
    """The file as it was made before, else made now; parts of it when they are asked for. Raises `Busy`."""
    store, revision = asked.table.store, asked.table.revision
    name = f"{asked.tag[1:-1]}.{formats.file_suffix(asked.format)}"
    path = exports.find(store, revision, name)
    if path is None and request.method == "HEAD" and not asked.measured:
        found.close()
        return StreamingHttpResponse(content_type=asked.format.MEDIA_TYPE, headers={"Accept-Ranges": "bytes"})
    if path is None:
        if not _making.acquire(timeout=PAGE.seconds):
            raise Busy(seconds=PAGE.seconds)
        try:
            path = exports.make(store, revision, name, lambda: chunks)
        finally:
            _making.release()
    found.close()
    source, size = ranges.of_file(path), path.stat().st_size
    return ranges.sent(request, source, size, asked.tag, asked.name or name, asked.format.MEDIA_TYPE)


def facts(table: Table, found: Answer) -> dict[str, Any]:
    """What every answer says of itself, in JSON."""
    return {
        "dataset": table.dataset,
        "resource": table.name,
        "revision": table.revision,
        "published_at": table.published_at.isoformat() if table.published_at else None,
        "origin": table.origin,
        "columns": [column.as_json() for column in found.columns],
        "total": found.total,
        "returned": found.returned,
        "complete": found.complete,
        "next": None,
    }


def next_address(request: HttpRequest, table: Table, found: Answer) -> str | None:
    """The address of the next page. It names the revision, so that it stays good when a newer one is published."""
    if not found.next:
        return None
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "offset", "as_of", "revision")}
    return request.build_absolute_uri(
        f"{request.path}?{urlencode({**kept, 'revision': table.revision, 'after': found.next})}"
    )


def public(resource: Resource, table: Table) -> bool:
    """Whether shared caches may keep it: never what an officer sees before it is published."""
    dataset = resource.dataset
    return (
        table.published_at is not None
        and dataset.access == Dataset.Access.OPEN
        and dataset.state == Dataset.State.PUBLISHED
    )


def unchanged(request: HttpRequest, tag: str) -> bool:
    """Whether the reader already has the answer with this tag."""
    sent = request.headers.get("If-None-Match", "").split(",")
    known = {re.sub(r"-(gzip|zstd)\"$", '"', part.strip().removeprefix("W/")) for part in sent}
    return tag in known or "*" in known


def attachment(name: str) -> str:
    """Content-Disposition of a file with a name of any script (RFC 6266)."""
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\' else "_" for letter in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _headers(told: dict[str, Any]) -> dict[str, str]:
    named = {
        "Madang-Dataset": told["dataset"] and quote(told["dataset"]),
        "Madang-Resource": quote(told["resource"]),
        "Madang-Revision": told["revision"],
        "Madang-Published": told["published_at"],
        "Madang-Origin": told["origin"],
        "Madang-Total": told["total"],
        "Madang-Returned": told["returned"],
        "Madang-Complete": "true" if told["complete"] else "false",
    }
    return {name: str(value) for name, value in named.items() if value is not None}


def kept(response: Response, asked: Asked) -> Response:
    """The headers that let caches keep it: for ever when the address names the revision, only at the reader's when not open."""
    encoding = response.headers.get("Content-Encoding")
    response["ETag"] = f'{asked.tag[:-1]}-{encoding}"' if encoding else asked.tag  # other bytes, another tag
    if compression.shrinks(asked.format.MEDIA_TYPE):
        patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = f"{'public' if asked.public else 'private'}, {FOREVER if asked.pinned else A_WHILE}"
    return response
