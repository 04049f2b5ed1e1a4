"""Rows through CKAN's DataStore: every parameter of a search, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.api.ckan.datastore import asking
from madang.catalog.models import Alias, Resource
from madang.query.limits import TooSlow
from madang.query.model import Column, Type
from tests.api.ckan.things import COLUMNS, ROWS
from tests.city import City, dataset, publish

SEARCH, INFO = "/api/3/action/datastore_search", "/api/3/action/datastore_info"


@pytest.fixture
def things(city: City) -> Resource:
    """Five rows with what goes wrong elsewhere, under an alias."""
    made = Resource.objects.create(dataset=dataset("things", city.department), name="data", key=["n"])
    publish(made, ROWS, COLUMNS, geometry={"column": "모양", "kind": "point", "bbox": None})
    Alias.objects.create(name="ThingsOfSeoul", resource=made)
    made.columns.create(
        name="n", label={"en": "Number", "ko": "수"}, description={"en": "How many", "ko": "개수"}, unit="명"
    )
    return made


def ask(client: Client, resource: Resource, status: int = 200, **sent: Any) -> Any:
    """The result of a search by GET, or the error."""
    query = {name: value if isinstance(value, str) else json.dumps(value) for name, value in sent.items()}
    response = client.get(SEARCH, {"resource_id": str(resource.uid), **query})
    assert response.status_code == status, response.content.decode()
    found = json.loads(response.content)
    assert found["success"] is (status == 200)
    return found["result"] if status == 200 else found["error"]


def test_rows_come_with_their_number_their_types_and_what_was_asked(client, things):
    found = ask(client, things)
    assert found["total"] == 5
    assert found["total_was_estimated"] is False
    assert (found["limit"], found["offset"], found["records_format"]) == (100, 0, "objects")
    assert found["records"][0] == {
        "_id": 1, "이름": "종로 청운 센터", "n": 1, 'a "b", c': 0.5, "open": True, "day": "2026-01-31", "at": "2026-01-31T09:05:00",
        "hour": "09:05:00", "모양": {"type": "Point", "coordinates": [127.0, 37.5]}, "_ID_2": "own", "🚲": "<&>", "$price": 3,
        "rank": "first",
    }  # fmt: skip
    types = {field["id"]: field["type"] for field in found["fields"]}
    assert next(iter(types)) == "_id"
    assert types == {
        "_id": "int", "이름": "text", "n": "int8", 'a "b", c': "numeric", "open": "bool", "day": "date", "at": "timestamp",
        "hour": "time", "모양": "json", "_ID_2": "text", "🚲": "text", "$price": "int8", "rank": "text",
    }  # fmt: skip
    assert found["fields"][2]["info"] == {"label": "수", "notes": "개수", "unit": "명"}
    assert (found["origin"], found["revision"]) == ("observed", things.current.pk)


def test_a_table_is_found_by_uuid_alias_and_the_older_parameter(client, things):
    for sent in ({"id": str(things.uid)}, {"resource_id": "ThingsOfSeoul"}, {"id": str(things.uid).upper()}):
        assert json.loads(client.get(SEARCH, sent).content)["result"]["total"] == 5
    for unknown in ("nothing", "00000000-0000-4000-8000-000000000000", "x" * 5000, "_table", "'; DROP TABLE rows; --"):
        response = client.get(SEARCH, {"resource_id": unknown})
        assert response.status_code == 404
        assert (
            json.loads(response.content)["error"]["message"] == f'Not found: Resource "{unknown[:100]}" was not found.'
        )
    response = client.get(SEARCH)
    assert (response.status_code, json.loads(response.content)["error"]["resource_id"]) == (409, ["Missing value"])


def test_ranks_are_columns_where_words_are_sought_and_a_column_of_that_name_wins(client, things, city):
    found = ask(client, city.resource, q="구", limit=1)
    assert found["records"] == [{"_id": 1, "자치구": "종로구", "인구": 139417, "rank": 1}]
    assert found["fields"][-1] == {"id": "rank", "type": "float"}
    assert ask(client, city.resource, q={"자치구": "종로"})["records"][0]["rank 자치구"] == 1
    ranked = ask(client, city.resource, q="종로", fields="rank,자치구", sort="rank desc")["records"]
    assert ranked == [{"rank": 1, "자치구": "종로구"}]
    assert ask(client, things, q="센터")["records"][0]["rank"] == "first"


def test_fields_choose_columns_in_their_order(client, things):
    for fields in ('n,"a ""b"", c"', ["n", 'a "b", c'], 'n , "a ""b"", c",n'):
        found = ask(client, things, fields=fields, limit=1)
        assert found["records"] == [{"n": 1, 'a "b", c': 0.5}]
        assert [field["id"] for field in found["fields"]] == ["n", 'a "b", c']


def test_odd_pages_and_forms_are_refused(client, things):
    for sent, said in (
        ({"limit": "-1"}, {"limit": ["Must be a natural number"]}), ({"limit": "ten"}, {"limit": ["Invalid integer"]}),
        ({"records_format": "xml"}, {"records_format": ["Value must be one of objects, lists, csv, tsv"]}),
        ({"filters": '{"x": 1}'}, {"filters": ["Unknown field: x"]}),
    ):  # fmt: skip
        assert ask(client, things, 409, **sent) == {**said, "__type": "Validation Error"}


def test_distinct_is_over_fields(client, things):
    found = ask(client, things, fields="open", distinct="true")
    assert [row["open"] for row in found["records"]] == [False, True, None]
    assert found["total"] == 3


def test_forms_of_records(client, things):
    more = {"fields": "_id,이름,n,모양", "limit": 2}
    assert ask(client, things, records_format="lists", **more)["records"] == [
        [1, "종로 청운 센터", 1, {"type": "Point", "coordinates": [127.0, 37.5]}], [2, "강남 복지관", 2, None]
    ]  # fmt: skip
    assert ask(client, things, records_format="csv", **more)["records"] == (
        '1,종로 청운 센터,1,"{""type"":""Point"",""coordinates"":[127.0,37.5]}"\n2,강남 복지관,2,\n'
    )
    tsv = ask(client, things, records_format="tsv", fields="이름,n", offset=3)["records"]
    assert tsv == '"Bus, ""stop""\nnight"\t\n""\t2024\n'
    assert ask(client, things, records_format="csv", limit=0)["records"] == ""
    assert ask(client, things, records_format="lists", limit=0)["records"] == []


def test_pages_limits_and_links(client, things):
    found = ask(client, things, limit=0)
    assert (found["records"], found["total"], len(found["fields"])) == ([], 5, 13)
    assert ask(client, things, limit=99_999)["limit"] == 32_000
    assert "total" not in ask(client, things, include_total="false")
    page, seen = ask(client, things, limit=2), []
    while page["records"]:
        seen += [row["_id"] for row in page["records"]]
        page = json.loads(client.get(page["_links"]["next"]).content)["result"]
    assert seen == [1, 2, 3, 4, 5]
    assert page["offset"] == 6
    assert "prev" in page["_links"]
    assert "prev" not in ask(client, things, limit=2, offset=2)["_links"]
    start = json.loads(client.get(page["_links"]["start"]).content)["result"]
    assert start["records"][0]["_id"] == 1


def test_the_next_page_of_2_12_is_a_filter(client, things):
    seen, filters = [], {}
    while True:
        page = ask(client, things, limit=2, include_next_page="true", filters=filters, fields="n")
        seen += [row["n"] for row in page["records"]]
        if "next_page" not in page:
            break
        filters = page["next_page"]
    assert seen == ROWS["n"]
    assert "next_page" not in ask(client, things, limit=2, include_next_page="true", sort="n")


def test_posts_are_read_wherever_the_parameters_are(client, things):
    query = f"?resource_id={things.uid}&limit=1&offset=1"
    for response in (
        client.post(SEARCH + query, b"", content_type="application/json"),  # ckanr
        client.post(SEARCH, {"resource_id": things.uid, "limit": "1", "offset": "1"}),
        client.post(SEARCH, {"resource_id": str(things.uid), "limit": 1, "offset": 1}, content_type="application/json"),
    ):
        found = json.loads(response.content)["result"]
        assert [row["_id"] for row in found["records"]] == [2]
        follow = json.loads(client.get(found["_links"]["next"]).content)["result"]
        assert [row["_id"] for row in follow["records"]] == [3]


def test_info(client, things):
    found = json.loads(client.get(INFO, {"id": "ThingsOfSeoul"}).content)["result"]
    meta = found["meta"]
    assert (meta["id"], meta["count"], meta["aliases"], meta["table_type"]) == (
        str(things.uid),
        5,
        ["ThingsOfSeoul"],
        "BASE TABLE",
    )
    assert meta["size"] > 0
    assert [field["id"] for field in found["fields"]][:2] == ["이름", "n"]
    assert found["fields"][1] == {
        "id": "n", "type": "int8", "info": {"label": "수", "notes": "개수", "unit": "명"},
        "schema": {"native_type": "int8", "notnull": False, "index_name": None, "is_index": True, "uniquekey": True},
    }  # fmt: skip
    short = client.get(
        INFO, {"resource_id": str(things.uid), "include_meta": "false", "include_fields_schema": "false"}
    )
    result = json.loads(short.content)["result"]
    assert list(result) == ["fields"]
    assert "schema" not in result["fields"][0]


def test_the_table_of_tables_lists_what_the_reader_may_read(client, things, city):
    hidden = Resource.objects.create(dataset=dataset("kept", city.department, access="restricted"), name="data")
    publish(hidden, {"n": [1]}, (Column("n", Type.INTEGER),))
    draft = Resource.objects.create(dataset=dataset("coming", city.department, state="draft"), name="data")
    publish(draft, {"n": [1]}, (Column("n", Type.INTEGER),))
    found = json.loads(client.get(SEARCH, {"resource_id": "_table_metadata"}).content)["result"]
    assert {row["name"] for row in found["records"]} == {str(things.uid), str(city.resource.uid), "ThingsOfSeoul"}
    assert [field["id"] for field in found["fields"]] == ["_id", "name", "oid", "alias_of"]
    only = {"resource_id": "_table_metadata", "filters": json.dumps({"alias_of": str(things.uid)}), "limit": "1"}
    assert [row["name"] for row in json.loads(client.get(SEARCH, only).content)["result"]["records"]] == [
        "ThingsOfSeoul"
    ]


@pytest.mark.parametrize(
    ("facts", "status"),
    [({"access": "restricted"}, 403), ({"state": "draft"}, 404), ({"access": "internal"}, 404)],
)
def test_who_may_not_read_is_refused(client, city, facts, status):
    kept = Resource.objects.create(dataset=dataset("kept", city.department, **facts), name="data")
    publish(kept, {"secret": ["x"]}, (Column("secret", Type.TEXT),))
    for address in (SEARCH, INFO):
        response = client.get(address, {"id": str(kept.uid)})
        assert response.status_code == status
        assert b"secret" not in response.content
    assert client.get(f"/datastore/dump/{kept.uid}").status_code == 404


def test_a_kept_file_without_a_table_has_no_rows(client, city):
    kept = Resource.objects.create(dataset=dataset("files", city.department), name="data")
    revision = publish(kept, {"x": ["1"]}, (Column("x", Type.TEXT),))
    revision.rows = None
    revision.save()
    response = client.get(SEARCH, {"id": str(kept.uid)})
    assert (response.status_code, json.loads(response.content)["error"]["__type"]) == (404, "Not Found Error")


def test_what_takes_too_long_is_told_as_ckan_tells_it(client, things, monkeypatch):
    def slow(*_asked: Any) -> None:  # no table of a test is slow; `tests/query` interrupts real questions
        raise TooSlow(seconds=10)

    monkeypatch.setattr(asking, "answer", slow)
    error = ask(client, things, 409, q="센터")
    assert error == {"query": ["Search took too long"], "__type": "Validation Error"}


def test_only_what_everybody_may_read_is_kept_by_caches(client, things, city):
    query = {"resource_id": str(things.uid), "limit": "2"}
    open_to_all = client.get(SEARCH, query)
    assert (open_to_all["Cache-Control"], open_to_all["Madang-Returned"]) == ("public, max-age=60", "2")
    assert client.post(SEARCH, query)["Cache-Control"] == "no-cache"
    inside = Resource.objects.create(dataset=dataset("inside", city.department, access="internal"), name="data")
    publish(inside, {"n": [1]}, (Column("n", Type.INTEGER),))
    token = Token.make(city.reader, "t")[1]
    for address in (SEARCH, INFO):
        mine = client.get(address, {"id": str(inside.uid)}, headers={"Authorization": token})
        assert (mine.status_code, mine["Cache-Control"]) == (200, "no-cache")
        assert client.get(address, {"id": str(inside.uid)}).status_code == 404
        assert (
            client.get(address, {"id": str(inside.uid), "callback": "f"}, headers={"Authorization": token}).status_code
            == 404
        )
    listed = client.get(SEARCH, {"resource_id": "_table_metadata"}, headers={"Authorization": token})
    assert str(inside.uid) in {row["name"] for row in json.loads(listed.content)["result"]["records"]}
    file = client.get(f"/datastore/dump/{inside.uid}", headers={"Authorization": token})
    assert (file.getvalue(), file["Cache-Control"]) == (b"_id,n\r\n1,1\r\n", "private, max-age=60")


def test_a_withdrawn_table_is_gone(client, things):
    revision = things.current
    revision.state, revision.withdrawn_at, revision.withdrawn_reason = "withdrawn", revision.published_at, "a reason"
    revision.save()
    for address in (SEARCH, INFO):
        response = client.get(address, {"id": str(things.uid)})
        assert response.status_code == 410
        assert "센터".encode() not in response.content
    assert client.get(f"/datastore/dump/{things.uid}").status_code == 404
    listed = json.loads(client.get(SEARCH, {"resource_id": "_table_metadata"}).content)["result"]["records"]
    assert str(things.uid) not in {row["name"] for row in listed}


def test_as_a_script_of_a_page(client, things):
    response = client.get(SEARCH, {"id": str(things.uid), "limit": "1", "callback": "show"})
    assert response["Content-Type"].startswith("application/javascript")
    text = response.content.decode()
    assert json.loads(text.removeprefix("show(").removesuffix(");"))["result"]["records"][0]["n"] == 1
