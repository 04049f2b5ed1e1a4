"""Rows spread evenly over a table, to see what it looks like."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from madang.accounts.policy import readable
from madang.api.mcp import definitions, finding, persons, rows, sources
from madang.api.mcp import question as questions
from madang.api.mcp.answer import COUNT, MANY, MAYBE, TEXT, YES, Told, object_schema
from madang.api.mcp.arguments import LANGUAGE, Argument
from madang.api.mcp.call import Call
from madang.query.answer import answer
from madang.query.bind import UnknownColumn

TITLE = {"en": "See sample rows", "ko": "견본 행 보기"}
MEANS = {
    "en": (
        "Shows rows spread evenly over a table (every n-th as stored), the same each time: to see how values "
        "are written before asking. Not for "
        "counting or adding up."
    ),
    "ko": (
        "표 전체에서 고르게(저장된 순서로 n번째마다) 뽑은 행을 보여 줍니다. 언제나 같은 행입니다. 묻기 전에 "
        "값이 어떻게 적혀 있는지 보는 용도이며 세거나 더하는 데 "
        "쓰지 않습니다."
    ),
}
DEFAULT, MOST = 10, 50
ARGUMENTS = (
    replace(questions.DATASET, required=True),
    questions.RESOURCE,
    questions.SELECT,
    Argument("rows", "integer", "10", {"en": f"how many rows, {DEFAULT} by default", "ko": f"행의 수. 기본 {DEFAULT}"}, 1, MOST),
    questions.VERSION[1],
    LANGUAGE,
)  # fmt: skip
OUTPUT = object_schema(
    ("sources", "origin", "columns", "rows", "every", "table_rows", "returned", "complete", "address"),
    sources={"type": "array", "items": sources.SOURCE}, origin=TEXT, columns=MANY, definitions=MANY, rows=MANY, every=COUNT,
    table_rows=COUNT, returned=COUNT, complete=YES, address=MAYBE,
)  # fmt: skip
READS = True


def words(values: dict[str, Any]) -> str:
    return ""


def call(call: Call, values: dict[str, Any]) -> Told:
    resource = finding.resource(call, finding.dataset(call, values["dataset"]), values.get("resource", ""))
    table = readable(call.actor, resource, revision=values.get("revision"))
    wanted = values.get("rows", DEFAULT)
    every = max(1, -(-table.rows // wanted))
    asked = replace(questions.question({"select": values.get("select", ""), "limit": wanted}), every=every, count=False)
    try:
        given = rows.taken(answer(table, asked))
    except UnknownColumn as problem:
        raise persons.told(problem) from problem
    source = sources.source(call, resource, table)
    described = definitions.definitions(call, resource, definitions.used(table, asked))
    told = {
        "sources": [source],
        "origin": table.origin,
        "columns": [column.as_json() for column in given.answer.columns],
        "definitions": described,
        "rows": given.rows,
        "every": every,
        "table_rows": table.rows,
        "returned": len(given.rows),
        "complete": len(given.rows) == table.rows,
        "address": questions.addresses(call, table, asked)["address"],
    }
    lines = [_head(call, told), *rows.words(call, given, len(given.rows))[1:], "", *sources.words(call, source)]
    lines += [*definitions.words(call, described), questions.words(call, {"address": told["address"], "file": ""})[0]]
    return Told(told, lines, len(given.rows))


def _head(call: Call, told: dict[str, Any]) -> str:
    return call.say(
        "{returned:,} of {table_rows:,} rows, every {every:,}th as stored: a sample. Do not count or add up from it.",
        "{table_rows:,}행 가운데 저장된 순서로 {every:,}번째마다 뽑은 {returned:,}행의 견본입니다. "
        "이것으로 세거나 더하지 마세요.",
        **{name: told[name] for name in ("returned", "table_rows", "every")},
    )
