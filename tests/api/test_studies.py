"""Studies by program: what they declare, starting one with a token, how it goes, what it found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.analysis import registry
from madang.analysis import run as runs
from madang.analysis.models import StudyRun
from tests.analysis import running, toy
from tests.api.asking import get
from tests.city import City

BODY: dict[str, Any] = {"inputs": {"areas": {"dataset": "population"}}, "parameters": {"p": 1}}


@pytest.fixture(autouse=True)
def with_toy(monkeypatch: pytest.MonkeyPatch, queue: None) -> None:
    monkeypatch.setattr(registry, "studies", lambda: {"toy": toy})
    running.compute_here(monkeypatch)


def bearer(user: object, *, may_write: bool = True) -> dict[str, str]:
    _row, secret = Token.make(user, "script", may_write=may_write)  # type: ignore[arg-type]
    return {"Authorization": f"Bearer {secret}"}


def post(client: Client, address: str, expected: int, token: dict[str, str], body: object = None) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    response = client.post(f"/api/v1/studies/{address}", text, content_type="application/json", headers=token)
    assert response.status_code == expected, response.content.decode()
    told: dict[str, Any] = json.loads(response.content)
    return told


def told(client: Client, address: str, expected: int = 200, **more: Any) -> Any:
    return json.loads(get(client, f"/api/v1/studies{address}", expected, **more).body)


def test_a_study_declares_itself_and_offers_tables(client: Client, city: City) -> None:
    [listed] = told(client, "")["studies"]
    assert (listed["study"], listed["title"]["ko"]) == ("toy", "사람이 가장 많은 곳")
    whole = told(client, "/toy")
    assert [role["name"] for role in whole["reads"]] == ["areas", "districts"]
    assert [one["name"] for one in whole["parameters"]][-1] == "seed"
    assert whole["yields"][0]["columns"][2] == {
        "name": "people", "type": "integer", "semantic": "", "unit": "명", "label": {"en": "People", "ko": "사람"},
        "description": {"en": "Counted once.", "ko": "한 번씩 셉니다."},
    }  # fmt: skip
    [table] = told(client, "/toy/roles/areas")["tables"]
    assert (table["dataset"], table["columns"]["people"]["column"]) == ("population", "인구")
    told(client, "/nothing", 404)
    told(client, "/toy/roles/nothing", 404)


def test_a_run_is_started_followed_and_read(client: Client, city: City) -> None:
    token = bearer(city.publisher)
    begun = post(client, "toy/runs", 202, token, BODY | {"organisation": "statistics", "title": {"en": "Mine"}})
    assert (begun["state"], begun["inputs"]["areas"]["columns"]["code"]) == ("waiting", ["자치구"])
    runs.study(begun["run"], begun["step"])  # what a worker does
    run = told(client, f"/toy/runs/{begun['run']}")
    assert (run["state"], run["result_url"]) == ("published", run["url"] + "/result")
    found = told(client, f"/toy/runs/{run['run']}/result")
    assert (found["dataset"], found["origin"], found["quality"]["proved"]) == ("mine", "derived", True)
    rows = json.loads(get(client, found["tables"][0]["rows_url"].removeprefix("http://testserver")).body)
    assert rows["rows"] == [{"place": 1, "code": "강남구", "people": 557_865}]
    [certificate] = found["files"]
    assert json.loads(get(client, certificate["url"].removeprefix("http://testserver")).body) == {
        "kind": "toy",
        "sum": 557_865,
    }
    assert [one["run"] for one in told(client, "/toy/runs")["runs"]] == [run["run"]]
    told(client, f"/toy/runs/{run['run']}/files/nothing", 404)


def test_a_draft_is_its_makers_until_a_publisher_publishes_it(client: Client, city: City) -> None:
    token = bearer(city.citizen)
    begun = post(client, "toy/runs", 202, token, BODY | {"organisation": "statistics"})
    runs.study(begun["run"], begun["step"])
    address = f"/toy/runs/{begun['run']}"
    for other in ({}, bearer(city.stranger)):
        told(client, address, 404, headers=other)
    mine = told(client, f"{address}/result", headers=bearer(city.citizen, may_write=False))
    assert (mine["dataset"], mine["tables"][0]["rows_url"]) == (None, None)
    assert [file["name"] for file in mine["files"]] == [
        "certificates/top.json",
        "tables/chance.parquet",
        "tables/top.parquet",
    ]
    post(client, f"{address[1:]}/publish", 403, token, {"organisation": "statistics"})
    made = post(client, f"{address[1:]}/publish", 200, bearer(city.publisher), {"organisation": "statistics"})
    assert made["state"] == "waiting"
    runs.study(made["run"], made["step"])
    assert told(client, f"{address}/result")["dataset"] == "most-people"


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ("[]", 400, "odd-study"), ('{"inputs": 1}', 400, "odd-study"), ('{"colour": {}}', 400, "odd-study"),
        ('{"inputs": {"areas": {"dataset": "\\u0000"}}}', 400, "odd-study"), ("{}", 400, "role-missing"),
        ({"inputs": {"places": {}}}, 400, "unknown-role"), ({"inputs": {"areas": 3}}, 400, "odd-input"),
        ({"inputs": {"areas": {"dataset": "none"}}}, 404, "no-such-table"),
        ({"inputs": {"areas": {"dataset": "population", "columns": {"people": ["자치구"]}}}}, 400, "no-such-column"),
        ({"inputs": {"areas": {"dataset": "population", "columns": {"code": ["자치구", "자치구"]}}}}, 400, "one-column"),
        ({"inputs": {"areas": {"dataset": "population", "weights": {"people": [1, 2]}}}}, 400, "odd-weights"),
        ({"inputs": {"areas": {"dataset": "population", "where": "구 = 1"}}}, 400, "unknown-column"),
        ({"inputs": {"areas": {"dataset": "population", "revision": "none"}}}, 404, "unknown-revision"),
        (BODY | {"parameters": {"q": 1}}, 400, "unknown-parameter"), (BODY | {"parameters": {"p": "many"}}, 400, "odd-parameter"),
        (BODY | {"parameters": {"p": 1e9}}, 400, "out-of-bounds"), (BODY | {"parameters": {"do": "x"}}, 400, "unknown-choice"),
        (BODY | {"organisation": "none"}, 400, "unknown-organisation"), (BODY | {"licence": "none"}, 400, "unknown-licence"),
        (BODY | {"title": {"en": 1}}, 400, "odd-study"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(
    client: Client, city: City, body: object, status: int, problem: str
) -> None:
    refused = post(client, "toy/runs", status, bearer(city.editor), body)
    assert refused["type"] == f"urn:madang:problem:{problem}"
    assert set(refused["texts"]) == {"en", "ko"}
    assert not StudyRun.objects.exists()


def test_starting_needs_a_token_that_may_write_and_room(client: Client, city: City) -> None:
    post(client, "toy/runs", 401, {}, BODY)
    post(client, "toy/runs", 403, bearer(city.editor, may_write=False), BODY)
    token = bearer(city.editor)
    made = [post(client, "toy/runs", 202, token, BODY) for _ in range(5)]
    assert [one["before"] for one in made] == [0, 1, 2, 3, 4]
    post(client, "toy/runs", 429, token, BODY)
    post(client, "toy/runs", 202, bearer(city.publisher), BODY)
    ended = post(client, f"toy/runs/{made[0]['run']}/cancel", 200, token)
    assert ended["state"] == "cancelled"
    post(client, f"toy/runs/{made[0]['run']}/cancel", 409, token)
    post(client, f"toy/runs/{made[1]['run']}/cancel", 404, bearer(city.publisher))
    again = post(client, f"toy/runs/{made[0]['run']}/retry", 200, token)
    assert again["state"] == "waiting"
