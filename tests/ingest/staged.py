"""Staged tables made by hand: columns of text as a reader leaves them, lines counted from 2 under one header."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from madang.ingest.infer import infer
from madang.ingest.tables import Header, Inferred, Staged


def staged(folder: Path, columns: dict[str, Any], name: str = "", **more: Any) -> Staged:
    """Stage `{header: values}`; lists are text, Arrow arrays keep their type."""
    arrays = {
        f"c{i}": v if isinstance(v, pa.Array) else pa.array(v, pa.string()) for i, v in enumerate(columns.values(), 1)
    }
    rows = len(next(iter(arrays.values())))
    table = pa.table({**arrays, "line": pa.array(range(2, rows + 2), pa.int64()), **more.pop("extra", {})})
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name or 'table'}.parquet"
    pq.write_table(table, file)
    return Staged(name, file, tuple(Header(header, header) for header in columns), rows, **more)


def inferred(folder: Path, header: str, values: Any, **choices: Any) -> Inferred:
    """One column, inferred."""
    (column,) = infer(staged(folder, {header: values}), choices)  # type: ignore[arg-type]
    return column


def values(table: Staged, column: Inferred) -> list[Any]:
    """What a column comes out as."""
    return rows(table, [column])[0]


def rows(table: Staged, columns: Sequence[Inferred]) -> list[list[Any]]:
    """What each column comes out as."""
    from madang.lib import duck

    asked = ", ".join(column.sql for column in columns)
    with duck.connect() as connection:
        found = connection.execute(
            f"SELECT {asked} FROM read_parquet({duck.literal(str(table.file))}) ORDER BY line"
        ).fetchall()
    return [list(column) for column in zip(*found, strict=True)]
