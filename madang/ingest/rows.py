"""Stages rows that come as dictionaries or as a grid of cells, for every format that is not delimited text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.ingest.no_table import NoRows, refuse_wide
from madang.ingest.shape.furniture import Furniture
from madang.ingest.shape.headers import headers
from madang.ingest.shape.totals import Totals
from madang.ingest.staging import Stage
from madang.ingest.tables import Staged

BATCH = 5_000


def columns_of(rows: Iterable[tuple[int, Mapping[str, Any]]], name: str) -> dict[str, None]:
    """Every key of all rows, in the order in which they first appear."""
    columns: dict[str, None] = {}
    for _, row in rows:
        if row.keys() - columns.keys():
            columns |= dict.fromkeys(row)
            refuse_wide(name, len(columns))
    return columns


def stage_records(
    scratch: Path,
    name: str,
    columns: Iterable[str],
    rows: Iterable[tuple[int, Mapping[str, str | None]]],
    facts: dict[str, Any],
) -> Staged:
    """Stage rows of text by column name, with their lines; a missing key is NULL. Raises `NoRows` when there are none."""
    keys = list(columns)
    furniture, totals = Furniture(), Totals()
    stage = Stage(scratch, name, headers([keys], len(keys)))
    with stage:
        for part in _parts(rows):
            arrays = [pa.array([row.get(key) for _, row in part], pa.string()) for key in keys]
            lines = pa.array([line for line, _ in part], pa.int64())
            table = pa.Table.from_arrays([*arrays, lines], schema=stage.schema)
            totals.look(table)
            stage.write(table)
    if not stage.rows:
        raise NoRows(name=name)
    totals.note(furniture)
    return stage.staged({"header_rows": [], "records": stage.rows, **facts, **furniture.facts})


def _parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while part := list(islice(rows, BATCH)):
        yield part
