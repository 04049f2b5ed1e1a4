"""Map files and Parquet with odd and hostile insides."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import sqlite3
import zipfile
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from madang.ingest.readers import parquet as parquet_reader
from tests.ingest.readers.conftest import names, rows
from tests.ingest.readers.test_layers import NAMES, layer, zipped


def codes(result) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.fixture
def shape(tmp_path):
    """A folder with one CP949 Shapefile named dong."""
    folder = tmp_path / "shape"
    folder.mkdir()
    layer(folder / "dong.shp", "ESRI Shapefile", "CP949")
    return folder


def test_a_lost_index_is_made_again_and_said(reading, shape):
    (shape / "dong.shx").unlink()
    result = reading("dong.zip", zipped(shape, cpg=None))
    assert [row[0] for row in rows(result.tables[0])] == NAMES
    assert codes(result) == ["index-restored"]


def test_a_lost_coordinate_system_is_left_open(reading, shape):
    (shape / "dong.prj").unlink()
    assert reading("dong.zip", zipped(shape, cpg=None)).tables[0].geometry_crs == ""


@pytest.mark.parametrize(("suffix", "code"), [("shp", "loose-parts"), ("dbf", None)])
def test_parts_of_a_shapefile_alone(reading, shape, suffix, code):
    result = reading(f"dong.{suffix}", (shape / f"dong.{suffix}").read_bytes())
    if code:
        assert codes(result) == [code]
        assert "zip 하나로" in result.no_table["remedy"]["ko"]
    else:
        assert [row[0] for row in rows(result.tables[0])] == NAMES
        assert (result.tables[0].geometry_crs, result.encoding["name"]) == (None, "cp949")


def test_names_of_korean_windows_and_capital_suffixes_in_a_zip(reading, shape):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for folder in ("AAAA", "BBBB"):
            for part in shape.iterdir():
                if part.suffix in (".shp", ".shx", ".dbf", ".prj"):
                    archive.writestr(f"{folder}/{folder}{part.suffix.upper()}", part.read_bytes())
    data = out.getvalue().replace(b"AAAA", "경계".encode("cp949")).replace(b"BBBB", "도로".encode("cp949"))
    result = reading("a.zip", data)
    assert [table.name for table in result.tables] == ["경계", "도로"]
    assert [table.rows for table in result.tables] == [3, 3]


@pytest.mark.parametrize("seed", range(12))
def test_damaged_shapefiles_end_in_a_message_or_a_table(reading, shape, seed):
    """Lengths and counts at random, in all parts: GDAL must neither crash nor take the memory."""
    chance = random.Random(seed)
    for part in shape.iterdir():
        if part.suffix in (".shp", ".shx", ".dbf"):
            data = bytearray(part.read_bytes())
            for _ in range(4):
                place = chance.randrange(4, min(len(data), 140))
                data[place : place + 4] = chance.choice(
                    [b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", chance.randbytes(4)]
                )
            part.write_bytes(data)
    result = reading("dong.zip", zipped(shape, cpg=None))
    assert bool(result.tables) != bool(result.no_table)


def test_geopackage_tables_without_shapes_and_views(reading, tmp_path):
    """A view is a query of a stranger: one that never ends would hold the worker for ever."""
    path = tmp_path / "a.gpkg"
    layer(path, "GPKG", layer="동")
    pyogrio.raw.write(
        str(path),
        None,
        [np.array(NAMES, object)],
        ["이름"],
        driver="GPKG",
        layer="속성",
        append=True,
        geometry_type=None,
        crs=None,
    )
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS fid FROM n"
    with sqlite3.connect(path) as file:
        file.execute(f"CREATE VIEW endless AS {endless}")
        file.execute("CREATE TRIGGER evil AFTER UPDATE ON 속성 BEGIN DELETE FROM 속성; END")
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('endless', 'attributes', 'endless')"
        )
    result = reading("a.gpkg", path)
    assert {table.name: (table.rows, table.geometry_crs) for table in result.tables} == {
        "동": (3, "EPSG:5179"),
        "속성": (3, None),
    }
    assert codes(result) == ["views-unread"]
    assert "endless" in result.findings[0].text["ko"]


@pytest.mark.parametrize("seed", range(6))
def test_damaged_geopackages_end_in_a_message_or_a_table(reading, tmp_path, seed):
    path, chance = tmp_path / "a.gpkg", random.Random(seed)
    layer(path, "GPKG", layer="동")
    data = bytearray(path.read_bytes())
    for _ in range(200):
        data[chance.randrange(100, len(data))] = chance.randrange(256)
    result = reading("a.gpkg", bytes(data))
    assert bool(result.tables) != bool(result.no_table)


def test_parquet_types_of_every_kind(reading, tmp_path):
    made = pa.table(
        {
            "정수": pa.array([2**62, None], pa.int64()),
            "무부호": pa.array([2**64 - 1, 1], pa.uint64()),
            "십진": pa.array([Decimal("1.10"), None], pa.decimal128(10, 2)),
            "긴십진": pa.array([Decimal("1" * 50), None], pa.decimal256(60, 2)),
            "나노": pa.array([1_772_357_400_123_456_789, None], pa.timestamp("ns")),
            "서울": pa.array([1_772_357_400_123, None], pa.timestamp("ms", "Asia/Seoul")),
            "반": pa.array(np.array([1.5, 2.5], np.float16)),
            "사전": pa.array(["가", "나"]).dictionary_encode(),
            "긴글": pa.array(["가", None], pa.large_string()),
            "목록": pa.array([[1, None], None], pa.list_(pa.int32())),
            "구조": pa.array([{"a": 1, "b": "가"}, None]),
            "지도": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int32())),
            "바이트": pa.array([b"\xff\x00", None]),
            "시각": pa.array([dt.time(9, 30), None], pa.time64("ns")),
        }
    )
    pq.write_table(made, tmp_path / "a.parquet")
    table = reading("a.parquet", tmp_path / "a.parquet").tables[0]
    row = dict(zip(names(table), rows(table)[0], strict=True))
    assert (row["정수"], row["무부호"], row["십진"], row["반"]) == (2**62, 2**64 - 1, Decimal("1.10"), 1.5)
    assert row["긴십진"] == "1" * 50 + ".00"
    assert row["나노"].microsecond == 123456
    assert row["서울"].timestamp() == pytest.approx(1_772_357_400.123)
    assert (row["목록"], row["구조"], row["바이트"]) == ("[1, null]", '{"a": 1, "b": "가"}', "ff00")
    assert (row["지도"], row["시각"], row["사전"], row["긴글"]) == ('[["k", 1]]', dt.time(9, 30), "가", "가")


def test_parquet_columns_of_one_name(reading, tmp_path):
    made = pa.Table.from_arrays([pa.array([1]), pa.array(["x"])], names=["a", "a"])
    pq.write_table(made, tmp_path / "a.parquet")
    table = reading("a.parquet", tmp_path / "a.parquet").tables[0]
    assert (names(table), rows(table)) == (["a", "a_2"], [(1, "x")])


@pytest.mark.parametrize(
    "geo", ["{", "[]", '{"primary_column": "g", "columns": []}', '{"primary_column": "a", "columns": {"a": {}}}']
)
def test_parquet_with_odd_geo_metadata_is_a_table(reading, tmp_path, geo):
    pq.write_table(pa.table({"a": ["x"], "g": [b"1"]}).replace_schema_metadata({"geo": geo}), tmp_path / "a.parquet")
    assert reading("a.parquet", tmp_path / "a.parquet").tables[0].geometry_crs is None


def test_parquet_that_opens_to_more_than_it_may(reading, tmp_path, monkeypatch):
    """Two hundred thousand million nothings are a few bytes."""
    monkeypatch.setattr(parquet_reader, "SUSPECT", 1 << 20)
    pq.write_table(pa.table({"a": pa.nulls(3_000_000, pa.int64())}), tmp_path / "a.parquet", compression="zstd")
    assert codes(reading("a.parquet", tmp_path / "a.parquet")) == ["bomb"]


@pytest.mark.parametrize("seed", range(10))
def test_damaged_parquet_ends_in_a_message_or_a_table(reading, tmp_path, seed):
    chance = random.Random(seed)
    pq.write_table(pa.table({"a": list(range(500)), "b": ["글"] * 500}), tmp_path / "a.parquet")
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    for _ in range(6):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    result = reading("a.parquet", bytes(data))
    assert bool(result.tables) != bool(result.no_table)


def test_a_page_that_does_not_fit_its_checksum_is_not_believed(reading, tmp_path):
    made = pa.table({"a": list(range(100_000, 101_000))})
    pq.write_table(made, tmp_path / "a.parquet", write_page_checksum=True, compression="none", use_dictionary=False)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    data[2_000] ^= 1
    assert codes(reading("a.parquet", bytes(data))) == ["unreadable"]


def test_encrypted_parquet_is_named(reading):
    assert codes(reading("a.parquet", b"PARE" + b"\0" * 100)) == ["locked"]


def test_kmz_and_network_links(reading, tmp_path):
    """A link to another machine is never followed."""
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    mark = "<Placemark><name>주민센터</name><Point><coordinates>127,37.5</coordinates></Point></Placemark>"
    text = f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>동</name>{link}{mark}</Document></kml>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("doc.kml", text)
    table = reading("a.kmz", out.getvalue()).tables[0]
    assert (table.rows, table.geometry_crs) == (1, "EPSG:4326")
    assert shapely.from_wkb(rows(table)[0][-1]).x == 127


def test_geoparquet_of_several_row_groups(reading, tmp_path):
    geo = json.dumps({"version": "1.0.0", "primary_column": "geom", "columns": {"geom": {"encoding": "WKB"}}})
    shapes = shapely.to_wkb(shapely.points(np.arange(2000.0).reshape(-1, 2)))
    made = pa.table({"geom": list(shapes), "n": list(range(1000))}).replace_schema_metadata({"geo": geo})
    pq.write_table(made, tmp_path / "a.parquet", row_group_size=100)
    table = reading("a.parquet", tmp_path / "a.parquet").tables[0]
    assert (table.rows, table.geometry_crs, [row[0] for row in rows(table)]) == (1000, "EPSG:4326", list(range(1000)))


def test_half_letters_at_the_end_of_a_field_are_counted(reading, tmp_path):
    """dBASE cuts text at the width of the field, in the middle of a Korean letter if need be."""
    folder = tmp_path / "cut"
    folder.mkdir()
    shapes = shapely.to_wkb(shapely.points([[1.0, 2.0]] * 3))
    pyogrio.raw.write(
        str(folder / "dong.shp"), shapes, [np.array(["가나다라마", "abcdefghij", "가a나다라마"], object)], ["name"],
        crs="EPSG:4326", geometry_type="Point", encoding="CP949", driver="ESRI Shapefile",
    )  # fmt: skip
    data = bytearray((folder / "dong.dbf").read_bytes())
    place = data.find("가a나다라마".encode("cp949"))
    data[place : place + 11] = "가나다라마".encode("cp949") + "바".encode("cp949")[:1]
    (folder / "dong.dbf").write_bytes(data)
    result = reading("dong.zip", zipped(folder, cpg="949"))
    found = {finding.code: finding for finding in result.findings}
    assert (found["broken-letters"].count, found["broken-letters"].sample) == (1, ("3",))
    assert rows(result.tables[0])[0][0] == "가나다라마"


def test_bytes_of_parquet_that_are_text_throughout_are_text(reading, tmp_path):
    """Hive, Impala and old Spark mark no text. As hexadecimal digits it was of use to nobody, and nobody saw whom it named."""
    columns = {
        "이름": pa.array(["홍길동".encode(), None, b"Kim"]),
        "코드": pa.array([b"ab", b"cd", b"ef"], pa.binary(2)),
        "그림": pa.array([b"\xff\xd8\xff", b"abc", None]),
        "상태": pa.array([b"\x01", b"A", b"B"]),
    }
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    result = reading("a.parquet", (tmp_path / "a.parquet").read_bytes())
    assert rows(result.tables[0]) == [
        ("홍길동", "ab", "ffd8ff", "01"), (None, "cd", "616263", "41"), ("Kim", "ef", None, "42"),
    ]  # fmt: skip
    assert codes(result) == ["bytes-as-text"]
