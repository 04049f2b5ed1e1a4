"""The type of every expression, and constants in the type of what they are compared with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, time
from typing import Any

from madang.lib.problems import Problem
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
    OddQuestion,
    Or,
    Ref,
    Star,
    Value,
    children,
    walk,
)
from madang.query.functions import AGGREGATES, FUNCTIONS, Signature
from madang.query.model import Column, Type
from madang.query.words import words

NUMBERS = (Type.INTEGER, Type.NUMBER)
MOMENTS = (Type.DATE, Type.DATETIME)
SORTABLE = tuple(kind for kind in Type if kind is not Type.GEOMETRY)
KINDS = {
    "text": (Type.TEXT,),
    "integer": (Type.INTEGER,),
    "number": NUMBERS,
    "moment": MOMENTS,
    "boolean": (Type.BOOLEAN,),
    "sortable": SORTABLE,
    "any": tuple(Type),
}
KOREAN = {
    Type.TEXT: "글자", Type.INTEGER: "정수", Type.NUMBER: "수", Type.BOOLEAN: "참·거짓", Type.DATE: "날짜",
    Type.TIME: "시각", Type.DATETIME: "날짜와 시각", Type.GEOMETRY: "도형",
}  # fmt: skip
INT64 = range(-(2**63), 2**63)
GROWTH = 20
"""How many times longer nested `replace` may make a text. The engine bounds neither the memory nor the time of one value."""
LONGEST = 10_000
"""Characters that `replace` may make of texts that are written out; a page holds ten thousand of them."""

Typed = tuple[Expression, "Type | None"]
"""A bound expression and its type; None is the type of `null`."""


class WrongType(Problem):
    en = "{what} is {is_en}, but {need_en} is needed here. Texts stand in single quotes, numbers do not."
    ko = "{what}은(는) {is_ko}인데 여기에는 {need_ko}이(가) 필요합니다. 글자는 작은따옴표 안에, 수는 그대로 쓰세요."


def wrong(expression: Expression, kind: Type | None, *needed: Type) -> WrongType:
    """The problem of an expression of the wrong type."""
    return WrongType(
        what=f"`{words(expression)}`",
        is_en=kind.value if kind else "null",
        is_ko=KOREAN[kind] if kind else "빈 값",
        need_en=" or ".join(need.value for need in needed),
        need_ko=" 또는 ".join(KOREAN[need] for need in needed),
    )


def typed(expression: Expression, column: Callable[[str], Column]) -> Typed:
    """Bind an expression; `column` finds a column or raises. Raises `WrongType`."""

    def bind(part: Expression) -> Typed:
        return typed(part, column)

    match expression:
        case Ref(name):
            found = column(name)
            return Ref(found.name), found.type
        case Literal(value):
            return expression, literal_type(value)
        case Compare(operator, left, right):
            sides = _agree([bind(left), bind(right)])
            return Compare(operator, *sides), Type.BOOLEAN
        case Between(value, low, high):
            return Between(*_agree([bind(value), bind(low), bind(high)])), Type.BOOLEAN
        case In(value, options):
            first, *rest = _agree([bind(value), *map(bind, options)])
            return In(first, tuple(rest)), Type.BOOLEAN  # type: ignore[arg-type]
        case Like(value, pattern, ignore_case):
            return Like(_of(bind(value), Type.TEXT), _of(bind(pattern), Type.TEXT), ignore_case), Type.BOOLEAN  # type: ignore[arg-type]
        case IsNull(value):
            return IsNull(bind(value)[0]), Type.BOOLEAN
        case And(parts) | Or(parts):
            bound = tuple(_of(bind(part), Type.BOOLEAN) for part in parts)
            return replace(expression, parts=bound), Type.BOOLEAN
        case Not(part):
            return Not(_of(bind(part), Type.BOOLEAN)), Type.BOOLEAN
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, bind(left), bind(right))
        case Function(name, arguments):
            return _function(name, [bind(argument) for argument in arguments])
        case Aggregate():
            return _aggregate(expression, bind)
        case Star():
            raise OddQuestion(
                why_en="`*` stands alone in `select` or in `count(*)`.",
                why_ko="`*`는 `select`나 `count(*)`에만 씁니다.",
            )


def literal_type(value: Value) -> Type | None:
    """The type of a constant as it is written. Raises `OddQuestion` for a whole number beyond 64 bits."""
    match value:
        case None:
            return None
        case bool():
            return Type.BOOLEAN
        case int():
            if value not in INT64:
                raise OddQuestion(why_en=f"{value} is too large.", why_ko=f"{value}: 너무 큰 수입니다.")
            return Type.INTEGER
        case float():
            return Type.NUMBER
        case datetime():
            return Type.DATETIME
        case date():
            return Type.DATE
        case time():
            return Type.TIME
        case _:
            return Type.TEXT


def rebuilt(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The expression with each direct child changed."""
    values: dict[str, Any] = {}
    for field in fields(expression):
        value = getattr(expression, field.name)
        if isinstance(value, Expression):
            values[field.name] = change(value)
        elif isinstance(value, tuple):
            values[field.name] = tuple(change(part) for part in value)
    return replace(expression, **values)


