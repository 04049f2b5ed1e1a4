"""One SELECT over the tables that the reader may see, checked and executed as `/api/v1/sql` does."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from madang.api import sql_tables
from madang.api.mcp import definitions, rows, sources
from madang.api.mcp import question as questions
from madang.api.mcp.answer import Told
from madang.api.mcp.call import Call
from madang.catalog.models import Resource
from madang.query.model import Table
from madang.query.sql import answer
from madang.query.sql.limits import SqlLimits
from madang.query.sql.problems import UnknownTable
from madang.query.sql.statement import Checked

ORIGINS = ("generated", "derived", "observed")
MOST_ADDRESS = 6_000
"""Letters of a statement that still fits into an address."""
Read = list[tuple[Resource, Table]]


def told(call: Call, values: dict[str, Any]) -> Told:
    """The answer. Raises the problems of `query.sql` and `policy.readable`."""
    own, limit = settings.MADANG, values.get("limit", questions.DEFAULT_ROWS)
    limits = SqlLimits(seconds=own["sql_seconds"], memory_mb=own["sql_memory"], rows=limit, at_once=own["sql_at_once"])
    whose = call.client.identity
    try:
        checked = answer.read(values["sql"], limits, call.gone, whose)
    except UnknownTable as problem:
        raise sql_tables.hinted(call.actor, problem) from problem
    moment = questions.moment(values["as_of"]) if values.get("as_of") else None
    named = sql_tables.tables(call.actor, checked, moment)
    given = rows.taken(answer.run(checked, [table for _, table in named], limits, call.gone, whose))
    return _told(call, values["sql"], checked, named, given)


def _told(call: Call, text: str, checked: Checked, named: Read, given: rows.Given) -> Told:
    from_where = [sources.source(call, resource, table) for resource, table in named]
    described = [
        {"table": f"{table.dataset}/{table.name}", **each}
        for resource, table in named
        for each in definitions.definitions(call, resource, definitions.named(table, checked.names))
    ]
    origins = {table.origin for _, table in named}
    address, cite = _addresses(call, text, checked, named)
    total = given.answer.total
    rest = None if given.complete else _rest(call)
    facts = {
        "sources": from_where,
        "origin": next((origin for origin in ORIGINS if origin in origins), None),
        "columns": [column.as_json() for column in given.answer.columns],
        "definitions": described,
        "rows": given.rows,
        "total": total,
        "returned": len(given.rows),
        "complete": given.complete,
        "next": None,
        "rest": rest,
        "address": address,
        "file": None,
        "cite": cite,
    }
    lines = [*rows.words(call, given, total, stated=True), *([rest] if rest else []), ""]
    for source in from_where:
        lines += sources.words(call, source)
    lines += [*definitions.words(call, described), _proof(call, checked, address)]
    return Told(facts, lines, len(given.rows))


def _rest(call: Call) -> str:
    return call.say(
        "The rest: a higher `limit`, LIMIT and OFFSET in the statement, or the address below; or count and "
        "add up in the statement.",
        "나머지: 더 큰 `limit`, 문장 안의 LIMIT과 OFFSET, 아래 주소를 쓰거나 문장에서 세고 더하세요.",
    )


def _addresses(call: Call, text: str, checked: Checked, named: Read) -> tuple[str | None, dict[str, Any] | None]:
    """Where the same tables, as they were at the moment of the newest of them, answer again; nowhere when chance or time decides."""
    moments = [table.published_at for _, table in named if table.published_at]
    if checked.volatile or len(moments) < len(named):
        return None, None
    newest = {"as_of": max(moments).isoformat()} if moments else {}
    address = call.address("sql", sql=text, **newest) if len(text) <= MOST_ADDRESS else None
    return address, {"method": "POST", "address": call.address("citations"), "body": {"sql": text, **newest}}


def _proof(call: Call, checked: Checked, address: str | None) -> str:
    if address:
        return call.say("Proof, the same answer again: {address}", "근거(같은 답을 다시): {address}", address=address)
    if checked.volatile:
        return call.say(
            "No address proves it: the answer is another one each time (a time of now, or chance). Write "
            "the value instead.",
            "근거 주소가 없습니다. 물을 때마다 답이 다릅니다(현재 시각이나 난수). 값을 직접 쓰세요.",
        )
    return call.say("Too long for an address: send it to {address} by POST.", "주소로 쓰기에 깁니다. {address}에 POST로 보내세요.",
                    address=call.address("sql"))  # fmt: skip
