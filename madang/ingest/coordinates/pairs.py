"""Pairs of coordinate columns: found by their headers, proved by their values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from madang.ingest.coordinates.location import Location
from madang.ingest.coordinates.outlying import SAMPLE, outliers
from madang.ingest.coordinates.systems import EPSG, WGS84, systems, transformed
from madang.ingest.tables import Choices, Finding, Inferred, Staged
from madang.ingest.types._column_type import column_types
from madang.ingest.types._values import table
from madang.lib import duck
from madang.lib.problems import Text
from madang.query.model import Type

X = r"(?:^|[^a-z])x(?:$|[^a-z])|easting|_x$|(?-i:[a-z]X$)"
Y = r"(?:^|[^a-z])y(?:$|[^a-z])|northing|_y$|(?-i:[a-z]Y$)"


ALIKE: Text = {
    "en": "EPSG:5174 and EPSG:5181 have the same numbers for places some 300 m apart, so the numbers cannot tell them apart.",
    "ko": "EPSG:5174와 EPSG:5181은 300m쯤 떨어진 곳을 같은 숫자로 적으므로 숫자만으로는 가릴 수 없습니다.",
}


@dataclass(frozen=True)
class Pair:
    """Two number columns that may be coordinates; `x` and `y` are DOUBLE expressions over the staged row."""

    columns: tuple[Inferred, Inferred]
    x: str
    y: str
    degrees: bool  # the headers say longitude and latitude


def pairs(columns: Sequence[Inferred]) -> list[Pair]:
    """The pairs of coordinate columns by their headers: longitude and latitude first, then X and Y."""
    numbers = [column for column in columns if column.type in (Type.INTEGER, Type.NUMBER)]
    lon, lat = (column_types()[name].names for name in ("longitude", "latitude"))
    found = []
    for degrees, first, second in ((True, lon, lat), (False, re.compile(X, re.I), re.compile(Y, re.I))):
        assert first is not None
        assert second is not None
        for x in (column for column in numbers if first.search(column.header)):
            rest = [column for column in numbers if second.search(column.header) and column is not x]
            # `X좌표(EPSG:5186)` belongs to the column whose header differs least: `Y좌표(EPSG:5186)`.
            y = min(rest, key=lambda column: _difference(column.header, x.header), default=None)
            if y is not None:
                found.append(Pair((x, y), f"CAST({x.sql} AS DOUBLE)", f"CAST({y.sql} AS DOUBLE)", degrees))
    return found


def _difference(one: str, other: str) -> int:
    return len(set(one.lower()) ^ set(other.lower()))


def of_single(
    connection: duck.DuckDBPyConnection, staged: Staged, column: Inferred, choices: Choices
) -> Location | None:
    """The points of a column that holds latitude and longitude, or a point as WKT, in each cell."""
    numbers = f"regexp_extract_all({column.sql}, '-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?')"
    if column.semantic == "wkt":
        numbers = numbers.replace(column.sql, f"regexp_extract({column.sql}, '(?i)point[^(]*\\((.*)\\)', 1)")
    first, second = f"TRY_CAST({numbers}[1] AS DOUBLE)", f"TRY_CAST({numbers}[2] AS DOUBLE)"
    return of_pair(connection, staged, (column,), Pair((column, column), first, second, True), choices)


def of_pair(
    connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred], pair: Pair, choices: Choices
) -> Location | None:
    """The points of a pair, if its values are coordinates; None when they are not, or are all empty."""
    middle = _middle(connection, staged, pair, staged.rows // SAMPLE + 1) or _middle(connection, staged, pair, 1)
    if middle is None:
        return None
    x, y = middle
    if abs(x) <= 180 and abs(y) <= 180:
        swapped = _swapped(x, y)
        return _points(connection, staged, replace(pair, x=pair.y, y=pair.x) if swapped else pair, WGS84, swapped, ())
    return _projected(connection, staged, columns, pair, (x, y), choices)


def _middle(connection: duck.DuckDBPyConnection, staged: Staged, pair: Pair, every: int) -> tuple[float, float] | None:
    """The median place of one row in `every`, as the numbers stand; None when none of them has a place."""
    some = f"SELECT {pair.x} AS x, {pair.y} AS y FROM {table(staged)} WHERE hash(line) % {every} = 0"
    x, y = connection.execute(f"SELECT median(x), median(y) FROM ({some}) WHERE x <> 0 AND y <> 0").fetchone() or (
        None,
        None,
    )
    return None if x is None or y is None else (x, y)


def _swapped(x: float, y: float) -> bool:
    """Latitude stands where longitude should: it cannot be otherwise, or the middle lies in Korea or Britain only if swapped."""
    if abs(y) > 90:
        return True
    return (33 <= x <= 43 and 124 <= y <= 132) or (49 <= x <= 61 and -9 <= y <= 3)


def _projected(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    columns: Sequence[Inferred],
    pair: Pair,
    middle: tuple[float, float],
    choices: Choices,
) -> Location | None:
    """Metres: the system that a person or a header names, else the ones in which the middle lies where it must."""
    said = EPSG.search(choices.get("crs") or " ".join(column.header for column in pair.columns))
    if said:
        return _points(connection, staged, pair, f"EPSG:{said[1]}", False, ())
    possible, swapped = systems(connection, staged, columns, middle), False
    if not possible:
        possible, swapped = systems(connection, staged, columns, (middle[1], middle[0])), True
    if not possible:
        return None
    findings = (_ask(staged, pair, possible),) if len(possible) > 1 else ()
    return _points(
        connection, staged, replace(pair, x=pair.y, y=pair.x) if swapped else pair, possible[0], swapped, findings
    )


def _ask(staged: Staged, pair: Pair, possible: Sequence[str]) -> Finding:
    names = ", ".join(column.name for column in pair.columns)
    text = {
        "en": f"The coordinates in {names} fit {', '.join(possible)}; {possible[0]} was taken. Choose `crs` if places lie wrong.",
        "ko": f"{names} 좌표는 {', '.join(possible)}에 모두 맞아 {possible[0]}(으)로 읽었습니다. 위치가 틀리면 `crs`를 고르세요.",
    }
    if {"EPSG:5174", "EPSG:5181"} <= set(possible):
        text = {language: f"{text[language]} {ALIKE[language]}" for language in ("en", "ko")}
    return Finding("coordinate-system", "warning", text, staged.name, pair.columns[0].name, sample=tuple(possible))


def _points(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    pair: Pair,
    crs: str,
    swapped: bool,
    findings: tuple[Finding, ...],
) -> Location | None:
    """Points of a pair; rows without a place, or at 0/0, or outside the globe have none."""
    places = _places(staged, pair, crs)
    row = connection.execute(
        f"SELECT count(lon), min(lon), min(lat), max(lon), max(lat), count(*) FILTER (WHERE isinf(lon) OR isinf(lat)), "
        f"count(*) FILTER (WHERE zero) FROM {places}"
    ).fetchone()
    assert row is not None
    placed, west, south, east, north, nowhere, zeros = row
    if not placed or nowhere:
        return None
    names = tuple(dict.fromkeys(column.name for column in pair.columns))
    evidence = _evidence(names, crs, swapped, placed, staged.rows)
    box = (west, south, east, north)
    findings = (*findings, *outliers(connection, staged, names[0], places, zeros, box))
    if swapped and len(names) > 1:
        findings = (*findings, Finding("swapped-coordinates", "warning", _swap_text(names), staged.name, names[0]))
    sql = f"CASE WHEN {_possible(pair.x, pair.y, crs)} THEN ST_AsWKB({_point(pair.x, pair.y, crs)}) END"
    return Location("point", crs, names, sql, box, evidence, findings)


def _places(staged: Staged, pair: Pair, crs: str) -> str:
    """The relation `(line, zero, lon, lat)` of the rows; degrees are places as they stand, without points made of them."""
    rows = f"SELECT line, {pair.x} AS x, {pair.y} AS y FROM {table(staged)}"
    zero, possible = "(x = 0 OR y = 0) AS zero", _possible("x", "y", crs)
    if crs == WGS84:
        return f"(SELECT line, {zero}, CASE WHEN {possible} THEN x END AS lon, CASE WHEN {possible} THEN y END AS lat FROM ({rows}))"
    points = f"SELECT line, {zero}, CASE WHEN {possible} THEN {_point('x', 'y', crs)} END AS p FROM ({rows})"
    return f"(SELECT line, zero, ST_X(p) AS lon, ST_Y(p) AS lat FROM ({points}))"


def _possible(x: str, y: str, crs: str) -> str:
    return f"{x} <> 0 AND {y} <> 0" + (f" AND abs({x}) <= 180 AND abs({y}) <= 90" if crs == WGS84 else "")


def _point(x: str, y: str, crs: str) -> str:
    return transformed(f"ST_Point({x}, {y})", crs)


def _evidence(names: tuple[str, ...], crs: str, swapped: bool, placed: int, rows: int) -> Text:
    en, ko = f"points from {' and '.join(names)}", f"{', '.join(names)} 열의 점"
    if crs != WGS84:
        en, ko = f"{en}, converted from {crs}", f"{ko}, {crs}에서 변환"
    if swapped and len(names) > 1:
        en, ko = f"{en}, which are swapped", f"{ko}, 두 열이 뒤바뀜"
    return {
        "en": f"{en}; {placed:,} of {rows:,} rows have a place",
        "ko": f"{ko}. {rows:,}행 가운데 {placed:,}행에 위치가 있음",
    }


def _swap_text(names: tuple[str, ...]) -> Text:
    return {
        "en": f"{names[0]} and {names[1]} are swapped: the values of one are of the other. The map shows them right; mend the source.",
        "ko": f"{names[0]}, {names[1]} 열의 값이 서로 뒤바뀌었습니다. 지도에는 바로잡아 보이니 원본을 고치세요.",
    }
