"""Clients of CKAN's DataStore, unmodified, before a running Madang; and requests of others, replayed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import ckanapi
import pandas as pd
import pytest
import requests

from tests.conformance import examples
from tests.conformance.examples import Example
from tests.conformance.seeds.datastore import COUNT, ROWS, STATIONS
from tests.served import Web

pytestmark = pytest.mark.slow
REPLAYED = json.loads((Path(__file__).parent / "replayed" / "ckanr_rows.json").read_text(encoding="utf-8"))["requests"]


@pytest.fixture(scope="module")
def ckan(web: Web) -> Any:
    with ckanapi.RemoteCKAN(web.address, user_agent="ckanapi-test") as remote:
        yield remote


def test_ckanapi_pages_by_offset_until_a_page_is_empty(ckan: Any) -> None:
    seen: list[Any] = []
    while page := ckan.action.datastore_search(resource_id=STATIONS, limit=100, offset=len(seen))["records"]:
        seen += page
    assert [row["_id"] for row in seen] == list(range(1, COUNT + 1))
    assert [row["station"] for row in seen] == ROWS["station"]


def test_ckanapi_reads_the_schema_and_filters(ckan: Any) -> None:
    schema = ckan.action.datastore_search(resource_id=STATIONS, limit=0)
    assert (schema["records"], schema["total"]) == ([], COUNT)
    assert {field["id"]: field["type"] for field in schema["fields"]}["racks"] == "int8"
    found = ckan.action.datastore_search(
        resource_id="bikeStations", filters={"자치구": ["종로구"], "racks": {"gte": 20}}, sort="racks desc"
    )
    expected = sum(gu == "종로구" and racks >= 20 for gu, racks in zip(ROWS["자치구"], ROWS["racks"], strict=True))
    assert found["total"] == expected == len(found["records"])
    assert ckan.action.datastore_info(id=STATIONS)["meta"]["count"] == COUNT
    assert ckan.call_action("datastore_search_sql", {"sql": f'SELECT max(racks) FROM "{STATIONS}"'})["records"] == [
        {"max": 34}
    ]


def test_ckanapi_tells_what_is_wrong_by_its_own_exceptions(ckan: Any) -> None:
    with pytest.raises(ckanapi.ValidationError) as invalid:
        ckan.action.datastore_search(resource_id=STATIONS, fields=["nothing"])
    assert invalid.value.error_dict["fields"] == ['invalid value "nothing"']
    with pytest.raises(ckanapi.NotFound):
        ckan.action.datastore_search(resource_id="nothing")
    with pytest.raises(ckanapi.NotAuthorized):
        ckan.action.datastore_search_sql(sql="SELECT pg_sleep(1)")


def test_a_script_follows_the_next_link(web: Web) -> None:
    page = requests.get(
        f"{web.address}/api/3/action/datastore_search", params={"resource_id": STATIONS, "limit": 120}, timeout=20
    ).json()["result"]
    seen: list[Any] = []
    while page["records"]:
        seen += page["records"]
        page = requests.get(web.address + page["_links"]["next"], timeout=20).json()["result"]
    assert len(seen) == len({row["_id"] for row in seen}) == COUNT


def test_a_script_clamps_and_reads_json_in_the_address(web: Web) -> None:
    params = {
        "resource_id": STATIONS,
        "limit": 100_000,
        "filters": json.dumps({"racks": 12}),
        "q": json.dumps({"station": "공원"}),
    }
    found = requests.get(f"{web.address}/api/3/action/datastore_search", params=params, timeout=20).json()
    assert found["success"] is True
    assert found["result"]["limit"] == 32_000
    assert all(row["racks"] == 12 and "공원" in row["station"] for row in found["result"]["records"])
    nothing = requests.post(
        f"{web.address}/api/3/action/datastore_search", json={"id": STATIONS, "offset": 10**6}, timeout=20
    ).json()
    assert (nothing["result"]["records"], nothing["result"]["total"]) == ([], COUNT)


def test_pandas_reads_the_dump(web: Web) -> None:
    address = f"{web.address}/datastore/dump/{STATIONS}"
    for found in (
        pd.read_csv(address, parse_dates=["opened", "last_seen"]), pd.read_csv(address + "?bom=true", encoding="utf-8-sig"),
        pd.read_csv(address + "?format=tsv", sep="\t"),
    ):  # fmt: skip
        assert list(found.columns) == ["_id", *ROWS]
        assert found["racks"].tolist() == ROWS["racks"]
        assert found["자치구"].tolist() == ROWS["자치구"]
    some = pd.read_csv(
        f"{web.address}/datastore/dump/bikeStations?filters=%7B%22racks%22%3A12%7D&fields=station,racks&sort=station"
    )
    assert set(some["racks"]) == {12}
    page = requests.get(
        f"{web.address}/api/3/action/datastore_search",
        params={"id": STATIONS, "records_format": "csv", "limit": 3},
        timeout=20,
    )
    lines = pd.read_csv(io.StringIO(page.json()["result"]["records"]), header=None)
    assert lines[1].tolist() == ROWS["station"][:3]


def test_the_dump_as_json_and_xml(web: Web) -> None:
    found = requests.get(f"{web.address}/datastore/dump/{STATIONS}?format=json", timeout=20).json()
    assert [row[1] for row in found["records"]] == ROWS["station"]
    assert [field["id"] for field in found["fields"]] == ["_id", *ROWS]
    document = ET.fromstring(requests.get(f"{web.address}/datastore/dump/{STATIONS}?format=xml", timeout=20).content)
    assert [row.findtext("station") for row in document] == ROWS["station"]


FRICTIONLESS = """
import json, sys
from frictionless import Package
from frictionless.portals import CkanControl
address = sys.argv[1]
for package in (Package(address + "/dataset/bike-stations"), Package(control=CkanControl(baseurl=address, dataset="bike-stations"))):
    [resource] = package.resources
    rows = resource.read_rows()
    names = [field.name for field in resource.schema.fields]
    print(json.dumps([package.title, names, [row["racks"] for row in rows], [row["자치구"] for row in rows],
                      [row["opened"].isoformat() for row in rows], package.validate().valid]))
