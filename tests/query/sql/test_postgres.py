"""PostgreSQL's SQL: whatever is refused in ours is refused in it, what it means comes out, and nothing is read slowly."""

from __future__ import annotations

import contextlib
import time
from datetime import datetime
from typing import Any

import pytest

from madang.lib import duck
from madang.lib.problems import Problem
from madang.query.limits import BeyondCalendar
from madang.query.model import Table
from madang.query.sql import answer, second_look
from madang.query.sql.check import check
from madang.query.sql.engine import Engine
from madang.query.sql.functions import FUNCTIONS
from madang.query.sql.postgres_calls import REWRITES
from madang.query.sql.postgres_functions import ABSENT, RENAMED, SAME, SYNTAX
from madang.query.sql.postgres_masks import pieces, reading
from madang.query.sql.problems import NotRead
from madang.query.sql.statement import DUCKDB, POSTGRES
from tests.query.sql.corpus import lines

HOSTILE = [line.sql for line in lines("hostile.txt")]
OF_POSTGRES = {
    "SELECT pg_sleep(1)": "unknown-function", "SELECT pg_read_file('/etc/passwd')": "unknown-function",
    "SELECT lo_import('/etc/passwd')": "unknown-function", "SELECT dblink('x', 'y')": "unknown-function",
    "SELECT current_setting('x')": "unknown-function", "SELECT set_config('a', 'b', false)": "unknown-function",
    "SELECT query_to_xml('select 1', true, true, '')": "unknown-function", "SELECT version()": "unknown-function",
    "SELECT \"read_csv\"('/etc/passwd')": "unknown-function", "SELECT * FROM read_text('/etc/passwd')": "unknown-function",
    "SELECT pg_catalog.version()": "unknown-function", "SELECT * FROM dblink('x', 'y') AS t(a int)": "unknown-function",
    "SELECT * FROM json_each('{}')": "function-absent", "SELECT xpath('a', 'b')": "function-absent",
    "SELECT * FROM to_char(1, 'x')": "function-absent", "SELECT * FROM btrim('x')": "unknown-function",
    "SELECT to_char(a, b) FROM x": "function-absent", "SELECT to_date(a, 'Q') FROM x": "function-absent",
    "SELECT * FROM pg_shadow": "system-table", 'SELECT * FROM "pg_catalog"."pg_class"': "system-table",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM Information_Schema.tables)": "system-table", "TABLE pg_user": "system-table",
    "WITH a AS (SELECT * FROM pg_roles) SELECT 1": "system-table", 'SELECT * FROM a."b".c': "not-allowed",
    "SELECT 'x'::regclass": "not-allowed", "SELECT '\\x41'::bytea": "not-allowed", "SELECT E'\\x41'": "not-allowed",
    "SELECT $$a$$": "not-allowed", "SELECT $1": "not-allowed", "SELECT :name": "not-allowed", "SELECT current_user": "not-allowed",
    "SELECT a SIMILAR TO 'b' FROM x": "not-allowed", "SELECT a @@ b FROM x": "not-allowed", "SELECT a -> 'b' FROM x": "not-allowed",
    "SELECT * INTO y FROM x": "not-allowed", "SELECT a FROM x FOR UPDATE": "not-allowed", "SELECT a FROM ONLY x": "not-allowed",
    "SELECT a FROM x TABLESAMPLE SYSTEM (1)": "not-allowed", "SELECT a COLLATE \"C\" FROM x": "not-allowed",
    "SELECT substring(a from -1 for 2) FROM x": "not-allowed", "SELECT a OPERATOR(pg_catalog.+) 1 FROM x": "",
    "COPY x TO PROGRAM 'sh'": "not-one-select", "DO $$ BEGIN END $$": "not-one-select", "SET ROLE x": "not-one-select",
    "INSERT INTO x VALUES (1)": "not-one-select", "WITH a AS (DELETE FROM x RETURNING *) SELECT * FROM a": "",
    "EXPLAIN SELECT 1": "not-one-select", "SELECT 1; SELECT 2": "not-one-select", "": "not-one-select", "SELECT 1a": "not-read",
    "SELECT 1_000": "not-read", "SELECT 'a": "not-read", "SELECT /* a": "not-read", "SELECT \u0000": "not-read",
}  # fmt: skip
"""Each with the code of its refusal; "" where any will do."""


