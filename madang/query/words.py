"""An expression as text of the native language: for names of columns, permalinks and hashes. `parse` reads it back."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache

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
    Or,
    Ref,
    Star,
)


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
        case Like(value, pattern, ignore_case):
            return f"{_inner(value)} {'ilike' if ignore_case else 'like'} {words(pattern)}"
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
        case Aggregate(name, argument, distinct):
            return f"{name}({'distinct ' if distinct else ''}{'*' if argument is None else words(argument)})"


@cache
def bare(name: str) -> bool:
    """Whether a name needs no quotation marks: it reads back as itself."""
    from madang.query import parse  # which needs `words` for its messages

    if not name.isidentifier():
        return False
    try:
        return parse.condition(name) == Ref(name) and parse.selection(f"{name} as {name}")[0].alias == name
    except Problem:
        return False


def _inner(node: Expression) -> str:
    simple = isinstance(node, Ref | Function | Aggregate | Star) or (
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
        case _:
            return "'" + str(value).replace("'", "''") + "'"
