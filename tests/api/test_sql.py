"""SQL through the native API: one SELECT over tables, in every format, refused with a place and a way out."""

from __future__ import annotations

import io
import json
import threading
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import AsyncRequestFactory, Client

from madang.accounts.models import Token
from madang.api import leaving
from madang.api.formats import formats
from madang.catalog.models import Dataset, Resource
from madang.config.leaving import noticed
from madang.query.model import Column, Type
from madang.query.sql import pool
from tests.api.asking import get
from tests.city import COLUMNS, City, dataset, publish
from tests.query.sql.corpus import lines

SQL = "/api/v1/sql"
DISTRICTS = 'SELECT 자치구, 인구 FROM "population"."districts" ORDER BY 인구 DESC'
ROWS = [
    {"자치구": "강남구", "인구": 557_865},
    {"자치구": "종로구", "인구": 139_417},
    {"자치구": "중구", "인구": 121_312},
]


@pytest.fixture(scope="module", autouse=True)
def _children() -> Any:
    yield
    pool.end()


def area(city: City, **more: Any) -> Resource:
    """A second dataset, `areas`, with a table `data`."""
    made = Resource.objects.create(dataset=dataset("areas", city.department, **more), name="data")
    publish(
        made,
        {"자치구": ["종로구", "중구"], "km2": [23.9, 9.96]},
        (Column("자치구", Type.TEXT), Column("km2", Type.NUMBER)),
    )
    return made


def refused(client: Client, sql: str, code: str, status: int = 400) -> dict[str, Any]:
    problem: dict[str, Any] = json.loads(get(client, SQL, status, sql=sql, lang="en").body)
    assert problem["type"] == f"urn:madang:problem:{code}"
    return problem


def test_one_select_says_what_it_is(client: Client, city: City) -> None:
    answer = get(client, SQL, sql=DISTRICTS)
    page = json.loads(answer.body)
    assert page["rows"] == ROWS
    assert (page["total"], page["returned"], page["complete"], page["origin"]) == (3, 3, True, "observed")
    [table] = page["tables"]
    assert (table["dataset"], table["resource"], table["revision"]) == ("population", "districts", city.revision.pk)
    assert (answer["Madang-Returned"], answer["Madang-Complete"], answer["Madang-Origin"]) == ("3", "true", "observed")


def test_tables_of_several_datasets_are_joined(client: Client, city: City) -> None:
    area(city, origin="generated")
    sql = "SELECT p.자치구, round(p.인구 / a.km2) AS density FROM population.districts p JOIN areas.data a USING (자치구) ORDER BY 2"
    page = json.loads(get(client, SQL, sql=sql).body)
    assert page["rows"] == [{"자치구": "종로구", "density": 5833.0}, {"자치구": "중구", "density": 12180.0}]
    assert page["origin"] == "generated"  # whatever is made from generated data is generated
    assert [table["dataset"] for table in page["tables"]] == ["population", "areas"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", DISTRICTS),
        ("application/sql", DISTRICTS),
        ("application/octet-stream", DISTRICTS),
        ("application/json", json.dumps({"sql": DISTRICTS})),
        ("application/json; charset=utf-8", json.dumps({"sql": DISTRICTS, "format": "json", "lang": "ko"})),
        ("application/x-www-form-urlencoded", "sql=SELECT+자치구,인구+FROM+population.districts+ORDER+BY+인구+DESC"),
    ],
)
def test_a_statement_may_be_a_body(client: Client, city: City, content_type: str, body: str) -> None:
    answer = client.post(SQL, body.encode(), content_type=content_type)
    assert answer.status_code == 200, answer.content
    assert json.loads(answer.content)["rows"] == ROWS
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("application/json", "{", "no-statement"), ("application/json", "[]", "no-statement"), ("application/json", "{}", "no-statement"),
        ("application/json", '{"sql": 1}', "not-one-select"),
        ("application/json", '{"sql": "SELECT 1", "colour": "red"}', "unknown-parameter"),
        ("application/json", '{"sql": "SELECT 1", "as_of": "never"}', "odd-parameter"), ("text/plain", "", "no-statement"),
        ("text/plain", "  ", "no-statement"),
        ("application/json", '{"sql": "SELECT \'\\ud800\'"}', "not-read"),
        ("application/json", "[" * 100_000, "no-statement"),
        ("application/json", '{"sql": ' + '{"a":' * 985 + "1" + "}" * 986, "no-statement"),
        ("application/x-www-form-urlencoded; charset=utf-7", "sql=SELECT+1", "no-statement"),
    ],
)  # fmt: skip
def test_an_odd_body_is_refused(client: Client, city: City, content_type: str, body: str, code: str) -> None:
    answer = client.post(SQL, body.encode(), content_type=content_type)
    assert (answer.status_code, json.loads(answer.content)["type"]) == (400, f"urn:madang:problem:{code}")


