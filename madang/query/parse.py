"""The native language: text of an address to our own nodes. No text ever goes on to the engine.

sqlglot reads the SQL expression and `translate` makes our nodes of what it found. Functions stay plain names (the
dialect below knows none), so `functions.py` alone says what exists.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.parser import Parser as SqlParser
from sqlglot.tokenizer_core import TokenType

from madang.lib.problems import Problem
from madang.query.expressions import MAX_DEPTH, Expression, Star, TooDeep
from madang.query.model import Order, Selected
from madang.query.translate import NotAllowed, translate

MAX_TEXT = 10_000
Result = TypeVar("Result")


class NotUnderstood(Problem):
    en = "`{field}` cannot be read{where_en}: {text} Example: {field}={example}"
    ko = "`{field}`을(를) 읽을 수 없습니다{where_ko}: {text} 예: {field}={example}"


class TooLong(Problem):
    en = "`{field}` has {length} characters; at most {limit} are read."
    ko = "`{field}`이(가) {length}자입니다. {limit}자까지 읽습니다."


EXAMPLES = {
    "select": "자치구, sum(인구) as total",
    "where": "age >= 65 and gu = '종로구' and name ilike '%센터%'",
    "group_by": "자치구, year(date)",
    "having": "count(*) > 10",
    "order_by": "인구 desc nulls last, 자치구",
}


class Words(Dialect):
    """SQL without any built-in function, so that every call is a plain name, and with empty values last."""

    NULL_ORDERING = "nulls_are_last"

    class Parser(SqlParser):
        FUNCTIONS = {}  # noqa: RUF012  the shape that sqlglot reads
        FUNCTION_PARSERS = {}  # noqa: RUF012
        NO_PAREN_FUNCTION_PARSERS = {}  # noqa: RUF012
        NO_PAREN_FUNCTIONS = {}  # noqa: RUF012

        def _parse_types(self, *arguments: Any, **more: Any) -> Any:
            """A type only before a text (`date '2026-01-31'`) or after `::`, never with brackets.

            sqlglot tries whatever may be a type twice, once for each meaning: `int(int(int(...` takes twice as long with
            every bracket, for hours within the characters of one address.
            """
            before, following = self._prev, self._next
            cast = before is not None and before.token_type == TokenType.DCOLON
            bracket = following is not None and following.token_type in (TokenType.L_PAREN, TokenType.LT)
            literal = following is not None and following.token_type == TokenType.STRING
            if bracket or not (cast or literal):
                return None
            return super()._parse_types(*arguments, **more)


def condition(text: str, field: str = "where") -> Expression:
    """Read one expression. Raises `NotUnderstood`, `NotAllowed`, `UnknownFunction`, `TooLong`, `TooDeep`."""
    return _read(text, field, lambda: translate(sqlglot.parse_one(text, into=exp.Condition, dialect=Words), field))


def selection(text: str) -> tuple[Selected, ...]:
    """Read a select list: `자치구, sum(인구) as total`. A lone `*` is the empty list, which means all columns."""
    items = _read(text, "select", lambda: tuple(_selected(node) for node in _clause(text, "select")))
    return () if items == (Selected(Star()),) else items


def grouping(text: str) -> tuple[Expression, ...]:
    """Read `group_by`: expressions separated by commas."""
    return _read(text, "group_by", lambda: tuple(translate(node, "group_by") for node in _clause(text, "group_by")))


def ordering(text: str) -> tuple[Order, ...]:
    """Read `order_by`: expressions, each with `asc` or `desc`, `nulls first` or `nulls last` (which is the default)."""
    return _read(text, "order_by", lambda: tuple(_order(node) for node in _clause(text, "order_by")))


def _selected(node: Any) -> Selected:
    return Selected(translate(node.unalias(), "select"), node.alias)


def _order(node: Any) -> Order:
    if set(node.args) - {"this", "desc", "nulls_first"} - {name for name, value in node.args.items() if not value}:
        raise NotAllowed(what=node.sql(Words), field="order_by")
    return Order(translate(node.this, "order_by"), bool(node.args.get("desc")), bool(node.args.get("nulls_first")))


def _clause(text: str, field: str) -> list[Any]:
    """The expressions of one clause; anything besides it in the text (another clause, a second statement) is refused."""
    ordered = field == "order_by"
    tree: Any = sqlglot.parse_one(f"SELECT 1 ORDER BY {text}" if ordered else f"SELECT {text}", dialect=Words)
    used = {name for name, value in tree.args.items() if value} - {"expressions"} - ({"order"} if ordered else set())
    if not isinstance(tree, exp.Select) or used:
        raise NotAllowed(what=text, field=field)
    nodes = tree.args["order"].expressions if ordered else tree.expressions
    return list(nodes)


def _read(text: str, field: str, work: Callable[[], Result]) -> Result:
    if len(text) > MAX_TEXT:
        raise TooLong(field=field, length=len(text), limit=MAX_TEXT)
    try:
        return work()
    except RecursionError as error:
        raise TooDeep(limit=MAX_DEPTH) from error
    except SqlglotError as error:
        word = (getattr(error, "errors", None) or [{}])[0].get("highlight")
        raise NotUnderstood(
            field=field,
            text=text,
            example=EXAMPLES[field],
            where_en=f" at `{word}`" if word else "",
            where_ko=f"(`{word}` 부근)" if word else "",
        ) from error
