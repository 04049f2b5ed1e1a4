"""Ask one table in the native language, or several in one SELECT of SQL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from madang.accounts.policy import readable
from madang.api.mcp import definitions, finding, persons, rows, sources, statement
from madang.api.mcp import question as questions
from madang.api.mcp.answer import COUNT, MANY, MAYBE, TEXT, TEXTS, YES, Told, object_schema
from madang.api.mcp.arguments import LANGUAGE, Argument, MissingArgument, OddArgument
from madang.api.mcp.call import Call
from madang.query.answer import answer
from madang.query.bind import UnknownColumn
from madang.query.sql.problems import UnknownColumn as UnknownInSql

TITLE = {"en": "Ask data", "ko": "데이터에 묻기"}
MEANS = {
    "en": (
        "Answers a question from the rows of a dataset: choose, filter, group, order; or, with `sql` alone, one SELECT over any "
        '"dataset"."resource" tables. Let it count and add up rather than doing so yourself. Every answer names its revision, '
        "origin, freshness, whether it is complete, and an address that proves it."
    ),
    "ko": (
        "데이터셋의 행에서 답합니다: 고르기, 거르기, 묶기, 정렬. 또는 `sql`만으로 "
        '"데이터셋"."리소스" 표들에 대한 SELECT 하나. 직접 세거나 더하지 말고 여기에 맡기세요. '
        "답마다 개정판, 유래, 최신성, 전부인지 여부와 근거 주소가 있습니다."
    ),
}
SQL = Argument("sql", "string", 'SELECT 자치구, 인구 FROM "population"."districts" ORDER BY 인구 DESC LIMIT 5', {
    "en": "instead of all others but limit and as_of: one SELECT", "ko": "limit과 as_of를 뺀 나머지 대신: SELECT 하나",
}, most=20_000)  # fmt: skip
ARGUMENTS = (questions.DATASET, questions.RESOURCE, *questions.SHAPE, *questions.VERSION, SQL, LANGUAGE)
BESIDE_SQL = ("sql", "limit", "as_of")
OUTPUT = object_schema(
    ("sources", "origin", "columns", "definitions", "rows", "total", "returned", "complete", "address"),
    sources={"type": "array", "items": sources.SOURCE}, origin=MAYBE, columns=MANY, definitions=MANY, rows=MANY, total=COUNT,
    returned=COUNT, complete=YES, next=MAYBE, address=MAYBE, file=MAYBE, cite={"type": ["object", "null"]}, rest=MAYBE, notes=TEXTS,
    language=TEXT,
)  # fmt: skip
READS = True


def words(values: dict[str, Any]) -> str:
    return ""


def call(call: Call, values: dict[str, Any]) -> Told:
    try:
        if values.get("sql"):
            for name in values.keys() - set(BESIDE_SQL):
                raise OddArgument(name=name, why_en="it does not go with `sql`: write it into the statement",
                                  why_ko="`sql`과 함께 쓸 수 없으니 문장 안에 적으세요", example=SQL.example)  # fmt: skip
            return statement.told(call, values)
        if not values.get("dataset"):
            raise MissingArgument(tool="query", name="dataset", example=questions.DATASET.example)
        return _asked(call, values)
    except (UnknownColumn, UnknownInSql) as problem:
        raise persons.told(problem) from problem


def _asked(call: Call, values: dict[str, Any]) -> Told:
    dataset = finding.dataset(call, values["dataset"])
    resource = finding.resource(call, dataset, values.get("resource", ""))
    moment = questions.moment(values["as_of"]) if values.get("as_of") else None
    table = readable(call.actor, resource, moment, values.get("revision"))
    asked = questions.question(values)
    assert asked.limit is not None
    given = rows.asked(lambda limit: answer(table, replace(asked, limit=limit)), asked.limit)
    source = sources.source(call, resource, table)
    described = definitions.definitions(call, resource, definitions.used(table, asked))
    places = questions.addresses(call, table, replace(asked, limit=max(len(given.rows), 1)) if given.crowded else asked)
    rest = _rest(call, given)
    told = {
        "sources": [source],
        "origin": table.origin,
        "columns": [column.as_json() for column in given.answer.columns],
        "definitions": described,
        "rows": given.rows,
        "total": given.answer.total,
        "returned": len(given.rows),
        "complete": given.complete,
        "next": given.answer.next or None,
        "rest": rest,
        **places,
    }
    lines = rows.words(call, given, given.answer.total)
    lines += [rest] if rest else []
    lines += ["", *sources.words(call, source), *definitions.words(call, described), *questions.words(call, places)]
    return Told(told, lines, len(given.rows))


def _rest(call: Call, given: rows.Given) -> str | None:
    """How to get the rows that are not here."""
    if given.complete or not given.answer.next:
        return None
    return call.say(
        "The rest: call again with the same arguments and after={next}; or let `select` count and add up; "
        "or take the file below.",
        "나머지: 같은 인자에 after={next}를 더해 다시 부르거나, `select`로 세고 더하거나, 아래 파일을 받으세요.",
        next=given.answer.next,
    )
