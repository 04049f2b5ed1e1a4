"""Calls of PostgreSQL's functions as calls of those that are here. What is not there is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlglot import exp

from madang.query import near
from madang.query.sql import places
from madang.query.sql.postgres_functions import ABSENT, DEGREES, RENAMED, SAME, SYNTAX
from madang.query.sql.postgres_masks import QUARTER, Piece, pieces, reading
from madang.query.sql.problems import FunctionAbsent, UnknownFunction


def translated(node: Any) -> Any:
    """The node that takes the place of a call. Raises `UnknownFunction`, `FunctionAbsent`."""
    name = str(node.this).strip('"').lower()
    if name in SAME or name in SYNTAX:
        node.set("this", name)
        return node
    if name in RENAMED:
        node.set("this", RENAMED[name])
        return node
    if name in REWRITES:
        found = REWRITES[name](node)
        if found is not None:
            return found
    if name in ABSENT or name in REWRITES:
        raise absent(node, name)
    line, column = places.of(node)
    raise UnknownFunction(
        name=name[:60], line=line, column=column, **near.hint(name, SAME | set(REWRITES) | set(RENAMED))
    )


def absent(node: Any, name: str) -> FunctionAbsent:
    line, column = places.of(node)
    return FunctionAbsent(name=name[:60], line=line, column=column)


def call(name: str, *arguments: Any) -> Any:
    return exp.Anonymous(this=name, expressions=list(arguments))


def cast(value: Any, kind: str) -> Any:
    return exp.Cast(this=value, to=exp.DataType.build(kind))


def text(value: str) -> Any:
    return exp.Literal.string(value)


def searched(value: Any, pattern: Any) -> Any:
    """`substring(x from 'a(b)')`: what the first group of a pattern finds, or all of it; nothing where it finds nothing."""
    groups = len(re.findall(r"(?<!\\)\((?!\?)", str(pattern.this)))
    number = exp.Literal.number(min(groups, 1))
    return call("nullif", call("regexp_extract", value, pattern, number), text(""))


def _part(node: Any) -> Any:
    """A part by position; from the end, as DuckDB reads negative ones, is not what PostgreSQL means."""
    arguments = node.expressions
    if len(arguments) == 2 and arguments[1].is_string:
        return searched(*arguments)
    if len(arguments) not in (2, 3) or isinstance(arguments[1], exp.Neg):
        return None
    node.set("this", "substring")
    return node


def _padded(node: Any) -> Any:
    node.set("this", str(node.this).lower())
    if len(node.expressions) == 2:
        node.append("expressions", text(" "))
    return node


def _to_char(node: Any) -> Any:
    if len(node.expressions) != 2 or not node.expressions[1].is_string:
        return None
    value, mask = node.expressions
    parts = pieces(str(mask.this))
    if not parts or not any("%" in part.format for part in parts):
        return None
    found = _shown(value, parts[0])
    for part in parts[1:]:
        found = exp.DPipe(this=found, expression=_shown(value.copy(), part), safe=True)
    return exp.Paren(this=found) if len(parts) > 1 else found


def _shown(value: Any, part: Piece) -> Any:
    if part.format == QUARTER:
        return cast(call("quarter", value), "text")
    found = call("strftime", value, text(part.format))
    if part.case:
        found = call(part.case, found)
    return call("rpad", found, exp.Literal.number(part.pad), text(" ")) if part.pad else found


def _to_date(node: Any) -> Any:
    found = _read(node)
    return found and cast(found, "date")


def _to_timestamp(node: Any) -> Any:
    if len(node.expressions) == 1:
        node.set("this", "to_timestamp")
        return node
    return _read(node)


def _read(node: Any) -> Any:
    if len(node.expressions) != 2 or not node.expressions[1].is_string:
        return None
    format = reading(str(node.expressions[1].this))
    return format and call("strptime", node.expressions[0], text(format))


def _one(node: Any, make: Callable[[Any], Any]) -> Any:
    return make(node.expressions[0]) if len(node.expressions) == 1 else None


def _div(node: Any) -> Any:
    if len(node.expressions) != 2:
        return None
    left, right = node.expressions
    return call("trunc", exp.Div(this=cast(left, "double"), expression=exp.Paren(this=right)))


def _of_degrees(plain: str) -> Callable[[Any], Any]:
    return lambda node: _one(node, lambda value: call(plain, call("radians", value)))


REWRITES: dict[str, Callable[[Any], Any]] = {
    "acosd": lambda node: _one(node, lambda value: call("degrees", call("acos", value))),
    "div": _div,
    "lpad": _padded,
    "rpad": _padded,
    "substr": _part,
    "substring": _part,
    "text": lambda node: _one(node, lambda value: cast(value, "text")),
    "to_char": _to_char,
    "to_date": _to_date,
    "to_hex": lambda node: _one(node, lambda value: call("lower", call("to_hex", value))),
    "to_timestamp": _to_timestamp,
    **{name: _of_degrees(plain) for name, plain in DEGREES.items()},
}
"""Each gives the node in place of a call, or nothing when it cannot be written."""
