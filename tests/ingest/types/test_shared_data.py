"""Known truths of real files of Seoul and Liverpool, computed from the typed columns."""

from __future__ import annotations

import re

import pytest

from madang.ingest.coordinates.locate import locate
from madang.ingest.infer import infer
from madang.ingest.read import read
from madang.query.model import Type
from tests.ingest.staged import rows


@pytest.fixture
def typed(shared_data, tmp_path):
    """The only table of a shared file, with its columns by name and their values."""

    def read_file(path):
        file = shared_data / path
        (table,) = read(file, file.name, {"language": "ko"}, tmp_path).tables
        columns = infer(table, {})
        return table, {column.name: column for column in columns}

    return read_file


def test_seoul_population_of_30_june_2026(typed):
    table, columns = typed("seoul/population/pop_dong_sex_age1_20260630.csv")
    ages = {name: c for name, c in columns.items() if (age := re.match(r"(\d+)세", name)) and int(age[1]) >= 65}
    assert len(ages) == 2 * len(range(65, 111))
    assert {column.type for column in ages.values()} == {Type.INTEGER}
    assert columns["행정기관코드"].semantic == "dong_code"
    provinces, total, *old = rows(table, [columns["시도명"], columns["계"], *ages.values()])
    seoul = [i for i, province in enumerate(provinces) if province == "서울특별시"]
    assert len(seoul) == 427
    assert sum(total[i] for i in seoul) == 9_289_813
    assert sum(column[i] for column in old for i in seoul) == 1_948_544


def test_liverpool_population_of_mid_2020(typed):
    table, columns = typed("liverpool/population/mid2020_single_year_age_lsoa11_lcr.csv")
    ages = {name: c for name, c in columns.items() if re.fullmatch(r"\d+\+?", name) and int(name.rstrip("+")) >= 65}
    assert columns["lsoa11_code"].semantic == "gss_code"
    names, total, *old = rows(table, [columns["lsoa11_name"], columns["total_population"], *ages.values()])
    city = [i for i, name in enumerate(names) if name.startswith("Liverpool ")]
    assert sum(total[i] for i in city) == 500_474
    assert sum(column[i] for column in old for i in city) == 73_799


def test_bus_stops_keep_their_leading_zeros(typed):
    table, columns = typed("seoul/night_transport/bus_stops_20221231_cp949.csv")
    assert columns["ARS-ID"].type is Type.TEXT
    assert rows(table, [columns["ARS-ID"]])[0][:2] == ["01001", "01002"]
    assert columns["기준일"].type is Type.DATE


def test_heat_shelters_lie_in_seoul(typed):
    table, columns = typed("seoul/elderly_facilities/heat_shelters_20260706_cp949.csv")
    location = locate(table, tuple(columns.values()), {})
    assert location is not None
    assert location.columns == ("경도", "위도")
    west, south, east, north = location.bbox
    assert 126.7 < west < east < 127.2
    assert 37.4 < south < north < 37.72


@pytest.mark.parametrize("path", ["seoul/living_population/LOCAL_PEOPLE_GU_2024H1_utf8bom.csv"])
def test_living_population_codes_and_days(typed, path):
    _, columns = typed(path)
    kinds = {name: (column.type, column.semantic) for name, column in columns.items()}
    assert kinds["기준일ID"] == (Type.DATE, "date_compact")
    assert kinds["시간대구분"][0] is Type.TEXT  # 00, 01: hours as codes
    assert kinds["자치구코드"] == (Type.TEXT, "district_code")
    assert kinds["총생활인구수"][0] is Type.NUMBER
