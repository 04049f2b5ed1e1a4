"""What each node of sqlglot means to us. A kind of node that is not in the table is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlglot import exp

from madang.lib.problems import Problem
from madang.query import near
from madang.query.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Compare,
    Expression,
    Function,
    In,
    IsNull,
    Like,
    Literal,
    Not,
    Or,
    Ref,
    Star,
    Value,
)
from madang.query.functions import AGGREGATES, FUNCTIONS


class NotAllowed(Problem):
    en = (
        "`{what}` cannot be used in `{field}`. There are columns, constants, comparisons, and, or, not, in, between, "
        "like, ilike, is null, + - * / % || and the functions of the manual."
    )
    ko = (
        "`{field}`에 `{what}`을(를) 쓸 수 없습니다. 열, 상수, 비교, and, or, not, in, between, like, ilike, is null, "
        "+ - * / % ||, 설명서의 함수를 쓸 수 있습니다."
    )


class UnknownFunction(Problem):
    en = "There is no function `{name}`.{hint_en} Functions: {known}."
    ko = "`{name}` 함수는 없습니다.{hint_ko} 함수: {known}."


class OddLiteral(Problem):
    en = "{text} is not {what}. Write for example {example}."
    ko = "{text}: {what} 값이 아닙니다. 예: {example}."


COMPARE = {exp.EQ: "=", exp.NEQ: "!=", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">="}
ARITHMETIC = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/", exp.Mod: "%", exp.DPipe: "||"}
TYPED: dict[str, tuple[Callable[[str], Value], str]] = {
    "DATE": (date.fromisoformat, "date '2026-01-31'"),
    "TIME": (time.fromisoformat, "time '13:30:00'"),
    "TIMESTAMP": (datetime.fromisoformat, "timestamp '2026-01-31 13:30:00'"),
}


def translate(node: Any, field: str) -> Expression:
    """Turn sqlglot's tree into ours. Raises `NotAllowed`, `UnknownFunction`, `OddLiteral`."""
    kind = type(node)
    if kind in COMPARE:
        return Compare(COMPARE[kind], translate(node.this, field), translate(node.expression, field))
    if kind in ARITHMETIC:
        return Arithmetic(ARITHMETIC[kind], translate(node.this, field), translate(node.expression, field))
    if kind in NODES and _nothing_besides(node):
        return NODES[kind](node, field)
    raise NotAllowed(what=node.sql(), field=field)


def _nothing_besides(node: Any) -> bool:
    """Whether the node has only the parts that the table below reads; a part left unread would change the meaning."""
    read = {
        "this",
        "expression",
        "expressions",
        "is_string",
        "low",
        "high",
        "to",
        "big_int",
        "_type",
        "coalesce",
        "safe",
        "negate",
    }
    return not {name for name, value in node.args.items() if value} - read


def _connector(make: type[And] | type[Or]) -> Callable[[Any, str], Expression]:
    # `flatten` walks a chain of a thousand `or` without recursion.
    return lambda node, field: make(tuple(translate(part, field) for part in node.flatten(unnest=False)))


def _column(node: Any, field: str) -> Expression:
    if isinstance(node.this, exp.Star):
        return Star()
    return Ref(node.this.name)


def _literal(node: Any, field: str) -> Expression:
    if node.is_string:
        return Literal(node.this)
    text = str(node.this)
    return Literal(int(text) if re.fullmatch(r"\d+", text) else float(text))


def _negative(node: Any, field: str) -> Expression:
    inner = translate(node.this, field)
    if isinstance(inner, Literal) and isinstance(inner.value, int | float) and not isinstance(inner.value, bool):
        return Literal(-inner.value)
    return Arithmetic("-", Literal(0), inner)


def _is(node: Any, field: str) -> Expression:
    value = translate(node.this, field)
    if isinstance(node.expression, exp.Null):
        return IsNull(value)
    if isinstance(node.expression, exp.Boolean):
        return Function("coalesce", (Compare("=", value, Literal(bool(node.expression.this))), Literal(False)))
    raise NotAllowed(what=node.sql(), field=field)


def _in(node: Any, field: str) -> Expression:
    options = tuple(translate(option, field) for option in node.expressions)
    constants = tuple(option for option in options if isinstance(option, Literal))
    if len(constants) < len(options) or not options:
        raise NotAllowed(what=node.sql(), field=field)
    return In(translate(node.this, field), constants)


def _like(ignore_case: bool) -> Callable[[Any, str], Expression]:
    def like(node: Any, field: str) -> Expression:
        pattern = translate(node.expression, field)
        if not isinstance(pattern, Literal):
            raise NotAllowed(what=node.sql(), field=field)
        found = Like(translate(node.this, field), pattern, ignore_case)
        return Not(found) if node.args.get("negate") else found

    return like


def _typed(node: Any, field: str) -> Expression:
    """`date '2026-01-31'`: a constant with its type. Any other cast is refused."""
    kind = node.to.sql().upper()
    if kind not in TYPED or not isinstance(node.this, exp.Literal) or not node.this.is_string:
        raise NotAllowed(what=node.sql(), field=field)
    read, example = TYPED[kind]
    try:
        return Literal(read(node.this.this))
    except ValueError as error:
        raise OddLiteral(text=node.this.this, what=kind.lower(), example=example) from error


def _call(node: Any, field: str) -> Expression:
    name = str(node.this).lower()
    distinct = len(node.expressions) == 1 and isinstance(node.expressions[0], exp.Distinct)
    given = node.expressions[0].expressions if distinct else node.expressions
    arguments = tuple(translate(argument, field) for argument in given)
    if name in AGGREGATES:
        if len(arguments) != 1:
            raise NotAllowed(what=node.sql(), field=field)
        star = isinstance(arguments[0], Star)
        return Aggregate(name, None if star else arguments[0], distinct)
    if distinct:
        raise NotAllowed(what=node.sql(), field=field)
    if name not in FUNCTIONS:
        known = sorted({*FUNCTIONS, *AGGREGATES})
        raise UnknownFunction(name=name, known=", ".join(known), **near.hint(name, known))
    return Function(name, arguments)


NODES: dict[type, Callable[[Any, str], Expression]] = {
    exp.Column: _column,
    exp.Star: lambda node, field: Star(),
    exp.Literal: _literal,
    exp.Boolean: lambda node, field: Literal(bool(node.this)),
    exp.Null: lambda node, field: Literal(None),
    exp.Neg: _negative,
    exp.Paren: lambda node, field: translate(node.this, field),
    exp.And: _connector(And),
    exp.Or: _connector(Or),
    exp.Not: lambda node, field: Not(translate(node.this, field)),
    exp.Between: lambda node, field: Between(*(translate(node.args[part], field) for part in ("this", "low", "high"))),
    exp.Is: _is,
    exp.In: _in,
    exp.Like: _like(False),
    exp.ILike: _like(True),
    exp.Cast: _typed,
    exp.Anonymous: _call,
}
