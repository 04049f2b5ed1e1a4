"""The nodes that a question is made of. Each is frozen and checks its own shape; columns and types are checked by `bind`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from madang.lib.problems import Problem

MAX_DEPTH = 60
"""How deep expressions may nest. Nobody writes more by hand, and every walk over a tree is recursive."""

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
OPERATORS = ("+", "-", "*", "/", "%", "||")

Value = str | int | float | bool | date | time | datetime | None


class OddQuestion(Problem):
    en = "The question cannot be asked: {why_en}"
    ko = "질문이 맞지 않습니다: {why_ko}"


class TooDeep(Problem):
    en = "The expression nests more than {limit} levels deep. Write it flatter, for example with `in (...)`."
    ko = "식이 {limit}단계보다 깊습니다. `in (...)` 등으로 더 납작하게 쓰세요."


@dataclass(frozen=True)
class Ref:
    """The value of a column, or of a selected expression by its alias."""

    name: str


@dataclass(frozen=True)
class Star:
    """All columns, in a select list only."""


@dataclass(frozen=True)
class Literal:
    """A constant. Numbers are finite: there is no way to write others."""

    value: Value

    def __post_init__(self) -> None:
        if isinstance(self.value, float) and not math.isfinite(self.value):
            raise OddQuestion(why_en="numbers must be finite.", why_ko="수는 유한해야 합니다.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True)
class Compare:
    """`left operator right`; unknown when either side is empty."""

    operator: str
    left: Expression
    right: Expression

    def __post_init__(self) -> None:
        _known(self.operator, COMPARISONS)


@dataclass(frozen=True)
class In:
    """Whether a value is among constants."""

    value: Expression
    options: tuple[Literal, ...]

    def __post_init__(self) -> None:
        if not self.options:
            raise OddQuestion(why_en="`in ()` names no value.", why_ko="`in ()`에 값이 없습니다.")


@dataclass(frozen=True)
class Between:
    """Whether a value lies between two others, both included."""

    value: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True)
class Like:
    """Whether a text matches a pattern of `%` (any characters) and `_` (one character)."""

    value: Expression
    pattern: Literal
    ignore_case: bool = False


@dataclass(frozen=True)
class IsNull:
    value: Expression


@dataclass(frozen=True)
class And:
    """All parts hold; an And inside an And becomes one."""

    parts: tuple[Expression, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _flat(And, self.parts))


@dataclass(frozen=True)
class Or:
    """Any part holds; an Or inside an Or becomes one."""

    parts: tuple[Expression, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _flat(Or, self.parts))


@dataclass(frozen=True)
class Not:
    part: Expression


@dataclass(frozen=True)
class Arithmetic:
    """`+ - *` on numbers, `/` always to a fraction and empty when dividing by zero, `%` the rest, `||` joins texts."""

    operator: str
    left: Expression
    right: Expression

    def __post_init__(self) -> None:
        _known(self.operator, OPERATORS)


@dataclass(frozen=True)
class Function:
    """A function of the allow-list in `functions.py`, by its lower-case name."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Aggregate:
    """A figure over the rows of a group. `argument` None is `count(*)`."""

    name: str
    argument: Expression | None = None
    distinct: bool = False

    def __post_init__(self) -> None:
        if self.argument is None and (self.name != "count" or self.distinct):
            raise OddQuestion(
                why_en=f"only `count(*)` takes a star, not `{self.name}`.",
                why_ko=f"별표는 `count(*)`에만 쓸 수 있고 `{self.name}`에는 쓸 수 없습니다.",
            )
        if self.argument is not None and any(isinstance(node, Aggregate) for node in walk(self.argument)):
            raise OddQuestion(
                why_en=f"`{self.name}` holds another aggregate.", why_ko=f"`{self.name}` 안에 다른 집계가 있습니다."
            )


Expression = (
    Ref | Star | Literal | Compare | In | Between | Like | IsNull | And | Or | Not | Arithmetic | Function | Aggregate
)


def children(node: Expression) -> Iterator[Expression]:
    """The expressions directly inside a node."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Expression):
            yield value
        elif isinstance(value, tuple):
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


def _known(operator: str, operators: tuple[str, ...]) -> None:
    if operator not in operators:
        raise OddQuestion(why_en=f"unknown operator {operator}.", why_ko=f"모르는 연산자 {operator}.")


def _flat(kind: type[And] | type[Or], parts: tuple[Expression, ...]) -> tuple[Expression, ...]:
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    if len(flat) < 2:
        raise OddQuestion(why_en="and, or need two sides.", why_ko="and, or에는 양쪽이 있어야 합니다.")
    return tuple(flat)
