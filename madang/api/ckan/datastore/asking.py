"""The parameters of a search as a `Question`; `datastore_search` and the dump read the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from madang.api.ckan.datastore import columns, filters, full_text, records
from madang.api.ckan.datastore.fields import ID, Field
from madang.api.ckan.errors import Invalid
from madang.api.ckan.parameters import Parameters
from madang.lib.problems import Problem
from madang.query.answer import Answer, answer
from madang.query.bind import SameName, UnknownColumn
from madang.query.expressions import And, Expression, OddQuestion, TooDeep
from madang.query.limits import CannotCompute, Limits, TooSlow
from madang.query.model import Question, Selected, Table
from madang.query.types import WrongType

ODD = (OddQuestion, TooDeep, WrongType, UnknownColumn, SameName, CannotCompute)
"""What a question of these parameters may still be refused for when it meets the table."""


@dataclass(frozen=True)
class Asked:
    """A question, the ids that are shown in their order, and which of them are ranks. `by_place`: nothing but `_id` orders it."""

    question: Question
    shown: list[str]
    ranks: list[str]
    by_place: bool
    echo: dict[str, Any]


def asked(parameters: Parameters, known: Mapping[str, Field], limit: int | None) -> Asked:
    """What is asked of the fields of a table. Raises `Invalid`."""
    given = parameters.given
    wanted, words = filters.given(given.get("filters")), full_text.given(given.get("q"))
    sought = full_text.sought(words, parameters.text("full_text"), parameters.switch("plain", True), known)
    ranks = [rank for rank in sought.ranks if rank not in known]
    shown, named = columns.chosen(given.get("fields"), known, ranks)
    shown = shown if any(name in known for name in shown) else [ID, *shown]  # a rank alone is of no row
    orders = columns.orders(given.get("sort"), known, ranks)
    conditions = [filters.condition(wanted, known), *sought.conditions]
    distinct = parameters.switch("distinct", False) and named
    try:
        question = Question(
            select=tuple(Selected(known[name].ref) for name in shown if name in known),
            where=_all([each for each in conditions if each is not None]),
            search=sought.search,
            order_by=orders,
            distinct=distinct,
            limit=limit,
            offset=parameters.whole("offset", 0),
            count=parameters.switch("include_total", True),
        )
    except ODD as problem:
        raise refused(problem) from problem
    by_place = not orders or (orders[0].expression == known[ID].ref and not orders[0].descending)
    echo = {name: value for name, value in (("filters", wanted), ("q", words)) if value is not None}
    return Asked(question, shown, [name for name in shown if name not in known], by_place and not distinct, echo)


def answered(table: Table, asked: Asked, limits: Limits) -> Answer:
    """The answer of the table. Raises `Invalid`, also for a question that takes too long."""
    try:
        return answer(table, asked.question, limits)
    except ODD as problem:
        raise refused(problem) from problem
    except TooSlow as problem:
        raise Invalid({"query": ["Search took too long"]}) from problem


def shown(found: Answer, asked: Asked) -> tuple[Iterator[pa.RecordBatch], pa.Schema]:
    """Its rows under the ids of fields, ranks among them."""
    names = [name for name in asked.shown if name not in asked.ranks]
    batches, schema = records.renamed(found.batches, found.schema, names)
    places = {rank: asked.shown.index(rank) for rank in asked.ranks}
    return records.ranked(batches, schema, places) if places else (batches, schema)


def refused(problem: Problem) -> Invalid:
    """CKAN's shape of a query that cannot be asked; what was asked is said in our words, never as SQL."""
    words = problem.text("en")
    return Invalid({
        "query": ["Invalid query"], "info": {"statement": [words], "params": [{}], "orig": [words]}
    })  # fmt: skip


def _all(parts: list[Expression]) -> Expression | None:
    return And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
