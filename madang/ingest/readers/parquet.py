"""Parquet and GeoParquet: columns keep the types that the file gives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.ingest.no_table import Bomb, Locked, NoRows, Unreadable, refuse_wide
from madang.ingest.readers._layers import native_type, staged_column
from madang.ingest.shape.headers import headers
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Finding, Reading, Staged

EXTENSIONS = (".parquet", ".geoparquet", ".pq")
RANK = 3
BATCHES = (65_536, 1_024, 32)
"""Rows read at once; where the values of so many need more memory than there is, the file is read again with fewer."""
SUSPECT = 1 << 30
RATIO = 1_000
"""A file of more than `SUSPECT` bytes in memory that is a thousand times larger than on disk is a bomb."""


def recognises(head: bytes, name: str) -> bool:
    return head.startswith((b"PAR1", b"PARE"))


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the file into one table; nested values become JSON text, the primary geometry becomes WKB."""
    with path.open("rb") as file:
        if file.read(4) == b"PARE":
            raise Locked(name=name)
    for rows in BATCHES:
        try:
            staged, as_text = _read(path, name, scratch, rows, progress)
            break
        except MemoryError:
            if rows == BATCHES[-1]:
                raise
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk, not the file
            raise Unreadable(name=name, format="Parquet", detail=str(error)[:300]) from error
    if not staged.rows:
        raise NoRows(name=name)
    return Reading("parquet", (staged,), findings=(_told(as_text),) if as_text else ())


def _told(names: list[str]) -> Finding:
    some = ", ".join(names[:5])
    text = {
        "en": f"{len(names)} columns ({some}) hold bytes that the file does not call text; all of them are text, so they were read as it.",
        "ko": f"열 {len(names)}개({some})는 파일에 바이트로만 적혀 있지만 값이 모두 글이어서 글로 읽었습니다.",
    }
    return Finding("bytes-as-text", "info", text, count=len(names))


def _read(path: Path, name: str, scratch: Path, rows: int, progress: Callable[[int], None]) -> tuple[Staged, list[str]]:
    # Without reading ahead only one column chunk of a row group is in memory at a time, and no page is read twice.
    with pq.ParquetFile(path, pre_buffer=False, page_checksum_verification=True) as file:
        texts = [at for at in range(len(file.schema_arrow)) if _is_text(file, at, rows)]
        staged = _stage(file, path.stat().st_size, name, scratch, rows, progress, texts)
        return staged, [file.schema_arrow.field(at).name for at in texts if at != _geometry(file.schema_arrow)[0]]


def _is_text(file: pq.ParquetFile, place: int, rows: int) -> bool:
    """Whether a column is bytes in the schema and text in every value: older writers (Hive, Impala, Spark) mark no text."""
    field = file.schema_arrow.field(place)
    if not _is_bytes(field.type) or file.schema_arrow.names.count(field.name) != 1:
        return False
    values = 0
    for batch in file.iter_batches(rows, columns=[field.name]):
        try:
            text = _as_text(batch.column(0))
        except pa.ArrowInvalid:  # no UTF-8
            return False
        if pc.any(pc.match_substring_regex(text, r"[\x00-\x08\x0E-\x1F]")).as_py():
            return False
        values += len(text) - text.null_count
    return values > 0


def _is_bytes(kind: pa.DataType) -> bool:
    return any(test(kind) for test in (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary))


def _as_text(column: pa.Array) -> pa.Array:
    """Raises ArrowInvalid for what is no UTF-8."""
    return (column.cast(pa.binary()) if pa.types.is_fixed_size_binary(column.type) else column).cast(pa.string())


def _stage(
    file: pq.ParquetFile, size: int, name: str, scratch: Path, rows: int, progress: Callable[[int], None], texts: list[int]
) -> Staged:  # fmt: skip
    schema = file.schema_arrow
    refuse_wide(name, len(schema))
    geometry, crs = _geometry(schema)
    places = [at for at in range(len(schema)) if at != geometry]
    native = {
        f"c{at}": kind
        for at, place in enumerate(places, 1)
        if (kind := native_type(schema.field(place).type)) is not None
    }
    if geometry >= 0:
        native["geometry"] = pa.binary()
    stage = Stage(scratch, "", headers([[schema.field(place).name for place in places]], len(places)), native)
    total = max(1, file.metadata.num_rows)
    unpacked = 0
    with stage:
        for batch in file.iter_batches(rows):
            arrays = [
                _as_text(batch.column(place))
                if place in texts
                else staged_column(batch.column(place), stage.schema.field(at).type)
                for at, place in enumerate(places)
            ]
            if geometry >= 0:
                arrays.append(batch.column(geometry).cast(pa.binary()))
            unpacked += sum(array.nbytes for array in arrays)
            _weigh(name, unpacked, size)
            lines = pa.array(np.arange(stage.rows + 1, stage.rows + 1 + batch.num_rows))
            stage.write(pa.Table.from_arrays([*arrays, lines], schema=stage.schema))
            progress(size * min(stage.rows, total) // total)
    facts = {"header_rows": [], "records": stage.rows}
    return stage.staged(facts, geometry_crs=crs if geometry >= 0 else None)


def _weigh(name: str, unpacked: int, size: int) -> None:
    """What a file opens to stands nowhere in it, so it is weighed on the way."""
    if unpacked > SUSPECT and unpacked > RATIO * size:
        raise Bomb(name=name, unpacked=unpacked, packed=size, limit=SUSPECT, ratio=RATIO)


def _geometry(schema: pa.Schema) -> tuple[int, str]:
    """Place of the primary WKB column (-1 for none) and its coordinate system; GeoParquet means WGS 84 when it says none."""
    facts = _facts(schema)
    name = facts.get("primary_column", "")
    columns = facts.get("columns")
    column = columns.get(name) if isinstance(columns, dict) else None
    if not isinstance(column, dict) or schema.names.count(name) != 1 or column.get("encoding", "WKB") != "WKB":
        return -1, ""
    place = schema.get_field_index(name)
    if not (pa.types.is_binary(schema.field(place).type) or pa.types.is_large_binary(schema.field(place).type)):
        return -1, ""
    return place, _crs(column.get("crs", {"id": {"authority": "EPSG", "code": 4326}}))


def _facts(schema: pa.Schema) -> dict[str, Any]:
    try:
        facts = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _crs(said: Any) -> str:
    if isinstance(said, str):  # older writers say "EPSG:4326" or WKT instead of PROJJSON
        return said
    if not isinstance(said, dict) or not said:
        return ""
    identity = said.get("id")
    if not isinstance(identity, dict) or not {"authority", "code"} <= identity.keys():
        return json.dumps(said)
    known = f"{identity['authority']}:{identity['code']}"
    return "EPSG:4326" if known == "OGC:CRS84" else known
