"""Loading by program: a file goes up, a run answers for it. Writing needs a token, because a cookie could be used by any page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import Actor, require, visible, who
from madang.api.native import shapes
from madang.api.native.asking import OUTPUT, Parameter, switch, values
from madang.api.native.routes import reads, writes
from madang.api.problems import NeedsToken, NoFile, NotFound
from madang.catalog.models import Dataset
from madang.ingest import run as runs
from madang.ingest.models import Run
from madang.ingest.tables import Choices

router = Router(tags=["loading"])
CHUNK = 1 << 20


def _choices(text: str) -> Choices:
    found = json.loads(text)
    if not isinstance(found, dict) or not found.keys() <= Choices.__annotations__.keys():
        raise ValueError(text)
    return found  # type: ignore[return-value]


LOAD = (
    Parameter("dataset", str, "population", "the dataset to load into, by its slug"),
    Parameter("resource", str, "districts", "the resource; by default named by the file"),
    Parameter("file_name", str, "인구.csv", "the name of the file, when the body is the file itself"),
    Parameter("publish", switch, "true", "publish when nothing needs a person's decision", "boolean"),
    Parameter(
        "choices", _choices, '{"encoding": "cp949"}', "how to read it, as JSON: " + ", ".join(Choices.__annotations__)
    ),
    OUTPUT[-1],
)


@writes(router, "/loads", "Load a file", LOAD)
def load(request: HttpRequest) -> HttpResponse:
    """The body is the file, or a form with one `file`. The answer is the run, which goes on after it."""
    asked = values(request, LOAD)
    actor = _bearer(request)
    dataset = _dataset(actor, asked.get("dataset", ""))
    require(actor, "load", dataset)  # before a byte is kept
    name, chunks = _upload(request, asked)
    kept = runs.keep(chunks)
    if not kept.bytes:
        raise NoFile()
    target = {"dataset": dataset.slug} | ({"resource": asked["resource"]} if "resource" in asked else {})
    run = runs.start(
        "file", {}, target, actor, file_name=name, sha256=kept.sha256, bytes=kept.bytes, choices=asked.get("choices"),
        publish_when_clean=asked.get("publish", False),
    )  # fmt: skip
    return shapes.json(shapes.run(request, run), status=202)


@reads(router, "/runs/{run}", "How a load goes")
def one_run(request: HttpRequest, run: str) -> HttpResponse:
    values(request, OUTPUT[-1:])
    found = Run.objects.filter(pk=run).first()
    if found is None:
        raise NotFound()
    require(who(request), "see", found)
    return shapes.json(shapes.run(request, found))


def _bearer(request: HttpRequest) -> Actor:
    actor = who(request)
    if actor.token is None:
        raise NeedsToken()
    return actor


def _dataset(actor: Actor, slug: str) -> Dataset:
    found = visible(actor).filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def _base(name: str) -> str:
    """The name without the folders that some clients put before it."""
    return PurePosixPath(name.replace("\\", "/")).name or "file"


def _upload(request: HttpRequest, asked: dict[str, Any]) -> tuple[str, Iterator[bytes]]:
    """The name of the file and its bytes, never all in memory."""
    if request.content_type == "multipart/form-data":
        if len(request.FILES) != 1:
            raise NoFile()
        [file] = request.FILES.values()
        return _base(asked.get("file_name", file.name)), file.chunks(CHUNK)
    if "file_name" not in asked:
        raise NoFile()
    return _base(asked["file_name"]), iter(lambda: request.read(CHUNK), b"")
