"""Random questions that make sense on one small table, for hypothesis."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from madang.query.expressions import (
    COMPARISONS,
    Aggregate,
    And,
    Arithmetic,
    Between,
    Case,
    Cast,
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
    walk,
)
from madang.query.functions import PARTS as PARTS_OF_DATES
from madang.query.model import ROW, Column, Order, Question, Selected, Type

COLUMNS = (
    Column("이름", Type.TEXT),
    Column("Gu", Type.TEXT),
    Column("인구", Type.INTEGER),
    Column("rate (%)", Type.NUMBER),
    Column("open", Type.BOOLEAN),
    Column("day", Type.DATE),
    Column("at", Type.DATETIME),
    Column("geometry", Type.GEOMETRY),
)
LETTERS = st.text("aA가나다 %_'\"\\z9", max_size=4) | st.sampled_from(
    ["9", " -1.5 ", "1e3", "1e999", "2026-02-29", "2024-02-29", "2026-01-31T09:05", "TRUE", "0x9", "9_9", "24:00"]
)
PARTS = sorted(set(PARTS_OF_DATES.values()))
WHOLE = st.integers(-50, 50)
FRACTIONS = st.integers(-200, 200).map(lambda number: number / 8)  # exact in binary, so sums have one value
DAYS = st.integers(-400, 400).map(lambda days: date(2026, 1, 1) + timedelta(days))
MOMENTS = st.integers(-40_000, 40_000).map(
    lambda minutes: datetime(2026, 1, 1) + timedelta(minutes=minutes * 7, seconds=minutes % 60)
)
UNITS = st.sampled_from(["year", "quarter", "month", "week", "day"]).map(Literal)
CLOCK = st.sampled_from(["hour", "minute", "second"]).map(Literal)
BUCKETS = st.sampled_from(["1 day", "1 week", "6 months", "10 years", "2 quarters", "3 month"]).map(Literal)
FINE = st.sampled_from(["15 minutes", "6 hours", "30 seconds", "1 minute"]).map(Literal)
SHAPES = st.sampled_from([
    "POLYGON ((126.9 37.4, 127.1 37.4, 127.1 37.6, 126.9 37.6, 126.9 37.4))",
    '{"type": "MultiPoint", "coordinates": [[127.0, 37.5], [126.978, 37.566]]}',
    "LINESTRING (126.9 37.5, 127.1 37.53)",
    "MULTIPOLYGON (((170 -10, 180 -10, 180 10, 170 10, 170 -10)), ((-180 -10, -170 -10, -170 10, -180 10, -180 -10)))",
]).map(Literal)  # fmt: skip
BOXES = st.sampled_from(
    [(126.95, 37.5, 127.05, 37.6), (170.0, -20.0, -170.0, 20.0), (-180.0, -90.0, 180.0, 90.0), (0.0, 0.0, 0.0, 0.0)]
)
CIRCLES = st.sampled_from(
    [(126.98, 37.57, 1500.0), (179.99, 0.0, 5000.0), (127.0, 37.51, 500.0), (-180.0, 0.5, 200_000.0)]
)


def _either(*strategies):
    return st.one_of(*strategies)


def _refs(kind: Type):
    return st.sampled_from([Ref(column.name) for column in COLUMNS if column.type is kind])


_TEXT = _either(_refs(Type.TEXT), LETTERS.map(Literal))
_INTEGER = _either(_refs(Type.INTEGER), WHOLE.map(Literal), st.just(Ref(ROW)))
_NUMBER = _either(_refs(Type.NUMBER), FRACTIONS.map(Literal), _INTEGER)
_DAY = _either(_refs(Type.DATE), DAYS.map(Literal))
_MOMENT = _either(_refs(Type.DATETIME), MOMENTS.map(Literal))
_SHAPE = st.just(Ref("geometry"))


def _call(name, *arguments):
    return st.builds(lambda *given: Function(name, given), *arguments)


def _alike(inner, condition):
    """What every type has: a choice, the first that is not empty, the greatest, nothing in place of a value."""
    return _either(
        st.builds(
            lambda test, one, other: Case((test,), (one,), other), condition, inner, inner | st.just(Literal(None))
        ),
        *[_call(name, inner, inner) for name in ("coalesce", "nullif", "greatest", "least")],
    )


_simple = _either(
    _refs(Type.BOOLEAN),
    st.builds(IsNull, _TEXT),
    st.builds(Compare, st.sampled_from(["=", "<", "is distinct from"]), _INTEGER, _INTEGER),
)
days = st.recursive(
    _DAY,
    lambda inner: _either(
        _call("date_trunc", UNITS, inner),
        _call("time_bucket", BUCKETS, inner),
        _call("date_add", inner, st.integers(-40, 40).map(Literal), UNITS),
        st.builds(lambda moment: Cast(moment, Type.DATE), _MOMENT),
        st.builds(lambda text: Cast(text, Type.DATE, safe=True), LETTERS.map(Literal)),
        _alike(inner, _simple),
    ),
    max_leaves=3,
)
moments = st.recursive(
    _MOMENT,
    lambda inner: _either(
        _call("date_trunc", UNITS | CLOCK, inner),
        _call("time_bucket", BUCKETS | FINE, inner | _DAY),
        _call("date_add", inner | _DAY, st.integers(-4000, 4000).map(Literal), CLOCK),
        st.builds(lambda day: Cast(day, Type.DATETIME), _DAY),
        st.builds(lambda text: Cast(text, Type.DATETIME, safe=True), LETTERS.map(Literal)),
        _alike(inner, _simple),
    ),
    max_leaves=3,
)
texts = st.recursive(
    _TEXT,
    lambda inner: _either(
        st.builds(lambda name, text: Function(name, (text,)), st.sampled_from(["lower", "upper", "trim"]), inner),
        st.builds(lambda left, right: Arithmetic("||", left, right), inner, inner),
        st.builds(lambda *parts: Function("substring", parts), inner, _INTEGER, _INTEGER),
        st.builds(
            lambda *parts: Function("replace", parts),
            inner,
            LETTERS.filter(bool).map(Literal),
            st.text("a가%", max_size=2).map(Literal),
        ),
        _alike(inner, _simple),
        st.builds(lambda value: Cast(value, Type.TEXT), _either(_INTEGER, _refs(Type.NUMBER), _simple, days, moments)),
    ),
    max_leaves=4,
)
integers = st.recursive(
    _either(_INTEGER, st.builds(lambda text: Function("length", (text,)), texts)),
    lambda inner: _either(
        st.builds(Arithmetic, st.sampled_from("+-*%"), inner, inner),
        st.builds(lambda name, day: Function(name, (day,)), st.sampled_from(PARTS), days | moments),
        _call("date_diff", UNITS | CLOCK, _DAY | _MOMENT, _DAY | _MOMENT),
        st.builds(lambda *days: Arithmetic("-", *days), days, days),
        _alike(inner, _simple),
        st.builds(lambda value: Cast(value, Type.INTEGER, safe=True), texts | _refs(Type.NUMBER) | _simple),
        st.builds(lambda name, number: Function(name, (number,)), st.sampled_from(["floor", "ceil"]), _NUMBER),
    ),
    max_leaves=4,
)
numbers = st.recursive(
    _either(_NUMBER, integers),
    lambda inner: _either(
        st.builds(Arithmetic, st.sampled_from("+-*"), inner, inner),
        st.builds(lambda number: Function("abs", (number,)), inner),
        _alike(inner, _simple),
        st.builds(lambda value: Cast(value, Type.NUMBER, safe=True), LETTERS.map(Literal) | _INTEGER),
    ),
    max_leaves=4,
)


def _pairs(values):
    return _either(
        st.builds(Compare, st.sampled_from(COMPARISONS), values, values),
        st.builds(Between, values, values, values),
    )


conditions = st.recursive(
    _either(
        _pairs(texts),
        _pairs(numbers),
        _pairs(days),
        _pairs(_either(days, moments)),
        _simple,
        st.builds(Like, texts, LETTERS.map(Literal), st.booleans()),
        st.builds(
            lambda text, *rest: Like(text, Literal(rest[0].replace("\\", "\\\\") + "\\%"), rest[1], "\\"),
            texts,
            LETTERS,
            st.booleans(),
        ),
        st.builds(
            lambda name, other: Function(name, (Ref("geometry"), other)),
            st.sampled_from(["intersects", "within"]),
            SHAPES,
        ),
        BOXES.map(lambda box: Function("bbox", (Ref("geometry"), *map(Literal, box)))),
        CIRCLES.map(lambda circle: Function("near", (Ref("geometry"), *map(Literal, circle)))),
        st.builds(
            lambda text, words: Function("search", (text, Literal(words))),
            texts,
            st.sampled_from(["가", "a", "가 a", "다를", "나 다"]),
        ),
        st.builds(In, texts, st.lists(LETTERS.map(Literal), min_size=1, max_size=3).map(tuple)),
        st.builds(In, integers, st.lists(WHOLE.map(Literal), min_size=1, max_size=3).map(tuple)),
        st.builds(IsNull, _either(texts, numbers, moments, _SHAPE)),
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
        _alike(inner, inner),
    ),
    max_leaves=5,
)
values: st.SearchStrategy[Expression] = _either(texts, numbers, conditions, days, moments)
_places = st.sampled_from(["longitude", "latitude"]).map(lambda name: Function(name, (Ref("geometry"),)))
aggregates = _either(
    st.just(Aggregate("count")),
    st.builds(Aggregate, st.just("count"), values, st.booleans()),
    st.builds(Aggregate, st.sampled_from(["sum", "avg", "min", "max", "median", "stddev"]), numbers),
    st.builds(Aggregate, st.sampled_from(["min", "max"]), _either(texts, days, moments)),
    st.builds(Aggregate, st.sampled_from(["count", "min", "max"]), values, st.booleans(), chosen=conditions),
    st.builds(lambda chosen: Aggregate("count", chosen=chosen), conditions),
    st.builds(
        lambda number, share, chosen: Aggregate("percentile", number, detail=Literal(share), chosen=chosen),
        numbers,
        st.sampled_from([0, 0.25, 0.5, 0.9, 1]),
        st.none() | conditions,
    ),
    st.builds(
        lambda text, sign, distinct, chosen: Aggregate("string_agg", text, distinct, Literal(sign), chosen),
        texts,
        LETTERS,
        st.booleans(),
        st.none() | conditions,
    ),
)
_columns = st.sampled_from([Ref(column.name) for column in COLUMNS if column.type is not Type.GEOMETRY])


def _orders(expressions):
    return st.lists(st.builds(Order, expressions, st.booleans(), st.booleans()), max_size=2).map(tuple)


def _selected(expressions: list[Expression]) -> tuple[Selected, ...]:
    return tuple(Selected(expression, f"c{place}") for place, expression in enumerate(expressions))


_page = {"limit": st.none() | st.integers(0, 50), "offset": st.just(0) | st.integers(0, 5)}
plain_questions = st.builds(
    Question,
    select=st.lists(values | _places, max_size=3).map(_selected),
    where=st.none() | conditions,
    order_by=_orders(_columns | values.filter(lambda value: any(isinstance(part, Ref) for part in walk(value)))),
    bbox=st.none() | BOXES,
    near=st.none() | CIRCLES,
    every=st.just(1) | st.integers(1, 4),
    search=st.just("") | st.sampled_from(["가", "a", "가 a", "가나", "가나다를"]),
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


questions = _either(plain_questions, _distinct, _grouped())
