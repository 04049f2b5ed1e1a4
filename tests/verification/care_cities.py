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


def given(
    title: str, columns: Mapping[str, Iterable[Any]], weights: Mapping[str, tuple[float, ...]] | None = None
) -> Given:
    """A table whose columns are named by their roles already."""
    rows = pa.table({name: list(values) for name, values in columns.items()})
    chosen = {name: (name,) for name in rows.column_names}
    return Given(rows, {"en": title, "ko": title}, title, "1", "observed", chosen, weights or {})


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
        "areas": given("Seoul, 427 dong", {
            "code": [one["properties"]["코드"] for one in features],
            "name": [one["properties"]["동"] for one in features],
            "district": [one["properties"]["구"] for one in features],
            "geometry": [shapely.to_wkb(shapely.geometry.shape(one["geometry"])) for one in features],
        }),
        "needs": given("Residents of June 2026", {
            "code": [row["행정기관코드"] for row in people],
            "name": [row["읍면동명"] for row in people],
            "district": [row["시군구명"] for row in people],
            "need_1": [summed(row, 65) for row in people],
            "second_need_1": [summed(row, 75) for row in people],
            "third_need_1": [summed(row, 85) for row in people],
        }),
        "facilities": given("경로당, 노인복지관", {
            "name": [row["쉼터명칭"] for row in clubs] + [row["시설명"] for row in welfare],
            "lon": [float(row["경도"]) for row in clubs] + [None] * len(welfare),
            "lat": [float(row["위도"]) for row in clubs] + [None] * len(welfare),
            "address": [row["도로명주소"] for row in clubs] + [row["시설주소"] for row in welfare],
            "service": ["경로당"] * len(clubs) + [SERVICES[row["시설유형"]] for row in welfare],
            "capacity": [float(row["이용가능인원"] or "nan") for row in clubs] + [None] * len(welfare),
        }),
        "addresses": given("Heat shelters of July 2026", {
            "address": [row["도로명주소"] for row in shelters],
            "lot": [row["지번주소"] for row in shelters],
            "lon": [float(row["경도"]) for row in shelters],
            "lat": [float(row["위도"]) for row in shelters],
        }),
        "totals": given("Senior leisure facilities of 2022", {
            "district": [row[0] for row in by_district],
            "count": [float(row[3]) for row in by_district],
        }),
    }  # fmt: skip
