"""The profile of a table, beside a slow and plain count of the same rows; and that what is kept goes with the copy."""

from __future__ import annotations

import json
import math
import statistics
import threading
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from madang.query import parse
from madang.query.answer import answer
from madang.query.expressions import Type
from madang.query.limits import Limits, TooMuchMemory, TooSlow
from madang.query.model import Column, Question
from madang.query.profile import counting, edges, kept
from madang.query.profile.model import Profile
from madang.store import serving
from tests.query.questions import COLUMNS
from tests.query.tables import make_table

PLAIN = [column for column in COLUMNS if column.type is not Type.GEOMETRY]


@pytest.fixture(scope="module")
def found(people) -> Profile:
    return counting.profile(people)


@pytest.mark.parametrize("column", PLAIN, ids=lambda column: column.name)
def test_a_column_is_counted_as_by_hand(found, rows, column):
    values = [row[column.name] for row in rows]
    there = [value for value in values if value is not None]
    told = found.column(column.name)
    assert (told.rows, told.missing, told.distinct) == (len(values), values.count(None), len(set(there)))
    counted = Counter(there)
    assert {one.value: one.rows for one in told.frequent} == {
        one.isoformat() if isinstance(one, date) else one: counted[one]
        for one in sorted(counted, key=lambda value: (-counted[value], value))[:10]
        if counted[one] > 1
    }
    if column.type in (Type.INTEGER, Type.NUMBER):
        assert (told.low, told.high) == (min(there), max(there))
        assert told.mean == pytest.approx(statistics.fmean(there))
        assert told.deviation == pytest.approx(statistics.stdev(there))
        assert list(told.quartiles) == pytest.approx(statistics.quantiles(there, n=4, method="inclusive"))
    if column.type is Type.TEXT:
        assert told.blank == there.count("")
        assert (told.texts.shortest, told.texts.longest) == (min(map(len, there)), max(map(len, there)))


@pytest.mark.parametrize("column", [c for c in PLAIN if c.type not in (Type.TEXT, Type.BOOLEAN)], ids=lambda c: c.name)
def test_each_bar_holds_the_rows_that_its_filter_finds(found, people, column):
    told = found.column(column.name)
    assert len(told.histogram) > 3
    assert sum(one.rows for one in told.histogram) == told.present
    name, sign = f'"{column.name}"', {Type.DATE: "date ", Type.DATETIME: "timestamp "}.get(column.type, "")
    for one in told.histogram:
        low, high = (f"{sign}'{end}'" if sign else str(end) for end in (one.low, one.high))
        where = parse.condition(f"{name} >= {low} and {name} {'<=' if one.closed else '<'} {high}")
        assert answer(people, Question(where=where)).total == one.rows


def test_a_profile_reads_back_from_its_json(found):
    assert Profile.from_json(json.loads(json.dumps(found.as_json(), allow_nan=False))) == found


@pytest.mark.parametrize(
    ("low", "high", "whole"),
    [(0, 1, False), (-3.5, 1e9, False), (1, 5, True), (0, 2**60, True), (1e-9, 2e-9, False), (7, 7, True)],
)
def test_bars_begin_at_round_numbers_inside(low, high, whole):
    inner = edges.of_numbers(low, high, (low, high), whole=whole)
    assert inner == sorted(set(inner))
    assert all(low < edge <= high for edge in inner)
    assert len(inner) <= 2 * edges.BARS
    assert all(len(f"{edge:e}".split("e")[0].rstrip("0")) <= 4 for edge in inner if not whole)


@pytest.mark.parametrize("days", [0, 1, 9, 40, 400, 1500, 4_000, 40_000, 700_000])
def test_bars_of_days_are_few_at_any_length(days):
    low = date(1, 3, 5)
    inner = edges.of_moments(low, low + timedelta(days), Type.DATE)
    assert inner == sorted(set(inner))
    assert all(low < edge <= low + timedelta(days) for edge in inner)
    assert len(inner) <= 2 * edges.BARS
    assert bool(inner) is (days > 0)


def table_of(store, **columns):
    kinds = {str: Type.TEXT, int: Type.INTEGER, float: Type.NUMBER, date: Type.DATE, datetime: Type.DATETIME}
    made = tuple(Column(name, kinds[type(values[0])]) for name, values in columns.items())
    lines = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return make_table(store, made, lines)


def test_what_lies_far_out_is_named_with_its_row(session_store):
    table = table_of(session_store, n=[*range(1, 101), 5_000, -900])
    (column,) = counting.profile(table).columns
    assert column.outliers.rows == 2
    assert [(one.row, one.value) for one in column.outliers.farthest] == [(101, 5_000.0), (102, -900.0)]


