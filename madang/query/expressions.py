"""The nodes that a question is made of. Each is frozen and checks its own shape; columns and types are checked by `bind`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from madang.lib.problems import Problem

MAX_DEPTH = 60
"""How deep expressions may nest. Nobody writes more by hand, and every walk over a tree is recursive."""

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "is distinct from", "is not distinct from")
OPERATORS = ("+", "-", "*", "/", "%", "||")

Value = str | int | float | bool | date | time | datetime | bytes | None
"""What a constant may be; bytes are a shape as WKB, which `bind` makes of its text."""


class Type(StrEnum):
    """The types of a column, as people see them; the Arrow type of the Parquet file refines them."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    GEOMETRY = "geometry"  # WKB in longitude and latitude, WGS 84


class OddQuestion(Problem):
    en = "The question cannot be asked: {why_en}"
    ko = "질문이 맞지 않습니다: {why_ko}"


class TooDeep(Problem):
    en = "The expression nests more than {limit} levels deep. Write it flatter, for example with `in (...)`."
    ko = "식이 {limit}단계보다 깊습니다. `in (...)` 등으로 더 납작하게 쓰세요."


class Node:
    """What all nodes are, so that one look tells a node from what it holds besides."""

    __slots__ = ()


@dataclass(frozen=True)
class Ref(Node):
    """The value of a column, or of a selected expression by its alias."""

    name: str


@dataclass(frozen=True)
class Star(Node):
    """All columns, in a select list only."""


@dataclass(frozen=True)
class Literal(Node):
    """A constant. Numbers are finite: there is no way to write others."""

    value: Value

    def __post_init__(self) -> None:
        if isinstance(self.value, float) and not math.isfinite(self.value):
            raise OddQuestion(why_en="numbers must be finite.", why_ko="수는 유한해야 합니다.")
        if isinstance(self.value, str):
            check_text(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True)
class Compare(Node):
    """`left operator right`; unknown when either side is empty, but for `is [not] distinct from`, which always tells."""

    operator: str
    left: Expression
    right: Expression

    def __post_init__(self) -> None:
        _known(self.operator, COMPARISONS)


@dataclass(frozen=True)
class In(Node):
    """Whether a value is among constants."""

    value: Expression
    options: tuple[Literal, ...]

    def __post_init__(self) -> None:
        if not self.options:
            raise OddQuestion(why_en="`in ()` names no value.", why_ko="`in ()`에 값이 없습니다.")


@dataclass(frozen=True)
class Between(Node):
    """Whether a value lies between two others, both included."""

    value: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True)
class Like(Node):
    """Whether a text matches a pattern of `%` (any characters) and `_` (one character).

    After the character `escape`, if one is given, `%`, `_` and itself stand for themselves.
    """

    value: Expression
    pattern: Literal
    ignore_case: bool = False
    escape: str = ""

    def __post_init__(self) -> None:
        pattern = self.pattern.value
        if len(self.escape) > 1 or self.escape in ("%", "_"):
            raise OddQuestion(
                why_en="`escape` is one character, neither % nor _.", why_ko="`escape`는 %와 _가 아닌 한 글자입니다."
            )
        if self.escape and isinstance(pattern, str) and not _escaped(pattern, self.escape):
            raise OddQuestion(
                why_en=f"after {self.escape} the pattern needs %, _ or {self.escape}.",
                why_ko=f"무늬에서 {self.escape} 다음에는 %, _, {self.escape} 가운데 하나가 와야 합니다.",
            )


@dataclass(frozen=True)
class IsNull(Node):
    value: Expression


@dataclass(frozen=True)
class And(Node):
    """All parts hold; an And inside an And becomes one."""

    parts: tuple[Expression, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _flat(And, self.parts))


@dataclass(frozen=True)
class Or(Node):
    """Any part holds; an Or inside an Or becomes one."""

    parts: tuple[Expression, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _flat(Or, self.parts))


@dataclass(frozen=True)
class Not(Node):
    part: Expression


@dataclass(frozen=True)
class Arithmetic(Node):
    """`+ - *` on numbers, `/` always to a fraction and empty when dividing by zero, `%` the rest, `||` joins texts."""

    operator: str
    left: Expression
    right: Expression

    def __post_init__(self) -> None:
        _known(self.operator, OPERATORS)


