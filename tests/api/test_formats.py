"""Every output format, also those not yet written: types, nothing, Hangul, no rows; and back again where we can read it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from madang.api.formats import aside, formats
from madang.api.formats import csv as comma
from madang.lib import plugins
from madang.query.answer import described
from madang.query.model import Column, Type

FACTS = {"dataset": "시험", "resource": "표", "revision": "0" * 32, "origin": "generated", "total": 3, "complete": True}
COLUMNS = (
    Column("이름", Type.TEXT), Column("수", Type.INTEGER), Column("rate, %", Type.NUMBER), Column("open", Type.BOOLEAN),
    Column("day", Type.DATE), Column("at", Type.DATETIME), Column("t", Type.TIME), Column("geometry", Type.GEOMETRY),
)  # fmt: skip
POINT = shapely.to_wkb(shapely.Point(126.978, 37.566))
ROWS: list[list[Any]] = [
    ["종로구", 2**53 + 1, 0.1, True, date(2026, 6, 30), datetime(2026, 6, 30, 9, 5, tzinfo=UTC), time(9, 5), POINT],
    [
        '줄\n바꿈, "따옴표"',
        -1,
        -1e300,
        False,
        date(1900, 1, 1),
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
        time(0),
        POINT,
    ],
    ["", None, None, None, None, None, None, None],
    [None] * 8,
]
ARROW = [
    pa.string(),
    pa.int64(),
    pa.float64(),
    pa.bool_(),
    pa.date32(),
    pa.timestamp("us", "UTC"),
    pa.time64("us"),
    pa.binary(),
]
SCHEMA = described(pa.schema([(column.name, kind) for column, kind in zip(COLUMNS, ARROW, strict=True)]), COLUMNS)


def batches(rows: list[list[Any]]) -> Iterator[pa.RecordBatch]:
    for row in rows:
        yield pa.RecordBatch.from_arrays(
            [pa.array([cell], kind) for cell, kind in zip(row, ARROW, strict=True)], schema=SCHEMA
        )


def written(format: ModuleType, rows: list[list[Any]], **options: Any) -> bytes:
    chunks = list(format.write(batches(rows), SCHEMA, facts=FACTS, language="ko", **options))
    assert all(isinstance(chunk, bytes) for chunk in chunks)
    return b"".join(chunks)


@pytest.mark.parametrize("format", formats().values(), ids=lambda format: format.EXTENSION)
def test_every_format(format: ModuleType) -> None:
    assert "/" in format.MEDIA_TYPE
    whole = written(format, ROWS)
    assert whole != written(format, ROWS[:1]) != written(format, [])
    if format.MEDIA_TYPE in READERS:
        assert READERS[format.MEDIA_TYPE](whole) == EXPECTED[format.MEDIA_TYPE]
        assert READERS[format.MEDIA_TYPE](written(format, [])) == []


STREAMED = [format for format in formats().values() if not aside(format)]


@pytest.mark.parametrize("format", STREAMED, ids=lambda format: format.EXTENSION)
def test_every_format_streams(format: ModuleType) -> None:
    """It may not take in everything before it gives the first byte, nor read on when nobody takes more."""
    taken = 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal taken
        big = pa.Table.from_batches(batches(ROWS * 1000)).combine_chunks().to_batches()[0]
        for _ in range(50):
            taken += 1
            yield big

    chunks = format.write(counted(), SCHEMA, facts=FACTS, language="ko")
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > 1000:
            break
    assert 0 < taken < 50


def rows_of_csv(data: bytes, delimiter: str = ",") -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))


READERS: dict[str, Callable[[bytes], Any]] = {
    "text/csv; charset=utf-8": rows_of_csv,
    "text/tab-separated-values; charset=utf-8": lambda data: rows_of_csv(data, "\t"),
    "application/json": lambda data: json.loads(data)["rows"],
    "application/x-ndjson": lambda data: [json.loads(line) for line in data.decode().splitlines()],
    "application/geo+json": lambda data: [
        {**feature["properties"], "geometry": feature["geometry"]} for feature in json.loads(data)["features"]
    ],
    "application/vnd.apache.parquet": lambda data: pq.read_table(io.BytesIO(data)).to_pylist(),
    "application/vnd.apache.arrow.stream": lambda data: pa.ipc.open_stream(data).read_all().to_pylist(),
}
SHAPE = {"type": "Point", "coordinates": [126.978, 37.566]}
NAMES = [column.name for column in COLUMNS]
PLAIN = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
JSON = [
    dict(zip(NAMES, row, strict=True))
    for row in (
        ["종로구", 2**53 + 1, 0.1, True, "2026-06-30", "2026-06-30T09:05:00Z", "09:05:00", SHAPE],
        ['줄\n바꿈, "따옴표"', -1, -1e300, False, "1900-01-01", "1999-12-31T23:59:59Z", "00:00:00", SHAPE],
        ["", *[None] * 7],
        [None] * 8,
    )
]
TEXT = [
    dict(zip(NAMES, row, strict=True))
    for row in (
        [
            "종로구",
            "9007199254740993",
            "0.1",
            "true",
            "2026-06-30",
            "2026-06-30T09:05:00Z",
            "09:05:00",
            "POINT (126.978 37.566)",
        ],
        [
            '줄\n바꿈, "따옴표"',
            "-1",
            "-1e+300",
            "false",
            "1900-01-01",
            "1999-12-31T23:59:59Z",
            "00:00:00",
            "POINT (126.978 37.566)",
        ],
        [""] * 8,
        [""] * 8,
    )
]
EXPECTED = {
    media_type: TEXT if media_type.startswith("text/") else PLAIN if "apache" in media_type else JSON
    for media_type in READERS
}


def test_the_formats_that_every_city_has() -> None:
    assert {"csv", "tsv", "json", "ndjson", "geojson", "parquet", "arrow"} <= set(formats())


def test_no_two_formats_share_an_extension(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package must not take the place of `.csv` unseen."""
    other = ModuleType("my_city.commas")
    other.EXTENSION = "csv"
    monkeypatch.setattr(plugins, "found", lambda *asked: {"commas": other, "csv": comma})
    with pytest.raises(plugins.PluginTwice, match=r"my_city\.commas"):
        formats()