@pytest.mark.parametrize("extension", sorted(formats()))
def test_every_format_answers_or_says_why_not(client: Client, city: City, extension: str) -> None:
    """Those for shapes need one; what they refuse they refuse before the first byte."""
    sql = "SELECT 자치구, 인구, st_point(127, 37.5) AS place FROM population.districts"
    answer = get(client, SQL, sql=sql, format=extension)
    assert answer["Content-Type"] == formats()[extension].MEDIA_TYPE
    assert answer["Madang-Returned"] == "3"
    assert answer.body


def test_arrow_and_parquet_keep_types(client: Client, city: City) -> None:
    sql = "SELECT 자치구, sum(인구) AS people, avg(인구) AS mean, date '2026-01-31' AS day FROM population.districts GROUP BY 1 ORDER BY 1"
    parquet = pq.read_table(io.BytesIO(get(client, SQL, sql=sql, format="parquet").body))
    stream = pa.ipc.open_stream(get(client, SQL, sql=sql, format="arrow").body).read_all()
    assert parquet.column("people").to_pylist() == stream.column("people").to_pylist() == [557_865, 139_417, 121_312]
    assert str(parquet.schema.field("day").type) == "date32[day]"
    assert stream.schema.field("people").metadata[b"type"] == b"integer"


def test_a_cut_answer_says_so(client: Client, city: City) -> None:
    sql = "SELECT a.range AS x FROM range(1000) a, range(1000) b"
    answer = get(client, SQL, sql=sql, format="csv")
    assert answer["Madang-Complete"] == "false"
    assert answer["Madang-Returned"] == "100000"
    assert answer.body.count(b"\n") == 100_001
    page = json.loads(get(client, SQL, sql=sql).body)
    assert (page["total"], page["returned"], page["complete"], len(page["rows"])) == (None, 100_000, False, 100_000)


def test_an_answer_may_be_kept_until_a_revision_comes(client: Client, city: City) -> None:
    first = get(client, SQL, sql=DISTRICTS)
    assert first["Cache-Control"] == "public, max-age=60"
    assert get(client, SQL, 304, sql=DISTRICTS, headers={"If-None-Match": first["ETag"]}).body == b""
    assert get(client, SQL, sql=DISTRICTS, format="csv")["ETag"] != first["ETag"]
    assert get(client, SQL, sql="  " + DISTRICTS + " -- the same")["ETag"] == first["ETag"]
    publish(city.resource, {"자치구": ["새"], "인구": [1]}, COLUMNS)
    second = get(client, SQL, sql=DISTRICTS, headers={"If-None-Match": first["ETag"]})
    assert json.loads(second.body)["rows"] == [{"자치구": "새", "인구": 1}]
    before = json.loads(get(client, SQL, sql=DISTRICTS, as_of="2026-06-29", expected=404).body)
    assert before["type"] == "urn:madang:problem:nothing-published"


@pytest.mark.parametrize("call", ["now()", "random()", "current_date", "today()"])
def test_what_changes_by_itself_is_not_kept(client: Client, city: City, call: str) -> None:
    answer = get(client, SQL, sql=f"SELECT {call} AS x")
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_heads_have_no_body(client: Client, city: City) -> None:
    answer = client.head(SQL, {"sql": DISTRICTS})
    assert (answer.status_code, answer["Madang-Returned"], answer.getvalue()) == (200, "3", b"")


