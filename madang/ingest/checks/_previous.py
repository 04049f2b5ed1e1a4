"""What a check knows of the revision that is served now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from madang.ingest.tables import Inferred
from madang.query.model import Column


@dataclass(frozen=True)
class Previous:
    """The columns of the served revision, its rows, and the columns whose values were all different (possible keys).

    `files` are its rows as Parquet, from which codes are compared; empty when only its receipt is known. `key` is what the
    publisher chose to name rows by.
    """

    columns: tuple[Column, ...]
    rows: int
    keys: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    key: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        schema: Iterable[dict[str, Any]],
        rows: int,
        receipt_columns: Iterable[dict[str, Any]] = (),
        files: Iterable[Path] = (),
        key: Iterable[str] = (),
    ) -> Previous:
        """From what a revision keeps: its `schema`, its `rows`, and the columns of its receipt."""
        keys = [c["name"] for c in receipt_columns if rows > 1 and c.get("distinct") == rows and not c.get("nulls")]
        return cls(tuple(Column.from_json(column) for column in schema), rows, tuple(keys), tuple(files), tuple(key))


def keys(columns: Sequence[Inferred], rows: int) -> tuple[str, ...]:
    """The columns that name each row: never empty, never twice the same."""
    return tuple(column.name for column in columns if rows > 1 and column.distinct == rows and not column.nulls)