def test_gaps_in_days_and_months_are_found(session_store):
    days = [date(2026, 1, 1) + timedelta(n) for n in range(60) if n not in (10, 11, 40)]
    months = [date(2020 + n // 12, n % 12 + 1, 1) for n in range(61) if n not in (5, 6, 7, 30)][: len(days)]
    told = counting.profile(table_of(session_store, day=days, month=months))
    day, month = (column.rhythm for column in told.columns)
    assert [(gap.after, gap.missing) for gap in day.gaps] == [("2026-01-10", 2), ("2026-02-09", 1)]
    assert (month.unit, month.every, [gap.missing for gap in month.gaps]) == ("month", 1, [3, 1])


def test_keys_are_found_alone_in_pairs_or_not_at_all(session_store):
    pairs = [(gu, year) for gu in "가나다" for year in (2024, 2025)]
    alone = table_of(session_store, id=[*range(6)], gu=[gu for gu, _ in pairs])
    both = table_of(session_store, gu=[gu for gu, _ in pairs], year=[year for _, year in pairs])
    none = table_of(session_store, gu=["가", "가", "나", "나", "나"])
    assert counting.profile(alone).keys == (("id",),)
    assert counting.profile(both).keys == (("gu", "year"),)
    told = counting.profile(none)
    assert (told.keys, told.repeated) == ((), 3)


def test_texts_tell_their_shapes_and_scripts(session_store):
    told = counting.profile(table_of(session_store, code=["A-12", "B-07", "서울 3", "x" * 9])).columns[0].texts
    assert {one.name: one.rows for one in told.shapes} == {"A-99": 2, "가 9": 1, "A…": 1}
    assert {one.name: one.rows for one in told.scripts} == {"hangul": 1, "latin": 3}


def test_an_empty_table_and_an_empty_column_have_a_profile(session_store):
    columns = (Column("a", Type.INTEGER), Column("모양", Type.GEOMETRY), Column("t", Type.TEXT))
    told = counting.profile(make_table(session_store, columns, []))
    assert [(one.rows, one.missing, one.distinct) for one in told.columns] == [(0, 0, None)] * 3
    told = counting.profile(make_table(session_store, columns, [{"a": None, "모양": None, "t": ""}] * 3))
    assert [(one.missing, one.blank) for one in told.columns] == [(3, 0), (3, 0), (0, 3)]


def test_numbers_that_are_none_spoil_nothing(session_store):
    told = counting.profile(table_of(session_store, x=[1.0, math.nan, math.inf, 2.0, 3.0]))
    json.dumps(told.as_json(), allow_nan=False)
    assert told.columns[0].histogram == ()


def test_names_that_are_sql_stay_names(session_store):
    name = 'a"; drop table rows; --'
    told = counting.profile(table_of(session_store, **{name: ["it's", "it's"]}))
    assert [(one.value, one.rows) for one in told.column(name).frequent] == [("it's", 2)]


def test_it_is_counted_once_and_goes_with_the_copy(session_store):
    table = table_of(session_store, n=[1, 2, 3])
    assert kept.find(table) is None
    first = kept.soon(table)
    assert kept.find(table) == first == counting.profile(table)
    serving.drop(session_store, table.revision)
    assert kept.find(table) is None
    assert not list(session_store.serving.glob(f"{table.revision}.*"))


def test_a_large_table_is_counted_in_the_background(session_store, monkeypatch):
    table = table_of(session_store, n=[1, 2, 3])
    monkeypatch.setattr(kept, "FEW_CELLS", 2)
    assert kept.soon(table) is None
    in_the_background()
    assert kept.soon(table).rows == 3


def test_only_so_many_tables_wait_to_be_counted(session_store, monkeypatch):
    monkeypatch.setattr(kept, "FEW_CELLS", 2)
    monkeypatch.setattr(kept, "MOST_WAITING", 2)
    tables = [table_of(session_store, n=[1, 2, 3, n]) for n in range(4)]
    with kept._counting:
        for table in tables:
            with pytest.raises(kept.NotYet):
                kept.wanted(table)
        assert sum(thread.name == "profile" for thread in threading.enumerate()) == 2
    in_the_background()
    assert kept.soon(tables[0]).rows == 4
    assert kept.soon(tables[3]) is None  # it may be asked again, and is counted now
    in_the_background()
    assert kept.soon(tables[3]).rows == 4


def in_the_background():
    """Wait for what is counted there."""
    for thread in threading.enumerate():
        if thread.name == "profile":
            thread.join(20)


def test_what_takes_a_page_too_long_is_counted_behind_it(session_store, monkeypatch):
    table = table_of(session_store, n=list(range(100_000)))
    counting = kept.profile

    def in_time(table: Any, limits: Limits) -> Any:
        if limits == kept.QUICK:  # the engine is looked at every 50 ms, and this table takes about so long
            raise TooSlow(seconds=limits.seconds)
        return counting(table, limits)

    monkeypatch.setattr(kept, "profile", in_time)
    with pytest.raises(TooSlow):
        kept.make(table, kept.QUICK)
    assert kept.soon(table) is None
    assert not kept.failed(table)
    in_the_background()
    assert kept.soon(table).rows == 100_000


@pytest.mark.parametrize("cells", [1, 10**9])
def test_what_cannot_be_counted_is_said_and_not_tried_again_at_once(session_store, monkeypatch, cells):
    table, asked = table_of(session_store, n=[1, 2, 3]), []

    def fail(*_: object) -> None:
        asked.append(1)
        raise TooMuchMemory()

    monkeypatch.setattr(kept, "FEW_CELLS", cells)
    monkeypatch.setattr(kept, "profile", fail)
    assert kept.soon(table) is None
    in_the_background()
    with pytest.raises(kept.NotCounted):
        kept.wanted(table)
    assert asked == [1]
