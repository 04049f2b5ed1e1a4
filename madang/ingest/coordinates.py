"""Where the rows of a table lie: geometries of the file, or a pair of coordinate columns, as WKB in longitude and latitude (WGS 84).

A pair is found by its headers and proved by its values: degrees or metres, swapped or not, and for metres the one system in
which the middle of the data lies in Korea (or Britain) and in the province that the rows name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow.parquet as pq

from madang.ingest.places import PROVINCES, named_province
from madang.ingest.tables import Choices, Finding, Inferred, Staged
from madang.ingest.types._column_type import column_types
from madang.ingest.types._values import table
from madang.lib import duck
from madang.lib.problems import Problem, Text
from madang.query.model import Type

WGS84 = "EPSG:4326"
KOREAN = ("EPSG:5186", "EPSG:5179", "EPSG:5181", "EPSG:5174", "EPSG:5187", "EPSG:5185", "EPSG:5178")
"""Metres in Korea, in the order of use today. 5174 and 5181 have the same numbers for places some 300 m apart."""

BRITISH = "EPSG:27700"
X = r"(?:^|[^a-z])x(?:$|[^a-z])|easting|_x$|(?-i:[a-z]X$)"
Y = r"(?:^|[^a-z])y(?:$|[^a-z])|northing|_y$|(?-i:[a-z]Y$)"
EPSG = re.compile(r"EPSG[:\s_]*(\d{4,5})", re.IGNORECASE)


class UnknownSystem(Problem):
    en = "{crs} is not a coordinate system that can be read. Write it like EPSG:5186."
    ko = "{crs}은(는) 읽을 수 있는 좌표계가 아닙니다. EPSG:5186처럼 쓰세요."


@dataclass(frozen=True)
class Location:
    """Where the rows lie. `sql` gives WKB in WGS 84 from a staged row, NULL where there is no place; it needs spatial DuckDB."""

    kind: str  # "point" | "line" | "polygon" | "mixed"
    crs: str  # of the file: "EPSG:5186"
    columns: tuple[str, ...]  # names of the columns it was made of; () for geometries of the file
    sql: str
    bbox: tuple[float, float, float, float] | None  # west, south, east, north in degrees
    evidence: Text
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Pair:
    """Two number columns that may be coordinates; `x` and `y` are DOUBLE expressions over the staged row."""

    columns: tuple[Inferred, Inferred]
    x: str
    y: str
    degrees: bool  # the headers say longitude and latitude


def locate(staged: Staged, columns: Sequence[Inferred], choices: Choices) -> Location | None:
    """Find where the rows lie; None when nothing says so. `choices["crs"]` overrules what the file and the values say."""
    if choices.get("crs") and not EPSG.fullmatch(choices["crs"]):
        raise UnknownSystem(crs=choices["crs"])
    placed = staged.geometry_crs is not None or "geometry" in pq.read_schema(staged.file).names
    possible = () if placed else pairs(columns)
    if not placed and not possible:
        return None  # loading the spatial extension takes most of a second
    with duck.connect(spatial=True) as connection:
        if placed:
            return _of_file(connection, staged, choices)
        found = (_of_pair(connection, staged, columns, pair, choices) for pair in possible)
        return next((location for location in found if location), None)


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


def transformed(geometry: str, crs: str) -> str:
    """A DuckDB geometry of `crs` in WGS 84, longitude first."""
    return (
        geometry
        if crs in (WGS84, "OGC:CRS84")
        else f"ST_Transform({geometry}, {duck.literal(crs)}, '{WGS84}', always_xy := true)"
    )


def _of_file(connection: duck.DuckDBPyConnection, staged: Staged, choices: Choices) -> Location:
    geometry = 'ST_GeomFromWKB("geometry")'
    crs = choices.get("crs") or _named(staged.geometry_crs or "")
    findings: tuple[Finding, ...] = ()
    if not crs:
        crs = WGS84
        text = {
            "en": "The file does not say its coordinate system; it was read as longitude and latitude. Choose `crs` if that is wrong.",
            "ko": "파일에 좌표계가 없어 경위도로 읽었습니다. 아니면 `crs`를 고르세요.",
        }
        findings = (Finding("no-coordinate-system", "warning", text, staged.name),)
    shape = transformed(geometry, crs)
    kind, bbox = _shape(connection, staged, shape)
    evidence = {
        "en": f"{kind} geometries of the file" + ("" if crs == WGS84 else f", converted from {crs}"),
        "ko": f"파일에 든 도형({kind})" + ("" if crs == WGS84 else f", {crs}에서 변환"),
    }
    sql = '"geometry"' if shape == geometry else f"ST_AsWKB({shape})"
    return Location(kind, crs, (), sql, bbox, evidence, findings)


def _named(crs: str) -> str:
    """`EPSG:4326` for the long form of a system that has such a name; other long forms are kept."""
    if not crs or EPSG.fullmatch(crs):
        return crs.upper()
    from pyproj import CRS

    known = CRS.from_user_input(crs)
    authority = known.to_authority(min_confidence=70)
    if authority == ("OGC", "CRS84"):
        return WGS84
    return ":".join(authority) if authority else crs


def _shape(
    connection: duck.DuckDBPyConnection, staged: Staged, shape: str
) -> tuple[str, tuple[float, float, float, float] | None]:
    row = connection.execute(
        f"SELECT list(DISTINCT ST_Dimension(g)), min(ST_XMin(g)), min(ST_YMin(g)), max(ST_XMax(g)), max(ST_YMax(g)) "
        f'FROM (SELECT {shape} AS g FROM {table(staged)} WHERE "geometry" IS NOT NULL)'
    ).fetchone()
    assert row is not None
    dimensions, *box = row
    kinds = ("point", "line", "polygon")
    kind = kinds[dimensions[0]] if dimensions and len(dimensions) == 1 else "mixed"
    return kind, (box[0], box[1], box[2], box[3]) if box[0] is not None else None


def _of_pair(
    connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred], pair: Pair, choices: Choices
) -> Location | None:
    row = connection.execute(
        f"SELECT median(x), median(y), count(*) FROM (SELECT {pair.x} AS x, {pair.y} AS y FROM {table(staged)}) WHERE x <> 0 AND y <> 0"
    ).fetchone()
    if not row or not row[2]:
        return None
    x, y, _ = row
    if abs(x) <= 180 and abs(y) <= 180:
        swapped = _swapped(x, y)
        return _points(connection, staged, replace(pair, x=pair.y, y=pair.x) if swapped else pair, WGS84, swapped, ())
    return _projected(connection, staged, columns, pair, (x, y), choices)


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
    possible, swapped = _systems(connection, staged, columns, middle), False
    if not possible:
        possible, swapped = _systems(connection, staged, columns, (middle[1], middle[0])), True
    if not possible:
        return None
    findings = (_ask(staged, pair, possible),) if len(possible) > 1 else ()
    return _points(
        connection, staged, replace(pair, x=pair.y, y=pair.x) if swapped else pair, possible[0], swapped, findings
    )


def _systems(
    connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred], middle: tuple[float, float]
) -> list[str]:
    """The systems in which the middle of the data lies in the country, and in the province that the rows name."""
    headers = " ".join(column.header for column in columns)
    korean = re.search("[가-힣]", headers) is not None
    province = named_province(connection, staged, columns) if korean else None
    west, south, east, north = (
        PROVINCES[province] if province else ((124.5, 33.0, 132.0, 38.7) if korean else (-8.7, 49.8, 1.8, 60.9))
    )
    possible = []
    for crs in KOREAN if korean else (BRITISH,):
        point = transformed(f"ST_Point({middle[0]!r}, {middle[1]!r})", crs)
        lon, lat = connection.execute(f"SELECT ST_X(p), ST_Y(p) FROM (SELECT {point} AS p)").fetchone() or (0, 0)
        if west <= lon <= east and south <= lat <= north:
            possible.append(crs)
    # The licence registers of all Korean districts name their columns so, and are in the old Bessel system.
    return ["EPSG:5174"] if "EPSG:5174" in possible and "좌표정보" in headers else possible


def _ask(staged: Staged, pair: Pair, possible: Sequence[str]) -> Finding:
    names = ", ".join(column.name for column in pair.columns)
    text = {
        "en": f"The coordinates in {names} fit {', '.join(possible)}; {possible[0]} was taken. Choose `crs` if places lie wrong.",
        "ko": f"{names} 좌표는 {', '.join(possible)}에 모두 맞아 {possible[0]}(으)로 읽었습니다. 위치가 틀리면 `crs`를 고르세요.",
    }
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
    possible = f"{pair.x} <> 0 AND {pair.y} <> 0" + (
        f" AND abs({pair.x}) <= 180 AND abs({pair.y}) <= 90" if crs == WGS84 else ""
    )
    point = transformed(f"ST_Point({pair.x}, {pair.y})", crs)
    sql = f"CASE WHEN {possible} THEN ST_AsWKB({point}) END"
    row = connection.execute(
        f"SELECT count(p), count(x), min(ST_X(p)), min(ST_Y(p)), max(ST_X(p)), max(ST_Y(p)), "
        f"count(*) FILTER (WHERE isinf(ST_X(p)) OR isinf(ST_Y(p))) FROM "
        f"(SELECT {pair.x} AS x, CASE WHEN {possible} THEN {point} END AS p FROM {table(staged)})"
    ).fetchone()
    assert row is not None
    placed, _, west, south, east, north, nowhere = row
    if not placed or nowhere:
        return None
    names = tuple(column.name for column in pair.columns)
    evidence = _evidence(names, crs, swapped, placed, staged.rows)
    if swapped:
        findings = (*findings, Finding("swapped-coordinates", "warning", _swap_text(names), staged.name, names[0]))
    return Location("point", crs, names, sql, (west, south, east, north), evidence, findings)


def _evidence(names: tuple[str, ...], crs: str, swapped: bool, placed: int, rows: int) -> Text:
    en, ko = f"points from {' and '.join(names)}", f"{', '.join(names)} 열의 점"
    if crs != WGS84:
        en, ko = f"{en}, converted from {crs}", f"{ko}, {crs}에서 변환"
    if swapped:
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
