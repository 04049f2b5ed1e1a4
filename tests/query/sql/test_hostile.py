"""What must be refused is refused, with a plain reason; and each fence holds without the ones before it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from madang.lib import duck
from madang.lib.problems import Problem
from madang.query.model import Table
from madang.query.sql import answer, second_look
from madang.query.sql.check import DEEPEST, MOST_LETTERS, MOST_WORDS, check
from madang.query.sql.engine import Engine
from madang.query.sql.limits import SqlLimits
from madang.query.sql.statement import Checked
from madang.store import serving
from tests.query.sql.corpus import Line, lines

HOSTILE = lines("hostile.txt")
LATER = {"unknown-table", "unknown-column"}
"""Told by the catalogue or the engine, after the check: `tests/api/test_sql.py` asks them all through the API."""
HARMLESS = ("other words for what is allowed: nothing would come of them", "too much, known before anything runs")


def test_there_are_enough() -> None:
    assert len({line.sql for line in HOSTILE}) == len(HOSTILE) >= 200


@pytest.mark.parametrize("line", HOSTILE, ids=[f"{line.expected} {line.sql[:60]}" for line in HOSTILE])
def test_a_statement_is_refused_with_its_place_and_a_way_out(line: Line) -> None:
    checked, problem = _checked(line.sql)
    if line.expected in LATER and checked:
        assert "read_" not in checked.sql.lower()
        return
    assert problem
    assert problem.code == line.expected
    assert problem.text("en").startswith("Line ")
    assert "번째 줄" in problem.text("ko")
    assert 1 <= problem.facts["line"] <= line.sql.count("\n") + 1


def _checked(sql: str) -> tuple[Checked | None, Problem | None]:
    try:
        return check(sql), None
    except Problem as problem:
        return None, problem


def test_the_engine_refuses_them_too_when_nobody_checked(districts: Table) -> None:
    """sqlglot may be wrong one day: DuckDB's own tree, or else its locks, must stop what reaches out."""
    path = str(serving.path(districts.store, districts.revision))
    request = {"memory_mb": 256, "dialect": "duckdb", "tables": [[path, _same(districts)]]}
    reading, through = Engine(), []
    for line in HOSTILE:
        if line.section not in HARMLESS and not _odd(reading, line.sql):
            through += [line.sql] if _executed(request, line.sql) else []
    reading.close()
    assert through == ["SELECT * FROM t0"]  # the table that the statement was given


def _same(table: Table) -> list[tuple[str, str]]:
    return [(column.name, column.name) for column in table.columns]


def _odd(engine: Engine, sql: str) -> bool:
    try:
        return bool(second_look.odd(engine.connection, sql))
    except (duck.Error, second_look.NotRead):
        return True


def _executed(request: dict[str, Any], sql: str) -> bool:
    engine = Engine()
    engine.attach(request)
    try:
        engine.connection.execute(sql).fetchall()
    except duck.Error:
        return False
    finally:
        engine.close()
    return True


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "COPY (SELECT 1) TO '/tmp/madang-never'",
        "SET enable_external_access = true", "SET lock_configuration = false", "INSTALL httpfs", "ATTACH '/tmp/madang-never' AS x",
        "EXPORT DATABASE '/tmp/madang-never'", "SELECT * FROM read_blob('{path}')", "SELECT rowid FROM t0", "SELECT _row FROM t0",
        "INSERT INTO revision_0.rows SELECT * FROM revision_0.rows", "SELECT * FROM ST_Read('{path}')", "SELECT * FROM glob('/*')",
    ],
)  # fmt: skip
def test_the_locks_alone_hold(districts: Table, sql: str) -> None:
    """Past the check and the second look: no file, no setting, no write, and of the copy only its own columns."""
    path = str(serving.path(districts.store, districts.revision))
    engine = Engine()
    engine.attach({"memory_mb": 256, "dialect": "duckdb", "tables": [[path, [("자치구", "자치구"), ("인구", "인구")]]]})
    try:
        assert engine.connection.execute("SELECT count(*) FROM t0").fetchone() == (60,)
        with pytest.raises(duck.Error):
            engine.connection.execute(sql.format(path=path)).fetchall()
    finally:
        engine.close()


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT '" + "x" * MOST_LETTERS + "'", "too-long"),
        ("SELECT " + "1," * MOST_WORDS + "1", "too-long"),
        ("SELECT " + "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), "too-deep"),
        ("SELECT " + "(" * 4_000, "too-deep"),
        ("SELECT " + "[" * 100, "too-deep"),
        ("SELECT " + "CASE WHEN " * 1_500, "too-deep"),
        ("SELECT " + "NOT " * 4_000 + "true", "too-deep"),
        ("SELECT " + "- " * 4_000 + "1", "too-deep"),
        ("SELECT 1" + " UNION SELECT 1" * 1_200, "too-deep"),
        ("", "not-one-select"),
        (" ;; -- x", "not-one-select"),
        ("SELECT 'a\x00b'", "not-read"),
        ('SELECT "a\x00b"', "not-read"),
        ("SELECT '", "not-read"),
        ('SELECT "', "not-read"),
        ("SELECT /* ", "not-read"),
        ("SELECT '\ud800'", "not-read"),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_what_is_too_long_too_deep_or_broken(sql: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        check(sql)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + "int(" * 58 + "1" + ")" * 58, "SELECT " + "timestamp(" * 58 + "1" + ")" * 58,
        "SELECT " + "struct<" * 58 + "int" + ">" * 58,
        "SELECT " + "row(" * 58 + "1" + ")" * 58, "SELECT a" + "[1]" * 1_600, "SELECT " + "CASE WHEN 1 THEN " * 100 + "1" + " END" * 100,
        "SELECT * FROM " + "(" * 58 + "a" + ")" * 58, "SELECT f(" + "x -> " * 300 + "1)", "SELECT " + "a OR " * 2_400 + "a",
    ],
    ids=lambda sql: sql[:25],
)  # fmt: skip
def test_no_text_takes_long_to_read(sql: str) -> None:
    began = time.process_time()
    with pytest.raises(Problem):
        check(sql)
    assert time.process_time() - began < 2


