"""Loading by program."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.ingest import run as runs
from madang.ingest.models import Run
from tests.api.asking import get
from tests.city import City

BYTES = "자치구,인구\n종로구,1\n중구,2\n강남구,3\n".encode("cp949")


def post(
    client: Client, user: object, expected: int, *, may_write: bool = True, body: object = BYTES, **parameters: str
):
    _row, secret = Token.make(user, "script", may_write=may_write)  # type: ignore[arg-type]
    query = {"dataset": "population", "resource": "districts", "file_name": "C:\\자료\\인구.csv", **parameters}
    kind = {"content_type": "application/octet-stream"} if isinstance(body, bytes) else {}
    response = client.post(
        "/api/v1/loads", body, query_params=query, headers={"Authorization": f"Bearer {secret}"}, **kind
    )
    assert response.status_code == expected, response.content.decode()
    return json.loads(response.content), {"Authorization": f"Bearer {secret}"}


def test_a_file_becomes_rows(client: Client, city: City, queue: None) -> None:
    told, token = post(client, city.publisher, 202, publish="true")
    assert told["file"] == {"name": "인구.csv", "sha256": told["file"]["sha256"], "bytes": len(BYTES)}
    assert Run.objects.get(pk=told["run"]).created_by == city.publisher
    runs.load(told["run"], Run.Step.FETCH)  # what a worker does
    address = told["url"].removeprefix("http://testserver")
    ended = json.loads(get(client, address, headers=token).body)
    assert ended["receipt"]["encoding"]["name"] == "cp949"
    assert ended["state"] == "published", ended["receipt"]["findings"]
    page = json.loads(get(client, "/api/v1/datasets/population/resources/districts/rows").body)
    assert [row["인구"] for row in page["rows"]] == [1, 2, 3]
    assert get(client, "/api/v1/datasets/population/resources/districts/original").body == BYTES
    get(client, address, 404)  # others do not even learn that the run exists


@pytest.mark.parametrize("name", ["a/b", "..", '"><b>', "x" * 101, "a b"])
def test_a_resource_needs_a_name_that_addresses_can_hold(client: Client, city: City, queue: None, name: str) -> None:
    """Once published, no page of its dataset could be made any more."""
    told, _token = post(client, city.publisher, 400, resource=name)
    assert told["type"] == "urn:madang:problem:odd-resource"


def test_a_form_works_as_well(client: Client, city: City, queue: None) -> None:
    file = io.BytesIO(BYTES)
    file.name = "form.csv"
    told, _token = post(client, city.editor, 202, body={"file": file}, file_name="인구.csv")
    assert (told["file"]["name"], told["state"]) == ("인구.csv", "waiting")


def test_who_may_not_load_is_refused_before_a_byte_is_kept(client: Client, city: City) -> None:
    post(client, city.stranger, 403)
    post(client, city.editor, 403, may_write=False)
    post(client, city.editor, 403, publish="true")
    post(client, city.editor, 404, dataset="nothing")
    client.force_login(city.editor)  # a cookie alone does not write
    response = client.post("/api/v1/loads?dataset=population&file_name=x.csv", BYTES, content_type="text/csv")
    assert response.status_code == 401
    assert not Run.objects.exists()


def test_what_is_missing_is_said(client: Client, city: City) -> None:
    assert post(client, city.editor, 400, body=b"")[0]["type"] == "urn:madang:problem:no-file"
    assert post(client, city.editor, 400, choices='{"colour": "red"}')[0]["type"].endswith("unknown-choice-key")
    assert post(client, city.editor, 400, choices="[1]")[0]["type"] == "urn:madang:problem:odd-parameter"


def test_the_receipt_of_restricted_rows_stays_closed_once_they_are_published(client: Client, city: City) -> None:
    city.dataset.access = "restricted"
    city.dataset.save()
    receipt = {"tables": [{"columns": [{"sample": ["비밀"]}]}]}
    run = Run.objects.create(id="1" * 32, target={"dataset": "population"}, receipt=receipt, state="published")
    client.force_login(city.editor)
    assert json.loads(get(client, f"/api/v1/runs/{run.pk}").body)["receipt"] is None
    Run.objects.update(state="ready")  # before that, the editors must check the reading
    assert "비밀" in get(client, f"/api/v1/runs/{run.pk}").body.decode()


@pytest.mark.parametrize(
    ("choices", "kind", "says"),
    [
        ({"header_rows": "1"}, "odd-choice", ("`header_rows`", "list of line numbers", "'1'")),
        ({"header_rows": [0]}, "odd-choice", ("`header_rows`", "[0]")),
        ({"header_rows": [True]}, "odd-choice", ("`header_rows`", "[True]")),
        ({"encoding": 949}, "odd-choice", ("`encoding`", "a text", "949")),
        ({"types": ["date"]}, "odd-choice", ("`types`", "an object", "['date']")),
        ({"types": {"인구": 3}}, "odd-choice", ("`types`", "{'인구': 3}")),
        ({"sheet": None}, "odd-choice", ("`sheet`", "None")),
        ({"language": "fr"}, "odd-choice", ("`language`", "fr")),
        ({"encoding": "klingon"}, "unknown-encoding", ("klingon",)),
        ({"types": {"인구": "intger"}}, "unknown-type", ("intger", "integer")),
        ({"earlier_types": {"인구": "text"}}, "unknown-choice-key", ("`earlier_types`", "Choices: encoding")),
        ({"header_row": [1]}, "unknown-choice-key", ("Did you mean header_rows",)),
    ],
)
def test_choices_of_another_kind_are_refused_before_a_byte_is_kept(
    client: Client, city: City, queue: None, choices: dict[str, object], kind: str, says: tuple[str, ...]
) -> None:
    told, _token = post(client, city.publisher, 400, choices=json.dumps(choices), lang="en")
    assert told["type"] == f"urn:madang:problem:{kind}"
    assert all(words in told["detail"] for words in says), told["detail"]
    assert not Run.objects.exists()
