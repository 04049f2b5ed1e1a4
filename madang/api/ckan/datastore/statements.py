"""`datastore_search_sql`: one SELECT in PostgreSQL's words over tables named by the ids or aliases of resources."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
from django.conf import settings

from madang.api import leaving
from madang.api.answering import public
from madang.api.budgets.clients import client
from madang.api.ckan.datastore import records
from madang.api.ckan.datastore.fields import FULL_TEXT, ID, fields
from madang.api.ckan.datastore.opening import opened
from madang.api.ckan.envelope import Written
from madang.api.ckan.errors import Invalid, NotAuthorized
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog.models import Resource
from madang.lib.problems import Problem
from madang.query.answer import Answer
from madang.query.limits import BeyondCalendar, CannotCompute, TooSlow
from madang.query.model import Table, Type
from madang.query.sql import answer, problems
from madang.query.sql.answer import Shown
from madang.query.sql.check import SECOND
from madang.query.sql.limits import SqlLimits
from madang.query.sql.statement import POSTGRES

MOST = 32_000
KINDS = (
    (pa.types.is_int64, "int8"), (pa.types.is_int32, "int4"), (pa.types.is_integer, "int2"), (pa.types.is_decimal, "numeric"),
    (pa.types.is_float32, "float4"), (pa.types.is_floating, "float8"), (pa.types.is_boolean, "bool"), (pa.types.is_date, "date"),
    (pa.types.is_time, "time"),
)  # fmt: skip


def datastore_search_sql(reader: Reader, parameters: Parameters) -> Any:
    """Rows of one SELECT in PostgreSQL's words. Parameter: sql.

    Tables are named by the id or an alias of their resource, in double quotes. At most 32000 rows are given;
    `records_truncated` says that there are more.
    """
    text = parameters.required("sql")
    try:
        return _answered(reader, text)
    except TooSlow as problem:
        raise Invalid({"query": ["Query took too long"]}) from problem
    except problems.UnknownFunction as problem:
        raise NotAuthorized(f"Not authorized to call function {problem.facts['name']}") from problem
    except problems.SystemTable as problem:
        raise NotAuthorized("Not authorized to access system tables") from problem
    except problems.NotOneSelect as problem:
        single = problem.facts["why_en"] != SECOND["en"]
        raise refused(text, f'syntax error at or near "{_first(text)}"') if single else Invalid({
            "query": ["Query is not a single statement."]
        }) from problem  # fmt: skip
    except (
        problems.Placed,
        problems.TooLong,
        problems.TooDeep,
        problems.DoesNotFit,
        problems.Left,
        CannotCompute,
        BeyondCalendar,
    ) as problem:
        raise refused(text, said(problem)) from problem


def _answered(reader: Reader, text: str) -> Written:
    gone, whose = leaving.gone(reader.request), client(reader.request).identity
    limits = _limits()
    checked = answer.read(text, limits, gone, whose, POSTGRES)
    named = [opened(reader, table.name) for table in checked.tables]
    tables = [table for _resource, table in named]
    made = answer.run(checked, tables, limits, gone, whose, [shown(table) for table in tables])
    everybody = not checked.volatile and reader.request.method != "POST" and all(public(*one) for one in named)
    return _written(text, made, named, everybody)


def _limits() -> SqlLimits:
    own = settings.MADANG
    return SqlLimits(seconds=own["sql_seconds"], memory_mb=own["sql_memory"], at_once=own["sql_at_once"], rows=MOST)


def shown(table: Table) -> Shown:
    """What a statement finds in a table: `_id`, `_full_text`, which is empty here, and the columns."""
    first, *rest = fields(table).values()
    return [(first.column.name, ID), (None, FULL_TEXT), *((field.column.name, field.id) for field in rest)]


def _written(text: str, made: Answer, named: list[tuple[Resource, Table]], everybody: bool) -> Written:
    try:
        rows = records.written(made.batches, made.schema, "objects")
    finally:
        made.close()
    listed = [{"id": field.name, "type": _type(field)} for field in made.schema]
    tables = [
        {"resource_id": str(resource.uid), "revision": table.revision, "origin": table.origin}
        for resource, table in named
    ]
    tail: dict[str, Any] = {
        "fields": listed,
        **({} if made.complete else {"records_truncated": True}),
        "tables": tables,
    }
    head, last = json.dumps({"sql": text}, ensure_ascii=False), json.dumps(tail, ensure_ascii=False)
    return Written(f'{head[:-1]}, "records": {rows}, {last[1:]}', everybody, made.returned or 0)


def _type(field: pa.Field) -> str:
    """PostgreSQL's name of a type."""
    if field.name == FULL_TEXT:
        return "tsvector"
    if (field.metadata or {}).get(b"type") == Type.GEOMETRY.value.encode():
        return "json"
    if pa.types.is_timestamp(field.type):
        return "timestamptz" if field.type.tz else "timestamp"
    return next((name for is_kind, name in KINDS if is_kind(field.type)), "text")


def refused(text: str, message: str) -> Invalid:
    """A statement that cannot be answered, in CKAN's shape: with the statement as it was sent."""
    return Invalid({
        "query": [f"(ProgrammingError) {message}"], "info": {"statement": [text], "params": [{}], "orig": [message]}
    })  # fmt: skip


def said(problem: Problem) -> str:
    """In PostgreSQL's words where clients look for them, else in ours."""
    facts = problem.facts
    match problem:
        case problems.NotRead():
            return f'syntax error at or near "{facts["near"]}"\nLINE {facts["line"]}, column {facts["column"]}'
        case problems.UnknownColumn():
            return f'column "{facts["name"]}" does not exist{facts["hint_en"]}'
        case problems.UnknownTable():
            return f'relation "{facts["name"]}" does not exist{facts["hint_en"]}'
        case problems.DoesNotFit():
            return str(facts["why"])
    return problem.text("en")


def _first(text: str) -> str:
    words = text.split()
    return words[0][:60] if words else "end of input"


ACTIONS = {"datastore_search_sql": datastore_search_sql}
