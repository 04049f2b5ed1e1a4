"""A number that stands in a text: which question it asks, and what the answer is today.

[[dong-population/population: sum(총인구) where 연도 = 2025]]       dataset/table: one value, and of which rows
[[dong-population/population: count(*) | places]]                   with a unit of the writer's own
[[/api/v1/datasets/.../rows?select=sum(총인구)&where=연도=2025]]     the address of a question
[[indicator: care-within-500-m]]                                    the newest value of an indicator
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from django.core.cache import cache

from madang.accounts import policy
from madang.catalog.models import Column, Resource, Revision
from madang.lib.problems import Problem
from madang.query import parameters
from madang.query.answer import answer
from madang.query.expressions import Aggregate, Expression, Function, Ref
from madang.query.limits import Limits
from madang.query.model import Question, Table

ADDRESS = re.compile(r"/api/v1/datasets/(?P<slug>[^/?#\s]+)/resources/(?P<name>[^/?#\s]+)/rows(?:\?(?P<query>.*))?")
SHORT = re.compile(r"(?P<slug>[^/:\s]+)/(?P<name>[^/:\s]+)\s*:\s*(?P<value>.+)")
WHERE = re.compile(r"""((?:'[^']*'|"[^"]*"|[^'"])*?)\swhere\s(.+)""", re.IGNORECASE)
ASKED = ("select", "where", "having", "group_by", "order_by", "search", "bbox", "near", "limit", "offset", "distinct")
DELIVERY = ("format", "lang", "count", "labels", "safe", "bom", "revision", "as_of")  # how an answer comes, not which
LIMITS = Limits(seconds=5.0)
KEPT = ("sum", "min", "max", "avg", "median")
"""Aggregates whose result is in the unit of their column."""
A_DAY = 86_400


class OddNumber(Problem):
    en = "`[[{text}]]` is not understood: {why[en]} Write for example [[population/districts: sum(인구) where 연도 = 2025]]."
    ko = "`[[{text}]]`을(를) 이해할 수 없습니다: {why[ko]} 예: [[population/districts: sum(인구) where 연도 = 2025]]"


class NoSuchTable(Problem):
    en = "There is no table {what} that you may see. Copy the name from the address of its page."
    ko = "볼 수 있는 표 가운데 {what}이(가) 없습니다. 그 표 페이지의 주소에서 이름을 복사하세요."


class NotOneValue(Problem):
    en = "A number is one value, and this question gives {rows} rows. Use an aggregate such as sum(...), or a narrower `where`."
    ko = "수는 값 하나여야 하는데 이 질문의 답은 {rows}행입니다. sum(...) 같은 집계를 쓰거나 `where`로 좁히세요."


@dataclass(frozen=True)
class Asked:
    """What stands in the brackets, understood. `indicator` alone, or a question of a table."""

    text: str
    indicator: str = ""
    dataset: str = ""
    table: str = ""
    question: Question = field(default_factory=Question)
    unit: str = ""


@dataclass(frozen=True)
class Number:
    """The answer. `unit` is the writer's own or that of the column; `value` None is an empty answer."""

    value: int | float | str | bool | None
    unit: str
    resource: Resource
    revision: Revision
    whole: bool  # counts in groups of three


def read(text: str) -> Asked:
    """Raises `OddNumber` and the problems of `query.parse` and `query.model`."""
    asked, _, unit = text.removeprefix("number:").partition(" | ")
    asked, unit = asked.strip(), unit.strip()[:40]
    if asked.startswith("indicator:"):
        return Asked(text, indicator=asked.removeprefix("indicator:").strip(), unit=unit)
    if found := ADDRESS.fullmatch(asked):
        told = _told(text, found["query"] or "")
    elif found := SHORT.fullmatch(asked):
        told = _short(found["value"])
    else:
        raise OddNumber(text=text[:200], why={
            "en": "it is neither dataset/table: value nor the address of a question.",
            "ko": "`데이터셋/표: 값`도 질문의 주소도 아닙니다.",
        })  # fmt: skip
    return Asked(text, "", unquote(found["slug"]), unquote(found["name"]), _one(text, told), unit)


