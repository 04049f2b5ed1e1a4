"""The metadata that makes a Parquet file a GeoParquet file (version 1.1, https://geoparquet.org/releases/v1.1.0/)."""

from __future__ import annotations

import json
from typing import Any

KINDS = (
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
)  # fmt: skip


def metadata(geometry: dict[str, Any] | None) -> dict[str, str]:
    """The key "geo" for `geometry` = {"column", "kind", "bbox": [w, s, e, n]} in WGS 84, longitude first; else nothing."""
    if geometry is None:
        return {}
    name = geometry.get("column") or "geometry"
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": _kinds(geometry.get("kind")), "crs": _crs()}
    if geometry.get("bbox"):
        column["bbox"] = list(geometry["bbox"])
    return {"geo": json.dumps({"version": "1.1.0", "primary_column": name, "columns": {name: column}})}


def _kinds(kind: object) -> list[str]:
    """The names of the standard for "point", "Polygon, MultiPolygon", ...; an empty list says that it is not known."""
    words = {word.strip().lower().replace("_", "") for word in str(kind or "").split(",")}
    return [name for name in KINDS if name.lower() in words]


def _crs() -> dict[str, Any]:
    """WGS 84 with longitude first, written out: some readers take a file without it for one without coordinates."""
    import pyproj  # 0.1 s, needed by layers only

    crs: dict[str, Any] = pyproj.CRS("OGC:CRS84").to_json_dict()
    return crs
