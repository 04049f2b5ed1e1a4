"""Systems of coordinates: which one the file names, which ones the numbers allow, and the way from each to WGS 84."""

from __future__ import annotations

import re
from collections.abc import Sequence

from madang.ingest.coordinates.provinces import PROVINCES, named_province
from madang.ingest.tables import Inferred, Staged
from madang.lib import duck

WGS84 = "EPSG:4326"
MERCATOR = "EPSG:3857"
KOREAN = (
    "EPSG:5186",
    "EPSG:5179",
    "EPSG:5181",
    "EPSG:5174",
    "EPSG:5187",
    "EPSG:5185",
    "EPSG:5178",
    "EPSG:32652",
    MERCATOR,
)
"""Metres in Korea, in the order of use today. 5174 and 5181 have the same numbers for places some 300 m apart."""

BRITISH = ("EPSG:27700", "EPSG:32630", MERCATOR)
EPSG = re.compile(r"EPSG[:\s_]*(\d{4,5})", re.IGNORECASE)


def transformed(geometry: str, crs: str) -> str:
    """A DuckDB geometry of `crs` in WGS 84, longitude first."""
    return (
        geometry
        if crs in (WGS84, "OGC:CRS84")
        else f"ST_Transform({geometry}, {duck.literal(crs)}, '{WGS84}', always_xy := true)"
    )


def named(crs: str) -> str:
    """`EPSG:4326` for the long form of a system that has such a name; other long forms are kept."""
    if not crs or EPSG.fullmatch(crs):
        return crs.upper()
    from pyproj import CRS

    known = CRS.from_user_input(crs)
    authority = known.to_authority(min_confidence=70)
    if authority == ("OGC", "CRS84"):
        return WGS84
    return ":".join(authority) if authority else crs


def systems(
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
    for crs in KOREAN if korean else BRITISH:
        point = transformed(f"ST_Point({middle[0]!r}, {middle[1]!r})", crs)
        lon, lat = connection.execute(f"SELECT ST_X(p), ST_Y(p) FROM (SELECT {point} AS p)").fetchone() or (0, 0)
        if west <= lon <= east and south <= lat <= north:
            possible.append(crs)
    # The licence registers of all Korean districts name their columns so, and are in the old Bessel system.
    return ["EPSG:5174"] if "EPSG:5174" in possible and "좌표정보" in headers else possible
