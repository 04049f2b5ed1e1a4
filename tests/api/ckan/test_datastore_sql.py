"""SQL of PostgreSQL through `datastore_search_sql`: what clients send, what they get, what is refused and how."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from madang.catalog.models import Alias, Resource
from madang.query.model import Column, Type
from madang.query.sql import pool
from tests.api.ckan.things import COLUMNS, ROWS
from tests.city import City, dataset, publish

SQL = "/api/3/action/datastore_search_sql"


@pytest.fixture(scope="module", autouse=True)
def _children() -> Any:
    yield
    pool.end()


@pytest.fixture
def things(city: City) -> Resource:
    made = Resource.objects.create(dataset=dataset("things", city.department), name="data")
    publish(made, ROWS, COLUMNS, geometry={"column": "모양", "kind": "point", "bbox": None})
    Alias.objects.create(name="ThingsOfSeoul", resource=made)
    return made


def ask(client: Client, sql: str, status: int = 200) -> Any:
    """The result, or the error."""
    response = client.get(SQL, {"sql": sql})
    assert response.status_code == status, response.content.decode()
    found = json.loads(response.content)
    return found["result"] if status == 200 else found["error"]


def rows(client: Client, sql: str) -> list[list[Any]]:
    return [list(row.values()) for row in ask(client, sql)["records"]]


def test_everything_of_a_table_begins_with_its_number(client, things):
    found = ask(client, f'SELECT * FROM "{things.uid}" ORDER BY _id LIMIT 2')
    assert [field["id"] for field in found["fields"]][:4] == ["_id", "_full_text", "이름", "n"]
    assert {field["id"]: field["type"] for field in found["fields"]} == {
        "_id": "int8", "_full_text": "tsvector", "이름": "text", "n": "int8", 'a "b", c': "float8", "open": "bool", "day": "date",
        "at": "timestamp", "hour": "time", "모양": "json", "_ID_2": "text", "🚲": "text", "$price": "int8", "rank": "text",
    }  # fmt: skip
    assert found["records"][0] == {
        "_id": 1, "_full_text": None, "이름": "종로 청운 센터", "n": 1, 'a "b", c': 0.5, "open": True, "day": "2026-01-31",
        "at": "2026-01-31T09:05:00", "hour": "09:05:00", "모양": {"type": "Point", "coordinates": [127.0, 37.5]}, "_ID_2": "own",
        "🚲": "<&>", "$price": 3, "rank": "first",
    }  # fmt: skip
    assert found["sql"].startswith("SELECT *")
    assert "records_truncated" not in found
    assert found["tables"] == [{"resource_id": str(things.uid), "revision": things.current.pk, "origin": "observed"}]


def test_what_dplyr_sends(client, things):
    for table in (things.uid, "ThingsOfSeoul"):
        empty = ask(client, f'SELECT * FROM "{table}" AS "q01" WHERE (0 = 1)')
        assert (empty["records"], len(empty["fields"])) == ([], 14)
        first = ask(client, f'SELECT * FROM "{table}" AS "q01" LIMIT 1')
        assert first["records"][0]["_id"] == 1
        assert rows(client, f'SELECT COUNT(*) AS "n" FROM "{table}"') == [[5]]
        sent = f'SELECT "open", COUNT(*) AS "n" FROM (SELECT * FROM "{table}" WHERE ("n" > 1.0)) "q01" GROUP BY "open" ORDER BY "open"'
        assert rows(client, sent) == [[False, 2], [None, 1]]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT count(*), sum(n), max(이름) FROM T", [{"count": 5, "sum": 2030, "max": "종로 청운 센터"}]),
        ("SELECT open, count(*) FROM T GROUP BY 1 ORDER BY 2 DESC, 1",
         [{"open": False, "count": 2}, {"open": True, "count": 2}, {"open": None, "count": 1}]),
        ("SELECT n FROM T ORDER BY n DESC LIMIT 2", [{"n": None}, {"n": 2024}]),
        ("SELECT n FROM T ORDER BY n DESC NULLS LAST LIMIT 1 OFFSET 1", [{"n": 3}]),
        ("SELECT 7/2 AS a, 7/2.0 AS b, 7 % 2 AS c, 1/NULLIF(0, 0) AS d, sum(n)/count(*) AS e FROM T",
         [{"a": 3, "b": 3.5, "c": 1, "d": None, "e": 406.0}]),
        ("SELECT n::numeric / 2 AS half, CAST(n AS text), n::text || 'x' FROM T WHERE _id = 1",
         [{"half": 0.5, "n": "1", "?column?": "1x"}]),
        ("SELECT to_char(at, 'YYYY-MM-DD HH24:MI'), date_trunc('month', day), EXTRACT(YEAR FROM day) FROM T WHERE n = 1",
         [{"to_char": "2026-01-31 09:05", "date_trunc": "2026-01-01T00:00:00", "extract": 2026}]),
        ("SELECT to_date('31.01.2026', 'DD.MM.YYYY'), to_char(day, 'FMMonth DD, YYYY \"Q\"Q') AS w FROM T LIMIT 1",
         [{"to_date": "2026-01-31", "w": "January 31, 2026 Q1"}]),
        ("SELECT REPLACE('1,5', ',', '.')::numeric, NULLIF('', ''), COALESCE(NULL, 2), ROUND(2.567, 1)",
         [{"replace": 1.5, "nullif": None, "coalesce": 2, "round": 2.6}]),
        ("SELECT substring('abc12' from '[0-9]+'), substring('abc' from 2 for 1), split_part('a-b', '-', 2), position('b' in 'ab')",
         [{"substring": "12", "substring_2": "b", "split_part": "b", "position": 2}]),
        ("SELECT _id FROM T WHERE 이름 ILIKE '%BUS%' OR 이름 LIKE '강남%' ORDER BY 1", [{"_id": 2}, {"_id": 4}]),
        ("SELECT _id FROM T WHERE 이름 ~ '^강' OR 이름 ~* 'STOP' ORDER BY 1", [{"_id": 2}, {"_id": 4}]),
        ("SELECT 'a%' LIKE 'a\\%' AS a, 'ab' LIKE 'a\\%' AS b", [{"a": True, "b": False}]),
        ("SELECT _id FROM T WHERE n IN (1, 3) AND day BETWEEN '2025-01-01' AND '2026-12-31' ORDER BY _id",
         [{"_id": 1}, {"_id": 3}]),
        ("SELECT CASE WHEN n > 2 THEN 'many' ELSE 'few' END, count(*) FROM T WHERE n IS NOT NULL GROUP BY 1 ORDER BY 1",
         [{"case": "few", "count": 2}, {"case": "many", "count": 2}]),
        ("WITH a AS (SELECT n FROM T WHERE n < 3) SELECT sum(n) AS s FROM a", [{"s": 3}]),
        ("SELECT _id, row_number() OVER (ORDER BY n DESC NULLS LAST) AS place FROM T ORDER BY place LIMIT 1",
         [{"_id": 5, "place": 1}]),
        ("SELECT a._id, b.n FROM T a JOIN T b ON a._id = b._id + 1 WHERE b.n = 1", [{"_id": 2, "n": 1}]),
        ("SELECT DISTINCT open AS \"Open\", 1 AS One FROM T WHERE open", [{"Open": True, "one": 1}]),
        ("SELECT \"a \"\"b\"\", c\" AS x, \"🚲\", \"_ID_2\", \"$price\" FROM T WHERE _id = 1",
         [{"x": 0.5, "🚲": "<&>", "_ID_2": "own", "$price": 3}]),
        ("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY n), string_agg(rank, ',' ORDER BY _id), array_agg(n ORDER BY _id) "
         "FROM T WHERE _id < 4",
         [{"percentile_cont": 2.0, "string_agg": "first", "array_agg": "[1,2,3]"}]),
        ("SELECT d.d::date FROM (SELECT max(at) AS d FROM T) d;", [{"d": "2026-01-31"}]),
        ("SELECT 1e308 * 10 AS big, 0.0/0 AS nan", [{"big": None, "nan": None}]),
        ("SELECT count(*) FILTER (WHERE open) FROM public.T -- how many", [{"count": 2}]),
    ],
)  # fmt: skip
def test_statements_that_clients_send(client, things, sql, expected):
    named = re.sub(r"\bT\b", f'"{things.uid}"', sql)
    assert ask(client, named)["records"] == expected


def test_tables_of_two_resources_are_joined(client, things, city):
    sql = f'SELECT a."자치구", b.n FROM "{city.resource.uid}" a JOIN "ThingsOfSeoul" b ON a._id = b.n ORDER BY b.n'
    assert rows(client, sql) == [["종로구", 1], ["중구", 2], ["강남구", 3]]


def test_a_cut_answer_says_so(client, things):
    found = ask(client, "SELECT a.x FROM generate_series(1, 40000) a(x)")
    assert len(found["records"]) == 32_000
    assert found["records_truncated"] is True


@pytest.mark.parametrize(
    ("sql", "status", "said"),
    [
        ("SELECT pg_sleep(1)", 403, "Access denied: Not authorized to call function pg_sleep"),
        ("SELECT \"pg_read_file\"('/etc/passwd')", 403, "Access denied: Not authorized to call function pg_read_file"),
        ("SELECT * FROM read_csv('/etc/passwd')", 403, "Access denied: Not authorized to call function read_csv"),
        ("SELECT median(n) FROM T", 403, "Access denied: Not authorized to call function median"),
        ("SELECT * FROM pg_catalog.pg_user", 403, "Access denied: Not authorized to access system tables"),
        ("SELECT * FROM PG_TABLES", 403, "Access denied: Not authorized to access system tables"),
        ("SELECT * FROM information_schema.tables", 403, "Access denied: Not authorized to access system tables"),
        ('SELECT * FROM "00000000-0000-4000-8000-000000000000"', 404,
         'Not found: Resource "00000000-0000-4000-8000-000000000000" was not found.'),
        ("SELECT * FROM t0", 404, 'Not found: Resource "t0" was not found.'),
        ("SELECT * FROM duckdb_settings", 404, 'Not found: Resource "duckdb_settings" was not found.'),
        ("SELECT 1; DROP TABLE x", 409, "Query is not a single statement."),
        ("DELETE FROM T", 409, '(ProgrammingError) syntax error at or near "DELETE"'),
        ("SELECT n FORM T WHERE", 409, '(ProgrammingError) syntax error at or near "T"'),
        ("SELECT x FROM T", 409, '(ProgrammingError) column "x" does not exist'),
        ("SELECT xpath('a', 'b')", 409, None), ("SELECT 'a'::integer", 409, None),
        ("SELECT n, count(*) FROM T", 409, None),
        ("SELECT _full_text @@ to_tsquery('a') FROM T", 409, None), ("SELECT current_user", 409, None),
        ("SELECT $1", 409, None),
        ("SELECT * FROM tests.x", 409, None), ("SELECT " + "(" * 100 + "1" + ")" * 100, 409, None),
        ("SELECT '" + "x" * 30_000 + "'", 409, None),
    ],
)  # fmt: skip
def test_what_is_refused_and_how(client, things, sql, status, said):
    sent = sql.replace("FROM T", f'FROM "{things.uid}"') if said is None or "syntax" not in said else sql
    error = ask(client, sent, status)
    if status == 409:
        assert error["__type"] == "Validation Error"
        assert said is None or error["query"][0].startswith(said)
        assert "t0" not in error["query"][0]
        assert "info" not in error or error["info"]["statement"] == [sent]
    else:
        assert error["message"] == said


def test_rows_that_one_may_not_read_are_not_there(client, city):
    for facts, status in (({"access": "restricted"}, 403), ({"state": "draft"}, 404), ({"access": "internal"}, 404)):
        slug = "-".join(facts.values())
        kept = Resource.objects.create(dataset=dataset(slug, city.department, **facts), name="data")
        publish(kept, {"secret": ["x"]}, (Column("secret", Type.TEXT),))
        for sql in (f'SELECT * FROM "{kept.uid}"', f'SELECT 1 WHERE EXISTS (SELECT 1 FROM "{kept.uid}")'):
            assert "secret" not in str(ask(client, sql, status))


def test_a_statement_may_be_posted_and_must_be_there(client, things):
    sql = f'SELECT n FROM "{things.uid}" WHERE _id = 2'
    for response in (
        client.post(SQL, {"sql": sql}), client.post(SQL, {"sql": sql}, content_type="application/json"),
        client.post(f"{SQL}?sql={sql}", b"", content_type="application/json"),
    ):  # fmt: skip
        assert json.loads(response.content)["result"]["records"] == [{"n": 2}]
    response = client.get(SQL)
    assert (response.status_code, json.loads(response.content)["error"]["sql"]) == (409, ["Missing value"])


def test_a_statement_that_takes_too_long(client, city, settings):
    settings.MADANG = {**settings.MADANG, "sql_seconds": 0.4}
    error = ask(client, "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b", 409)
    assert error == {"query": ["Query took too long"], "__type": "Validation Error"}


def test_what_changes_by_itself_is_not_kept(client, things):
    for sql, kept in (
        (f'SELECT n FROM "{things.uid}"', "public, max-age=60"),
        ("SELECT now()", "no-cache"),
        ("SELECT random()", "no-cache"),
    ):
        assert client.get(SQL, {"sql": sql})["Cache-Control"] == kept
