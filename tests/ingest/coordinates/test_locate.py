"""Where rows lie: pairs found by header and range, swapped ones, systems in metres, geometries of files."""

from __future__ import annotations

import pyarrow as pa
import pytest
import shapely
from pyproj import Transformer

from madang.ingest.coordinates.locate import UnknownSystem, locate
from madang.ingest.infer import infer
from madang.lib import duck
from tests.ingest.staged import staged

CITY_HALL = (126.97797, 37.56654)
LIVERPOOL = (-2.99159, 53.40837)


def points(table, location):
    with duck.connect(spatial=True) as connection:
        query = f"SELECT {location.sql} FROM read_parquet({duck.literal(str(table.file))}) ORDER BY line"
        return [shapely.from_wkb(bytes(wkb)) if wkb else None for (wkb,) in connection.execute(query).fetchall()]


def located(folder, columns, choices=None, **more):
    table = staged(folder, columns, **more)
    return table, locate(table, infer(table, choices or {}), choices or {})


def text(numbers):
    return [f"{number:.6f}" for number in numbers]


def test_longitude_and_latitude(tmp_path):
    table, location = located(tmp_path, {"이름": ["a", "b"], "경도": ["126.977970", "0"], "위도": ["37.566540", "0"]})
    assert (location.kind, location.crs, location.columns) == ("point", "EPSG:4326", ("경도", "위도"))
    point, nowhere = points(table, location)
    assert (point.x, point.y) == CITY_HALL
    assert nowhere is None
    assert "1 of 2 rows" in location.evidence["en"]


@pytest.mark.parametrize(("x", "y"), [("경도", "위도"), ("X좌표", "Y좌표"), ("Longitude", "Latitude")])
def test_swapped_ones_are_put_right_and_told(tmp_path, x, y):
    table, location = located(tmp_path, {x: ["37.566540"], y: ["126.977970"]})
    assert [finding.code for finding in location.findings] == ["swapped-coordinates"]
    assert (points(table, location)[0].x, points(table, location)[0].y) == CITY_HALL


@pytest.mark.parametrize("crs", ["EPSG:5186", "EPSG:5179"])
def test_korean_metres_are_told_by_range_and_province(tmp_path, crs):
    x, y = Transformer.from_crs(4326, crs, always_xy=True).transform(*CITY_HALL)
    table, location = located(tmp_path, {"주소": ["서울특별시 중구"] * 2, "X좌표": text([x, x]), "Y좌표": text([y, y])})
    assert location.crs == crs
    assert points(table, location)[0].distance(shapely.Point(CITY_HALL)) < 1e-5


def test_systems_that_only_a_person_can_tell_apart_are_asked(tmp_path):
    x, y = Transformer.from_crs(4326, "EPSG:5181", always_xy=True).transform(*CITY_HALL)
    columns = {"주소": ["서울특별시 중구"], "X좌표": text([x]), "Y좌표": text([y])}
    _, location = located(tmp_path, columns)
    assert [finding.code for finding in location.findings] == ["coordinate-system"]
    assert {"EPSG:5181", "EPSG:5174"} <= set(location.findings[0].sample)
    _, chosen = located(tmp_path, columns, {"crs": "EPSG:5174"})
    assert (chosen.crs, chosen.findings) == ("EPSG:5174", ())


def test_the_header_names_the_system(tmp_path):
    x, y = Transformer.from_crs(4326, "EPSG:5187", always_xy=True).transform(129.07, 35.18)
    table, location = located(tmp_path, {"X좌표(EPSG:5187)": text([x]), "Y좌표(EPSG:5187)": text([y])})
    assert location.crs == "EPSG:5187"
    assert points(table, location)[0].distance(shapely.Point(129.07, 35.18)) < 1e-5


def test_licence_registers_are_in_the_old_system(tmp_path):
    x, y = Transformer.from_crs(4326, "EPSG:5174", always_xy=True).transform(*CITY_HALL)
    _, location = located(tmp_path, {"주소": ["서울특별시 중구"], "좌표정보(X)": text([x]), "좌표정보(Y)": text([y])})
    assert (location.crs, location.findings) == ("EPSG:5174", ())


def test_british_grid(tmp_path):
    x, y = Transformer.from_crs(4326, 27700, always_xy=True).transform(*LIVERPOOL)
    table, location = located(tmp_path, {"Easting": [f"{x:.0f}"], "Northing": [f"{y:.0f}"]})
    assert location.crs == "EPSG:27700"
    assert points(table, location)[0].distance(shapely.Point(LIVERPOOL)) < 1e-4


