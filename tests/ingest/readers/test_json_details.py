"""JSON as people really send it: broken lines, doubled keys, huge numbers, half characters, errors in place of data."""

from __future__ import annotations

import json

import pytest
import shapely

from madang.ingest.readers import json as json_reader
from tests.ingest.readers.conftest import lines, names, rejects, rows


def codes(result) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
def test_a_broken_line_is_a_reject_with_its_number(reading, name):
    data = (
        '{"구": "가", "n": 1}\n\n{"구": "나", "n": \n{"구": "다", "n": 3}\r\n  \n{"구": "라"} x\n{"구": "마", "n": 5}'
    )
    table = reading(name, ('{"구": "영", "n": 0}\n' + data).encode()).tables[0]
    assert rows(table) == [("영", "0"), ("가", "1"), ("다", "3"), ("마", "5")]
    assert lines(table) == [1, 2, 5, 8]
    assert [(line, text) for line, _, text in rejects(table)] == [(4, '{"구": "나", "n":'), (7, '{"구": "라"} x')]
    assert "JSON" in rejects(table)[0][1]


def test_lines_of_which_the_first_is_broken(reading):
    table = reading("a.jsonl", b'{"a": \n{"a": 1}\n{"a": 2}\n').tables[0]
    assert (rows(table), table.reject_count) == ([("1",), ("2",)], 1)


def test_lines_that_are_all_broken_say_so(reading):
    assert codes(reading("a.jsonl", b'{"a": \n{"b"\n')) == ["unreadable"]


def test_arrays_in_lines_and_one_line(reading):
    assert rows(reading("a.jsonl", b'[1, "x"]\n[2, "y"]\n').tables[0]) == [("1", "x"), ("2", "y")]
    assert rows(reading("a.ndjson", b'{"a": 1}\n').tables[0]) == [("1",)]


def test_objects_over_several_lines(reading):
    data = b'{\n "a": 1\n}\n{\n "a": 2\n}\n'
    assert rows(reading("a.json", data).tables[0]) == [("1",), ("2",)]


@pytest.mark.parametrize(
    "number",
    ["9007199254740993", "123456789012345678901234567890", "1.10", "-0", "-0.0", "1e5", "1E+400", "0.1000000000000000055", "9" * 5000],
)  # fmt: skip
def test_numbers_stay_as_they_were_written(reading, number):
    """P1: beyond 2^53 every reader that goes through floating point changes identifiers; 4,300 digits stop Python's int."""
    data = f'[{{"a": {number}, "l": [{number}, {{"b": {number}}}]}}, {{"a": 1, "l": []}}]'
    assert rows(reading("a.json", data.encode()).tables[0])[0] == (number, f'[{number}, {{"b": {number}}}]')


def test_nan_and_a_mark_at_the_beginning(reading):
    data = b'\xef\xbb\xbf[{"a": NaN, "b": -Infinity}, {"a": 1, "b": 2}]'
    assert rows(reading("a.json", data).tables[0]) == [("NaN", "-Infinity"), ("1", "2")]


def test_a_key_that_stands_twice_keeps_both_values(reading):
    result = reading("a.json", b'[{"a": 1, "b": 2, "a": 3}, {"a": 4, "b": 5}]')
    assert (names(result.tables[0]), rows(result.tables[0])) == (["a", "b", "a_2"], [("1", "2", "3"), ("4", "5", None)])
    assert codes(result) == ["duplicate-keys"]


@pytest.mark.parametrize("bad", ['"\\ud800"', '"\\u0000"', '"a\0b"', '{"in": ["x\\udfff"]}'])
@pytest.mark.parametrize("name", ["a.json", "a.geojson", "a.ndjson"])
def test_what_no_text_can_hold_is_a_reject(reading, name, bad):
    shape = '{"type": "Point", "coordinates": [127, 37.5]}'
    made = [f'{{"type": "Feature", "geometry": {shape}, "properties": {{"n": {value}}}}}' for value in ("1", bad, "3")]
    if name == "a.json":
        made = [f'{{"n": {value}}}' for value in ("1", bad, "3")]
    data = "\n".join(made) if name == "a.ndjson" else f"[{', '.join(made)}]"
    if name == "a.geojson":
        data = f'{{"type": "FeatureCollection", "features": {data}}}'
    table = reading(name, data.encode()).tables[0]
    assert (table.rows, table.reject_count) == (2, 1)
    assert "글자가 아닌" in rejects(table)[0][1]


