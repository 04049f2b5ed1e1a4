"""Every registered format takes a tricky table out, a real reader takes it back, and what is lost is what is written here.

`docs/formats.md` tells people the same. A new format is covered as soon as its file is there; its values are compared when
`readers.py` has a reader for it.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from pmtiles.reader import MemorySource, Reader

from madang.api import formats
from madang.api.formats._refusals import NoShapes
from madang.lib import gdal
from tests.api.formats.readers import READERS
from tests.api.formats.tricky import COLUMNS, FACTS, LONG_NAME, MIXED, SHAPES, every, table, written

Change = Callable[[Any], Any]


def moment(value: Any) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)


def switch(value: Any) -> bool:
    return {"true": True, "false": False, "1": True, "0": False, "True": True, "False": False}[str(value)]


def day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else date.fromisoformat(str(value)[:10])


MEANT: dict[str, Change] = {
    "whole": int, "fid": int, "number": float, "decimal": lambda value: Decimal(str(value)), "flag": switch, "day": day,
    "at": moment, "local": moment, "clock": lambda value: value if isinstance(value, time) else time.fromisoformat(str(value)),
}  # fmt: skip
"""What a cell means, whether the format has a type for it or writes it as text."""


def no_empty(text: str) -> str | None:
    return text or None


def milliseconds(value: datetime) -> datetime:
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def in_xml(text: str) -> str | None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x01", "\N{REPLACEMENT CHARACTER}")
    return lines.strip(" ")


LOST: dict[str, dict[str, Change]] = {
    "csv": {"이름": no_empty},  # told apart by the bytes ("" and nothing), not by this reader
    "tsv": {"이름": no_empty},
    "xlsx": {"이름": lambda text: text.replace("\r\n", "\n").replace("\r", "\n")},
    "json": {"decimal": lambda value: Decimal(str(float(value)))},  # exact in the bytes, but not to a reader of binary fractions
    "gpkg": {"at": milliseconds, "local": milliseconds},
    "fgb": {"at": milliseconds, "local": milliseconds},
    "kml": {"이름": in_xml},
    "shp": {"이름": lambda text: no_empty(text.strip(" ")), "wide": lambda text: text[:84]},
}  # fmt: skip
LOST["ndjson"] = LOST["geojson"] = LOST["json"]


@pytest.mark.parametrize("format", every(), ids=lambda format: format.EXTENSION)
def test_values_come_back_but_for_what_is_told(format: ModuleType) -> None:
    name = format.EXTENSION
    if name not in READERS:
        pytest.skip(f"no reader of {name} in readers.py")
    rows = table(SHAPES["points"])
    found = {row["code"]: row for row in READERS[name](written(format, rows))}
    expected = rows.to_pylist()
    if name == "pmtiles":
        expected.pop()  # a row without a shape is on no map
    assert len(found) == len(expected)
    lost = LOST.get(name, {})
    for row in expected:
        back = found[row["code"]]
        for column in COLUMNS:
            value = row[column]
            if value is not None and column in lost:
                value = lost[column](value)
            if value is not None and column in MEANT:
                value = MEANT[column](value)
            assert meant(column, back.get(column)) == value, (column, row["code"])


def meant(column: str, value: Any) -> Any:
    """What was read, as what it means; an empty cell is nothing."""
    return MEANT[column](value) if column in MEANT and value not in (None, "") else value


def exactly(shape: Any) -> bytes:
    return bytes(shapely.to_wkb(shape))


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("name", ["geojson", "geoparquet", "parquet", "gpkg", "fgb", "kml", "shp"])
def test_shapes_come_back_with_their_coordinates(name: str, kind: str) -> None:
    rows = table(SHAPES[kind])
    found = {row["code"]: row["geometry"] for row in READERS[name](written(formats.formats()[name], rows))}
    for row in rows.to_pylist():
        back, shape = found[row["code"]], row["geometry"] and shapely.from_wkb(row["geometry"])
        back = shapely.from_wkb(back) if isinstance(back, bytes) else back
        if shape is None:
            assert back is None
        elif name == "kml":  # fifteen digits
            assert shapely.equals_exact(back, shape, 1e-12)
        elif name == "shp":  # rings turn, parts of one are no collection
            assert shapely.equals(back, shape)
        else:
            assert exactly(back) == exactly(shape)


@pytest.mark.parametrize("name", ["csv", "tsv", "xlsx", "json", "ndjson"])
def test_shapes_are_written_out_in_full(name: str) -> None:
    rows = table([*SHAPES["polygons"], *SHAPES["lines"], *SHAPES["points"]])
    found = {row["code"]: row["geometry"] for row in READERS[name](written(formats.formats()[name], rows))}
    for row in rows.to_pylist():
        text = found[row["code"]]
        back = shapely.geometry.shape(text) if isinstance(text, dict) else text and shapely.from_wkt(text)
        assert (back and exactly(back)) == row["geometry"]


@pytest.mark.parametrize("name", ["geojson", "geoparquet", "gpkg", "fgb", "kml", "shp"])
def test_shapes_of_many_kinds_go_together(name: str) -> None:
    rows = table(MIXED)
    found = {row["code"]: row["geometry"] for row in READERS[name](written(formats.formats()[name], rows))}
    assert len(found) == 8
    for row in rows.to_pylist()[:7]:
        back = found[row["code"]]
        back = shapely.from_wkb(back) if isinstance(back, bytes) else back
        assert shapely.equals_exact(back, shapely.from_wkb(row["geometry"]), 1e-9) or name == "shp"


@pytest.mark.parametrize("format", every(), ids=lambda format: format.EXTENSION)
def test_no_rows_are_a_file_too(format: ModuleType) -> None:
    nothing = written(format, table(SHAPES["points"]).slice(0, 0))
    assert READERS.get(format.EXTENSION, lambda _data: [])(nothing) == []


@pytest.mark.parametrize("format", every(), ids=lambda format: format.EXTENSION)
def test_formats_of_shapes_refuse_tables_without_any(format: ModuleType) -> None:
    if not formats.spatial(format):
        assert written(format, table(None))
        return
    with pytest.raises(NoShapes, match="csv"):
        written(format, table(None))


def test_long_names_and_names_that_only_end_differently_stay_apart() -> None:
    rows = READERS["shp"](written(formats.formats()["shp"], table(SHAPES["points"])))
    assert {"행정동 이름 하나", "행정동 이름 둘", LONG_NAME} <= set(rows[0])


def of_info(suffix: str, key: str) -> Callable[[bytes], str]:
    def read(data: bytes) -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"layer.{suffix}"
            path.write_bytes(data)
            return str(gdal.pyogrio().read_info(path)["layer_metadata"][key])

    return read


TOLD: dict[str, Callable[[bytes], str]] = {
    "json": lambda data: json.dumps(json.loads(data)),
    "geojson": lambda data: json.dumps(json.loads(data)["madang"]),
    "parquet": lambda data: pq.read_schema(io.BytesIO(data)).metadata[b"madang"].decode(),
    "geoparquet": lambda data: pq.read_schema(io.BytesIO(data)).metadata[b"madang"].decode(),
    "arrow": lambda data: pa.ipc.open_stream(data).schema.metadata[b"madang"].decode(),
    "gpkg": of_info("gpkg", "madang"),
    "fgb": of_info("fgb", "DESCRIPTION"),
    "kml": lambda data: ElementTree.fromstring(data).findtext(".//{*}Document/{*}description") or "",
    "shp": lambda data: zipfile.ZipFile(io.BytesIO(data)).read("about.json").decode(),
    "xlsx": lambda data: json.dumps(dict(openpyxl.load_workbook(io.BytesIO(data))["안내"].values)),
    "pmtiles": lambda data: json.dumps(Reader(MemorySource(data)).metadata()["madang"]),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_file_says_where_its_rows_come_from(name: str) -> None:
    told = json.loads(TOLD[name](written(formats.formats()[name], table(SHAPES["points"]))))
    assert {key: told[key] for key in ("dataset", "revision", "origin")} == {
        key: FACTS[key] for key in ("dataset", "revision", "origin")
    }


def test_the_document_tells_of_every_format() -> None:
    text = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert not [name for name in formats.formats() if f"`{name}`" not in text.partition("## Options")[0]]
