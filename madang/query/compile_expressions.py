"""An expression as DuckDB's SQL. Values go to the parameters; only quoted names of known columns stand in the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from madang.lib.duck import identifier
from madang.query import casts, compile_places, compile_words
from madang.query.expressions import (
    MAX_DEPTH,
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
    Not,
    Or,
    Ref,
    Star,
    TooDeep,
)
from madang.query.functions import AGGREGATES, FUNCTIONS

CALLS = {**compile_places.CALLS, "search": compile_words.search}
"""Functions that more than a template spells."""
FEW = 3
"""Values among which the engine looks one by one; with more it joins."""
LONGEST = 200_000
"""Characters of one call. A template may name an argument twice, so nested ones double with each level."""


@dataclass
class Sql:
    """Text with `$1`, `$2`, ... and the values for them."""

    text: str = ""
    values: list[object] = field(default_factory=list)
    scattered: bool = False
    """Whether the engine may answer by a join, after which rows no longer come as they are stored."""
    filtering: bool = False
    """Whether a filter of rows is being written: only there may a subquery stand."""
    _known: dict[tuple[type, object], str] = field(default_factory=dict)

    def put(self, value: object) -> str:
        """The parameter of a value. Equal values share one, else DuckDB would not see that a group key is repeated."""
        key = (type(value), repr(value) if isinstance(value, float) else value)  # -0.0 is not 0.0
        if key not in self._known:
            self.values.append(value)
            self._known[key] = f"${len(self.values)}"
        return self._known[key]


def spelt(node: Expression, sql: Sql) -> str:
    """The text of an expression; its values go to `sql`."""
    match node:
        case Ref(name):
            return identifier(name)
        case Literal(value):
            return "NULL" if value is None else sql.put(value)
        case Compare(operator, left, right):
            return f"({spelt(left, sql)} {operator.upper()} {spelt(right, sql)})"
        case In(value, options):
            return f"({spelt(value, sql)} IN ({_options(options, sql)}))"
        case Between(value, low, high):
            return f"({spelt(value, sql)} BETWEEN {spelt(low, sql)} AND {spelt(high, sql)})"
        case Like(value, pattern, ignore_case, escape):
            escaped = f" ESCAPE {sql.put(escape)}" if escape else ""
            return f"({spelt(value, sql)} {'ILIKE' if ignore_case else 'LIKE'} {spelt(pattern, sql)}{escaped})"
        case IsNull(value):
            return f"({spelt(value, sql)} IS NULL)"
        case And(parts):
            return f"({' AND '.join([spelt(part, sql) for part in parts])})"
        case Or(parts):
            sql.scattered = sql.scattered or len(parts) > FEW
            return f"({' OR '.join([spelt(part, sql) for part in parts])})"
        case Not(part):
            return f"(NOT {spelt(part, sql)})"
        case Arithmetic("/", left, right):
            return f"(CAST({spelt(left, sql)} AS DOUBLE) / nullif(CAST({spelt(right, sql)} AS DOUBLE), 0))"
        case Arithmetic("%", left, right):
            return f"({spelt(left, sql)} % nullif({spelt(right, sql)}, 0))"
        case Arithmetic(operator, left, right):
            return f"({spelt(left, sql)} {operator} {spelt(right, sql)})"
        case Case(conditions, results, otherwise):
            pairs = zip(conditions, results, strict=True)
            whens = " ".join([f"WHEN {spelt(test, sql)} THEN {spelt(result, sql)}" for test, result in pairs])
            return f"(CASE {whens} ELSE {spelt(otherwise, sql)} END)"
        case Cast(value, type, safe, source):
            return _short(casts.spelt(source, type, safe, _short(spelt(value, sql))))
        case Function():
            return _call(node, sql)
        case Aggregate():
            return _aggregate(node, sql)
        case Star():
            raise AssertionError("bind replaces stars")


def _options(options: tuple[Literal, ...], sql: Sql) -> str:
    """Many values are one parameter: as parameters of their own, ten thousand took a second and a half."""
    if len(options) <= FEW:
        return ", ".join([spelt(option, sql) for option in options])
    sql.scattered = True
    if not sql.filtering or all(option.value is None for option in options):
        return ", ".join([spelt(option, sql) for option in options])
    sql.values.append([option.value for option in options])
    return f"SELECT unnest(${len(sql.values)})"


def _call(node: Function, sql: Sql) -> str:
    if node.name in CALLS:
        first, *rest = node.arguments
        constants = [part.value for part in rest if isinstance(part, Literal)]
        return _short(CALLS[node.name](_short(spelt(first, sql)), constants, sql.put))
    written = [_short(spelt(argument, sql)) for argument in node.arguments]
    return _short(FUNCTIONS[node.name].sql.format(*written, all=", ".join(written)))


def _aggregate(node: Aggregate, sql: Sql) -> str:
    inner = "*" if node.argument is None else ("DISTINCT " if node.distinct else "") + spelt(node.argument, sql)
    chosen = "" if node.chosen is None else f" FILTER (WHERE {spelt(node.chosen, sql)})"
    detail = "" if node.detail is None else sql.put(node.detail.value)
    return _short(AGGREGATES[node.name].sql.format(_short(inner), detail, filter=chosen))


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise TooDeep(limit=MAX_DEPTH)
    return text