def _of(bound: Typed, *needed: Type) -> Expression:
    expression, kind = bound
    if kind is not None and kind not in needed:
        raise wrong(expression, kind, *needed)
    return expression


def _agree(sides: list[Typed]) -> list[Expression]:
    """Bring the sides of a comparison to one type: written texts turn into the type of the other side."""
    leading = next((kind for side, kind in sides if not isinstance(side, Literal) and kind), None)
    leading = leading or next((kind for _side, kind in sides if kind), None)
    if leading is None:
        return [side for side, _kind in sides]
    family = next((group for group in (NUMBERS, MOMENTS) if leading in group), (leading,))
    if leading is Type.GEOMETRY:
        raise wrong(sides[0][0], leading, *SORTABLE)
    agreed: list[Expression] = []
    for side, kind in sides:
        if isinstance(side, Literal) and kind is Type.TEXT and leading is not Type.TEXT:
            agreed.append(Literal(_converted(side, leading)))
        else:
            agreed.append(_of((side, kind), *family))
    return agreed


READ: dict[Type, Callable[[str], Value]] = {
    Type.DATE: lambda text: date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text),
    Type.TIME: time.fromisoformat,
    Type.DATETIME: datetime.fromisoformat,
    Type.INTEGER: lambda text: int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text),
    Type.NUMBER: float,
    Type.BOOLEAN: lambda text: {"true": True, "false": False}[text.lower()],
}


def _converted(literal: Literal, kind: Type) -> Value:
    """A quoted constant in the type it is compared with: `day >= '2026-01-01'`."""
    try:
        value = READ[kind](str(literal.value).strip())
        literal_type(Literal(value).value)
        return value
    except (ValueError, KeyError) as error:
        raise wrong(literal, Type.TEXT, kind) from error


def _arithmetic(operator: str, left: Typed, right: Typed) -> Typed:
    needed = (Type.TEXT,) if operator == "||" else NUMBERS
    node = Arithmetic(operator, _of(left, *needed), _of(right, *needed))
    if operator == "||":
        return node, Type.TEXT
    whole = operator != "/" and Type.NUMBER not in (left[1], right[1])
    return node, Type.INTEGER if whole else Type.NUMBER


def _function(name: str, arguments: list[Typed]) -> Typed:
    signature = FUNCTIONS[name]
    _check_number(name, signature, len(arguments))
    takes = [signature.takes[min(place, len(signature.takes) - 1)] for place in range(len(arguments))]
    if signature.takes[0] == "any":
        bound = _agree(arguments)
    else:
        bound = [_of(argument, *KINDS[kind]) for argument, kind in zip(arguments, takes, strict=True)]
    if signature.constant and not isinstance(bound[-1], Literal):
        raise OddQuestion(
            why_en=f"the last argument of `{name}` must be written out.",
            why_ko=f"`{name}`의 마지막 인자는 상수여야 합니다.",
        )
    if name == "replace" and _too_long(Function(name, tuple(bound))):
        raise OddQuestion(
            why_en=f"`replace` would make a text more than {GROWTH} times longer.",
            why_ko=f"`replace`가 글을 {GROWTH}배 넘게 늘립니다.",
        )
    first = next((kind for _part, kind in arguments if kind), None)
    if signature.takes[0] == "any" and Type.NUMBER in [kind for _part, kind in arguments]:
        first = Type.NUMBER
    return Function(name, tuple(bound)), first if signature.gives == "same" else Type(signature.gives)


def _growth(node: Expression) -> float:
    """How many times longer than what it is made of a text can be, at worst."""
    inner = max(map(_growth, children(node)), default=1.0)
    if not (isinstance(node, Function) and node.name == "replace"):
        return inner
    old, new = (str(part.value or "") if isinstance(part, Literal) else "" for part in node.arguments[1:])
    return inner * max(1.0, len(new) / max(len(old), 1))


def _too_long(node: Function) -> bool:
    """Whether a text grows out of bounds: many times over, or from what is long as it is written."""
    written = sum(len(part.value) for part in walk(node) if isinstance(part, Literal) and isinstance(part.value, str))
    grown = _growth(node)
    return grown > GROWTH or grown * written > LONGEST


def _check_number(name: str, signature: Signature, given: int) -> None:
    needed = len(signature.takes)
    if given != needed and not (signature.many and given > needed):
        raise OddQuestion(
            why_en=f"`{name}` takes {', '.join(signature.takes)}.",
            why_ko=f"`{name}`의 인자: {', '.join(signature.takes)}.",
        )


def _aggregate(node: Aggregate, bind: Callable[[Expression], Typed]) -> Typed:
    kind, gives, _sql = AGGREGATES[node.name]
    if node.argument is None:
        return node, Type.INTEGER
    argument, given = bind(node.argument)
    bound = replace(node, argument=_of((argument, given), *KINDS[kind]))
    return bound, given if gives == "same" else Type(gives)
