"""The native language: the clauses of an address as parts of a question. No text ever goes on to the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from madang.lib.problems import Problem
from madang.query.expressions import Expression, Star
from madang.query.grammar import Reader
from madang.query.model import Order, Selected

MAX_TEXT = 10_000
Part = TypeVar("Part")


class TooLong(Problem):
    en = "`{field}` has {length} characters; at most {limit} are read."
    ko = "`{field}`이(가) {length}자입니다. {limit}자까지 읽습니다."


def condition(text: str, field: str = "where") -> Expression:
    """Read one expression. Raises `TooLong`, `TooDeep` and the problems of `tokens` and `grammar`."""
    reader = _reader(text, field)
    found = reader.expression()
    reader.end()
    return found


def selection(text: str) -> tuple[Selected, ...]:
    """Read a select list: `자치구, sum(인구) as total`. A lone `*` is the empty list, which means all columns."""
    items = _list(text, "select", _selected)
    return () if items == (Selected(Star()),) else items


def grouping(text: str) -> tuple[Expression, ...]:
    """Read `group_by`: expressions separated by commas."""
    return _list(text, "group_by", Reader.expression)


def ordering(text: str) -> tuple[Order, ...]:
    """Read `order_by`: expressions, each with `asc` or `desc`, `nulls first` or `nulls last` (which is the default)."""
    return _list(text, "order_by", _order)


def _selected(reader: Reader) -> Selected:
    return Selected(reader.expression(), reader.name() if reader.take("as") else "")


def _order(reader: Reader) -> Order:
    expression = reader.expression()
    descending = reader.take("desc") or (reader.take("asc") and False)
    nulls_first = reader.take("nulls", "first") or (reader.take("nulls", "last") and False)
    return Order(expression, descending, nulls_first)


def _list(text: str, field: str, part: Callable[[Reader], Part]) -> tuple[Part, ...]:
    reader = _reader(text, field)
    found = [part(reader)]
    while reader.take(","):
        found.append(part(reader))
    reader.end()
    return tuple(found)


def _reader(text: str, field: str) -> Reader:
    if len(text) > MAX_TEXT:
        raise TooLong(field=field, length=len(text), limit=MAX_TEXT)
    return Reader(text, field)
