"""A question as the parameters of an address, in one form: for permalinks and citations. What is not said is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from madang.query import parse
from madang.query.expressions import Ref
from madang.query.model import Order, Question, Selected
from madang.query.words import words

NOT_ASKED = ("after", "count")
"""They say how an answer is delivered, not which it is."""


def written(question: Question) -> dict[str, str]:
    """The parameters of a question without a cursor; equal questions give equal ones. `read` takes them back."""
    told: dict[str, str] = {}
    for field in fields(Question):
        value = getattr(question, field.name)
        if field.name not in NOT_ASKED and value != field.default:
            told[field.name] = WAYS[field.name][0](value)
    return told


def read(told: dict[str, str]) -> Question:
    """The question of `written` parameters. Raises what `parse` and `Question` raise."""
    return Question(**{name: WAYS[name][1](text) for name, text in told.items()}, count=False)


def _selected(items: tuple[Selected, ...]) -> str:
    return ", ".join(words(item.expression) + (f" as {words(Ref(item.alias))}" if item.alias else "") for item in items)


def _ordered(orders: tuple[Order, ...]) -> str:
    return ", ".join(
        words(order.expression) + " desc" * order.descending + " nulls first" * order.nulls_first for order in orders
    )


def _numbers(values: tuple[float, ...]) -> str:
    return ",".join(repr(float(value)).removesuffix(".0") for value in values)


def _read_numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))


Way = tuple[Callable[[Any], str], Callable[[str], Any]]
WAYS: dict[str, Way] = {
    "select": (_selected, parse.selection),
    "where": (words, parse.condition),
    "group_by": (lambda keys: ", ".join(map(words, keys)), parse.grouping),
    "having": (words, lambda text: parse.condition(text, "having")),
    "order_by": (_ordered, parse.ordering),
    "limit": (str, int),
    "offset": (str, int),
    "distinct": (lambda _: "true", lambda _: True),
    "search": (lambda text: " ".join(text.split()), str),
    "bbox": (_numbers, _read_numbers),
    "near": (_numbers, _read_numbers),
    "every": (str, int),
}
