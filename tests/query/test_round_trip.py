"""What we write, we read back: expressions as text of the native language."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.query import parse
from madang.query.expressions import Expression, Ref
from madang.query.words import words
from tests.query.questions import aggregates, values


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(expression=st.one_of(values, aggregates))
def test_an_expression_reads_back(expression: Expression) -> None:
    assert parse.condition(words(expression)) == expression


@given(name=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_name_reads_back(name: str) -> None:
    assert parse.condition(words(Ref(name))) == Ref(name)
