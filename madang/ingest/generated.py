"""Publishing rows that are typed already: what the demonstration generates and what studies compute. They get a receipt too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from madang.lib import duck
from madang.lib.problems import Problem, Text
from madang.query.model import Column, Type
from madang.store.manifest import Manifest


class NoBatches(Problem):
    en = "A stream without a single batch was to be published. Give an empty table instead, which has columns."
    ko = "묶음이 하나도 없는 스트림은 게시할 수 없습니다. 열이 있는 빈 표를 주세요."


Rows = Path | pa.Table | pa.RecordBatchReader | Iterable[pa.RecordBatch]
BATCH = 122_880


def opened(rows: Rows) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """The Arrow schema and the batches of a Parquet file, an Arrow table or reader, or batches of one schema.

    Raises `NoBatches` for an empty stream: it has no schema. An empty table has one.
    """
    if isinstance(rows, Path):
        file = pq.ParquetFile(rows)
        return file.schema_arrow, file.iter_batches(BATCH)
    if isinstance(rows, pa.Table):
        return rows.schema, iter(rows.to_batches(BATCH))
    if isinstance(rows, pa.RecordBatchReader):
        return rows.schema, iter(rows)
    batches = iter(rows)
    first = next(batches, None)
    if first is None:
        raise NoBatches()
    return first.schema, _chained(first, batches)


def _chained(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest


def geometry(columns: Sequence[Column], kind: str) -> dict[str, Any] | None:
    """What the manifest says of the first column with shapes; None for a plain table."""
    name = next((column.name for column in columns if column.type == Type.GEOMETRY), None)
    return {"column": name, "kind": kind, "crs": "OGC:CRS84"} if name else None


def digest(recipe: str, columns: Sequence[Column]) -> str:
    """The fingerprint of rows that come about by `recipe` under these columns."""
    words = json.dumps([recipe, [column.as_json() for column in columns]], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def receipt(
    name: str, facts: Manifest, files: Sequence[Path], columns: Sequence[Column], geometry: dict[str, Any] | None, said: Text,
    shown: bool,
) -> dict[str, Any]:  # fmt: skip
    """The receipt of rows that no file was read for. `shown` is false for restricted data: no value may be quoted."""
    table = {
        "name": "", "rows": facts.rows, "dialect": None, "header_rows": [], "furniture": [],
        "rejects": {"count": 0, "sample": []},
        "columns": described(files, columns, shown),
        "geometry": geometry and {**geometry, "columns": [geometry["column"]], "evidence": said},
    }  # fmt: skip
    return {
        "version": 1,
        "file": {"name": name, "bytes": sum(file.bytes for file in facts.files), "sha256": facts.sha256, "format": "parquet"},
        "encoding": None, "tables": [table], "no_table": None, "findings": [], "costs": {}, "said": said,
    }  # fmt: skip


def described(files: Sequence[Path], columns: Sequence[Column], shown: bool) -> list[dict[str, Any]]:
    """What the receipt says of each column; bounds and samples only if `shown` (not of restricted data)."""
    connection = duck.connect()
    try:
        return [_column(connection, files, column, shown) for column in columns]
    finally:
        connection.close()


def bounds(files: Sequence[Path], column: str) -> list[float] | None:
    """[west, south, east, north] of a WKB column."""
    connection = duck.connect(spatial=True)
    try:
        name = duck.identifier(column)
        shape = (
            f"{name}::GEOMETRY"  # A layer's Parquet says what it is: DuckDB reads no BLOB but a geometry with its CRS.
        )
        box = connection.execute(
            f"SELECT min(ST_XMin({shape})), min(ST_YMin({shape})), max(ST_XMax({shape})), max(ST_YMax({shape}))"
            f" FROM {_all(files)} WHERE {name} IS NOT NULL"
        ).fetchone()
    finally:
        connection.close()
    return list(box) if box and box[0] is not None else None


def _column(connection: duck.DuckDBPyConnection, files: Sequence[Path], column: Column, shown: bool) -> dict[str, Any]:
    name, rows = duck.identifier(column.name), _all(files)
    entry = {
        "name": column.name, "header": column.name, "type": column.type.value, "semantic": column.semantic,
        "evidence": {"en": "typed by the program that made it", "ko": "만든 프로그램이 정한 형식"},
        "null_words": {}, "unit": column.unit, "converted": None, "low": None, "high": None, "sample": [],
    }  # fmt: skip
    if column.type == Type.GEOMETRY:
        nulls, distinct = connection.execute(f"SELECT count(*) - count({name}), NULL FROM {rows}").fetchone() or (0, 0)
        return {**entry, "nulls": nulls, "distinct": distinct}
    nulls, distinct, low, high = connection.execute(
        f"SELECT count(*) - count({name}), approx_count_distinct({name}), min({name})::VARCHAR, max({name})::VARCHAR FROM {rows}"
    ).fetchone() or (0, 0, None, None)
    entry |= {"nulls": nulls, "distinct": distinct}
    if not shown:
        return entry
    sample = connection.execute(
        f"SELECT DISTINCT {name}::VARCHAR FROM (SELECT {name} FROM {rows} WHERE {name} IS NOT NULL LIMIT 1000) LIMIT 5"
    ).fetchall()
    return {**entry, "low": low, "high": high, "sample": [value for (value,) in sample]}


def _all(files: Sequence[Path]) -> str:
    return f"read_parquet({duck.literal([str(file) for file in files])})"