def code(sql: str) -> str:
    with pytest.raises(Problem) as refusal:
        check(sql, POSTGRES)
    assert refusal.value.text("ko") != refusal.value.text("en")
    return refusal.value.code


@pytest.mark.parametrize("sql", OF_POSTGRES, ids=lambda sql: ascii(sql[:40]))
def test_what_is_refused_says_why(sql: str) -> None:
    found = code(sql)
    assert OF_POSTGRES[sql] in ("", found)


def test_what_is_refused_in_our_words_reaches_nothing_in_these_either() -> None:
    """The whole corpus: refused, or a statement over nothing but tables that `policy` must give first."""
    engine, passed = Engine(), []
    for sql in HOSTILE:
        try:
            checked = check(sql, POSTGRES)
        except Problem:
            continue
        passed.append(sql)
        assert checked.tables, sql
        try:
            assert second_look.odd(engine.connection, checked.sql) == ""
            with pytest.raises(duck.Error):  # its tables are not there
                engine.connection.execute(checked.sql).fetchall()
        except second_look.NotRead:
            continue
    engine.close()
    assert len(passed) < 30


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + "int(" * 58 + "1" + ")" * 58, "SELECT " + "numeric(" * 58 + "1" + ")" * 58, "SELECT a" + "[1]" * 1_600,
        "SELECT " + "CASE WHEN 1 THEN " * 100 + "1" + " END" * 100, "SELECT * FROM " + "(" * 58 + "a" + ")" * 58,
        "SELECT " + "a OR " * 2_400 + "a", "SELECT " + "lower(" * 58 + "1" + ")" * 58 + "; SELECT 1", "SELECT " + "NOT " * 4_000 + "true",
        "SELECT 1" + " UNION SELECT 1" * 1_200, "SELECT " + "(" * 4_000, "SELECT " + "a::int" * 1_000,
        "SELECT " + "(SELECT " * 59 + "(" * 9,
    ],
    ids=lambda sql: sql[:25],
)  # fmt: skip
def test_no_text_takes_long_to_read(sql: str) -> None:
    began = time.process_time()
    with contextlib.suppress(Problem):
        check(sql, POSTGRES)
    assert time.process_time() - began < 2


def test_every_function_that_ckan_allows_has_its_place_once() -> None:
    kinds = (SAME, frozenset(RENAMED), frozenset(REWRITES), ABSENT)
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds)) == 282
    assert (SAME | SYNTAX | set(RENAMED.values())) - FUNCTIONS == set()


@pytest.mark.parametrize(
    ("mask", "written"),
    [
        ("YYYY-MM-DD HH24:MI:SS", "2026-03-04 15:06:07"), ("DD/MM/YY", "04/03/26"), ("FMDD.FMMM.YYYY", "4.3.2026"),
        ("HH12:MI AM", "03:06 PM"), ("hh:mi am", "03:06 pm"), ("YYYY\"년\" MM\"월\"", "2026년 03월"),
        ("Mon DD", "Mar 04"),
        ("MON", "MAR"), ("Month|", "March    |"), ("FMMonth|", "March|"), ("DAY", "WEDNESDAY"),
        ("FMDay, DY", "Wednesday, WED"),
        ('"Q"Q YYYY', "Q1 2026"), ("IYYY-IW-ID", "2026-10-3"), ("DDD", "063"), ("MS US", "089 089000"), ("100%-YYYY", "100%-2026"),
    ],
)  # fmt: skip
def test_masks_of_dates(mask: str, written: str) -> None:
    """As PostgreSQL 16 writes 2026-03-04 15:06:07.089, by its documentation."""
    sql = f"SELECT to_char('2026-03-04 15:06:07.089'::timestamp, '{mask}') AS x"
    assert answer.run(answer.read(sql, dialect=POSTGRES), []).table().to_pylist() == [{"x": written}]


def test_masks_that_cannot_be_read_are_known() -> None:
    assert pieces("999,999.00") is None or all("%" not in piece.format for piece in pieces("999,999.00") or [])
    assert pieces("TZ") is None
    assert reading("Q") is None
    assert reading("YYYYMMDD") == "%Y%m%d"