SHORT = SqlLimits(seconds=1.0, memory_mb=256, rows=1_000, bytes=1 << 20)
MEMORY, TIME, WORDS = "too-much-memory", "too-slow", "does-not-fit"
BOMBS = {
    "SELECT repeat('x', 1000000000)": {MEMORY},
    "SELECT count(*) FROM range(1000000) a, range(1000000) b": {TIME},
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r": {TIME, MEMORY},
    "SELECT factorial(10000000)": {WORDS},
    "SELECT count(*) FROM (SELECT 1 GROUP BY CUBE (1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18))": {WORDS},
}
MORE = {
    "SELECT 9223372036854775807 + 1": {WORDS, ""},
    "SELECT json_array_length(repeat('[', 10000000))": {WORDS, MEMORY},
    "SELECT printf('%1000000000d', 1)": {MEMORY, TIME, WORDS},
    "SELECT st_buffer(st_point(0, 0), 1, 100000000)": {MEMORY, TIME},
    "SELECT list(a.range) FROM range(1000000) a, range(1000) b": {MEMORY, TIME},
    "SELECT lpad('x', 2000000000, 'y')": {MEMORY, TIME},
    "SELECT count(DISTINCT a.인구 + b.인구 * c.rate + d.x) FROM tests.districts a, tests.districts b, tests.districts c, range(60) d(x)":
        {"", TIME, MEMORY},
    "WITH RECURSIVE r(x) AS (SELECT 'x' UNION ALL SELECT x || x FROM r) SELECT max(length(x)) FROM r": {TIME, MEMORY, WORDS},
    "SELECT regexp_matches(repeat('a', 100000), '(a+)+$') FROM range(1000000)": {"", TIME},
    "SELECT string_agg(repeat('x', 1000), '') FROM range(1000000)": {MEMORY, TIME},
    "SELECT format('{:>1000000000}', 1)": {MEMORY, TIME, WORDS},
    "SELECT (repeat('[', 100000) || repeat(']', 100000))::json::varchar": {WORDS, ""},
    "SELECT histogram(a.range * b.range) FROM range(100000) a, range(100) b": {"", TIME, MEMORY},
    "SELECT median(x) OVER (ORDER BY x ROWS BETWEEN 100000 PRECEDING AND 100000 FOLLOWING) FROM range(300000) a(x)": {"", TIME, MEMORY},
    "SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))": {TIME, MEMORY, ""},
    "SELECT damerau_levenshtein(repeat('a', 100000), repeat('b', 100000))": {TIME, MEMORY, ""},
    "SELECT st_astext(st_voronoidiagram(st_collect(list(st_point(random(), random()))))) FROM range(300000)": {TIME, MEMORY},
    "SELECT a.range, b.range, repeat('x', 10000) FROM range(1000000) a, range(1000000) b ORDER BY a.range * b.range DESC": {TIME, MEMORY},
    "SELECT bar(1, 0, 1, 100000000)": {WORDS, MEMORY, TIME},
    "SELECT array_agg(x) OVER (ORDER BY x) FROM range(100000) r(x)": {TIME, MEMORY, ""},
    "SELECT to_json(list(range)) FROM range(1000000)": {"", MEMORY, TIME},
    "SELECT st_makeline(list(st_point(range, range))) FROM range(1000000)": {"", MEMORY, TIME},
    "SELECT url_encode(repeat('가', 50000000))": {MEMORY, TIME},
    "SELECT translate(repeat('ab', 100000000), 'a', 'b')": {MEMORY, TIME},
    "SELECT string_split(repeat('a,', 50000000), ',')": {MEMORY, TIME},
    "SELECT regexp_replace(repeat('a', 20000000), 'a', repeat('b', 100), 'g')": {MEMORY, TIME},
    "SELECT set_bit(repeat('1', 100000000)::text::varchar, 1, 1)": {WORDS, MEMORY},
    "SELECT 1e308 * 10, 'infinity'::double, sqrt(-1)": {WORDS, ""},
}  # fmt: skip


def _ends_plainly(districts: Table, sql: str, codes: set[str]) -> None:
    checked = answer.read(sql)
    began = time.monotonic()
    code = ""
    try:
        answer.run(checked, [districts] * len(checked.tables), SHORT).close()
    except Problem as problem:
        code = problem.code
    assert code in codes | {TIME}  # on a busy machine
    assert time.monotonic() - began < SHORT.seconds + 3
    after = answer.run(answer.read("SELECT count(*) AS n FROM tests.districts"), [districts])
    assert after.table().to_pylist() == [{"n": 60}]


@pytest.mark.parametrize("sql", BOMBS)
def test_a_bomb_ends_in_a_plain_reason_and_the_next_one_is_answered(districts: Table, sql: str) -> None:
    _ends_plainly(districts, sql, BOMBS[sql])


@pytest.mark.long
@pytest.mark.parametrize("sql", MORE)
def test_more_bombs(districts: Table, sql: str) -> None:
    _ends_plainly(districts, sql, MORE[sql])
