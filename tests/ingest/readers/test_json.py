"""JSON and GeoJSON: every usual form of rows, exact texts, error bodies, cut files."""

from __future__ import annotations

import json

import pytest
import shapely

from madang.ingest.json import values
from madang.ingest.readers import json as json_reader
from tests.ingest.readers.conftest import lines, names, rejects, rows

RECORDS = [{"이름": "가", "n": 1, "x": 1.50}, {"이름": "나", "n": None, "y": True}]


@pytest.mark.parametrize(
    ("form", "path"),
    [
        (RECORDS, ""),
        ({"records": RECORDS}, "records"),
        ({"SebcParkInfo": {"list_total_count": 2, "RESULT": {"CODE": "INFO-000"}, "row": RECORDS}}, "SebcParkInfo.row"),
        ({"success": True, "result": {"total": 2, "records": RECORDS}}, "result.records"),
    ],
)
def test_forms_of_records(reading, form, path):
    table = reading("a.json", json.dumps(form, ensure_ascii=False).encode()).tables[0]
    assert names(table) == ["이름", "n", "x", "y"]
    assert rows(table) == [("가", "1", "1.5", None), ("나", None, None, "true")]
    assert table.facts["path"] == path


@pytest.mark.parametrize(
    "form",
    [
        {"a": ["1", "2"], "b": [3, 4]},
        {"columns": ["a", "b"], "data": [["1", 3], ["2", 4]]},
        {"a": {"0": "1", "1": "2"}, "b": {"0": 3, "1": 4}},
    ],
)
def test_columns(reading, form):
    table = reading("a.json", json.dumps(form).encode()).tables[0]
    assert (names(table), rows(table)) == (["a", "b"], [("1", "3"), ("2", "4")])


def test_objects_by_key(reading):
    table = reading("a.json", b'{"11110": {"n": 1}, "11140": {"n": 2}}').tables[0]
    assert rows(table) == [("11110", "1"), ("11140", "2")]


def test_lines(reading):
    table = reading("a.ndjson", b'{"a": 1}\n\n{"a": 2, "b": "x"}\n').tables[0]
    assert rows(table) == [("1", None), ("2", "x")]
    assert lines(table) == [1, 3]


def test_nested_objects_are_dotted_and_numbers_stay_as_written(reading):
    data = b'[{"a": {"b": {"c": 1.10}}, "l": [1, {"x": "\xea\xb0\x80"}], "id": 12345678901234567890, "e": 1e5, "z": "007"}]'
    table = reading("a.json", data).tables[0]
    assert names(table) == ["a.b.c", "l", "id", "e", "z"]
    assert rows(table) == [("1.10", '[1, {"x": "가"}]', "12345678901234567890", "1e5", "007")]


def test_keys_that_are_data_do_not_become_columns(reading):
    data = [{"id": n, "by_day": {f"2026-{n}-{day}": day for day in range(1200)}} for n in range(5)]
    table = reading("a.json", json.dumps(data).encode()).tables[0]
    assert names(table) == ["id", "by_day"]


@pytest.mark.parametrize("form", [RECORDS * 400, {"head": {"n": 1}, "body": {"rows": RECORDS * 400}}])
def test_long_files_are_streamed_in_small_blocks(reading, monkeypatch, form):
    monkeypatch.setattr(json_reader, "WHOLE", 10)
    monkeypatch.setattr("madang.ingest.encodings.CHUNK", 97)
    table = reading("a.json", json.dumps(form, ensure_ascii=False).encode()).tables[0]
    assert table.rows == 800
    assert rows(table)[799] == ("나", None, None, "true")


def test_korean_json_in_cp949(reading):
    text = json.dumps([{"시설명": "청운경로당", "주소": "서울특별시 종로구 자하문로"}] * 5, ensure_ascii=False)
    result = reading("a.json", text.encode("cp949"))
    assert result.encoding["name"] == "cp949"
    assert rows(result.tables[0])[0] == ("청운경로당", "서울특별시 종로구 자하문로")


def test_utf8_json_is_never_asked(reading):
    result = reading("a.json", '[{"n": "Café"}, {"n": "홍"}]'.encode())
    assert (result.encoding["how"], result.findings) == ("declared", ())


@pytest.mark.parametrize(
    ("data", "korean", "code"),
    [
        (b'[{"a": 1}, {"a": 2', "읽을 수 없습니다", "unreadable"),
        (b'[{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]", "too deep", "unreadable"),
        (b'{"error": {"code": 500, "message": "boom"}}', "boom", "error-body"),
        (b'{"success": false, "help": "x"}', "서버의 오류 메시지", "error-body"),
        (b'{"name": "x", "license": "y"}', "레코드 목록이 없는", "no-records"),
        (b"[]", "데이터 행이 없습니다", "no-rows"),
    ],
)
def test_json_without_rows(reading, data, korean, code):
    result = reading("a.json", data)
    assert korean in result.no_table["reason"]["ko"]
    assert [finding.code for finding in result.findings] == [code]


def test_one_endless_value_is_refused(reading, monkeypatch):
    monkeypatch.setattr(values, "VALUE_LIMIT", 1000)
    monkeypatch.setattr("madang.ingest.encodings.CHUNK", 500)
    result = reading("a.json", b'[{"a": "' + b"x" * 9_000_000)
    assert result.findings[0].code == "unreadable"


FEATURES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": 7,
            "properties": {"코드": "01"},
            "geometry": {"type": "Point", "coordinates": [126.9, 37.5]},
        },
        {"type": "Feature", "id": 8, "properties": {"코드": "02", "n": {"a": 1}}, "geometry": None},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Pointless", "coordinates": [1]}},
    ],
}


def test_geojson(reading):
    table = reading("a.json", json.dumps(FEATURES).encode()).tables[0]
    assert (names(table), table.geometry_crs) == (["id", "코드", "n.a"], "EPSG:4326")
    first, second = rows(table)
    assert first[:3] == ("7", "01", None)
    assert shapely.from_wkb(first[3]) == shapely.Point(126.9, 37.5)
    assert second == ("8", "02", "1", None)
    assert rejects(table)[0][:2] == (3, "도형이 올바른 GeoJSON이 아닙니다")


@pytest.mark.parametrize("place", ["before", "after"])
def test_geojson_names_its_coordinates(reading, place):
    crs = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}}
    form = {**crs, **FEATURES} if place == "before" else {**FEATURES, **crs}
    assert reading("a.geojson", json.dumps(form).encode()).tables[0].geometry_crs == "EPSG:5179"


def test_records_with_a_geometry(reading):
    form = [{"dong": "사직동", "geometry": {"type": "Point", "coordinates": [1, 2]}}]
    table = reading("a.json", json.dumps(form).encode()).tables[0]
    assert names(table) == ["dong"]
    assert shapely.from_wkb(rows(table)[0][1]) == shapely.Point(1, 2)
