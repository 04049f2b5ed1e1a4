"""Random questions that make sense on one small table, for hypothesis."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

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
from madang.query.model import Column, Order, Question, Selected, Type

COLUMNS = (
    Column("이름", Type.TEXT),
    Column("Gu", Type.TEXT),
    Column("인구", Type.INTEGER),
    Column("rate (%)", Type.NUMBER),
    Column("open", Type.BOOLEAN),
    Column("day", Type.DATE),
)
LETTERS = st.text("aA가나다 %_'\"\\z9", max_size=4)
WHOLE = st.integers(-50, 50)
FRACTIONS = st.integers(-200, 200).map(lambda number: number / 8)  # exact in binary, so sums have one value
DAYS = st.integers(-400, 400).map(lambda days: date(2026, 1, 1) + timedelta(days))


def _either(*strategies):
    return st.one_of(*strategies)


def _refs(kind: Type):
    return st.sampled_from([Ref(column.name) for column in COLUMNS if column.type is kind])


_TEXT = _either(_refs(Type.TEXT), LETTERS.map(Literal))
_INTEGER = _either(_refs(Type.INTEGER), WHOLE.map(Literal))
_NUMBER = _either(_refs(Type.NUMBER), FRACTIONS.map(Literal), _INTEGER)
_DAY = _either(_refs(Type.DATE), DAYS.map(Literal))

texts = st.recursive(
    _TEXT,
    lambda inner: _either(
        st.builds(lambda name, text: Function(name, (text,)), st.sampled_from(["lower", "upper", "trim"]), inner),
        st.builds(lambda left, right: Arithmetic("||", left, right), inner, inner),
        st.builds(lambda *parts: Function("substring", parts), inner, _INTEGER, _INTEGER),
        st.builds(
            lambda *parts: Function("replace", parts), inner, LETTERS.filter(bool).map(Literal), LETTERS.map(Literal)
        ),
        st.builds(lambda *parts: Function("coalesce", parts), inner, inner),
    ),
    max_leaves=4,
)
integers = st.recursive(
    _either(_INTEGER, st.builds(lambda text: Function("length", (text,)), texts)),
    lambda inner: _either(
        st.builds(Arithmetic, st.sampled_from("+-*%"), inner, inner),
        st.builds(lambda name, day: Function(name, (day,)), st.sampled_from(["year", "month", "day", "weekday"]), _DAY),
        st.builds(lambda name, number: Function(name, (number,)), st.sampled_from(["floor", "ceil"]), _NUMBER),
    ),
    max_leaves=4,
)
numbers = st.recursive(
    _either(_NUMBER, integers),
    lambda inner: _either(
        st.builds(Arithmetic, st.sampled_from("+-*"), inner, inner),
        st.builds(lambda number: Function("abs", (number,)), inner),
    ),
    max_leaves=4,
)


def _pairs(values):
    return _either(
        st.builds(Compare, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), values, values),
        st.builds(Between, values, values, values),
    )


conditions = st.recursive(
    _either(
        _pairs(texts),
        _pairs(numbers),
        _pairs(_DAY),
        _refs(Type.BOOLEAN),
        st.builds(Like, texts, LETTERS.map(Literal), st.booleans()),
        st.builds(In, texts, st.lists(LETTERS.map(Literal), min_size=1, max_size=3).map(tuple)),
        st.builds(In, integers, st.lists(WHOLE.map(Literal), min_size=1, max_size=3).map(tuple)),
        st.builds(IsNull, _either(texts, numbers, _DAY)),
        st.builds(
            lambda name, *parts: Function(name, parts),
            st.sampled_from(["starts_with", "ends_with", "contains"]),
            texts,
            texts,
        ),
    ),
    lambda inner: _either(
        st.builds(lambda *parts: And(parts), inner, inner),
        st.builds(lambda *parts: Or(parts), inner, inner),
        st.builds(Not, inner),
    ),
    max_leaves=5,
)
values: st.SearchStrategy[Expression] = _either(texts, numbers, conditions, _DAY)
aggregates = _either(
    st.just(Aggregate("count")),
    st.builds(Aggregate, st.just("count"), values, st.booleans()),
    st.builds(Aggregate, st.sampled_from(["sum", "avg", "min", "max", "median", "stddev"]), numbers),
    st.builds(Aggregate, st.sampled_from(["min", "max"]), _either(texts, _DAY)),
)
_columns = st.sampled_from([Ref(column.name) for column in COLUMNS])


def _orders(expressions):
    return st.lists(st.builds(Order, expressions, st.booleans(), st.booleans()), max_size=2).map(tuple)


def _selected(expressions: list[Expression]) -> tuple[Selected, ...]:
    return tuple(Selected(expression, f"c{place}") for place, expression in enumerate(expressions))


_page = {"limit": st.none() | st.integers(0, 50), "offset": st.just(0) | st.integers(0, 5)}
_plain = st.builds(
    Question,
    select=st.lists(values, max_size=3).map(_selected),
    where=st.none() | conditions,
    order_by=_orders(_columns),
    every=st.just(1) | st.integers(1, 4),
    search=st.just("") | st.sampled_from(["가", "a", "가 a"]),
    **_page,
)
_distinct = st.builds(
    lambda chosen, **more: Question(select=_selected(chosen), distinct=True, **more),
    st.lists(values, min_size=1, max_size=3),
    where=st.none() | conditions,
    **_page,
)


@st.composite
def _grouped(draw):
    keys = tuple(draw(st.lists(_columns, max_size=2, unique=True)))
    figures = draw(st.lists(aggregates, min_size=1, max_size=2))
    having = draw(st.none() | st.builds(Compare, st.just(">"), st.just(Aggregate("count")), WHOLE.map(Literal)))
    orders = draw(_orders(st.sampled_from([*keys, *figures])))
    where = draw(st.none() | conditions)
    return Question(
        _selected([*keys, *figures]), where, keys, having, orders, draw(_page["limit"]), draw(_page["offset"])
    )


questions = _either(_plain, _distinct, _grouped())
