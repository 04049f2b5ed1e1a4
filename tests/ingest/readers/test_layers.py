"""Map files: Shapefile, GeoPackage, FlatGeobuf, KML, Parquet and GeoParquet, each written and read back."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from madang.lib import gdal
from tests.ingest.readers.conftest import names, rows

ORIGIN = {"EPSG:5179": np.array([953_000.0, 1_950_000.0]), "EPSG:4326": np.array([126.0, 37.0])}
NAMES = ["홍길동로", "청운효자동 주민센터", "서울특별시 종로구 사직동 경로당 어르신 쉼터"]


def layer(path, driver, encoding=None, crs="EPSG:5179", layer=None, append=False):
    shapes = shapely.to_wkb(shapely.points([ORIGIN[crs] + n for n in range(3)]))
    fields = [np.array(NAMES, object), np.array([1, 2, 3])]
    kind = {
        "crs": crs,
        "geometry_type": "Point",
        "encoding": encoding,
        "driver": driver,
        "layer": layer,
        "append": append,
    }
    pyogrio.raw.write(str(path), shapes, fields, ["name", "n"], **kind)


def zipped(folder, *, cpg: str | None, extra: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in folder.iterdir():
            if part.suffix != ".cpg":
                archive.write(part, f"행정동/{part.name}")
        if cpg is not None:
            archive.writestr("행정동/dong.cpg", cpg)
        if extra:
            archive.writestr(extra, "read me")
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "cpg", "how"),
    [
        ("CP949", None, "decided"),
        ("CP949", "949", "declared"),
        ("UTF-8", "UTF-8", "declared"),
        ("UTF-8", None, "decided"),
        ("CP949", "UTF-8", "decided"),
    ],
)
def test_shapefiles_read_right_with_and_without_a_declaration(reading, tmp_path, encoding, cpg, how):
    folder = tmp_path / "shape"
    folder.mkdir()
    layer(folder / "dong.shp", "ESRI Shapefile", encoding)
    result = reading("dong.zip", zipped(folder, cpg=cpg, extra="readme.txt"))
    table = result.tables[0]
    assert [row[0] for row in rows(table)] == NAMES
    assert (table.geometry_crs, table.native) == ("EPSG:5179", {"c2"})
    assert result.encoding["how"] == how
    assert table.facts["unread"] == ["readme.txt"]
    assert shapely.from_wkb(rows(table)[0][2]) == shapely.Point(953_000, 1_950_000)


def test_a_shapefile_without_its_table_says_what_is_missing(reading, tmp_path):
    folder = tmp_path / "shape"
    folder.mkdir()
    layer(folder / "dong.shp", "ESRI Shapefile", "CP949")
    (folder / "dong.dbf").unlink()
    assert ".dbf" in reading("dong.zip", zipped(folder, cpg=None)).no_table["reason"]["ko"]


def test_geopackage_layers(reading, tmp_path):
    layer(tmp_path / "a.gpkg", "GPKG", layer="하나")
    layer(tmp_path / "a.gpkg", "GPKG", layer="둘", append=True)
    result = reading("a.gpkg", tmp_path / "a.gpkg")
    assert {table.name for table in result.tables} == {"하나", "둘"}
    assert [row[0] for row in rows(result.tables[1])] == NAMES
    assert reading("a.gpkg", tmp_path / "a.gpkg", sheet="둘").tables[0].rows == 3


@pytest.mark.parametrize(("driver", "name"), [("FlatGeobuf", "a.fgb"), ("KML", "a.kml")])
def test_other_layers(reading, tmp_path, driver, name):
    layer(tmp_path / name, driver, crs="EPSG:4326" if driver == "KML" else "EPSG:5179")
    table = reading(name, tmp_path / name).tables[0]
    assert table.rows == 3
    assert NAMES[1] in [cell for row in rows(table) for cell in row]
    assert table.geometry_crs == ("EPSG:4326" if driver == "KML" else "EPSG:5179")


def test_kml_with_entities_is_refused(reading):
    data = b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "b">]><kml xmlns="http://www.opengis.net/kml/2.2"></kml>'
    assert reading("a.kml", data).findings[0].code == "entities"


def test_parquet_keeps_types_and_nested_values_become_json(reading, tmp_path):
    made = pa.table(
        {"코드": ["01", None], "n": [1, 2], "l": [[1, 2], None], "d": pa.array(["a", "b"]).dictionary_encode()}
    )
    pq.write_table(made, tmp_path / "a.parquet")
    table = reading("a.parquet", tmp_path / "a.parquet").tables[0]
    assert names(table) == ["코드", "n", "l", "d"]
    assert rows(table) == [("01", 1, "[1, 2]", "a"), (None, 2, None, "b")]
    assert table.native == {"c2"}


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        ({"id": {"authority": "EPSG", "code": 5179}}, "EPSG:5179"),
        (..., "EPSG:4326"),
        (None, ""),
        ("EPSG:5186", "EPSG:5186"),
    ],
)
def test_geoparquet_coordinates(reading, tmp_path, crs, expected):
    column = {"encoding": "WKB", "geometry_types": ["Point"], **({} if crs is ... else {"crs": crs})}
    geo = json.dumps({"version": "1.0.0", "primary_column": "geom", "columns": {"geom": column}})
    made = pa.table({"geom": [shapely.to_wkb(shapely.Point(1, 2))], "a": ["x"]}).replace_schema_metadata({"geo": geo})
    pq.write_table(made, tmp_path / "a.parquet")
    table = reading("a.parquet", tmp_path / "a.parquet").tables[0]
    assert (table.geometry_crs, names(table)) == (expected, ["a"])


def test_cut_files_are_named(reading, tmp_path):
    layer(tmp_path / "a.fgb", "FlatGeobuf")
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    for name in ("a.fgb", "a.parquet"):
        result = reading(name, (tmp_path / name).read_bytes()[:60])
        assert result.tables == ()
        assert result.findings[0].code in ("unreadable", "no-rows", "truncated"), name


VRT = (
    "<OGRVRTDataSource>{hidden}<OGRVRTLayer name='secret'><SrcDataSource>{path}</SrcDataSource>"
    "<SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.mark.parametrize("name", ["동.zip", "동.kml"])
def test_a_file_that_names_another_file_never_opens_it(reading, tmp_path, name):
    """GDAL picks a driver by the content: a VRT under the name of a layer would publish any file of the machine."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nTOPSECRET,2\n")
    vrt = VRT.format(path=secret, hidden="<!-- <kml -->")
    data = vrt.encode()
    if name.endswith(".zip"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.shp", vrt)
            archive.writestr("a.dbf", b"\x03" + b"\0" * 40)
            archive.writestr("a.shx", b"x")
        data = out.getvalue()
    found = reading(name, data)
    assert not found.tables
    assert "TOPSECRET" not in str(found)
    assert str(tmp_path) not in str(found), "where it lay on the machine is nobody's business"


def test_gdal_has_only_the_drivers_that_madang_reads():
    assert set(gdal.pyogrio().list_drivers()) <= gdal.READ
