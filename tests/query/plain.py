"""The same questions answered a second time, slowly and plainly, one row after another: the engine's second opinion."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from madang.query.bind import bind
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
)
from madang.query.functions import MOST_JOINED
from madang.query.limits import CannotCompute, TooManyToJoin
from madang.query.model import ROW, Question, Table, Type
from tests.query import plain_casts, plain_places, plain_times

Row = dict[str, Any]


def answer(table: Table, rows: list[Row], question: Question) -> list[Row]:
    """The rows of the answer, page and all. `after` is not understood here."""
    question = bind(question, table).question
    numbered = [{**row, ROW: number} for number, row in enumerate(rows, 1)]
    kept = [row for row in numbered[:: question.every] if _passes(question, table, row)]
    groups = _groups(question, kept)
    if question.having is not None:
        groups = [group for group in groups if value(question.having, group) is True]
    shown = [([value(item.expression, group) for item in question.select], group) for group in groups]
    for order in reversed(_orders(question)):
        shown = _sorted(shown, lambda pair, order=order: order[0](pair), order[1], order[2])
    listed = [outputs for outputs, _group in shown]
    if question.distinct:
        listed = [outputs for place, outputs in enumerate(listed) if outputs not in listed[:place]]
    end = None if question.limit is None else question.offset + question.limit
    return [
        dict(zip([item.alias for item in question.select], row, strict=True)) for row in listed[question.offset : end]
    ]


def _groups(question: Question, rows: list[Row]) -> list[list[Row]]:
    """Every row alone; or the rows of each key together; or all rows as one group."""
    if not question.grouped:
        return [[row] for row in rows]
    if not question.group_by:
        return [rows]
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(repr([value(key, [row]) for key in question.group_by]), []).append(row)
    return list(found.values())


def _orders(question: Question) -> list[tuple[Callable[[Any], Any], bool, bool]]:
    """(key of a pair, descending, nulls first), the asked ones before those that make the order total."""
    orders = [
        (lambda pair, order=order: value(order.expression, pair[1]), order.descending, order.nulls_first)
        for order in question.order_by
    ]
    if question.grouped:
        orders += [(lambda pair, key=key: value(key, pair[1]), False, False) for key in question.group_by]
    elif question.distinct:
        orders += [(lambda pair, at=at: pair[0][at], False, False) for at in range(len(question.select))]
    return orders


def _sorted(pairs: list[Any], key: Callable[[Any], Any], descending: bool, nulls_first: bool) -> list[Any]:
    empty = [pair for pair in pairs if key(pair) is None]
    full = sorted(
        (pair for pair in pairs if key(pair) is not None), key=key, reverse=descending
    )  # keeps ties as they were
    return empty + full if nulls_first else full + empty


def _passes(question: Question, table: Table, row: Row) -> bool:
    if question.where is not None and value(question.where, [row]) is not True:
        return False
    texts = [row[column.name] for column in table.columns if column.type is Type.TEXT]
    if not all(any(_occurs(word, text) for text in texts if text is not None) for word in question.search.split()):
        return False
    wkb = row.get("geometry")
    return (question.bbox is None or plain_places.bbox(wkb, *question.bbox) is True) and (
        question.near is None or plain_places.near(wkb, *question.near) is True
    )


def _occurs(word: str, text: str) -> bool:
    """Whether a word of a search occurs in a text: with Hangul in it, in the text without its blanks and without its particle."""
    word, text = word.lower(), text.lower()
    if re.search("[가-힣]", word):
        text = text.replace(" ", "")
    for length in range(3, 0, -1):  # the longest particle first
        ended = re.fullmatch(f"(.+)({'|'.join(p for p in PARTICLES if len(p) == length)})", word)
        if ended and len(ended[1]) >= 2 and re.search("[가-힣]$", ended[1]) and _agrees(ended[1], ended[2]):
            return ended[1] in text
    return word in text


PARTICLES = [
    "에서는",
    "에서",
    "에게",
    "까지",
    "부터",
    "으로",
    "에는",
    "이나",
    "처럼",
    "보다",
    "의",
    "에",
    "을",
    "은",
    "를",
    "는",
]


def _agrees(stem: str, particle: str) -> bool:
    closed = (ord(stem[-1]) - ord("가")) % 28 > 0
    return closed if particle in ("을", "은") else not closed if particle in ("를", "는") else True


def value(node: Expression, group: list[Row]) -> Any:
    """The value of an expression on a group; outside aggregates any row of it stands for all. None is unknown."""
    match node:
        case Ref(name):
            return group[0][name]
        case Literal(constant):
            return constant
        case Compare(operator, left, right):
            return _compare(operator, value(left, group), value(right, group))
        case In(item, options):
            return _any(_compare("=", value(item, group), option.value) for option in options)
        case Between(item, low, high):
            middle = value(item, group)
            return _all([_compare(">=", middle, value(low, group)), _compare("<=", middle, value(high, group))])
        case Like(item, pattern, ignore_case, escape):
            return _like(value(item, group), pattern.value, ignore_case, escape)
        case Case(conditions, results, otherwise):
            for condition, result in zip(conditions, results, strict=True):
                if value(condition, group) is True:
                    return value(result, group)
            return value(otherwise, group)
        case Cast(item, type, safe, source):
            return plain_casts.cast(value(item, group), source, type, safe)
        case IsNull(item):
            return value(item, group) is None
        case And(parts):
            return _all(value(part, group) for part in parts)
        case Or(parts):
            return _any(value(part, group) for part in parts)
        case Not(part):
            inner = value(part, group)
            return None if inner is None else not inner
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, value(left, group), value(right, group))
        case Function("coalesce", arguments):
            return next((found for found in (value(part, group) for part in arguments) if found is not None), None)
        case Function("greatest" | "least" as name, arguments):
            found = [item for item in (value(part, group) for part in arguments) if item is not None]
            return (max if name == "greatest" else min)(found, default=None)
        case Function("nullif", (left, right)):
            found = value(left, group)
            return None if _compare("=", found, value(right, group)) else found
        case Function(name, arguments):
            given = [value(argument, group) for argument in arguments]
            return None if None in given else FUNCTIONS[name](*given)
        case Aggregate(chosen=chosen):
            kept = group if chosen is None else [row for row in group if value(chosen, [row]) is True]
            return _aggregate(node, kept)
    raise AssertionError(node)


def _compare(operator: str, left: Any, right: Any) -> bool | None:
    if operator == "is distinct from":
        return left != right if left is None or right is None else _compare("!=", left, right)
    if operator == "is not distinct from":
        return not _compare("is distinct from", left, right)
    if left is None or right is None:
        return None
    if isinstance(left, datetime) != isinstance(right, datetime) and isinstance(left, date):
        left, right = (
            each if isinstance(each, datetime) else datetime(each.year, each.month, each.day) for each in (left, right)
        )
    return {
        "=": lambda: left == right, "!=": lambda: left != right, "<": lambda: left < right,
        "<=": lambda: left <= right, ">": lambda: left > right, ">=": lambda: left >= right,
    }[operator]()  # fmt: skip


def _all(values: Any) -> bool | None:
    found = list(values)
    return False if False in found else None if None in found else True


def _any(values: Any) -> bool | None:
    found = list(values)
    return True if True in found else None if None in found else False


def _like(text: str | None, pattern: str | None, ignore_case: bool, escape: str) -> bool | None:
    if text is None or pattern is None:
        return None
    expression, place = "", 0
    while place < len(pattern):
        letter = pattern[place]
        if letter == escape:
            place += 1
            expression += re.escape(pattern[place])
        else:
            expression += {"%": ".*", "_": "."}.get(letter, re.escape(letter))
        place += 1
    return re.fullmatch(expression, text, re.DOTALL | (re.IGNORECASE if ignore_case else 0)) is not None


def _arithmetic(operator: str, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    match operator:
        case "/":
            found = None if right == 0 else left / right
        case "%" if right == 0:
            found = None
        case "%":
            whole = isinstance(left, int) and isinstance(right, int)
            found = int(math.copysign(abs(left) % abs(right), left)) if whole else math.fmod(left, right)
        case "+" | "||":
            found = left + right
        case "-":
            found = left - right
        case "*":
            found = left * right
    if isinstance(found, int) and not -(2**63) <= found < 2**63:
        raise CannotCompute(why="too large")
    if isinstance(found, float) and not math.isfinite(found):  # the engine goes on with it, and refuses it at the end
        raise CannotCompute(why="too large")
    return found


def _aggregate(node: Aggregate, group: list[Row]) -> Any:
    if node.argument is None:
        return len(group)
    values = [found for found in (value(node.argument, [row]) for row in group) if found is not None]
    if node.distinct:
        values = [found for place, found in enumerate(values) if found not in values[:place]]
    match node.name:
        case "count":
            return len(values)
        case "stddev":
            return statistics.stdev(values) if len(values) > 1 else None
        case "string_agg" if len(values) > MOST_JOINED:
            raise TooManyToJoin(most=MOST_JOINED)
        case "sum" if values and not -(2**63) <= sum(values) < 2**63:
            raise CannotCompute(why="too large")
    if not values:
        return None
    if node.name == "string_agg":
        return node.detail.value.join(sorted(values))
    if node.name == "percentile":
        return _percentile(sorted(values), node.detail.value)
    return AGGREGATES[node.name](values)


def _percentile(values: list[Any], share: float) -> float:
    """Between the two values that the place falls between, in proportion."""
    place = share * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def _round(number: float, places: int) -> float:
    scaled = abs(number) * 10.0**places
    return math.copysign(math.floor(scaled + 0.5) / 10.0**places, number)


AGGREGATES: dict[str, Callable[[list[Any]], Any]] = {
    "sum": sum,
    "avg": lambda values: math.fsum(values) / len(values),
    "min": min,
    "max": max,
    "median": lambda values: float(statistics.median(values)),
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "lower": str.lower,
    "upper": str.upper,
    "trim": lambda text: text.strip(" "),
    "length": len,
    "substring": lambda text, start, count: text[max(start, 1) - 1 :][: max(count, 0)],
    "replace": lambda text, old, new: text.replace(old, new) if old else text,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "contains": lambda text, part: part in text,
    "search": lambda text, words: all(_occurs(word, text) for word in words.split()),
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": _round,
    **plain_times.FUNCTIONS,
    **plain_places.FUNCTIONS,
}
