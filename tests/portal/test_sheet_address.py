"""The state of a sheet survives its address, and what the page shows is what the API is asked for."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from madang.portal.dataset.sheet_address import OPERATORS, Filter, Sheet
from madang.query import parse
from madang.query.model import Column, Table, Type

COLUMNS = (
    Column("이름", Type.TEXT), Column("인구, 명", Type.INTEGER), Column('a"b', Type.NUMBER), Column("날", Type.DATE),
    Column("모양", Type.GEOMETRY),
)  # fmt: skip
TABLE = Table("d", "r", "0" * 32, COLUMNS, 10, "observed", None, None)  # type: ignore[arg-type]
NAMES = [column.name for column in COLUMNS[:4]]
FILTERS = st.builds(
    Filter, st.sampled_from(NAMES), st.sampled_from(list(OPERATORS)), st.sampled_from(["", "종로", "12", "1.5", "x'y"])
)


def read(query: str) -> Sheet:
    return Sheet.read(QueryDict(query), TABLE)


@given(
    st.lists(FILTERS, max_size=4), st.text(max_size=5), st.sampled_from(["", *NAMES]), st.booleans(), st.integers(1, 99)
)
def test_a_state_reads_back_from_its_address(filters, text, sort, descending, page):
    state = Sheet(tuple(filters), text.strip(), sort, bool(sort) and descending, (), page)
    once = read(state.address())
    assert read(once.address()) == once
    assert [(f.column, f.operator, f.value) for f in once.filters] == [(f.column, f.operator, f.value) for f in filters]
    assert (once.sort, once.descending, once.page) == (sort, state.descending, page)


@given(st.lists(FILTERS, max_size=4), st.sampled_from(["", *NAMES]), st.booleans())
def test_the_api_is_asked_the_same(filters, sort, descending):
    state = read(Sheet(tuple(filters), "", sort, bool(sort) and descending).address())
    asked, question = state.api(TABLE), state.question(TABLE)
    assert (parse.condition(asked["where"]) if "where" in asked else None) == question.where
    assert (parse.ordering(asked["order_by"]) if "order_by" in asked else ()) == question.order_by


@pytest.mark.parametrize(
    ("column", "operator", "value", "odd"),
    [("인구, 명", "ge", "1,200", False), ("인구, 명", "ge", "abc", True), ("날", "lt", "2026-13-01", True),
     ("날", "lt", "2026-01-01", False), ("이름", "has", "", True), ("이름", "empty", "", False), ("인구, 명", "eq", "inf", True)],
)  # fmt: skip
def test_a_value_that_cannot_be_compared_filters_nothing(column, operator, value, odd):
    state = read(Sheet((Filter(column, operator, value),)).address())
    assert state.filters[0].odd is odd
    assert (state.question(TABLE).where is None) is odd


def test_what_is_unknown_is_passed_over():
    state = read("col=nowhere&op=has&val=x&sort=모양&show=모양&page=x&text=+a+")
    assert state == Sheet(text="a")


def test_a_head_sorts_up_then_down_then_not():
    state, seen = Sheet(), []
    for _ in range(3):
        state = read(state.sorted_by("이름"))
        seen.append((state.sort, state.descending))
    assert seen == [("이름", False), ("이름", True), ("", False)]