def test_csv_tells_empty_text_from_no_value() -> None:
    lines = written(comma, ROWS[2:]).decode().splitlines()
    assert lines[1].startswith('"",')
    assert lines[2].startswith(",")


def test_csv_for_spreadsheets() -> None:
    rows = [["=1+1", *[None] * 7], ["-3", -3, *[None] * 6]]
    text = written(comma, rows, bom=True, safe=True)
    assert text.startswith(b"\xef\xbb\xbf")
    assert [row["이름"] for row in rows_of_csv(text.removeprefix(b"\xef\xbb\xbf"))] == ["'=1+1", "'-3"]
    assert rows_of_csv(text)[1]["수"] == "-3"


def test_a_lone_empty_cell_is_still_a_row() -> None:
    schema = pa.schema([pa.field("이름", pa.string())])
    table = pa.table({"이름": [None, "가", None]}, schema=schema)
    assert b"".join(comma.write(iter(table.to_batches()), schema)).decode().splitlines() == ["이름", '""', "가", '""']


def test_json_knows_no_nan() -> None:
    schema = pa.schema([pa.field("x", pa.float64())])
    table = pa.table({"x": [float("nan"), float("inf"), 1.5]}, schema=schema)
    data = b"".join(formats()["json"].write(iter(table.to_batches()), schema, facts={}))
    assert json.loads(data)["rows"] == [{"x": None}, {"x": None}, {"x": 1.5}]


def test_origin_goes_with_every_format_that_can_carry_it() -> None:
    assert json.loads(written(formats()["json"], ROWS))["origin"] == "generated"
    assert json.loads(written(formats()["geojson"], ROWS))["madang"]["origin"] == "generated"
    for schema in (
        pq.read_schema(io.BytesIO(written(formats()["parquet"], ROWS))),
        pa.ipc.open_stream(written(formats()["arrow"], ROWS)).schema,
    ):
        assert json.loads(schema.metadata[b"madang"])["origin"] == "generated"


def test_parquet_with_shapes_is_geoparquet() -> None:
    geo = json.loads(pq.read_schema(io.BytesIO(written(formats()["parquet"], ROWS))).metadata[b"geo"])
    assert geo["primary_column"] == "geometry"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
