"""Loading by program in one request: for what is small enough to send again. It goes through the parts of an upload as well."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import Actor, require, who
from madang.api import problems
from madang.api.native import shapes
from madang.api.native.asking import OUTPUT, values
from madang.api.native.routes import reads, writes
from madang.api.native.schemas import loading
from madang.api.native.wanted import LOAD, wanted
from madang.api.problems import NeedsToken, NoFile, NotFound
from madang.ingest import uploads
from madang.ingest.models import Run

router = Router(tags=["loading"])
CHUNK = 1 << 20


@writes(router, "/loads", "Load a file in one request", LOAD, loading.Run)
def load(request: HttpRequest) -> HttpResponse:
    """The body is the file, or a form with one `file` (at most 100 MB). The answer is the run, which goes on after it."""
    asked = values(request, LOAD)
    actor = _bearer(request)
    name, chunks, length = _body(request, asked)
    first = next(chunks, b"")
    if not first:
        raise NoFile()
    found = wanted(actor, {**asked, "file_name": name})
    try:
        run = uploads.whole(found, chain([first], chunks), actor, length)
    except OSError as error:
        raise problems.broken(error) from error
    return shapes.json(shapes.run(request, run), status=202)


@reads(router, "/runs/{run}", "How a load goes", OUTPUT[-1:], loading.Run)
def one_run(request: HttpRequest, run: str) -> HttpResponse:
    values(request, OUTPUT[-1:])
    found = Run.objects.filter(pk=run).first()
    if found is None:
        raise NotFound()
    require(who(request), "see", found)
    return shapes.json(shapes.run(request, found))


def _bearer(request: HttpRequest) -> Actor:
    """Writing needs a token, because a cookie could be used by any page."""
    actor = who(request)
    if actor.token is None:
        raise NeedsToken()
    return actor


def _body(request: HttpRequest, asked: dict[str, Any]) -> tuple[str, Iterator[bytes], int | None]:
    """The name of the file, its bytes as they come, and how many there will be."""
    if request.content_type == "multipart/form-data":
        if len(request.FILES) != 1:
            raise NoFile()
        [file] = request.FILES.values()
        return asked.get("file_name") or file.name, file.chunks(CHUNK), file.size
    told = request.headers.get("Content-Length", "")
    return asked.get("file_name", ""), iter(lambda: request.read(CHUNK), b""), int(told) if told.isdigit() else None
