"""Seoul and Liverpool as tables for the study of care siting, read from the real files without publishing them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import shapely

from madang.analysis.declare import Given

Rows = list[dict[str, str]]
SERVICES = {"(노인) 노인복지관": "노인복지관", "(노인) 노인복지관(소규모)": "노인복지관", "(노인) 노인교실": "노인교실"}
SHELTERS = "seoul/elderly_facilities/heat_shelters_20260706_cp949.csv"


def given(en: str, ko: str, columns: Mapping[str, Iterable[Any]], **called: str) -> Given:
    """A table whose columns are named by their roles; `called` tells what a publisher would call the columns of a role."""
    rows = pa.table({name: list(values) for name, values in columns.items()})
    roles = [name.removesuffix("_1") for name in rows.column_names]
    chosen = {role: (called.get(role, role),) for role in roles}
    return Given(rows, {"en": en, "ko": ko}, en, "1", "observed", chosen)


def rows(path: Path, encoding: str = "utf-8-sig") -> Rows:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def summed(row: Mapping[str, str], low: int) -> int:
    """The people of a row of single years of age, of both sexes, from `low` on."""
    years = [f"{age}세" for age in range(low, 110)] + ["110세이상 "]
    return sum(int(row[f"{year}{sex}"]) for year in years for sex in ("남자", "여자"))


def seoul(data: Path) -> dict[str, Given]:
    """427 동 with everybody of 65 and older, 경로당 by coordinates, 노인여가복지시설 by address."""
    features = json.loads((data / "seoul/boundaries/seoul_dong_427_simplified_2026.geojson").read_text("utf-8"))[
        "features"
    ]
    people = rows(data / "seoul/population/pop_dong_sex_age1_20260630.csv", "cp949")
    shelters = rows(data / SHELTERS, "cp949")
    clubs = [row for row in shelters if "경로당" in row["쉼터명칭"]]
    welfare = [
        row
        for row in rows(data / "seoul/elderly_facilities/social_welfare_facilities_2023.csv")
        if row["시설종류"] == "노인여가복지시설"
    ]
    counts = openpyxl.load_workbook(
        data / "seoul/elderly_facilities/senior_leisure_facilities_by_gu_2022.xlsx"
    ).worksheets[0]
    by_district = [row for row in counts.iter_rows(min_row=2, values_only=True) if row[0]]
    return {
        "areas": given("Seoul, 427 dong", "서울 427개 동", {
            "code": [one["properties"]["코드"] for one in features],
            "name": [one["properties"]["동"] for one in features],
            "district": [one["properties"]["구"] for one in features],
            "geometry": [shapely.to_wkb(shapely.geometry.shape(one["geometry"])) for one in features],
        }),
        "needs": given("Residents of June 2026", "2026년 6월 주민등록 인구", {
            "code": [row["행정기관코드"] for row in people],
            "name": [row["읍면동명"] for row in people],
            "district": [row["시군구명"] for row in people],
            "need_1": [summed(row, 65) for row in people],
            "second_need_1": [summed(row, 75) for row in people],
            "third_need_1": [summed(row, 85) for row in people],
        }, need="65+", second_need="75+", third_need="85+"),
        "facilities": given("Senior clubs and welfare centres", "경로당과 노인여가복지시설", {
            "name": [row["쉼터명칭"] for row in clubs] + [row["시설명"] for row in welfare],
            "lon": [float(row["경도"]) for row in clubs] + [None] * len(welfare),
            "lat": [float(row["위도"]) for row in clubs] + [None] * len(welfare),
            "address": [row["도로명주소"] for row in clubs] + [row["시설주소"] for row in welfare],
            "service": ["경로당"] * len(clubs) + [SERVICES[row["시설유형"]] for row in welfare],
            "capacity": [float(row["이용가능인원"] or "nan") for row in clubs] + [None] * len(welfare),
        }),
        "addresses": given("Heat shelters of July 2026", "2026년 7월 무더위쉼터", {
            "address": [row["도로명주소"] for row in shelters],
            "lot": [row["지번주소"] for row in shelters],
            "lon": [float(row["경도"]) for row in shelters],
            "lat": [float(row["위도"]) for row in shelters],
        }),
        "totals": given("Senior leisure facilities of 2022", "2022년 노인여가복지시설 수", {
            "district": [row[0] for row in by_district],
            "count": [float(row[3]) for row in by_district],
        }),
    }  # fmt: skip


def liverpool(data: Path) -> dict[str, Given]:
    """298 LSOA of 2011 with people of 65 and older of mid-2020, libraries that are open, pharmacies as candidates, by postcode."""
    folder = data / "liverpool"
    libraries = rows(folder / "care/libraries_liverpool_city_council.csv")
    codes = {row["LSOA11CD"] for row in rows(folder / "geo/lsoa11_to_lsoa21_liverpool.csv")}
    pharmacies = [row for row in rows(folder / "care/pharmacies_edispensary_L.csv") if row["sub_type"] == "1"]
    postcodes = rows(folder / "geo/postcodes_L_wgs84.csv")
    here = {row["postcode"] for row in postcodes if row["ladcd"] == "E08000012"}
    return {
        "areas": _lsoas(folder),
        "needs": _older_people(folder, codes),
        "facilities": given("Libraries of Liverpool", "리버풀 도서관", {
            "name": [row["Library name"] for row in libraries],
            "address": [row["Postcode"] for row in libraries],
            "service": ["library"] * len(libraries),
            "status": ["closed" if row["Year closed"] else "open" for row in libraries],
        }),
        "candidates": given("Pharmacies", "약국", {
            "name": [f"{row['name']} ({row['postcode']})" for row in pharmacies if row["postcode"] in here],
            "address": [row["postcode"] for row in pharmacies if row["postcode"] in here],
            "status": ["" if row["status"] == "A" else "closed" for row in pharmacies if row["postcode"] in here],
        }),
        "addresses": given("Postcodes", "우편번호", {
            "address": [row["postcode"] for row in postcodes],
            "lon": [float(row["lon"]) for row in postcodes],
            "lat": [float(row["lat"]) for row in postcodes],
        }),
    }  # fmt: skip


def libraries_as_candidates(tables: Mapping[str, Given]) -> dict[str, Given]:
    """The same city where the libraries are the candidates and nothing is open yet."""
    others = {role: table for role, table in tables.items() if role not in ("facilities", "candidates")}
    return {**others, "candidates": tables["facilities"]}


def _lsoas(folder: Path) -> Given:
    from pyproj import Transformer

    features = json.loads((folder / "geo/lsoa11_E08000012.geojson").read_text("utf-8"))["features"]
    turned = Transformer.from_crs(27700, 4326, always_xy=True)
    middle = {
        row["lsoa11cd"]: turned.transform(float(row["X"]), float(row["Y"]))
        for row in rows(folder / "geo/lsoa11_popweighted_centroids_liverpool.csv")
    }
    wards = json.loads((folder / "geo/ward_E08000012.geojson").read_text("utf-8"))["features"]
    name = next(key for key in wards[0]["properties"] if key.startswith("WD") and key.endswith("NM"))
    drawn = [(shapely.geometry.shape(one["geometry"]), one["properties"][name]) for one in wards]

    def ward(place: tuple[float, float]) -> str:
        return str(min(drawn, key=lambda one: one[0].distance(shapely.Point(place)))[1])

    code = [one["properties"]["LSOA11CD"] for one in features]
    return given("Liverpool, LSOA of 2011", "리버풀 LSOA(2011)", {
        "code": code,
        "name": [one["properties"]["LSOA11NM"] for one in features],
        "district": [ward(middle[one]) for one in code],
        "geometry": [shapely.to_wkb(shapely.geometry.shape(one["geometry"])) for one in features],
        "lon": [middle[one][0] for one in code],
        "lat": [middle[one][1] for one in code],
    })  # fmt: skip


def _older_people(folder: Path, codes: set[str]) -> Given:
    """People of 65 and older (mid-2020), disabled people (2021, shared out over areas that were merged), income-deprived older people."""
    people = [
        row for row in rows(folder / "population/mid2020_single_year_age_lsoa11_lcr.csv") if row["lsoa11_code"] in codes
    ]
    poor = {
        row["lsoa11_code"]: float(row["income_deprivation_affecting_older_people_index_idaopi_numerator"] or "nan")
        for row in rows(folder / "deprivation/imd2019_england_lsoa11_indicators_liverpool.csv")
    }
    rank = {
        row["lsoa11_code"]: float(row["IMD_rank"])
        for row in rows(folder / "deprivation/imd2019_england_lsoa11_liverpool.csv")
    }
    disabled = {
        row["lsoa21_code"]: float(row["n"])
        for row in rows(folder / "population/disability21_lsoa21_ew_liverpool.csv")
        if row["disability"].startswith("Disabled")
    }
    pairs = [(row["LSOA11CD"], row["LSOA21CD"]) for row in rows(folder / "geo/lsoa11_to_lsoa21_liverpool.csv")]
    olds = {new: sum(1 for _, other in pairs if other == new) for _, new in pairs}
    shared = dict.fromkeys(codes, 0.0)
    for old, new in pairs:
        shared[old] += disabled.get(new, 0.0) / olds[new]
    ages = [str(age) for age in range(65, 90)] + ["90+"]
    return given("People of mid-2020, disability of 2021, indices of 2019", "2020년 중반 인구, 2021년 장애, 2019년 지수", {
        "code": [row["lsoa11_code"] for row in people],
        "need_1": [sum(int(row[age]) for age in ages) for row in people],
        "second_need_1": [shared[row["lsoa11_code"]] for row in people],
        "third_need_1": [poor[row["lsoa11_code"]] for row in people],
        "deprivation": [rank[row["lsoa11_code"]] for row in people],
    }, need="65+", second_need="disabled", third_need="income-deprived, 60+")  # fmt: skip
