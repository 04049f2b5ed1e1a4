"""Rows through the native API: a page, a file, cursors, tags, problems, permissions."""

from __future__ import annotations

import io
import json

import pyarrow.parquet as pq
import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.catalog.models import Dataset, Revision
from tests.api.asking import get
from tests.city import COLUMNS, City, publish

ROWS = "/api/v1/datasets/population/resources/districts/rows"
FILE = "/api/v1/datasets/population/resources/districts"


def test_a_page_says_what_it_is(client: Client, city: City) -> None:
    answer = get(client, ROWS, select="자치구", where="인구 > 130000", limit="1")
    page = json.loads(answer.body)
    assert page["rows"] == [{"자치구": "종로구"}]
    assert (page["total"], page["returned"], page["complete"]) == (2, 1, False)
    assert page["revision"] == city.revision.pk
    assert page["origin"] == "observed"
    assert page["published_at"].startswith("2026-06-30")
    assert answer["Link"] == f'<{page["next"]}>; rel="next"'
    assert answer["Madang-Revision"] == city.revision.pk


def test_next_leads_through_all_rows_once(client: Client, city: City) -> None:
    seen, address = [], f"{ROWS}?limit=1&order_by=인구 desc"
    while address:
        page = json.loads(get(client, address.replace("http://testserver", "")).body)
        seen += [row["자치구"] for row in page["rows"]]
        address = page["next"]
    assert seen == ["강남구", "종로구", "중구"]


def test_next_stays_with_its_revision(client: Client, city: City) -> None:
    first = json.loads(get(client, ROWS, limit="2").body)
    publish(city.resource, {"자치구": ["전부", "새", "로움"], "인구": [1, 2, 3]}, COLUMNS)
    rest = json.loads(get(client, first["next"].replace("http://testserver", "")).body)
    assert [row["자치구"] for row in rest["rows"]] == ["강남구"]
    after = first["next"].split("after=")[1].split("&")[0]
    problem = json.loads(get(client, ROWS, 409, limit="2", after=after, lang="ko").body)
    assert problem["type"] == "urn:madang:problem:other-revision"
    assert "개정판" in problem["detail"]


@pytest.mark.parametrize(
    ("parameters", "code", "word"),
    [
        ({"wher": "인구 = 1"}, "unknown-parameter", "where"),
        ({"where": "인국 = 1"}, "unknown-column", "인구"),
        ({"where": "인구 = 'x'"}, "wrong-type", "integer"),
        ({"where": "(select 1)"}, "not-allowed", "SELECT"),
        ({"where": "인구 = "}, "not-understood", "where"),
        ({"limit": "-1"}, "odd-parameter", "limit"),
        ({"format": "xlsy"}, "unknown-format", "csv"),
        ({"bom": "true"}, "unknown-parameter", "bom"),
        ({"bbox": "1,2,3,4"}, "no-geometry", "bbox"),
        ({"after": "x", "limit": "1"}, "odd-cursor", "after"),
        ({"after": "x", "offset": "1"}, "odd-question", "offset"),
        ({"having": "인구 > 1"}, "odd-question", "having"),
        ({"as_of": "gestern"}, "odd-parameter", "as_of"),
    ],
)
def test_what_is_wrong_is_said(client: Client, city: City, parameters: dict, code: str, word: str) -> None:
    answer = get(client, ROWS, 400, lang="en", **parameters)
    problem = json.loads(answer.body)
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"urn:madang:problem:{code}"
    assert word in problem["detail"]
    assert set(problem["texts"]) == {"ko", "en"}


def test_a_file_holds_everything_of_one_revision(client: Client, city: City) -> None:
    answer = get(client, f"{FILE}.csv", bom="true")
    assert answer.body.decode("utf-8-sig").splitlines() == [
        "자치구,인구",
        "종로구,139417",
        "중구,121312",
        "강남구,557865",
    ]
    assert answer["Madang-Complete"] == "true"
    assert answer["Madang-Total"] == "3"
    assert "filename*=UTF-8''population-districts-2026-06-30.csv" in answer["Content-Disposition"]


def test_parquet_carries_its_origin(client: Client, city: City) -> None:
    table = pq.read_table(io.BytesIO(get(client, f"{FILE}.parquet").body))
    facts = json.loads(table.schema.metadata[b"madang"])
    assert (facts["origin"], facts["revision"], facts["total"]) == ("observed", city.revision.pk, 3)
    assert table.column("인구").to_pylist() == [139_417, 121_312, 557_865]