def _short(value: str) -> dict[str, str]:
    """`sum(x) where y = 1` as parameters. A `where` inside quotation marks is a text."""
    found = WHERE.fullmatch(value)
    return {"select": found[1].strip(), "where": found[2].strip()} if found else {"select": value.strip()}


def _told(text: str, query: str) -> dict[str, str]:
    told = {name: words for name, words in parse_qsl(query, keep_blank_values=True) if name not in DELIVERY}
    unknown = set(told) - set(ASKED)
    if unknown:
        names = ", ".join(sorted(unknown))[:100]
        raise OddNumber(text=text[:200], why={
            "en": f"a number cannot ask with {names}.", "ko": f"수에는 {names}을(를) 쓸 수 없습니다.",
        })  # fmt: skip
    return told


def _one(text: str, told: dict[str, str]) -> Question:
    """The question of one value: two rows at most are fetched, to see that there is only one."""
    try:
        question = parameters.read({**told, "limit": "2"})
    except ValueError as error:
        raise OddNumber(
            text=text[:200], why={"en": "a part of it is no number.", "ko": "수가 아닌 부분이 있습니다."}
        ) from error
    if len(question.select) != 1:
        raise OddNumber(text=text[:200], why={
            "en": "it must select exactly one value.", "ko": "값을 꼭 하나만 골라야 합니다.",
        })  # fmt: skip
    return question


def resource(slug: str, name: str) -> Resource:
    """The table of that name. Raises `NoSuchTable`; whether somebody may see it is asked by `policy`."""
    tables = Resource.objects.select_related("dataset__organisation", "current")
    found = tables.filter(dataset__slug=slug, name=name).first()
    if found is None:
        raise NoSuchTable(what=f"{slug}/{name}")
    return found


def answered(actor: policy.Actor, asked: Asked, revision: str | None = None) -> Number:
    """The value in the current revision, or in one by its id. Raises what `readable` and `query.answer` raise, `NotOneValue`."""
    table_of = resource(asked.dataset, asked.table)
    try:
        table = policy.readable(actor, table_of, revision=revision)
    except policy.Hidden:
        raise NoSuchTable(what=f"{asked.dataset}/{asked.table}") from None
    expression = asked.question.select[0].expression
    return Number(
        kept(table, asked.question),
        asked.unit or _unit(table_of, table, expression),
        table_of,
        Revision.objects.select_related("resource__dataset").get(pk=table.revision),
        not isinstance(expression, Ref),
    )


def kept(table: Table, question: Question) -> Any:
    """The one value of a question. Revisions never change, so it is asked once and kept; only who may read the table gets here."""
    told = json.dumps(parameters.written(question), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(told.encode()).hexdigest()
    found = cache.get_or_set(f"number:{table.revision}:{digest}", lambda: [_ask(table, question)], A_DAY)
    return found[0]


def _ask(table: Table, question: Question) -> Any:
    rows = answer(table, question, LIMITS).table().to_pylist()
    if len(rows) > 1:
        raise NotOneValue(rows="2+")
    value = next(iter(rows[0].values())) if rows else None
    return value.isoformat() if isinstance(value, date | datetime) else _plain(value)


def _plain(value: Any) -> Any:
    """What a page can show: a time, a shape or bytes are written out."""
    return value if value is None or isinstance(value, int | float | str | bool) else str(value)[:200]


def _unit(found: Resource, table: Table, expression: Expression) -> str:
    """The unit of a column, or of its sum or mean; a count or a share has none."""
    rounds = isinstance(expression, Function) and expression.name == "round"
    inner = expression.arguments[0] if rounds else expression  # type: ignore[union-attr]
    inner = inner.argument if isinstance(inner, Aggregate) and inner.name in KEPT else inner  # type: ignore[assignment]
    if not isinstance(inner, Ref):
        return ""
    said = Column.objects.filter(resource=found, name=inner.name).values_list("unit", flat=True).first()
    column = table.column(inner.name)
    return said or (column.unit if column else "")