"""


def test_frictionless_reads_the_dataset_and_its_rows(web: Web) -> None:
    """In a process of its own: its modules warn while they are compiled, and here warnings are errors."""
    done = subprocess.run(
        [sys.executable, "-c", FRICTIONLESS, web.address], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    for line in done.stdout.splitlines():
        title, names, racks, gu, opened, valid = json.loads(line)
        assert title in ("공공자전거 대여소", "Public bicycle stations")
        assert names == list(ROWS)
        assert (racks, gu, opened) == (ROWS["racks"], ROWS["자치구"], [day.isoformat() for day in ROWS["opened"]])
        assert valid


@pytest.mark.parametrize("example", examples.of("docs/ckan-datastore.md"), ids=str)
def test_examples_of_the_docs(example: Example, web: Web, tmp_path: Path) -> None:
    examples.check(example, web.address, tmp_path)


@pytest.mark.parametrize("request_", REPLAYED, ids=[each["what"] for each in REPLAYED])
def test_ckanr_is_answered(web: Web, request_: dict[str, Any]) -> None:
    body = request_.get("body")
    asked = urllib.request.Request(
        web.address + request_["path"].replace("{id}", STATIONS), method=request_["method"],
        data=None if body is None else body.encode(), headers={"User-Agent": "r-curl crul ckanr", **request_.get("headers", {})},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            status, found = answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        status, found = error.code, json.load(error)
    assert status == request_.get("status", 200)
    if "error" in request_:
        assert (found["success"], found["error"]) == (False, request_["error"])
        return
    result = found["result"]
    if "rows" in request_:
        assert len(result["records"]) == request_["rows"]
    assert result.get("total", 0) == request_.get("total", result.get("total", 0))
    assert request_.get("first", {}).items() <= (result["records"] or [{}])[0].items()
    assert request_.get("fields", [field["id"] for field in result["fields"]]) == [
        field["id"] for field in result["fields"]
    ]
    for name, value in request_.get("holds", {}).items():
        assert value.replace("{id}", STATIONS) in {row[name] for row in result["records"]}
