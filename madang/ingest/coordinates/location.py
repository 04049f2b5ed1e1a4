"""Where the rows of a table lie, as it is found before publication."""

from __future__ import annotations

from dataclasses import dataclass

from madang.ingest.tables import Finding
from madang.lib.problems import Text


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
