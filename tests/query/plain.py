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
from madang.query.model import Question, Table, Type

Row = dict[str, Any]


def answer(table: Table, rows: list[Row], question: Question) -> list[Row]:
    """The rows of the answer, page and all. `after` is not understood here."""
    question = bind(question, table).question
    kept = [row for row in rows[:: question.every] if _passes(question, table, row)]
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
    for word in question.search.split():
        if not any(word.lower() in text.lower() for text in texts if text is not None):
            return False
    return _in_place(question, row.get("geometry"))


def _in_place(question: Question, wkb: bytes | None) -> bool:
    """Shapes by shapely; distances on a plane that touches a sphere of the Earth's mean radius at the point."""
    import shapely
    from shapely.affinity import scale

    if question.bbox is None and question.near is None:
        return True
    if wkb is None:
        return False
    shape = shapely.from_wkb(wkb)
    if question.bbox is not None and not shape.intersects(shapely.box(*question.bbox)):
        return False
    if question.near is None:
        return True
    longitude, latitude, metres = question.near
    degree = 6_371_008.8 * math.pi / 180
    east = degree * math.cos(math.radians(latitude))
    plane = scale(shape, east, degree, origin=(0, 0))
    return plane.distance(shapely.Point(longitude * east, latitude * degree)) <= metres


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
        case Like(item, pattern, ignore_case):
            return _like(value(item, group), pattern.value, ignore_case)
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
        case Function(name, arguments):
            given = [value(argument, group) for argument in arguments]
            return None if None in given else FUNCTIONS[name](*given)
        case Aggregate(name, argument, distinct):
            return _aggregate(name, argument, distinct, group)
    raise AssertionError(node)


def _compare(operator: str, left: Any, right: Any) -> bool | None:
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


def _like(text: str | None, pattern: str | None, ignore_case: bool) -> bool | None:
    if text is None or pattern is None:
        return None
    if ignore_case:
        text, pattern = text.lower(), pattern.lower()
    expression = "".join({"%": ".*", "_": "."}.get(letter, re.escape(letter)) for letter in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


def _arithmetic(operator: str, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    match operator:
        case "/":
            return None if right == 0 else left / right
        case "%" if right == 0:
            return None
        case "%":
            whole = isinstance(left, int) and isinstance(right, int)
            return int(math.copysign(abs(left) % abs(right), left)) if whole else math.fmod(left, right)
        case "+" | "||":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    raise AssertionError(operator)


def _aggregate(name: str, argument: Expression | None, distinct: bool, group: list[Row]) -> Any:
    if argument is None:
        return len(group)
    values = [found for found in (value(argument, [row]) for row in group) if found is not None]
    if distinct:
        values = [found for place, found in enumerate(values) if found not in values[:place]]
    if name == "count":
        return len(values)
    if name == "stddev":
        return statistics.stdev(values) if len(values) > 1 else None
    return AGGREGATES[name](values) if values else None


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
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": _round,
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
    "hour": lambda moment: moment.hour if isinstance(moment, datetime) else 0,
}
