"""Reading a small made file: `reading(name, bytes, **choices)`, and its rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from madang.ingest.read import read
from madang.ingest.tables import Reading, Staged


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Reading]:
    def made(name: str, data: bytes | Path, **choices: Any) -> Reading:
        path = data if isinstance(data, Path) else tmp_path / "made"
        if isinstance(data, bytes):
            path.write_bytes(data)
        return read(path, name, {"language": "ko", **choices}, tmp_path / "scratch")

    return made


def rows(table: Staged) -> list[tuple[Any, ...]]:
    """Rows of a staged table without their lines; the count in the table's facts is checked on the way."""
    staged = pq.read_table(table.file)
    assert staged.num_rows == table.rows
    return [tuple(row.values()) for row in staged.drop_columns("line").to_pylist()]


def lines(table: Staged) -> list[int]:
    return pq.read_table(table.file)["line"].to_pylist()


def rejects(table: Staged) -> list[tuple[int, str, str]]:
    """Line, Korean reason and text of each rejected row."""
    if table.rejects is None:
        return []
    found = pq.read_table(table.rejects).to_pylist()
    assert len(found) == table.reject_count
    return [(row["line"], row["reason_ko"], row["text"]) for row in found]


def names(table: Staged) -> list[str]:
    return [header.name for header in table.headers]


def furniture(table: Staged) -> list[tuple[int, str]]:
    return [(entry["line"], entry["what"]) for entry in table.facts["furniture"]]