def test_a_pair_of_halves_is_one_character(reading):
    data = b'[{"a": "\\ud83d\\ude00"}, {"a": "\\\\u0000"}]'
    assert rows(reading("a.json", data).tables[0]) == [("😀",), ("\\u0000",)]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"RESULT": {"CODE": "INFO-200", "MESSAGE": "해당하는 데이터가 없습니다."}}', "INFO-200 해당하는"),
        (
            '{"response": {"header": {"resultCode": "22", "resultMsg": "LIMITED NUMBER OF SERVICE REQUESTS"}}}',
            "22 LIMITED",
        ),
        ('{"error": {"code": 499, "message": "Token Required"}}', "Token Required"),
        ('{"detail": "Not found."}', "Not found."),
        ('{"title": "Unauthorized", "status": 401}', "Unauthorized"),
        ('{"success": false, "help": "x"}', "false"),
        ('[{"message": "Session expired", "errorCode": "INVALID_SESSION_ID"}]', "Session expired"),
        (
            '{"cmmMsgHeader": {"returnAuthMsg": "SERVICE_KEY_IS_NOT_REGISTERED", "returnReasonCode": "30"}}',
            "30 SERVICE_KEY",
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "구별.csv"])
def test_an_error_of_a_server_is_no_data(reading, name, body, said):
    """P17: the file that a source sends in place of data must say so, and never become a revision of one row."""
    result = reading(name, body.encode())
    assert (result.tables, codes(result)) == ((), ["error-body"])
    assert said in result.no_table["reason"]["ko"]
    assert result.findings[0].severity == "error"


def test_data_beside_a_code_of_success_are_data(reading):
    body = {
        "response": {
            "header": {"resultCode": "00", "resultMsg": "NORMAL SERVICE."},
            "body": {"items": [{"a": 1}, {"a": 2}]},
        }
    }
    assert reading("a.json", json.dumps(body).encode()).tables[0].rows == 2


def test_a_dump_of_ckan(reading):
    body = {"fields": [{"id": "_id", "type": "int"}, {"id": "구", "type": "text"}], "records": [[1, "가"], [2, "나"]]}
    table = reading("a.json", json.dumps(body).encode()).tables[0]
    assert (names(table), rows(table)) == (["_id", "구"], [("1", "가"), ("2", "나")])


def test_the_longest_list_of_a_long_file_is_read(reading, monkeypatch):
    monkeypatch.setattr(json_reader, "WHOLE", 10)
    body = {
        "meta": {"fields": [{"id": "a"}]},
        "out": {"rows": [{"a": n} for n in range(5)]},
        "end": [{"x": 1}, {"x": 2}],
    }
    result = reading("a.json", json.dumps(body).encode())
    assert (result.tables[0].rows, result.tables[0].facts["path"]) == (5, "out.rows")
    assert codes(result) == ["lists-unread"]
    assert reading("a.json", json.dumps(body).encode(), sheet="end").tables[0].rows == 2


def test_other_lists_are_named_and_can_be_chosen(reading):
    body = json.dumps({"posts": [{"a": n} for n in range(3)], "datasets": [{"b": n} for n in range(2)]}).encode()
    result = reading("a.json", body)
    assert (result.tables[0].facts["path"], codes(result)) == ("posts", ["lists-unread"])
    assert "datasets (2)" in result.findings[0].text["ko"]
    assert names(reading("a.json", body, sheet="datasets").tables[0]) == ["b"]
    assert "posts, datasets" in reading("a.json", body, sheet="없음").no_table["reason"]["ko"]


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000, b'[{"a":' + b"[" * 100_000])
@pytest.mark.parametrize("name", ["a.json", "a.geojson", "a.ndjson"])
def test_deep_nesting_ends_in_a_message(reading, name, data):
    assert codes(reading(name, data)) == ["unreadable"]


def feature(geometry, **properties) -> str:
    return json.dumps({"type": "Feature", "geometry": geometry, "properties": properties or None})


def collection(*features: str, **more) -> bytes:
    extra = "".join(f', "{key}": {json.dumps(value)}' for key, value in more.items())
    return f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]{extra}}}'.encode()


def test_shapes_of_every_kind(reading):
    point = {"type": "Point", "coordinates": [127, 37.5]}
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    data = collection(
        feature(point, n=1.10),
        feature(None, n=2),
        feature({"type": "GeometryCollection", "geometries": [point, bow]}, n=3),
        feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, n=4),
        feature({"type": "Point", "coordinates": ["a", "b"]}, n=5),
        feature(bow, n=6),
        feature({"type": "Point", "coordinates": []}, n=7),
        feature({"type": "LineString", "coordinates": [[179, 0], [-179, 0]]}),
        "17",
        crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5179"}},
    )
    result = reading("a.geojson", data)
    table = result.tables[0]
    assert [row[0] for row in rows(table)] == ["1.1", "2", "3", "6", "7", None]
    assert [line for line, _, _ in rejects(table)] == [4, 5, 9]
    assert rows(table)[1][1] is None
    assert shapely.from_wkb(rows(table)[2][1]).geom_type == "GeometryCollection"
    assert table.geometry_crs == "EPSG:5179"
    assert [(finding.code, finding.count, finding.sample) for finding in result.findings] == [
        ("invalid-shapes", 2, ("3", "6"))
    ]


def test_a_million_corners(reading):
    ring = [[127 + at * 1e-6, 37.5] for at in range(100_000)]
    data = collection(
        feature({"type": "LineString", "coordinates": ring}, n=1), feature({"type": "Point", "coordinates": [1, 2]})
    )
    table = reading("a.geojson", data).tables[0]
    assert shapely.get_num_coordinates(shapely.from_wkb(rows(table)[0][1])) == 100_000
