"""The type of every expression, and constants in the type of what they are compared with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from madang.lib.problems import Problem
from madang.query import area
from madang.query.casts import CASTS
from madang.query.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Case,
    Cast,
    Compare,
    Expression,
    Function,
    In,
    IsNull,
    Like,
    Literal,
    Node,
    Not,
    OddQuestion,
    Or,
    Ref,
    Star,
    Value,
    children,
    walk,
)
from madang.query.functions import AGGREGATES, CLOCK, FUNCTIONS, UNITS, Figure, Signature
from madang.query.model import MOST_WORDS, Column, Type
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
    "geometry": (Type.GEOMETRY,),
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
LONGEST_SIGN = 20

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
    """Bind an expression; `column` finds a column or raises. Raises `WrongType`, `OddQuestion`."""

    def bind(part: Expression) -> Typed:
        return typed(part, column)

    match expression:
        case Ref(name):
            found = column(name)
            return Ref(found.name), found.type
        case Literal(value):
            return expression, literal_type(value)
        case Compare(operator, left, right):
            sides = _parts(_agree([bind(left), bind(right)]))
            return Compare(operator, *sides), Type.BOOLEAN
        case Between(value, low, high):
            return Between(*_parts(_agree([bind(value), bind(low), bind(high)]))), Type.BOOLEAN
        case In(value, options):
            constants: list[Typed] = [(option, literal_type(option.value)) for option in options]
            first, *rest = _parts(_agree([bind(value), *constants]))
            return In(first, tuple(rest)), Type.BOOLEAN  # type: ignore[arg-type]
        case Like(value, pattern):
            _of(bind(pattern), Type.TEXT)
            return replace(expression, value=_of(bind(value), Type.TEXT)), Type.BOOLEAN
        case IsNull(value):
            return IsNull(bind(value)[0]), Type.BOOLEAN
        case And(parts) | Or(parts):
            bound = tuple(_of(bind(part), Type.BOOLEAN) for part in parts)
            return replace(expression, parts=bound), Type.BOOLEAN
        case Not(part):
            return Not(_of(bind(part), Type.BOOLEAN)), Type.BOOLEAN
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, bind(left), bind(right))
        case Case(conditions, results, otherwise):
            tests = tuple(_of(bind(part), Type.BOOLEAN) for part in conditions)
            *given, last = _alike([bind(part) for part in (*results, otherwise)])
            return Case(tests, tuple(_parts(given)), last[0]), _common([*given, last])
        case Cast():
            return _cast(expression, bind(expression.value))
        case Function(name, arguments):
            return call(name, [bind(argument) for argument in arguments])
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
    for name, value in expression.__dict__.items():
        if isinstance(value, Node):
            values[name] = change(value)  # type: ignore[arg-type]
        elif type(value) is tuple:
            values[name] = tuple(change(part) for part in value)
    return replace(expression, **values) if values else expression


def _of(bound: Typed, *needed: Type) -> Expression:
    expression, kind = bound
    if kind is not None and kind not in needed:
        raise wrong(expression, kind, *needed)
    return expression


def _parts(bound: list[Typed]) -> list[Expression]:
    return [expression for expression, _kind in bound]


def _common(bound: list[Typed]) -> Type | None:
    """The type that holds the values of all: a number for whole and other numbers, a moment for days and moments."""
    kinds = [kind for _expression, kind in bound if kind]
    return next((wide for wide in (Type.NUMBER, Type.DATETIME) if wide in kinds), kinds[0] if kinds else None)


def _agree(sides: list[Typed]) -> list[Typed]:
    """Bring the sides of a comparison to one type: written texts turn into the type of the other side."""
    leading = next((kind for side, kind in sides if not isinstance(side, Literal) and kind), None)
    leading = leading or next((kind for _side, kind in sides if kind), None)
    if leading is None:
        return sides
    family = next((group for group in (NUMBERS, MOMENTS) if leading in group), (leading,))
    if leading is Type.GEOMETRY:
        raise wrong(sides[0][0], leading, *SORTABLE)
    agreed: list[Typed] = []
    for side, kind in sides:
        if isinstance(side, Literal) and kind is Type.TEXT and leading is not Type.TEXT:
            converted = _converted(side, leading)
            agreed.append((Literal(converted), literal_type(converted)))
        else:
            agreed.append((_of((side, kind), *family), kind))
    return agreed


def _alike(choices: list[Typed]) -> list[Typed]:
    """The same for values of which one is given: days among moments become moments."""
    agreed = _agree(choices)
    if _common(agreed) is not Type.DATETIME:
        return agreed
    return [
        (Cast(value, Type.DATETIME, source=kind), Type.DATETIME) if kind is Type.DATE else (value, kind)
        for value, kind in agreed
    ]


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
    if operator == "-" and left[1] is right[1] is Type.DATE:
        return call("date_diff", [(Literal("day"), Type.TEXT), right, left])
    needed = (Type.TEXT,) if operator == "||" else NUMBERS
    node = Arithmetic(operator, _of(left, *needed), _of(right, *needed))
    if operator == "||":
        return node, Type.TEXT
    if operator == "/" or Type.NUMBER in (left[1], right[1]):
        return node, Type.NUMBER
    return replace(node, left=_wide(node.left), right=_wide(node.right)), Type.INTEGER


def _wide(whole: Expression) -> Expression:
    """A column or constant of fewer bits with all 64: the engine computes with the bits of its arguments."""
    return Cast(whole, Type.INTEGER, source=Type.INTEGER) if isinstance(whole, Ref | Literal) else whole


def _cast(node: Cast, bound: Typed) -> Typed:
    value, source = bound
    if source is not None and (source, node.type) not in CASTS:
        raise wrong(value, source, *(kind for kind, target in CASTS if target is node.type and kind is not source))
    return Cast(value, node.type, node.safe, source), node.type


def call(name: str, arguments: list[Typed]) -> Typed:
    """A bound function of bound arguments, and its type."""
    signature = FUNCTIONS[name]
    _check_number(name, signature, len(arguments))
    takes = [signature.takes[min(place, len(signature.takes) - 1)] for place in range(len(arguments))]
    if signature.takes[0] == "any":
        given = _agree(arguments) if signature.gives == "first" else _alike(arguments)
    else:
        given = [_given(name, argument, kind) for argument, kind in zip(arguments, takes, strict=True)]
    node = Function(name, tuple(_parts(given)))
    _check_written(signature, node)
    if signature.gives == "moment":
        return _moment(node, given)
    if signature.gives in ("same", "first"):
        return node, _common(given[:1] if signature.gives == "first" else given)
    return node, Type(signature.gives)


def _given(name: str, argument: Typed, kind: str) -> Typed:
    """An argument as its kind wants it."""
    expression, type = argument
    if kind in WRITTEN:
        if not isinstance(expression, Literal) or type is None:
            raise OddQuestion(
                why_en=f"`{name}` takes {kind} written out, not {words(expression)}.",
                why_ko=f"`{name}`의 {kind} 인자는 상수여야 합니다: {words(expression)}.",
            )
        return WRITTEN[kind](expression, type)
    if type is None:  # the engine would not know which function is meant
        return Cast(expression, KINDS[kind][0]), None
    if kind == "moment" and isinstance(expression, Literal) and type is Type.TEXT:
        moment = _converted(expression, Type.DATE)
        return Literal(moment), literal_type(moment)
    return _of(argument, *KINDS[kind]), type


def _moment(node: Function, given: list[Typed]) -> Typed:
    """A day stays a day, unless hours are counted."""
    place, kind = next((place, kind) for place, (_part, kind) in enumerate(given) if kind in (*MOMENTS, None))
    if kind is not Type.DATE:
        return node, Type.DATETIME
    unit = next(str(part.value) for part in node.arguments if isinstance(part, Literal) and isinstance(part.value, str))
    if unit.split()[-1] not in CLOCK:
        return Cast(node, Type.DATE, source=Type.DATE), Type.DATE
    widened = Cast(node.arguments[place], Type.DATETIME, source=Type.DATE)
    return replace(node, arguments=(*node.arguments[:place], widened, *node.arguments[place + 1 :])), Type.DATETIME


def _unit(written: Literal, type: Type | None) -> Typed:
    single = str(written.value).lower().removesuffix("s")
    if single not in UNITS:
        raise OddQuestion(
            why_en=f"{words(written)} is no unit of time. There are {', '.join(UNITS)}.",
            why_ko=f"{words(written)}: 시간 단위가 아닙니다. 단위: {', '.join(UNITS)}.",
        )
    return Literal(single), Type.TEXT


def _bucket(written: Literal, type: Type | None) -> Typed:
    """`15 minutes` as `15 minute`, if buckets of that width begin where a day or a year does."""
    found = re.fullmatch(r"\s*(\d{1,5})\s+([A-Za-z]+?)s?\s*", str(written.value))
    unit = found[2].lower() if found else ""
    width = int(found[1]) if found else 0
    if unit not in UNITS or width == 0 or UNITS[unit] % width or width > 1000 * (unit == "year") + UNITS[unit]:
        raise OddQuestion(
            why_en=f"{words(written)} is no width of a bucket. Write for example '15 minutes', '6 hours', '1 week', '6 months' "
            "or '10 years', which divide a day or a year evenly.",
            why_ko=f"{words(written)}: 구간 너비가 아닙니다. 하루나 한 해를 고르게 나누는 '15 minutes', '6 hours', '1 week', '6 months', "
            "'10 years'처럼 쓰세요.",
        )
    return Literal(f"{width} {unit}"), Type.TEXT


def _degrees(written: Literal, type: Type | None) -> Typed:
    return Literal(float(_of((written, type), *NUMBERS).value)), Type.NUMBER  # type: ignore[union-attr, arg-type]


def _shape(written: Literal, type: Type | None) -> Typed:
    if isinstance(written.value, bytes):
        return written, Type.GEOMETRY
    return Literal(area.shape(str(_of((written, type), Type.TEXT).value))), Type.GEOMETRY  # type: ignore[union-attr]


def _words(written: Literal, type: Type | None) -> Typed:
    count = len(str(_of((written, type), Type.TEXT).value).split())  # type: ignore[union-attr]
    if not 1 <= count <= MOST_WORDS:
        raise OddQuestion(
            why_en=f"`search` takes 1 to {MOST_WORDS} words, not {count}.",
            why_ko=f"`search`에는 낱말을 1~{MOST_WORDS}개 씁니다. {count}개는 안 됩니다.",
        )
    return written, Type.TEXT


WRITTEN: dict[str, Callable[[Literal, Type | None], Typed]] = {
    "unit": _unit,
    "bucket": _bucket,
    "shape": _shape,
    "degrees": _degrees,
    "metres": _degrees,
    "words": _words,
}
"""Arguments that must be constants, and how they are read."""


def _check_written(signature: Signature, node: Function) -> None:
    """What the constants among the arguments must be together."""
    name, arguments = node.name, node.arguments
    if signature.constant and not isinstance(arguments[-1], Literal):
        raise OddQuestion(
            why_en=f"the last argument of `{name}` must be written out.",
            why_ko=f"`{name}`의 마지막 인자는 상수여야 합니다.",
        )
    if name == "replace" and _too_long(node):
        raise OddQuestion(
            why_en=f"`replace` would make a text more than {GROWTH} times longer.",
            why_ko=f"`replace`가 글을 {GROWTH}배 넘게 늘립니다.",
        )
    check = {"bbox": area.check_box, "near": area.check_circle, "distance": area.check_circle}.get(name)
    if check:
        check(*(part.value for part in arguments[1:] if isinstance(part, Literal)))  # type: ignore[operator]


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
    figure = AGGREGATES[node.name]
    chosen = None if node.chosen is None else _of(bind(node.chosen), Type.BOOLEAN)
    if node.argument is None:
        return replace(node, chosen=chosen), Type.INTEGER
    argument, given = bind(node.argument)
    _check_detail(node, figure)
    bound = replace(node, argument=_of((argument, given), *KINDS[figure.takes]), chosen=chosen)
    return bound, given if figure.gives == "same" else Type(figure.gives)


def _check_detail(node: Aggregate, figure: Figure) -> None:
    value = node.detail.value if node.detail else None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if figure.detail == "fraction" and not (number and 0 <= value <= 1):  # type: ignore[operator]
        raise OddQuestion(
            why_en=f"`{node.name}` takes a share of 0 to 1: {node.name}(x, 0.9).",
            why_ko=f"`{node.name}`에는 0과 1 사이의 비율을 씁니다: {node.name}(x, 0.9).",
        )
    if figure.detail == "text" and not (isinstance(value, str) and len(value) <= LONGEST_SIGN):
        raise OddQuestion(
            why_en=f"`{node.name}` takes a sign of at most {LONGEST_SIGN} letters to join by: {node.name}(x, ', ').",
            why_ko=f"`{node.name}`에는 {LONGEST_SIGN}자 이하의 이음표를 씁니다: {node.name}(x, ', ').",
        )
