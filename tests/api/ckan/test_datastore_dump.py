"""Whole tables through /datastore/dump: four formats, the parameters of a search, one revision."""

from __future__ import annotations

import csv
import gzip
import io
import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client

from madang.api.ckan.datastore.xml_rows import elements
from madang.catalog.models import Alias, Resource
from tests.api.ckan.things import COLUMNS, ROWS
from tests.city import City, dataset, publish

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@pytest.fixture
def things(city: City) -> Resource:
    made = Resource.objects.create(dataset=dataset("things", city.department), name="data")
    publish(made, ROWS, COLUMNS, geometry={"column": "모양", "kind": "point", "bbox": None})
    Alias.objects.create(name="ThingsOfSeoul", resource=made)
    return made


def dump(client: Client, resource: Resource, status: int = 200, **sent: Any) -> Any:
    response = client.get(f"/datastore/dump/{resource.uid}", sent)
    assert response.status_code == status
    response.body = response.getvalue()  # type: ignore[attr-defined]
    return response


def test_csv_is_the_default_and_reads_back(client, things):
    found = dump(client, things)
    assert found["Content-Type"] == "text/csv; charset=utf-8"
    assert found["Content-Disposition"] == f'attachment; filename="{things.uid}.csv"'
    assert (found["Madang-Origin"], found["Madang-Revision"]) == ("observed", things.current.pk)
    head, *rows = csv.reader(io.StringIO(found.body.decode(), newline=""))
    assert head == [
        "_id",
        "이름",
        "n",
        'a "b", c',
        "open",
        "day",
        "at",
        "hour",
        "모양",
        "_ID_2",
        "🚲",
        "$price",
        "rank",
    ]
    assert len(rows) == 5
    assert rows[0][:8] == ["1", "종로 청운 센터", "1", "0.5", "true", "2026-01-31", "2026-01-31T09:05:00", "09:05:00"]
    assert json.loads(rows[0][8]) == {"type": "Point", "coordinates": [127.0, 37.5]}
    assert rows[3][1] == 'Bus, "stop"\nnight'
    assert dump(client, things, bom="true").body.startswith(b"\xef\xbb\xbf_id,")


def test_tsv(client, things):
    found = dump(client, things, format="tsv", fields="_id,n", sort="n desc nulls last", limit="2")
    assert found["Content-Type"] == "text/tab-separated-values; charset=utf-8"
    assert found["Content-Disposition"].endswith('.tsv"')
    assert found.body == b"_id\tn\r\n5\t2024\r\n3\t3\r\n"


def test_json_has_rows_as_lists(client, things):
    found = dump(client, things, format="json", fields="_id,n,open", offset="3")
    assert found["Content-Type"].startswith("application/json")
    assert found.body.decode() == (
        '{\n  "fields": [{"id": "_id", "type": "int"}, {"id": "n", "type": "int8"}, {"id": "open", "type": "bool"}],\n'
        '  "records": [\n    [4,null,true],\n    [5,2024,false]\n]}\n'
    )
    assert json.loads(dump(client, things, format="json", limit="0").body)["records"] == []
    assert len(json.loads(dump(client, things, format="json").body)["records"]) == 5


def test_xml_is_well_formed_whatever_names_and_texts_are(client, things):
    found = dump(client, things, format="xml")
    assert found["Content-Type"] == "text/xml; charset=utf-8"
    rows = list(ET.fromstring(found.body))
    assert [row.get("_id") for row in rows] == ["1", "2", "3", "4", "5"]
    assert rows[0].findtext("이름") == "종로 청운 센터"
    assert rows[0].findtext("field") == "<&>"
    assert rows[3].findtext("이름") == 'Bus, "stop"\nnight'
    assert rows[2].find("이름").get(NIL) == "true"
    assert rows[4].find("이름").text is None
    assert rows[4].find("이름").get(NIL) is None
    assert [child.tag for child in rows[0]] == [
        "이름", "n", "a_b_c", "open", "day", "at", "hour", "모양", "_ID_2", "field", "price", "rank"
    ]  # fmt: skip


def test_names_of_elements_are_names_and_differ():
    assert elements(["2026 인구", "xmlns", "a b", "a_b", "a_b", "%", "()", "", "XML", "²x", "a:b", "-.x", "a\u0301"]) == [
        "_인구", "ns", "a_b", "a_b_0", "a_b_1", "field", "field_0", "field_1", "field_2", "x", "ab", "x_0", "a\u0301",
    ]  # fmt: skip


def test_every_letter_that_is_kept_is_one_of_names() -> None:
    letters = [chr(code) for code in range(0x20, 0x11000) if not 0xD800 <= code <= 0xDFFF]
    kept = [name for name in elements(letters) if not name.startswith("field")]
    assert len(kept) > 20_000
    assert ET.fromstring("<a>" + "".join(f"<{name} />" for name in kept) + "</a>") is not None


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"filters": '{"n": [1, 3]}'}, [1, 3]), ({"q": "센터"}, [1]), ({"limit": "2", "offset": "1"}, [2, 3]),
        ({"sort": "_id desc", "limit": "1"}, [5]),
        ({"q": "강남 | bus", "plain": "false"}, [2, 4]), ({"limit": "0"}, []), ({"offset": "99"}, []),
    ],
)  # fmt: skip
def test_rows_are_chosen_as_in_a_search(client, things, sent, expected):
    for form in ("csv", "json"):
        body = dump(client, things, **{"fields": "_id", "format": form, **sent}).body
        rows = [row[0] for row in json.loads(body)["records"]] if form == "json" else [int(x) for x in body.split()[1:]]
        assert rows == expected


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"format": "exe"}, 400), ({"limit": "x"}, 400), ({"offset": "-1"}, 400), ({"filters": "{"}, 400), ({"fields": "nothing"}, 400),
        ({"sort": "<script>alert(1)</script>"}, 400), ({"bom": "maybe"}, 400), ({"filters": '{"x": 1}'}, 400),
    ],
)  # fmt: skip
def test_an_odd_argument_is_a_page_of_400(client, things, sent, status):
    found = dump(client, things, status, **sent)
    assert found["Content-Type"].startswith("text/html")
    assert b"<script>" not in found.body


def test_other_addresses_and_methods(client, things):
    by_alias = client.get("/datastore/dump/ThingsOfSeoul?limit=1&fields=n").getvalue()
    assert by_alias == b"n\r\n1\r\n"
    for unknown in ("nothing", "00000000-0000-4000-8000-000000000000", "%27%3B%20DROP"):
        response = client.get(f"/datastore/dump/{unknown}")
        assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    head = client.head(f"/datastore/dump/{things.uid}")
    assert (head.status_code, head.getvalue(), head["Content-Type"]) == (200, b"", "text/csv; charset=utf-8")
    assert client.post(f"/datastore/dump/{things.uid}").status_code == 405


def test_it_may_come_packed(client, things):
    packed = client.get(f"/datastore/dump/{things.uid}", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.getvalue()) == dump(client, things).body
