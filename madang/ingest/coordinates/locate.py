"""Where the rows of a table lie: geometries of the file, or a pair of coordinate columns, as WKB in longitude and latitude (WGS 84).

A pair is found by its headers and proved by its values: degrees or metres, swapped or not, and for metres the one system in
which the middle of the data lies in Korea (or Britain) and in the province that the rows name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import pyarrow.parquet as pq

from madang.ingest.coordinates.location import Location
from madang.ingest.coordinates.pairs import of_pair, of_single, pairs
from madang.ingest.coordinates.systems import EPSG, WGS84, named, transformed
from madang.ingest.tables import Choices, Finding, Inferred, Staged
from madang.ingest.types._values import MEMORY_MB, table
from madang.lib import duck
from madang.lib.problems import Problem


class UnknownSystem(Problem):
    en = "{crs} is not a coordinate system that can be read. Write it like EPSG:5186."
    ko = "{crs}은(는) 읽을 수 있는 좌표계가 아닙니다. EPSG:5186처럼 쓰세요."


def locate(staged: Staged, columns: Sequence[Inferred], choices: Choices) -> Location | None:
    """Find where the rows lie; None when nothing says so. `choices["crs"]` overrules what the file and the values say."""
    if choices.get("crs") and not EPSG.fullmatch(choices["crs"]):
        raise UnknownSystem(crs=choices["crs"])
    placed = staged.geometry_crs is not None or "geometry" in pq.read_schema(staged.file).names
    possible = () if placed else pairs(columns)
    singles = [column for column in columns if column.semantic in ("coordinates", "wkt")]
    if not placed and not possible and not singles:
        return None  # loading the spatial extension takes most of a second
    with duck.connect(spatial=True, memory_mb=MEMORY_MB) as connection:
        if placed:
            return _of_file(connection, staged, choices)
        found = chain(
            (of_pair(connection, staged, columns, pair, choices) for pair in possible),
            (of_single(connection, staged, column, choices) for column in singles),
        )
        return next((location for location in found if location), None)


def _of_file(connection: duck.DuckDBPyConnection, staged: Staged, choices: Choices) -> Location:
    geometry = 'ST_GeomFromWKB("geometry")'
    crs = choices.get("crs") or named(staged.geometry_crs or "")
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
