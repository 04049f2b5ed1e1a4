"""The arguments of a question to one table, in the native language, and the addresses at which the same is answered again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from madang.api.mcp.arguments import Argument, OddArgument
from madang.api.mcp.call import Call
from madang.catalog import moments
from madang.query import parameters, parse
from madang.query.model import Question, Table

DEFAULT_ROWS, MOST_ROWS = 50, 500

DATASET = Argument("dataset", "string", "population", {
    "en": "name of the dataset, as `search` gives it", "ko": "데이터셋의 이름. `search`가 알려 줍니다"}, most=100)  # fmt: skip
RESOURCE = Argument("resource", "string", "districts", {
    "en": "name of its resource; may be left out when there is one only",
    "ko": "리소스의 이름. 하나뿐이면 생략할 수 있습니다"}, most=100)  # fmt: skip
SELECT = Argument("select", "string", "자치구, sum(인구) as people", {
    "en": "columns, expressions and aggregates, separated by commas; all columns by default",
    "ko": "쉼표로 구분한 열, 식, 집계. 없으면 모든 열"})  # fmt: skip
WHERE = Argument("where", "string", "인구 >= 1000 and 자치구 = '종로구'", {
    "en": (
        "condition on rows: = <> < <= > >=, in (...), between, like, ilike, is null, and, or, not; texts in "
        "single quotes"
    ),
    "ko": "행의 조건: = <> < <= > >=, in (...), between, like, ilike, is null, and, or, not. 글은 작은따옴표로"})  # fmt: skip
SHAPE = (
    SELECT,
    WHERE,
    Argument("group_by", "string", "자치구", {"en": "what rows are folded by", "ko": "행을 묶는 기준"}),
    Argument("having", "string", "count(*) > 10", {"en": "condition on groups", "ko": "묶음의 조건"}),
    Argument("order_by", "string", "people desc", {"en": "the order; empty values come last", "ko": "정렬. 빈 값은 끝에 옵니다"}),
    Argument("distinct", "boolean", "true", {"en": "each row of the answer once", "ko": "같은 행은 한 번만"}),
    Argument("search", "string", "청운", {
        "en": "words that must all occur in text columns", "ko": "글 열에 모두 나와야 하는 낱말"}, most=200),
    Argument("bbox", "numbers", "[126.9, 37.5, 127.1, 37.7]", {
        "en": "west, south, east, north in degrees: shapes that touch it", "ko": "서, 남, 동, 북(도): 이 안에 닿는 도형"}, 4, 4),
    Argument("near", "numbers", "[126.98, 37.57, 500]", {
        "en": "longitude, latitude, metres: shapes within that distance", "ko": "경도, 위도, 미터: 그 거리 안의 도형"}, 3, 3),
    Argument("limit", "integer", "50", {
        "en": f"at most so many rows, {DEFAULT_ROWS} by default", "ko": f"행의 최대 수. 기본 {DEFAULT_ROWS}"}, 1, MOST_ROWS),
    Argument("after", "string", "WyIwMWEy", {"en": "`next` of the last answer: goes on there", "ko": "지난 답의 `next`: 이어서 읽습니다"}),
)  # fmt: skip
VERSION = (
    Argument("as_of", "string", "2026-06-30", {
        "en": "what was published on that day", "ko": "그날 게시되어 있던 내용"}, most=40),
    Argument("revision", "string", "019a2b3c4d5e7f80a1b2c3d4e5f60718", {
        "en": "this revision, for ever the same", "ko": "이 개정판. 언제나 같습니다"}, most=40),
)  # fmt: skip
READ = {
    "select": parse.selection, "where": parse.condition, "group_by": parse.grouping,
    "having": lambda text: parse.condition(text, "having"), "order_by": parse.ordering,
}  # fmt: skip


def question(values: dict[str, Any]) -> Question:
    """The question that arguments make. Raises the problems of `parse`, and `OddQuestion`."""
    names = {argument.name for argument in SHAPE} & values.keys()
    texts = {name: value for name, value in values.items() if name in names and value != ""}
    return Question(**{"limit": DEFAULT_ROWS} | {name: READ.get(name, _same)(value) for name, value in texts.items()})


def _same(value: Any) -> Any:
    return value


def moment(text: str) -> datetime:
    """A time, or a day, which means its end; without a zone it is the city's. Raises `OddArgument`."""
    try:
        return moments.until(text)
    except ValueError as error:
        raise OddArgument(
            name="as_of", why_en="it is no day", why_ko="날짜가 아닙니다", example="2026-06-30"
        ) from error


def addresses(call: Call, table: Table, asked: Question) -> dict[str, Any]:
    """Where the same answer is given again: `address` these rows as JSON, `file` all of them, `cite` what makes a short permalink."""
    place = ("datasets", table.dataset, "resources", table.name)
    told = parameters.written(asked)
    whole = parameters.written(replace(asked, limit=None, offset=0, after=""))
    after = {"after": asked.after} if asked.after else {}
    cited = {"dataset": table.dataset, "resource": table.name, "revision": table.revision, **told}
    return {
        "address": call.address(*place, "rows", **told, **after, revision=table.revision),
        "file": call.address(*place[:-1], f"{table.name}.csv", **whole, revision=table.revision),
        "cite": {"method": "POST", "address": call.address("citations"), "body": cited},
    }


def words(call: Call, told: dict[str, Any]) -> list[str]:
    """The addresses in sentences."""
    return [
        call.say(
            "Proof, the same rows for ever: {address}", "근거(언제나 같은 행): {address}", address=told["address"]
        ),
        call.say("All rows as a file: {file}", "전체 행 파일: {file}", file=told["file"]),
    ]
