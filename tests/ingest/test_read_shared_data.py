"""Every real file at hand ends in tables or in a kept file with reason and remedy; nothing is lost and nothing is mojibake."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from madang.ingest.read import read
from madang.ingest.tables import Reading, Staged
from tests.conftest import SHARED_DATA

FILES = sorted(path for path in SHARED_DATA.rglob("*") if path.is_file()) if SHARED_DATA.is_dir() else []
KEPT = {".md", ".yaml", ".jsonld", ".rdf", ".ttl"}
# Letters that stand in text only when Korean or Western bytes were read in the wrong encoding.
MOJIBAKE = re.compile("\ufffd|±âÁØ|Ç๊|¼­¿ï|ìš|Ã©|â€™")
BY_EYE = Path(__file__).parents[2] / "bench" / "labels" / "files_by_eye.csv"
EYED = csv.DictReader(BY_EYE.read_text(encoding="utf-8").splitlines())
ROWS = {row["path"]: row["rows"] for row in EYED if row["verdict"].startswith("right")}
"""Rows of each table, counted with other programs."""
BROKEN_AT_THE_SOURCE = {"uk_local_authorities_current.csv"}  # the publisher lost its letters before us


def reading(path: Path, scratch: Path, language: str = "") -> Reading:
    city = language or ("ko" if "seoul" in path.parts else "en")
    return read(path, path.name, {"language": city}, scratch)


def texts(table: Staged) -> list[pa.ChunkedArray]:
    return strings(pq.read_table(table.file))


def strings(staged: pa.Table) -> list[pa.ChunkedArray]:
    return [column for column in staged.columns if pa.types.is_string(column.type)]


def accounted(table: Staged) -> bool:
    """Records read are rows, rejects, or furniture that was removed below the header."""
    removed = sum(
        1
        for entry in table.facts.get("furniture", [])
        if entry["what"] in ("blank", "footer", "repeated header")
        and entry["line"] > max(table.facts["header_rows"] or [0])
    )
    return table.rows + table.reject_count + removed == table.facts["records"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHARED_DATA)))
def test_every_file_is_read_or_kept_with_a_reason(path: Path, tmp_path: Path):
    result = reading(path, tmp_path)
    assert bool(result.tables) != bool(result.no_table)
    counted = " ".join(str(table.rows) for table in result.tables)
    assert counted == ROWS.get(str(path.relative_to(SHARED_DATA)), counted)
    if result.no_table:
        for part in ("reason", "remedy"):
            assert result.no_table[part]["ko"]
            assert result.no_table[part]["en"]
    for table in result.tables:
        staged = pq.read_table(table.file)
        assert staged.num_rows == table.rows
        assert staged.column_names[: len(table.headers)] == [f"c{at}" for at, _ in enumerate(table.headers, 1)]
        assert len({header.name.casefold() for header in table.headers}) == len(table.headers)
        assert all(header.name for header in table.headers)
        assert accounted(table)
        steps = np.diff(staged["line"].to_numpy())
        assert (steps >= (0 if result.format == "xml" else 1)).all()  # XML may hold several rows in a line
        if path.name not in BROKEN_AT_THE_SOURCE:
            words = " ".join(header.name for header in table.headers)
            assert not MOJIBAKE.search(words)
            for column in strings(staged):
                assert not pc.any(pc.match_substring_regex(column, MOJIBAKE.pattern)).as_py()


@pytest.mark.parametrize(
    ("name", "rows", "columns", "encoding", "words"),
    [
        ("seoul/population/pop_dong_sex_age1_20260630.csv", 3618, 230, "cp949", "청운효자동"),
        (
            "seoul/living_population/living_pop_dong_hourly_20190304_20190310_tidy.csv",
            71_232,
            11,
            "utf-8",
            "종로구사직동",
        ),
        ("seoul/elderly_facilities/heat_shelters_20260706_cp949.csv", 4087, 14, "cp949", "경로당"),
        ("seoul/elderly_facilities/heat_shelters_20260717_cp949.csv", 4017, 14, "cp949", "경로당"),
        ("seoul/elderly_facilities/heat_shelters_2025_utf8.csv", 3803, 14, "utf-8", "경로당"),
        ("seoul/messy_ingest/census_items_cp949.csv", 11_483, 4, "cp949", "to_in_001"),
        ("seoul/messy_ingest/bike_stations_cp949.csv", 3385, 5, "cp949", "목동중앙로"),
        ("seoul/night_transport/subway_hourly_202210_cp949.csv", 615, None, "cp949", "서울역"),
        ("seoul/living_population/LOCAL_PEOPLE_GU_2024H1_utf8bom.csv", 93_000, 4, "utf-8", "11110"),
        ("liverpool/population/census2021_age_bands_lsoa21_lcr.csv", 6018, None, "utf-8", "E01"),
        ("liverpool/population/mid2020_single_year_age_lsoa11_lcr.csv", 989, None, "utf-8", "E01"),
        ("liverpool/messy/police_merseyside_2014-04_street_CR_only.csv", 12_925, None, "utf-8", "Merseyside"),
        ("liverpool/procurement/spend/gla_2012-2013_combined.csv", 28_145, 9, "utf-8", ""),
    ],
)
def test_known_files(shared_data: Path, tmp_path: Path, name, rows, columns, encoding, words):
    result = reading(shared_data / name, tmp_path)
    table = result.tables[0]
    assert (table.rows, table.reject_count) == (rows, 0)
    assert columns in (None, len(table.headers))
    assert result.encoding["name"] == encoding
    assert any(pc.any(pc.match_substring(column, words)).as_py() for column in texts(table))


@pytest.mark.parametrize(
    ("name", "header_rows", "names"),
    [
        (
            "seoul/population/elderly_by_gu_2025q1_stat_multiheader.csv",
            [1, 2, 3, 4],
            "2025 1/4 / 65세이상 인구 / 내국인 / 남자",
        ),
        ("seoul/messy_ingest/retailers_by_gu_cp949.csv", [1, 2, 3, 4], "대형마트 / 면적 / 매장면적"),
        ("seoul/messy_ingest/housing_units_2015_cp949.csv", [1, 2], "전용면적별 세대수 / 40~60㎡ 이하"),
        ("seoul/messy_ingest/pop_by_gu_multiheader.csv", [1, 2, 3], "인구.4 / 한국인 / 남자"),
        ("seoul/messy_ingest/population_by_gu_2017.xls", [1, 2, 3], "인구 / 등록외국인 / 여자"),
        ("seoul/elderly_facilities/senior_homecare_facilities_by_gu_2023.xlsx", [1, 2], "합계 / 이용인원-현원 (명)"),
        ("seoul/elderly_facilities/elderly_living_alone_by_gu_2023.xlsx", [1, 2], "소계 / 80세 이상"),
        ("seoul/messy_ingest/subway_by_gu.xlsx", [], "column_52"),
        ("liverpool/geo/codepoint_open_L.csv", [], "column_1"),
    ],
)
def test_known_headers(shared_data: Path, tmp_path: Path, name, header_rows, names):
    table = reading(shared_data / name, tmp_path).tables[0]
    assert table.facts["header_rows"] == header_rows
    assert names in [header.name for header in table.headers]


def test_codes_with_leading_zeros_stay_text(shared_data: Path, tmp_path: Path):
    table = reading(shared_data / "seoul/night_transport/bus_stops_20260506.xlsx", tmp_path).tables[0]
    assert "c2" not in table.native
    assert pq.read_table(table.file)["c2"][0].as_py() == "00001"


def test_the_sheet_of_metadata_goes_into_the_facts(shared_data: Path, tmp_path: Path):
    table = reading(shared_data / "seoul/messy_ingest/suicide_rate_by_gu.xlsx", tmp_path).tables[0]
    assert "○ 통계표ID: DT_201004_A050025" in table.facts["notes"]["메타정보"]


def test_gtfs_members_are_tables(shared_data: Path, tmp_path: Path):
    tables = reading(shared_data / "liverpool/transport/chester-20230816-small_gtfs.zip", tmp_path).tables
    rows = {table.name: table.rows for table in tables}
    assert (rows["stop_times.txt"], rows["shapes.txt"], rows["stops.txt"]) == (34_249, 16_581, 1320)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_korean_cp949_files_do_not_need_a_korean_city(shared_data: Path, tmp_path: Path, language):
    """All but one of the CP949 files are decided by their bytes alone; the one with 17 Hangul letters is asked."""
    files = [
        *sorted(shared_data.glob("seoul/**/*cp949*.csv")),
        shared_data / "seoul/population/pop_dong_sex_age1_20260630.csv",
    ]
    decided = {path.name: reading(path, tmp_path / path.stem, language).encoding["how"] for path in files}
    assert {name for name, how in decided.items() if how != "decided"} == {"census_items_cp949.csv"}
    assert len(decided) > 8
