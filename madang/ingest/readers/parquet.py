"""Parquet and GeoParquet: columns keep the types that the file gives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from madang.ingest.headers import headers
from madang.ingest.layers import native_type, staged_column
from madang.ingest.no_table import NoRows, Unreadable, refuse_wide
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Reading, Staged

EXTENSIONS = (".parquet", ".geoparquet", ".pq")
RANK = 3
BATCH = 65_536


def recognises(head: bytes, name: str) -> bool:
    return head.startswith(b"PAR1")


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the file into one table; nested values become JSON text, the primary geometry becomes WKB."""
    try:
        with pq.ParquetFile(path) as file:
            staged = _stage(file, name, scratch)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise Unreadable(name=name, format="Parquet", detail=error) from error
    progress(path.stat().st_size)
    if not staged.rows:
        raise NoRows(name=name)
    return Reading("parquet", (staged,))


def _stage(file: pq.ParquetFile, name: str, scratch: Path) -> Staged:
    schema = file.schema_arrow
    refuse_wide(name, len(schema))
    geometry, crs = _geometry(schema)
    fields = [field for field in schema if field.name != geometry]
    native = {f"c{at}": kind for at, field in enumerate(fields, 1) if (kind := native_type(field.type)) is not None}
    if geometry:
        native["geometry"] = pa.binary()
    stage = Stage(scratch, "", headers([[field.name for field in fields]], len(fields)), native)
    with stage:
        for batch in file.iter_batches(BATCH):
            arrays = [
                staged_column(batch.column(field.name), stage.schema.field(at).type) for at, field in enumerate(fields)
            ]
            if geometry:
                arrays.append(batch.column(geometry).cast(pa.binary()))
            lines = pa.array(range(stage.rows + 1, stage.rows + 1 + batch.num_rows), pa.int64())
            stage.write(pa.Table.from_arrays([*arrays, lines], schema=stage.schema))
    facts = {"header_rows": [], "records": stage.rows}
    return stage.staged(facts, geometry_crs=crs if geometry else None)


def _geometry(schema: pa.Schema) -> tuple[str, str]:
    """Name of the primary WKB column and its coordinate system; GeoParquet means WGS 84 when it says none."""
    facts: dict[str, Any] = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
    name = facts.get("primary_column", "")
    column = (facts.get("columns") or {}).get(name) or {}
    if name not in schema.names or column.get("encoding", "WKB") != "WKB":
        return "", ""
    said = column.get("crs", {"id": {"authority": "EPSG", "code": 4326}})
    if isinstance(said, str):  # older writers say "EPSG:4326" or WKT instead of PROJJSON
        return name, said
    identity = (said or {}).get("id") or {}
    if not said or not identity:
        return name, json.dumps(said) if said else ""
    known = f"{identity['authority']}:{identity['code']}"
    return name, "EPSG:4326" if known == "OGC:CRS84" else known