@dataclass(frozen=True)
class Case(Node):
    """The result that stands beside the first condition that holds, else `otherwise`."""

    conditions: tuple[Expression, ...]
    results: tuple[Expression, ...]
    otherwise: Expression = Literal(None)

    def __post_init__(self) -> None:
        if not self.conditions or len(self.conditions) != len(self.results):
            raise OddQuestion(
                why_en="`case` needs `when condition then value`.",
                why_ko="`case`에는 `when 조건 then 값`이 있어야 합니다.",
            )


@dataclass(frozen=True)
class Cast(Node):
    """A value in another type. What does not fit refuses the whole question, or is empty when `safe`.

    `bind` fills in `source`, the type that the value has.
    """

    value: Expression
    type: Type
    safe: bool = False
    source: Type | None = None


@dataclass(frozen=True)
class Function(Node):
    """A function of the allow-list in `functions.py`, by its lower-case name."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Aggregate(Node):
    """A figure over the rows of a group. `argument` None is `count(*)`.

    `detail` is the constant after the argument (`percentile(x, 0.9)`); only rows for which `chosen` holds count.
    """

    name: str
    argument: Expression | None = None
    distinct: bool = False
    detail: Literal | None = None
    chosen: Expression | None = None

    def __post_init__(self) -> None:
        if self.argument is None and (self.name != "count" or self.distinct):
            raise OddQuestion(
                why_en=f"only `count(*)` takes a star, not `{self.name}`.",
                why_ko=f"별표는 `count(*)`에만 쓸 수 있고 `{self.name}`에는 쓸 수 없습니다.",
            )
        inside = [part for part in (self.argument, self.chosen) if part is not None]
        if any(aggregates(part) for part in inside):
            raise OddQuestion(
                why_en=f"`{self.name}` holds another aggregate.", why_ko=f"`{self.name}` 안에 다른 집계가 있습니다."
            )


Expression = (
    Ref | Star | Literal | Compare | In | Between | Like | IsNull | And | Or | Not
    | Arithmetic | Case | Cast | Function | Aggregate
)  # fmt: skip


def children(node: Expression) -> Iterator[Expression]:
    """The expressions directly inside a node."""
    for value in node.__dict__.values():
        if isinstance(value, Node):
            yield value  # type: ignore[misc]  # every node is an expression
        elif type(value) is tuple:
            yield from value


def walk(node: Expression) -> Iterator[Expression]:
    """The node and everything inside it, without recursion. Raises `TooDeep` beyond `MAX_DEPTH` levels."""
    pending = [(node, 1)]
    while pending:
        current, depth = pending.pop()
        if depth > MAX_DEPTH:
            raise TooDeep(limit=MAX_DEPTH)
        yield current
        pending.extend((child, depth + 1) for child in children(current))


def aggregates(node: Expression) -> bool:
    """Whether an aggregate stands anywhere inside."""
    return any(isinstance(part, Aggregate) for part in walk(node))


def check_text(text: str) -> None:
    """JSON can hold halves of characters, which no engine takes. Raises `OddQuestion`."""
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise OddQuestion(
            why_en=f"{ascii(text)[:100]} holds half a character (a surrogate).",
            why_ko=f"{ascii(text)[:100]}에 반쪽 문자(서로게이트)가 있습니다.",
        )


def _known(operator: str, operators: tuple[str, ...]) -> None:
    if operator not in operators:
        raise OddQuestion(why_en=f"unknown operator {operator}.", why_ko=f"모르는 연산자 {operator}.")


def _escaped(pattern: str, escape: str) -> bool:
    """Whether each `escape` in the pattern stands before what needs it."""
    place = pattern.find(escape)
    while place >= 0:
        if pattern[place + 1 : place + 2] not in ("%", "_", escape):
            return False
        place = pattern.find(escape, place + 2)
    return True


def _flat(kind: type[And] | type[Or], parts: tuple[Expression, ...]) -> tuple[Expression, ...]:
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    if len(flat) < 2:
        raise OddQuestion(why_en="and, or need two sides.", why_ko="and, or에는 양쪽이 있어야 합니다.")
    return tuple(flat)
