"""Rows of a resource: a page of them, or everything as a file, always from one revision."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from madang.accounts.policy import readable, who
from madang.api import answering, problems
from madang.api.answering import Asked, public
from madang.api.formats import file_suffix, formats
from madang.api.native.asking import (
    DEFAULT_LIMIT,
    OUTPUT,
    PAGING,
    QUESTION,
    VERSION,
    format_of,
    format_options,
    question,
    values,
)
from madang.api.native.resources import labels, resource
from madang.api.native.routes import reads
from madang.api.native.schemas.rows import FeatureCollection, Rows
from madang.catalog.models import Resource
from madang.query.model import Table

router = Router(tags=["rows"])
SHAPES = {"application/json": Rows, "application/geo+json": FeatureCollection}
ANSWERS = {module.MEDIA_TYPE: SHAPES.get(module.MEDIA_TYPE) for module in formats().values()}
PLACE = "/datasets/{slug}/resources/{name}"


@reads(
    router,
    PLACE + "/rows",
    "Ask for rows",
    (*QUESTION, *PAGING, *VERSION, *OUTPUT),
    ANSWERS,
    also=(206, 304),
    refused=(416,),
)
def rows(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    found = values(request, (*QUESTION, *PAGING, *VERSION, *OUTPUT))
    extension = found.get("format", "json")
    return _answer(
        request, resource(request, slug, name), found, extension, DEFAULT_LIMIT if extension == "json" else None
    )


@reads(
    router, PLACE + ".{format}", "Take everything as a file", (*QUESTION, *PAGING, *VERSION, *OUTPUT[1:]), ANSWERS,
    also=(206, 304), refused=(416,),
)  # fmt: skip
def export(request: HttpRequest, slug: str, name: str, format: str) -> HttpResponseBase:
    found = values(request, (*QUESTION, *PAGING, *VERSION, *OUTPUT[1:]))
    return _answer(request, resource(request, slug, name), found, format, None, as_file=True)


def _answer(
    request: HttpRequest,
    resource: Resource,
    found: dict[str, Any],
    extension: str,
    limit: int | None,
    *,
    as_file: bool = False,
) -> HttpResponseBase:
    table = readable(who(request), resource, found.get("as_of"), found.get("revision"))
    format = format_of(extension)
    options = format_options(found, format)
    language = problems.language(request)
    if "labels" in options:
        options["labels"] = labels(resource, language)
    asked = Asked(
        table, question(found, limit), format,
        pinned="revision" in found, public=public(resource, table), language=language, options=options,
        whole=limit is None, name=_file_name(table, format) if as_file else "",
    )  # fmt: skip
    return answering.respond(request, asked)


def _file_name(table: Table, format: ModuleType) -> str:
    """Dataset, resource, day: `인구-자치구-2026-06-30.csv`."""
    day = f"-{table.published_at:%Y-%m-%d}" if table.published_at else ""
    return f"{table.dataset}-{table.name}{day}.{file_suffix(format)}"