def test_the_reader_who_has_it_is_told_so(client: Client, city: City) -> None:
    first = get(client, ROWS)
    again = get(client, ROWS, 304, headers={"If-None-Match": first["ETag"]})
    assert again.body == b""
    assert get(client, ROWS, limit="1")["ETag"] != first["ETag"]
    publish(city.resource, {"자치구": ["하나"], "인구": [1]}, COLUMNS)
    assert get(client, ROWS, headers={"If-None-Match": first["ETag"]})["ETag"] != first["ETag"]


def test_only_addresses_of_a_revision_are_kept_for_ever(client: Client, city: City) -> None:
    assert get(client, ROWS)["Cache-Control"] == "public, max-age=60"
    assert "immutable" in get(client, ROWS, revision=city.revision.pk)["Cache-Control"]


def test_as_of_goes_back(client: Client, city: City) -> None:
    from datetime import timedelta

    later = city.revision.published_at + timedelta(days=10)
    publish(city.resource, {"자치구": ["하나"], "인구": [1]}, COLUMNS, published_at=later)
    assert json.loads(get(client, ROWS).body)["total"] == 1
    assert json.loads(get(client, ROWS, as_of="2026-06-30").body)["total"] == 3
    assert get(client, ROWS, 404, as_of="2026-06-29")


def test_nothing_of_a_restricted_dataset_comes_out(client: Client, city: City) -> None:
    city.dataset.access = Dataset.Access.RESTRICTED
    city.dataset.save()
    client.force_login(city.administrator)
    for address in (ROWS, f"{FILE}.csv", f"{FILE}.parquet", f"{FILE}/original"):
        assert get(client, address, 403)["Content-Type"] == "application/problem+json"
    assert get(client, f"{FILE}/columns").status_code == 200


def test_an_internal_dataset_opens_with_a_token_only(client: Client, city: City) -> None:
    city.dataset.access = Dataset.Access.INTERNAL
    city.dataset.save()
    get(client, ROWS, 404)
    _row, secret = Token.make(city.reader, "notebook")
    answer = get(client, ROWS, headers={"Authorization": f"Bearer {secret}"})
    assert answer["Cache-Control"].startswith("private")
    get(client, ROWS, 401, headers={"Authorization": "Bearer mdg_wrong"})


def test_a_withdrawn_revision_is_gone(client: Client, city: City) -> None:
    city.revision.state = "withdrawn"
    city.revision.save()
    city.resource.current = None
    city.resource.save()
    assert "urn:madang:problem:withdrawn" in get(client, ROWS, 410, revision=city.revision.pk).body.decode()
    get(client, f"{FILE}/original", 410, revision=city.revision.pk)
    assert json.loads(get(client, f"{FILE}/revisions/{city.revision.pk}", 410).body)["state"] == "withdrawn"


def test_other_sites_may_read(client: Client, city: City) -> None:
    assert get(client, ROWS)["Access-Control-Allow-Origin"] == "*"
    asked = client.options(ROWS, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 204
    assert "GET" in asked["Access-Control-Allow-Methods"]


def test_head_answers_as_get_without_a_body(client: Client, city: City) -> None:
    for address in (ROWS, f"{FILE}.csv"):
        head, whole = client.head(address), get(client, address)
        assert head.status_code == 200
        assert (head["ETag"], head["Madang-Total"]) == (whole["ETag"], whole["Madang-Total"])


def test_what_is_not_published_yet_stays_out_of_shared_caches(client: Client, city: City) -> None:
    draft = publish(city.resource, {"자치구": ["초안"], "인구": [1]}, COLUMNS, state="ready", published_at=None)
    get(client, ROWS, 404, revision=draft.pk)
    client.force_login(city.editor)
    assert get(client, ROWS, revision=draft.pk)["Cache-Control"].startswith("private")


@pytest.mark.parametrize(("receipt", "code"), [({"file": {"withheld": {"en": "x"}}}, "withheld"), ({}, "no-original")])
def test_a_file_that_is_not_handed_out_says_why(client: Client, city: City, receipt: dict, code: str) -> None:
    Revision.objects.filter(pk=city.revision.pk).update(original_sha256="", receipt=receipt)
    refused = client.get("/api/v1/datasets/population/resources/districts/original")
    assert (refused.status_code, refused.json()["type"]) == (404, f"urn:madang:problem:{code}")
