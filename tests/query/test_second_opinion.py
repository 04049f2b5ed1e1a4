"""DuckDB and the plain evaluator agree on random questions."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from madang.query.answer import answer
from madang.query.model import Question, Table
from tests.query import plain
from tests.query.questions import questions

CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@settings(max_examples=200, deadline=None, suppress_health_check=CHECKS)
@given(question=questions)
def test_both_give_the_same_answer(people: Table, rows: list[dict[str, Any]], question: Question) -> None:
    _both(people, rows, question)


@pytest.mark.long
@pytest.mark.timeout(1800)
@settings(max_examples=5000, deadline=None, suppress_health_check=CHECKS)
@given(question=questions)
def test_both_give_the_same_answer_to_thousands(people: Table, rows: list[dict[str, Any]], question: Question) -> None:
    _both(people, rows, question)


def _both(people: Table, rows: list[dict[str, Any]], question: Question) -> None:
    found = answer(people, question)
    given_rows = found.table().to_pylist()
    expected = plain.answer(people, rows, question)
    assert len(given_rows) == len(expected)
    for given_row, expected_row in zip(given_rows, expected, strict=True):
        assert given_row.keys() == expected_row.keys()
        assert all(_same(given_row[name], expected_row[name]) for name in expected_row), (given_row, expected_row)
    assert found.returned == len(expected)
    everything = plain.answer(people, rows, Question(**{**_fields(question), "limit": None, "offset": 0}))
    assert found.total == len(everything)
    assert found.complete == (len(expected) == len(everything))


def _fields(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in question.__dataclass_fields__}


def _same(left: Any, right: Any) -> bool:
    """Equal; means and deviations up to the last digits, because the order of a sum is the engine's own."""
    if isinstance(left, float) and isinstance(right, float | int):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    return type(left) is type(right) and left == right
