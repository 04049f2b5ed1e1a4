"""The state of a sheet survives its address, and what the page shows is what the API is asked for."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.portal.dataset.sheet_address import MOST_COLUMNS, SIZES, Odd, Sheet
from madang.portal.dataset.sheet_filters import FIT, OPERATORS, Filter
from madang.query import parse
from madang.query.expressions import Between, Compare, IsNull, Literal, Ref
from madang.query.model import Column, Table, Type
from madang.query.words import words

COLUMNS = (
    Column("이름", Type.TEXT), Column("인구, 명", Type.INTEGER), Column('a"b', Type.NUMBER), Column("날", Type.DATE),
    Column("때", Type.DATETIME), Column("-옛", Type.BOOLEAN), Column("모양", Type.GEOMETRY),
)  # fmt: skip
TABLE = Table("d", "r", "0" * 32, COLUMNS, 10, "observed", None, None)  # type: ignore[arg-type]
WIDE = Table("d", "r", "0" * 32, tuple(Column(f"c{n}", Type.TEXT) for n in range(500)), 10, "observed", None, None)  # type: ignore[arg-type]
NAMES = [column.name for column in COLUMNS[:-1]]
VALUES = ["", "종로", "12", "1.5", "x'y", "3..9", "..4", "..", "2026-02-01", "2026-02-01..2026-03-01", "true"]
FILTERS = st.builds(Filter, st.sampled_from(NAMES), st.sampled_from(list(OPERATORS)), st.sampled_from(VALUES))
STATES = st.builds(
    Sheet,
    st.lists(FILTERS, max_size=4).map(tuple),
    st.text(max_size=5),
    st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=3, unique_by=lambda one: one[0]).map(tuple),
    st.lists(st.sampled_from(NAMES), max_size=5, unique=True).map(tuple),
    st.integers(1, 99),
    st.sampled_from(SIZES),
    st.integers(1, 6),
    st.integers(0, 9),
)


def read(query: str, table: Table = TABLE) -> Sheet:
    return Sheet.read(QueryDict(query), table)


@settings(suppress_health_check=[HealthCheck.too_slow])  # of making states, on a busy machine
@given(STATES)
def test_a_state_reads_back_from_its_address(state):
    once = read(state.address())
    assert read(once.address()) == once
    assert once.odd == ()
    kept = [line for line in state.filters if not line.unfinished]
    assert [(line.column, line.operator) for line in once.filters] == [(line.column, line.operator) for line in kept]
    assert (once.sorts, once.page, once.size, once.row) == (state.sorts, state.page, state.size, state.row)
    assert [column.name for column in once.chosen(TABLE)] == [column.name for column in state.chosen(TABLE)]


@settings(suppress_health_check=[HealthCheck.too_slow])  # of making states, on a busy machine
@given(STATES)
def test_the_api_is_asked_the_same(state):
    read_state = read(state.address())
    asked, question = read_state.api(TABLE), read_state.question(TABLE)
    assert (parse.condition(asked["where"]) if "where" in asked else None) == question.where
    assert (parse.ordering(asked["order_by"]) if "order_by" in asked else ()) == question.order_by
    chosen = parse.selection(asked["select"]) if "select" in asked else question.select[1:]
    assert chosen == question.select[1:]


@pytest.mark.parametrize(
    ("column", "operator", "value", "odd"),
    [("인구, 명", "ge", "1,200", False), ("인구, 명", "ge", "abc", True), ("날", "lt", "2026-13-01", True),
     ("날", "lt", "2026-01-01", False), ("이름", "empty", "", False), ("인구, 명", "eq", "inf", True),
     ("인구, 명", "between", "1..x", True), ("인구, 명", "eq", "9" * 30, True), ("인구, 명", "blank", "", True),
     ("때", "ge", "2026-01-01T00:00+09:00", True), ("이름", "eq", "a\0b", True), ("-옛", "eq", "maybe", True)],
)  # fmt: skip
def test_a_value_that_cannot_be_compared_filters_nothing(column, operator, value, odd):
    state = read(Sheet((Filter(column, operator, value),)).address())
    assert state.filters[0].odd is odd
    assert (state.question(TABLE).where is None) is odd


def test_a_line_without_a_value_is_kept_for_the_form_and_asks_nothing():
    state = read("col=이름&op=has&val=&col=&op=has&val=x")
    assert [(line.column, line.unfinished, line.odd) for line in state.filters] == [("이름", True, False)]
    assert state.question(TABLE).where is None
    assert state.address() == ""
    assert not state.filtered


def test_a_range_of_the_form_is_one_value_of_the_address():
    state = read("col=인구%2C+명&op=between&val=3&to=9&col=날&op=ge&val=2026-01-01&to=")
    assert state.filters[0].value == "3..9"
    assert state.question(TABLE).where.parts[0] == Between(Ref("인구, 명"), Literal(3), Literal(9))
    open_end = read("col=인구%2C+명&op=between&val=..9").question(TABLE).where
    assert open_end == Compare("<=", Ref("인구, 명"), Literal(9))


@pytest.mark.parametrize(
    ("operator", "said"),
    [("le", "때 < (timestamp '2026-02-02 00:00:00')"), ("gt", "때 >= (timestamp '2026-02-02 00:00:00')"),
     ("ge", "때 >= (timestamp '2026-02-01 00:00:00')"), ("lt", "때 < (timestamp '2026-02-01 00:00:00')")],
)  # fmt: skip
def test_a_day_among_moments_is_all_of_it(operator, said):
    where = read(f"col=때&op={operator}&val=2026-02-01").question(TABLE).where
    assert words(where).replace("(timestamp '2026-02", "(timestamp '2026-02") in (
        said,
        said.replace("(", "").replace(")", ""),
    )


def test_what_is_unknown_is_passed_over_and_said():
    state = read(
        "col=nowhere&op=has&val=x&col=이름&op=is&val=y&sort=모양&show=모양&page=x&size=7&from=99&row=-1&text=+a+"
    )
    assert state == Sheet(text="a", size=25)
    assert set(state.odd) == {Odd("col", "nowhere"), Odd("op", "is"), Odd("sort", "모양"), Odd("show", "모양"), Odd("page", "x"),
                              Odd("row", "-1")}  # fmt: skip


def test_a_head_sorts_up_then_down_then_not():
    state, seen = Sheet(), []
    for _ in range(3):
        state = read(state.sorted_by("이름").address())
        seen.append(state.sorts)
    assert seen == [(("이름", False),), (("이름", True),), ()]


def test_a_name_that_begins_with_a_minus_is_a_name():
    assert read("sort=-옛&sort=-이름").sorts == (("-옛", False), ("이름", True))
    assert read("sort=--옛").sorts == (("-옛", True),)
    assert read("sort=이름&way=down&sort=날&way=up&sort=&way=up").sorts == (("이름", True), ("날", False))


def test_columns_move_and_stand_in_their_order():
    state = read("show=날&show=이름&show=nowhere")
    assert [column.name for column in state.chosen(TABLE)] == ["날", "이름"]
    assert state.moved("이름", -1, TABLE).columns == ("이름", "날")
    assert Sheet().moved("인구, 명", -1, TABLE).columns[:2] == ("인구, 명", "이름")
    assert Sheet().moved("인구, 명", -1, TABLE).moved("인구, 명", 1, TABLE).columns == ()


def test_a_wide_table_is_shown_in_parts():
    state = read("from=41", WIDE)
    assert [column.name for column in state.chosen(WIDE)] == [f"c{n}" for n in range(40, 40 + MOST_COLUMNS)]
    assert read(state.address(), WIDE) == state
    assert len(Sheet().cited(WIDE).select) == MOST_COLUMNS, "an export holds what is seen"
    assert Sheet().cited(TABLE).select == ()


def test_a_filter_of_a_bar_takes_the_place_of_others_and_goes_again():
    some = read("col=이름&op=has&val=a&col=날&op=ge&val=2026-01-01&page=3")
    bar = (Filter("날", "between", "2026-02-01..2026-02-28"),)
    once = some.filtered_by("날", bar)
    assert [line.column for line in once.filters] == ["이름", "날"]
    assert once.page == 1
    assert once.filtered_by("날", bar).filters == some.filters[:1]


@pytest.mark.parametrize(
    "query",
    ["text=" + "가" * 5_000, "page=" + "9" * 40, "page=999999999999999999", "size=-3", "col=&op=&val=", "sort=" + "x" * 9_000],
)  # fmt: skip
def test_odd_addresses_read_as_something(query):
    state = read(query)
    assert state.question(TABLE).offset >= 0
    assert len(state.address()) < 3_000


def test_every_type_offers_operators_that_there_are():
    assert set(FIT) == set(Type) - {Type.GEOMETRY}
    assert all(set(fit) <= set(OPERATORS) for fit in FIT.values())


def test_missing_is_not_an_empty_text():
    assert read("col=이름&op=empty&val=").question(TABLE).where == IsNull(Ref("이름"))
    assert read("col=이름&op=blank&val=").question(TABLE).where == Compare("=", Ref("이름"), Literal(""))
