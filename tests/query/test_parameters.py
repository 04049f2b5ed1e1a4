"""A question as parameters reads back as itself, and has one form."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.query import parameters, parse
from madang.query.model import Order, Question, Selected
from tests.query.questions import values

questions = st.builds(
    Question,
    select=st.lists(st.builds(Selected, values, st.sampled_from(["", "a", "총 인구", 'x"y', "select"])), max_size=2).map(tuple),
    where=st.one_of(st.none(), values),
    order_by=st.lists(st.builds(Order, values, st.booleans(), st.booleans()), max_size=2).map(tuple),
    limit=st.one_of(st.none(), st.integers(0, 10**12)),
    offset=st.integers(0, 10**12),
    distinct=st.booleans(),
    search=st.sampled_from(["", "종로 청운"]),
    bbox=st.sampled_from([None, (126.9, 37.5, 127.1, 37.7), (-180.0, -90.0, 180.0, 90.0)]),
    near=st.sampled_from([None, (126.98, 37.57, 500.0), (1e-7, 0.1, 0.5)]),
    every=st.integers(1, 50),
    count=st.just(False),
)  # fmt: skip


@given(question=questions)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_reads_back(question: Question) -> None:
    told = parameters.written(question)
    assert parameters.read(told) == question
    assert parameters.written(parameters.read(told)) == told


def test_groups_read_back() -> None:
    question = Question(
        parse.selection("자치구, sum(인구) as total"), group_by=parse.grouping("자치구"), having=parse.condition("count(*) > 1", "having")
    )  # fmt: skip
    assert parameters.read(parameters.written(question)) == replace(question, count=False)


@pytest.mark.parametrize(("one", "other"), [
    ("인구>1 AND 자치구='종로구'", "( 인구 > 1 )  and (자치구 = '종로구')"),
    ("인구 between 1 and 2", "(인구) BETWEEN 1 AND 2"),
    ("not 인구 is null", "인구 IS NOT NULL"),
])  # fmt: skip
def test_spelling_does_not_matter(one: str, other: str) -> None:
    written = [parameters.written(Question(where=parse.condition(text))) for text in (one, other)]
    assert written[0] == written[1]


def test_every_field_of_a_question_has_its_way() -> None:
    assert {field.name for field in fields(Question)} == set(parameters.WAYS) | set(parameters.NOT_ASKED)


def test_what_is_not_asked_is_not_there() -> None:
    assert parameters.written(Question(count=False)) == {}
    assert parameters.written(Question(select=parse.selection("*"))) == {}
