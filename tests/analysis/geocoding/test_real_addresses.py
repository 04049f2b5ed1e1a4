"""Addresses of Seoul and Liverpool as they are published; skipped where the files are absent."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from madang.analysis.geocoding import gazetteer, place

UNMATCHED = {
    "강서구립봉제산노인복지센터": "street-not-in-table",
    "창동어르신복지관": "number-not-in-table",
    "송파실벗뜨락": "number-runs-on",  # 백제고분로42길 55,6층: really 5 on floors 5 and 6
    "송파복지센터": "number-not-in-table",
    "강서구립화곡노인복지센터": "street-not-in-table",
    "반석노인교실": "street-not-in-table",
    "성가정시니어아카데미": "street-not-in-table",
    "시흥노인교실": "street-not-in-table",
    "제일노인교실": "number-not-in-table",
    "행복시니어아카데미": "street-not-in-table",
    "시흥중앙교회 시니어아카데미": "street-not-in-table",
    "성북50플러스센터": "street-not-in-table",
    "성수1가2동노인복지센터": "no-number",
}


def rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def column(table: list[dict[str, str]], name: str) -> list[str]:
    return [row[name] for row in table]


@pytest.fixture
def shelters(shared_data):
    table = rows(shared_data / "seoul/elderly_facilities/heat_shelters_20260706_cp949.csv", "cp949")
    places = np.array([column(table, "경도"), column(table, "위도")], float).T
    return table, gazetteer([column(table, "도로명주소"), column(table, "지번주소")], places, "korea")


def test_welfare_centres_of_seoul(shared_data, shelters):
    """86 of 99 are placed, each in the district that the file names; the other 13 are listed with their reasons."""
    file = shared_data / "seoul/elderly_facilities/social_welfare_facilities_2023.csv"
    centres = [row for row in rows(file) if row["시설종류"] == "노인여가복지시설"]
    _table, addresses = shelters
    assert addresses.unread == {}
    placed = place([column(centres, "시설주소")], addresses)
    assert len(centres) == 99
    assert {centres[at]["시설명"]: placed.matches[at].reason for at in placed.unmatched} == UNMATCHED
    districts = in_districts(shared_data, placed.places[placed.found])
    assert districts == [centres[at]["시군구명"] for at in placed.found]


def test_placed_ones_stand_where_their_name_stands(shared_data, shelters):
    """37 centres have a shelter of their very name: 36 are placed at it, found by the address alone; one has moved since 2023."""
    table, addresses = shelters
    file = shared_data / "seoul/elderly_facilities/social_welfare_facilities_2023.csv"
    centres = [row for row in rows(file) if row["시설종류"] == "노인여가복지시설"]
    placed = place([column(centres, "시설주소")], addresses)
    named = {row["쉼터명칭"].replace(" ", ""): at for at, row in enumerate(table)}
    same = [(at, named[name]) for at in placed.found if (name := centres[at]["시설명"].replace(" ", "")) in named]
    elsewhere = [centres[at]["시설명"] for at, there in same if there not in placed.matches[at].rows]
    assert (len(same), elsewhere) == (37, ["밝은내어르신복지센터"])


def in_districts(shared_data: Path, places: np.ndarray) -> list[str]:
    """The 구 of each place, by the outlines of the 동."""
    outlines = json.loads((shared_data / "seoul/boundaries/seoul_dong_427_simplified_2026.geojson").read_text())
    areas = outlines["features"]
    tree = shapely.STRtree([shapely.geometry.shape(area["geometry"]) for area in areas])
    return [areas[tree.nearest(point)]["properties"]["구"] for point in shapely.points(places)]


def test_libraries_and_pharmacies_of_liverpool(shared_data):
    table = rows(shared_data / "liverpool/geo/postcodes_L_wgs84.csv")
    postcodes = gazetteer(
        [column(table, "postcode")], np.array([column(table, "lon"), column(table, "lat")], float).T, "uk"
    )
    libraries = rows(shared_data / "liverpool/care/libraries_liverpool_city_council.csv")
    assert len(place([column(libraries, "Postcode")], postcodes).found) == len(libraries) == 23
    assert sum(bool(row["Year closed"]) for row in libraries) == 4
    file = shared_data / "liverpool/care/pharmacies_edispensary_L.csv"
    pharmacies = [row for row in rows(file) if row["status"] == "A" and row["sub_type"] == "1"]
    placed = place([column(pharmacies, "postcode")], postcodes)
    assert [pharmacies[at]["postcode"] for at in placed.unmatched] == ["L5 5AA", "L11 1EN"]
    assert len(placed.found) == 196


def test_libraries_of_seoul_against_coordinates_of_their_own(shared_data, shelters):
    """138 of 202 libraries are placed by address; half of them within 20 m of the coordinates that their own file gives.

    20 are farther than 100 m: there the own coordinates are wrong (two libraries of 구로 share one point 2 and 6 km away), since
    a shelter of nearly the same name stands at the address.
    """
    libraries = rows(shared_data / "seoul/messy_ingest/public_libraries_2023.csv")
    placed = place([column(libraries, "주소")], shelters[1])
    own = np.array([column(libraries, "경도"), column(libraries, "위도")], float).T[placed.found]
    away = np.hypot(*((own - placed.places[placed.found]) * [88_000, 111_000]).T)
    assert len(away) == 138
    assert np.median(away) < 20
    assert np.count_nonzero(away > 100) == 20


def test_the_nearest_number_is_as_far_off_as_it_says(shelters):
    """Every 8th shelter of Seoul placed by the others alone: four of five lie within the metres that the match states."""
    table, _ = shelters
    some = range(0, len(table), 8)
    others = [row for at, row in enumerate(table) if at % 8]
    places = np.array([column(others, "경도"), column(others, "위도")], float).T
    placed = place(
        [[table[at]["도로명주소"] for at in some]],
        gazetteer([column(others, "도로명주소")], places, "korea"),
        nearest=100,
    )
    own = np.array([[float(table[at]["경도"]), float(table[at]["위도"])] for at in some])
    near = [at for at, match in enumerate(placed.matches) if match.level == "nearest"]
    away = np.hypot(*((own - placed.places)[near] * [88_000, 111_000]).T)
    stated = np.array([placed.matches[at].metres for at in near])
    assert len(near) > 40
    assert np.mean(away <= stated) > 0.75