def test_geometries_of_the_file_are_converted(tmp_path):
    place = Transformer.from_crs(4326, 5186, always_xy=True).transform(*CITY_HALL)
    shape = shapely.Point(place).buffer(100)
    geometry = pa.array([shapely.to_wkb(shape), None], pa.binary())
    table, location = located(tmp_path, {"이름": ["a", "b"]}, extra={"geometry": geometry}, geometry_crs="EPSG:5186")
    assert (location.kind, location.crs, location.columns) == ("polygon", "EPSG:5186", ())
    made, nothing = points(table, location)
    assert made.contains(shapely.Point(CITY_HALL))
    assert nothing is None
    assert location.bbox[0] < CITY_HALL[0] < location.bbox[2]


def test_tables_about_no_place_have_none(tmp_path):
    assert located(tmp_path, {"x": ["1", "2"], "n": ["3", "4"]})[1] is None
    assert located(tmp_path, {"x": ["1234567890", "1234567891"], "y": ["9876543210", "9876543211"]})[1] is None


def test_an_odd_system_is_refused(tmp_path):
    with pytest.raises(UnknownSystem, match="EPSG:5186"):
        located(tmp_path, {"x": ["1"]}, {"crs": "중부원점"})


def some_seoul(count=200):
    return [(126.9 + n % 20 / 100, 37.5 + n % 17 / 100) for n in range(count)]


@pytest.mark.parametrize(
    ("header", "write"),
    [
        ("좌표", lambda x, y: f"{y:.6f}, {x:.6f}"),
        ("location", lambda x, y: f"({y:.6f}, {x:.6f})"),
        ("geom", lambda x, y: f"POINT ({x:.6f} {y:.6f})"),
    ],
)
def test_both_in_one_cell(tmp_path, header, write):
    table, location = located(tmp_path, {header: [write(x, y) for x, y in some_seoul()]})
    assert (location.kind, location.columns) == ("point", (header,))
    assert points(table, location)[0].distance(shapely.Point(some_seoul()[0])) < 1e-5


def test_degrees_minutes_seconds(tmp_path):
    columns = {"경도": ["126°58'40.7\"E", "127도 0분 0초"], "위도": ["37°33'59.5\"N", "37-30-00"]}
    table, location = located(tmp_path, columns)
    point, other = points(table, location)
    assert point.distance(shapely.Point(CITY_HALL)) < 1e-4
    assert (other.x, other.y) == (127, 37.5)
    assert location.columns == ("경도", "위도")


def test_places_at_zero_and_far_off_are_told(tmp_path):
    places = [*some_seoul(), (0, 0), (116.39, 39.90)]
    columns = {"경도": [f"{x:.6f}" for x, _ in places], "위도": [f"{y:.6f}" for _, y in places]}
    table, location = located(tmp_path, columns)
    found = {finding.code: finding for finding in location.findings}
    assert set(found) == {"places-at-zero", "places-far-off"}
    assert "202" in found["places-at-zero"].text["en"]
    assert "203" in found["places-far-off"].text["ko"]
    assert points(table, location)[-2] is None


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32652"])
def test_other_systems_in_metres(tmp_path, crs):
    x, y = Transformer.from_crs(4326, crs, always_xy=True).transform(*CITY_HALL)
    table, location = located(tmp_path, {"주소": ["서울특별시 중구"], "x": text([x]), "y": text([y])})
    assert location.crs == crs
    assert points(table, location)[0].distance(shapely.Point(CITY_HALL)) < 1e-5


def test_two_systems_that_numbers_cannot_tell_apart_are_asked_and_said(tmp_path):
    """EPSG:5174 and 5181: the finding says that they lie some 300 m apart and that the numbers do not show which."""
    x, y = Transformer.from_crs(4326, 5181, always_xy=True).transform(*CITY_HALL)
    _, location = located(tmp_path, {"주소": ["서울특별시 중구"], "X좌표": text([x]), "Y좌표": text([y])})
    asked = next(finding for finding in location.findings if finding.code == "coordinate-system")
    assert "300" in asked.text["en"]
    assert "300m" in asked.text["ko"]


def test_hardness_of_water_is_no_longitude(tmp_path):
    (column,) = infer(staged(tmp_path, {"경도(mg/L)": ["55.5", "102.25"]}), {})
    assert column.semantic == "number"