@pytest.mark.parametrize(
    ("item", "name", "value"),
    [
        ("7 / 2", "?column?", 3), ("-7 / 2", "?column?", -3), ("7 / 2.0", "?column?", 3.5),
        ("7::numeric / 2", "?column?", 3.5), ("1 / 0", "?column?", None),
        ("1.5::int", "int4", 2), ("'2026-01-31'::date + 1", "?column?", datetime(2026, 2, 1).date()),
        ("lpad('a', 3)", "lpad", "  a"), ("to_hex(255)", "to_hex", "ff"),
        ("btrim('  a ')", "btrim", "a"), ("div(7, 2)", "div", 3.0), ("log(100)", "log", 2.0),
        ("cosd(60)", "cosd", 0.5), ("text(1)", "text", "1"),
        ("cardinality(ARRAY[1, 2])", "cardinality", 2), ("substr('abc', 2, 1)", "substr", "b"),
        ("substring('a1b' from '[0-9](b)')", "substring", "b"),
        ("substring('a' from '[0-9]')", "substring", None), ("'a' || 1", "?column?", "a1"),
        ("left('abc', -1)", "left", "ab"), ("true", "bool", True),
        ("CASE WHEN true THEN 1 ELSE sum(1) END", "sum", 1), ("CASE WHEN true THEN 1 END", "case", 1),
        ("(SELECT max(x) FROM (VALUES (1)) v(x))", "max", 1),
        ("date_part('year', '2026-01-31'::date)", "date_part", 2026), ("ARRAY[1, 2]", "array", "[1,2]"),
        ("'x'::text AS Name", "name", "x"),
        ("to_timestamp('2026', 'YYYY')", "to_timestamp", datetime(2026, 1, 1)),
        ("generate_series FROM generate_series(1, 1)", "generate_series", 1),
    ],
)  # fmt: skip
def test_what_things_mean_and_are_called_in_postgresql(item: str, name: str, value: Any) -> None:
    made = answer.run(answer.read(f"SELECT {item}", dialect=POSTGRES), []).table()
    assert made.column_names == [name]
    found = made.column(0)[0].as_py()
    assert found == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    "moment",
    [
        "'infinity'::timestamp",
        "'-infinity'::date",
        "timestamp '9999-12-31' + interval '1 year'",
        "date '0001-01-01' - 400",
    ],
)
def test_moments_that_no_format_can_write_are_refused(moment: str) -> None:
    for dialect in (POSTGRES, DUCKDB):
        with pytest.raises(BeyondCalendar):
            answer.run(answer.read(f"SELECT {moment} AS x", dialect=dialect), [])
    empty = answer.run(answer.read("SELECT NULL::timestamp AS x", dialect=POSTGRES), [])
    assert empty.table().to_pylist() == [{"x": None}]


def test_columns_are_shown_under_the_names_that_were_given(districts: Table) -> None:
    shown = [("_row", "_id"), (None, "_full_text"), ("자치구", "gu"), ("인구", "N")]
    checked = answer.read('SELECT * FROM "any" WHERE "N" > 95 ORDER BY n DESC NULLS LAST, _id', dialect=POSTGRES)
    assert [(table.dataset, table.name) for table in checked.tables] == [("", "any")]
    made = answer.run(checked, [districts], shown=[shown]).table()
    assert made.column_names == ["_id", "_full_text", "gu", "N"]
    assert made.column("N").to_pylist() == sorted(made.column("N").to_pylist(), reverse=True)
    assert set(made.column("_full_text").to_pylist()) == {None}
    with pytest.raises(Problem):
        answer.run(answer.read("SELECT rate FROM x", dialect=POSTGRES), [districts], shown=[shown])


@pytest.mark.parametrize("sql", ["SELECT * FROM 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "SELECT 2023년 FROM x"])
def test_a_name_that_needs_quotation_marks_is_told_so(sql: str) -> None:
    with pytest.raises(NotRead) as told:
        check(sql, POSTGRES)
    assert "double quotes" in told.value.text("en")
    assert "큰따옴표" in told.value.text("ko")