def test_problems_say_where_and_what_to_write(client: Client, city: City) -> None:
    column = refused(client, "SELECT 자치구,\n  인국 FROM population.districts", "unknown-column")
    assert (column["line"], column["column"]) == (2, 3)
    assert "Did you mean 인구?" in column["detail"]
    assert "혹시 인구를" in column["texts"]["ko"]
    table = refused(client, "SELECT * FROM population.distrits", "unknown-table")
    assert '"population"."districts"' in table["detail"]
    assert (table["line"], table["column"]) == (1, 15)
    assert '"population"."districts"' in refused(client, "SELECT * FROM districts", "unknown-table")["detail"]
    assert '"population"."districts"' in refused(client, "SELECT * FROM Population", "unknown-table")["detail"]
    assert (
        '"population"."districts"' in refused(client, "SELECT * FROM popluation.districts", "unknown-table")["detail"]
    )
    assert "upper" in refused(client, "SELECT uper(자치구) FROM population.districts", "unknown-function")["detail"]
    assert "sum(VARCHAR)" in refused(client, "SELECT sum(자치구) FROM population.districts", "does-not-fit")["detail"]
    assert "GROUP BY" in refused(client, "SELECT 자치구, count(*) FROM population.districts", "does-not-fit")["detail"]
    assert "q" in refused(client, "SELECT q.인구 FROM population.districts", "unknown-table")["detail"]
    second = refused(client, "SELECT 1;\n SELECT 2", "not-one-select")
    assert (second["line"], second["column"]) == (2, 2)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_problem_shows_our_insides(client: Client, city: City, language: str) -> None:
    for sql in (
        "SELECT 자치구 + 1 FROM population.districts", "SELECT nothing.x FROM population.districts a", "SELECT CAST('x' AS date)",
        "SELECT * FROM population.districts a JOIN population.districts b USING (nothing)",
        "SELECT a FROM population.districts UNION SELECT 1, 2",
        "WITH q AS (SELECT 1 AS a) SELECT b FROM q", "SELECT strptime('x', '%Y')",
        "SELECT * FROM population.districts, population.districts",
    ):  # fmt: skip
        detail = json.loads(get(client, SQL, 400, sql=sql, lang=language).body)["detail"]
        assert "revision_" not in detail
        assert "LINE 1" not in detail
        assert not [word for word in ('"t0"', " t0", "c0.", '"c0"', "/tmp", "serving") if word in detail], detail


def test_tables_that_one_may_not_see_are_not_there(client: Client, city: City) -> None:
    area(city, access=Dataset.Access.INTERNAL)
    hidden = refused(client, "SELECT * FROM areas.data", "unknown-table")
    absent = refused(client, "SELECT * FROM areat.data", "unknown-table")
    assert hidden["detail"].replace("areas", "areat") == absent["detail"]
    assert "areas" not in refused(client, "SELECT * FROM data", "unknown-table")["detail"]
    _, secret = Token.make(city.reader, "t")
    answer = get(client, SQL, sql="SELECT count(*) AS n FROM areas.data", headers={"Authorization": f"Bearer {secret}"})
    assert json.loads(answer.body)["rows"] == [{"n": 2}]
    assert answer["Cache-Control"].startswith("private")


def test_restricted_rows_are_read_by_nobody(client: Client, city: City) -> None:
    area(city, access=Dataset.Access.RESTRICTED)
    client.force_login(city.administrator)
    for sql in ("SELECT * FROM areas.data", "SELECT 1 FROM population.districts WHERE EXISTS (FROM areas.data)"):
        refused(client, sql, "restricted", 403)


def test_a_withdrawn_revision_is_gone(client: Client, city: City) -> None:
    city.revision.state = "withdrawn"
    city.revision.save()
    refused(client, DISTRICTS, "withdrawn", 410)


def test_the_budget_counts_all_rows_of_all_tables(client: Client, city: City, settings: Any) -> None:
    from madang.lib.budgets import Budget

    area(city)
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(requests=1000, rows=9, heavy=2)}
    assert get(client, SQL, sql="SELECT 1 FROM population.districts, areas.data")
    spent = json.loads(get(client, SQL, 429, sql="SELECT 1 FROM population.districts, areas.data").body)
    assert spent["type"] == "urn:madang:problem:too-many-rows"


def test_hostile_statements_are_refused_through_the_api_too(client: Client, city: City) -> None:
    hostile = lines("hostile.txt")
    asked = [line for line in hostile if line.expected in ("unknown-table", "unknown-column")] + hostile[::5]
    for line in asked:  # the check itself refuses all of them in tests/query/sql
        answer = client.post(SQL + "?lang=en", line.sql.encode(), content_type="text/plain")
        problem = json.loads(answer.content)
        assert (answer.status_code, problem["type"]) == (400, f"urn:madang:problem:{line.expected}"), line.sql
        assert problem["line"] >= 1
        assert set(problem["texts"]) == {"en", "ko"}


def test_views_learn_that_their_client_left() -> None:
    messages = iter([{"type": "http.request", "body": b""}, {"type": "http.disconnect"}])
    seen = []

    async def receive() -> Any:
        return next(messages)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        request = AsyncRequestFactory().get("/")
        request.scope = scope
        gone = leaving.gone(request)
        for _ in range(2):
            await receive()
            seen.append(gone())

    import asyncio

    asyncio.run(noticed(app)({"type": "http"}, receive, receive))  # type: ignore[arg-type]
    assert seen == [False, True]
    assert not leaving.gone(AsyncRequestFactory().get("/"))()
    assert threading.active_count() < 100
