"""One SELECT over the tables that the caller may read: `"dataset"."table"`, joined as they like."""

from __future__ import annotations

import hashlib
import json
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

import madang
from madang.accounts.policy import who
from madang.api import answering, leaving, problems, sql_tables, streaming
from madang.api.budgets.clients import client
from madang.api.formats import formats
from madang.api.native.asking import OUTPUT, VERSION, Parameter, format_of, format_options, one, values
from madang.api.native.routes import asks, reads
from madang.api.native.rows import public
from madang.api.native.schemas.rows import SqlFeatureCollection, SqlRows
from madang.catalog.models import Resource
from madang.catalog.storage import the_store
from madang.query.answer import Answer
from madang.query.model import Table
from madang.query.sql import answer
from madang.query.sql.limits import SqlLimits
from madang.query.sql.problems import NoStatement, UnknownTable
from madang.query.sql.statement import Checked

router = Router(tags=["sql"])
EXAMPLE = 'SELECT 자치구, 인구 FROM "population"."districts" ORDER BY 인구 DESC'
STATEMENT = Parameter("sql", str, EXAMPLE, 'one SELECT over tables named "dataset"."table"', required=True)
PARAMETERS = (
    STATEMENT,
    VERSION[0],
    *(parameter for parameter in OUTPUT if parameter.name != "labels"),
)
SHAPES = {"application/json": SqlRows, "application/geo+json": SqlFeatureCollection}
ANSWERS = {module.MEDIA_TYPE: SHAPES.get(module.MEDIA_TYPE) for module in formats().values()}
CELLS_AT_ONCE = 100_000
"""More are streamed."""
ORIGINS = ("generated", "derived", "observed")
Read = list[tuple[Resource, Table]]


@reads(router, "/sql", "Ask in SQL", PARAMETERS, ANSWERS, also=(304,), refused=(408,))
def sql(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, values(request, PARAMETERS))


@asks(router, "/sql", "Ask in SQL, however long", PARAMETERS, ANSWERS, refused=(408,))
def post_sql(request: HttpRequest) -> HttpResponseBase:
    """The statement is the body, or `sql` of a form or a JSON object, which may hold the other parameters too."""
    return _answer(request, {**values(request, PARAMETERS), **_body(request)})


def _body(request: HttpRequest) -> dict[str, Any]:
    known = {parameter.name: parameter for parameter in PARAMETERS}
    if request.content_type == "application/json":
        sent = _json(request.body)
    elif form := _form(request):
        sent = {name: [str(text) for text in texts] for name, texts in form.lists()}
    else:
        sent = {"sql": [request.body.decode(errors="replace")]} if request.body else {}
    for name in sent:
        if name not in known:
            raise problems.UnknownParameter(name=name, known=", ".join(known), hint_en="", hint_ko="")
    return {name: one(known[name], texts) for name, texts in sent.items()}


def _form(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except BadRequest as error:  # in another charset
        raise NoStatement from error


def _json(body: bytes) -> dict[str, list[str]]:
    try:
        sent = json.loads(body)
        if not isinstance(sent, dict):
            raise NoStatement
        return {name: [value if isinstance(value, str) else json.dumps(value)] for name, value in sent.items()}
    except (ValueError, RecursionError) as error:
        raise NoStatement from error


def _answer(request: HttpRequest, found: dict[str, Any]) -> HttpResponseBase:
    if not found.get("sql", "").strip():
        raise NoStatement
    format = format_of(found.get("format", "json"))
    options = format_options(found, format)
    gone, limits, actor, whose = leaving.gone(request), _limits(), who(request), client(request).identity
    try:
        checked = answer.read(found["sql"], limits, gone, whose)
    except UnknownTable as problem:
        raise sql_tables.hinted(actor, problem) from problem
    named = sql_tables.tables(actor, checked, found.get("as_of"))
    tag = _tag(checked, named, format, options)
    if request.method != "POST" and not checked.volatile and answering.unchanged(request, tag):
        return _kept(HttpResponse(status=304), request, checked, named, tag)
    made = answer.run(checked, [table for _, table in named], limits, gone, whose)
    response = _written(
        request, made, format, {"facts": facts(made, named), "language": problems.language(request), **options}
    )
    return _kept(response, request, checked, named, tag)


def _limits() -> SqlLimits:
    own = settings.MADANG
    return SqlLimits(seconds=own["sql_seconds"], memory_mb=own["sql_memory"], at_once=own["sql_at_once"])


def _written(request: HttpRequest, made: Answer, format: ModuleType, options: dict[str, Any]) -> HttpResponseBase:
    try:
        chunks = format.write(made.batches, made.schema, scratch=the_store().scratch, **options)
    except BaseException:  # the format has no room for such an answer
        made.close()
        raise
    if request.method == "HEAD":
        made.close()
        response: HttpResponseBase = StreamingHttpResponse(content_type=format.MEDIA_TYPE)
    elif (made.returned or 0) * len(made.columns) <= CELLS_AT_ONCE:
        try:
            response = HttpResponse(b"".join(chunks), content_type=format.MEDIA_TYPE)
        finally:
            made.close()
    else:
        response = streaming.stream(request, chunks, format.MEDIA_TYPE, made.close)
    response["Madang-Returned"] = str(made.returned)
    response["Madang-Complete"] = "true" if made.complete else "false"
    if origin := options["facts"]["origin"]:
        response["Madang-Origin"] = origin
    return response


def facts(made: Answer, named: Read) -> dict[str, Any]:
    """What the answer says of itself: each table with its revision. Made from generated data is generated."""
    tables = [answering.facts(table, made) for _, table in named]
    told = ("dataset", "resource", "revision", "published_at", "origin")
    origins = {table.origin for _, table in named}
    return {
        "tables": [{name: table[name] for name in told} for table in tables],
        "origin": next((origin for origin in ORIGINS if origin in origins), None),
        "columns": [column.as_json() for column in made.columns],
        "total": made.total,
        "returned": made.returned,
        "complete": made.complete,
        "next": None,
    }


def _tag(checked: Checked, named: Read, format: ModuleType, options: dict[str, Any]) -> str:
    """The same for the same statement, revisions, format and version of the software."""
    revisions = [table.revision for _, table in named]
    text = repr((madang.__version__, checked.sql, revisions, format.EXTENSION, sorted(options.items())))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _kept(
    response: HttpResponseBase, request: HttpRequest, checked: Checked, named: Read, tag: str
) -> HttpResponseBase:
    """A cache may keep what is the same next time, and everybody's when everybody may read all tables."""
    if request.method == "POST" or checked.volatile:
        response["Cache-Control"] = "no-store"
        return response
    everybody = all(public(resource, table) for resource, table in named)
    response["ETag"] = tag
    response["Cache-Control"] = f"{'public' if everybody else 'private'}, {answering.A_WHILE}"
    return response
