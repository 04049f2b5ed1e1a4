"""Pages read on by cursor are the whole answer, whatever it is ordered by: ties, empty values, both directions."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.query import cursors, parse
from madang.query.answer import answer
from madang.query.model import Question, Table
from tests.query.questions import plain_questions


def _pages(table: Table, question: Question, size: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    after = ""
    while True:
        page = answer(table, replace(question, limit=size, after=after))
        rows += page.table().to_pylist()
        after = page.next
        if not after:
            return rows


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(question=plain_questions, size=st.sampled_from([1, 3, 7]))
def test_pages_together_are_the_whole(people: Table, question: Question, size: int) -> None:
    whole = replace(question, limit=None, offset=0)
    everything = answer(people, whole).table().to_pylist()
    assert repr(_pages(people, whole, size)) == repr(everything)


@pytest.mark.parametrize("column", ["이름", "Gu", "인구", '"rate (%)"', "open", "day", "at"])
@pytest.mark.parametrize("way", ["", " desc", " nulls first", " desc nulls first"])
def test_pages_go_on_by_their_keys(people: Table, column: str, way: str) -> None:
    """Not one row is skipped over: `OFFSET` would cost as much as all pages before."""
    question = Question(select=parse.selection(column), order_by=parse.ordering(f"open desc, {column}{way}"))
    first = answer(people, replace(question, limit=5))
    facts = json.loads(base64.urlsafe_b64decode(first.next + "=="))
    assert len(facts) == 5
    assert len(facts[4]) == 2
    assert _pages(people, question, 3) == answer(people, question).table().to_pylist()


def test_a_long_key_is_skipped_over(session_store: Any) -> None:
    from madang.query.model import Column, Type
    from tests.query.tables import make_table

    rows = [{"t": chr(ord("a") + n) * 3000} for n in range(5)]
    table = make_table(session_store, (Column("t", Type.TEXT),), rows)
    question = Question(order_by=parse.ordering("t desc"))
    assert len(answer(table, replace(question, limit=2)).next) < 300
    assert _pages(table, question, 2) == rows[::-1]


@pytest.mark.parametrize("keys", [[1], [1, "x"], ["x", 1], [None], {"a": 1}, 7, [True, 1e400], [None, 2**70], [[1], 2]])
def test_keys_of_another_kind_are_refused(people: Table, keys: Any) -> None:
    question = Question(order_by=parse.ordering("open, 인구"), limit=3)
    facts = [people.revision, cursors.digest(replace(question, limit=None)), 3, 3, keys]
    after = base64.urlsafe_b64encode(json.dumps(facts).encode()).decode().rstrip("=")
    with pytest.raises(cursors.OddCursor):
        answer(people, replace(question, after=after))


def test_a_place_without_keys_is_skipped_to(people: Table) -> None:
    """Cursors of before keys stood in them, and those of somebody who takes the keys away."""
    for order, group in (("open, 인구", ""), ("", "open"), ("open", "open")):
        question = Question(
            order_by=parse.ordering(order) if order else (), group_by=parse.grouping(group) if group else (), limit=2
        )
        facts = [people.revision, cursors.digest(replace(question, limit=None)), 1, 3]
        after = base64.urlsafe_b64encode(json.dumps(facts).encode()).decode().rstrip("=")
        found = answer(people, replace(question, after=after)).table().to_pylist()
        assert found == answer(people, replace(question, offset=1)).table().to_pylist()
