"""An expression as text of the native language: for names of columns, permalinks and hashes. `parse` reads it back."""

from __future__ import annotations

from datetime import date, datetime, time

from madang.query import area
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
    Not,
    Or,
    Ref,
    Star,
)
from madang.query.tokens import bare

__all__ = ["bare", "words"]


def words(node: Expression) -> str:
    """The text; compound parts stand in brackets, so that reading needs no precedence."""
    match node:
        case Ref(name):
            return name if bare(name) else '"' + name.replace('"', '""') + '"'
        case Star():
            return "*"
        case Literal(value):
            return _literal(value)
        case Compare(operator, left, right) | Arithmetic(operator, left, right):
            return f"{_inner(left)} {operator} {_inner(right)}"
        case In(value, options):
            return f"{_inner(value)} in ({', '.join(map(words, options))})"
        case Between(value, low, high):
            return f"{_inner(value)} between {_inner(low)} and {_inner(high)}"
        case Like(value, pattern, ignore_case, escape):
            escaped = f" escape {_literal(escape)}" if escape else ""
            return f"{_inner(value)} {'ilike' if ignore_case else 'like'} {words(pattern)}{escaped}"
        case IsNull(value):
            return f"{_inner(value)} is null"
        case And(parts):
            return " and ".join(map(_inner, parts))
        case Or(parts):
            return " or ".join(map(_inner, parts))
        case Not(part):
            return f"not {_inner(part)}"
        case Function(name, arguments):
            return f"{name}({', '.join(map(words, arguments))})"
        case Case(conditions, results, otherwise):
            pairs = zip(conditions, results, strict=True)
            whens = " ".join(f"when {words(test)} then {words(result)}" for test, result in pairs)
            return f"case {whens} else {words(otherwise)} end"
        case Cast(value, type, safe):
            return f"{'try_cast' if safe else 'cast'}({words(value)} as {type})"
        case Aggregate(name, argument, distinct, detail, chosen):
            inner = f"{'distinct ' if distinct else ''}{'*' if argument is None else words(argument)}"
            more = "" if detail is None else f", {words(detail)}"
            return f"{name}({inner}{more})" + ("" if chosen is None else f" filter (where {words(chosen)})")


def _inner(node: Expression) -> str:
    simple = isinstance(node, Ref | Function | Case | Cast | Aggregate | Star) or (
        isinstance(node, Literal) and not (isinstance(node.value, int | float) and node.value < 0)
    )
    return words(node) if simple else f"({words(node)})"


def _literal(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            text = repr(value)
            return text if "." in text or "e" in text else f"{text}.0"
        case datetime():
            return f"timestamp '{value.isoformat(' ')}'"
        case date():
            return f"date '{value.isoformat()}'"
        case time():
            return f"time '{value.isoformat()}'"
        case bytes():
            return _literal(area.text(value))
        case _:
            return "'" + str(value).replace("'", "''") + "'"
