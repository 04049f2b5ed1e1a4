"""The catalogue through the native API: found, described, its history and its original."""

from __future__ import annotations

import hashlib
import json

from django.test import Client

from madang.catalog import search
from madang.catalog.models import Dataset
from madang.catalog.storage import the_store
from madang.store import originals
from tests.api.asking import get
from tests.city import City

BYTES = "자치구,인구\n종로구,139417\n".encode("cp949") * 100
FILE = "/api/v1/datasets/population/resources/districts"


def keep_original(city: City, name: str = "인구 현황.csv") -> None:
    kept = originals.keep(the_store(), [BYTES])
    city.revision.original_sha256, city.revision.original_bytes, city.revision.original_name = (
        kept.sha256,
        kept.bytes,
        name,
    )
    city.revision.save()


def test_datasets_are_found_with_facets(client: Client, city: City) -> None:
    search.rebuild()
    found = json.loads(get(client, "/api/v1/datasets", search="인구", theme="population").body)
    assert [each["slug"] for each in found["datasets"]] == ["population"]
    assert (found["total"], found["complete"], found["next"]) == (1, True, None)
    assert {"value": "population", "count": 1} in found["facets"]["theme"]
    assert json.loads(get(client, "/api/v1/datasets", search="없는말").body)["total"] == 0
    problem = json.loads(get(client, "/api/v1/datasets", 400, serch="x").body)
    assert "search" in problem["texts"]["en"]
    for wrong in ({"limit": "0"}, {"limit": "1001"}, {"offset": "10001"}, {"sort": "best"}):
        get(client, "/api/v1/datasets", 400, **wrong)


def test_an_internal_dataset_is_found_by_its_readers_only(client: Client, city: City) -> None:
    city.dataset.access = Dataset.Access.INTERNAL
    city.dataset.save()
    search.rebuild()
    assert json.loads(get(client, "/api/v1/datasets").body)["total"] == 0
    get(client, "/api/v1/datasets/population", 404)
    client.force_login(city.reader)
    assert json.loads(get(client, "/api/v1/datasets").body)["total"] == 1
    get(client, "/api/v1/datasets/population")


def test_a_dataset_leads_to_everything_of_it(client: Client, city: City) -> None:
    dataset = json.loads(get(client, "/api/v1/datasets/population").body)
    assert dataset["title"] == {"ko": "자치구별 인구", "en": "Population by district"}
    assert dataset["licence"]["slug"] == "kogl-1"
    [resource] = dataset["resources"]
    assert [column["name"] for column in resource["columns"]] == ["자치구", "인구"]
    keep_original(city)
    for address in (resource["rows_url"], resource["url"], resource["revision"]["url"], *resource["files"].values()):
        get(client, address.removeprefix("http://testserver"))


def test_history_and_receipt(client: Client, city: City) -> None:
    city.revision.receipt = {"version": 1}
    city.revision.save()
    history = json.loads(get(client, f"{FILE}/revisions").body)["revisions"]
    assert [each["revision"] for each in history] == [city.revision.pk]
    told = {"revision": city.revision.pk, "origin": "observed", "receipt": {"version": 1}, "since": None}
    assert json.loads(get(client, f"{FILE}/receipt").body) == told
    get(client, f"{FILE}/revisions/{'0' * 32}", 404)
    get(client, "/api/v1/datasets/population/resources/nothing/rows", 404)


def test_the_original_comes_back_to_the_byte(client: Client, city: City) -> None:
    keep_original(city)
    answer = get(client, f"{FILE}/original")
    assert hashlib.sha256(answer.body).hexdigest() == city.revision.original_sha256
    assert "filename*=UTF-8''%EC%9D%B8%EA%B5%AC%20%ED%98%84%ED%99%A9.csv" in answer["Content-Disposition"]
    assert get(client, f"{FILE}/original", 304, headers={"If-None-Match": answer["ETag"]}).body == b""


def test_a_broken_download_goes_on(client: Client, city: City) -> None:
    keep_original(city)
    part = get(client, f"{FILE}/original", 206, headers={"Range": "bytes=10-19"})
    assert part.body == BYTES[10:20]
    assert part["Content-Range"] == f"bytes 10-19/{len(BYTES)}"
    assert get(client, f"{FILE}/original", 206, headers={"Range": "bytes=-5"}).body == BYTES[-5:]
    assert get(client, f"{FILE}/original", 206, headers={"Range": "bytes=100-"}).body == BYTES[100:]
    get(client, f"{FILE}/original", 416, headers={"Range": f"bytes={len(BYTES)}-"})


def test_columns_say_what_people_said(client: Client, city: City) -> None:
    city.resource.columns.create(name="인구", label={"ko": "주민 수", "en": "Residents"}, codes={})
    columns = json.loads(get(client, f"{FILE}/columns").body)["columns"]
    assert columns[1]["label"]["en"] == "Residents"
    assert columns[1]["unit"] == "명"
    heading = get(client, f"{FILE}.csv", labels="true", lang="en").body.decode().splitlines()[0]
    assert heading == "자치구,Residents"
