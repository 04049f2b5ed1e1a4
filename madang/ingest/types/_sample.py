"""A few values of each column, to leave out at once the types that cannot be. The whole file then decides among the others.

No type that fits all values of a column is ever lost here: it also fits those of the sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from madang.ingest.tables import Staged
from madang.ingest.types._values import BLANKS, NULL_WORDS, is_word, table, trimmed
from madang.lib import duck

ROWS, VALUES = 1_000, 40
"""Rows taken from the first, the middle and the last row group, and different values kept of each column."""


@dataclass(frozen=True)
class Sample:
    """Up to `VALUES` different texts, trimmed, null words apart."""

    values: tuple[str, ...]


def samples(connection: duck.DuckDBPyConnection, staged: Staged, fields: Sequence[int]) -> dict[int, Sample]:
    """A sample of each of the text columns `fields`, spread over the file."""
    texts: dict[int, list[str]] = {field: [] for field in fields}
    with pq.ParquetFile(staged.file) as file:
        last = file.num_row_groups - 1
        for group in sorted({0, last // 2, last}) if last >= 0 else ():
            rows = next(file.iter_batches(ROWS, row_groups=[group], columns=[f"c{field}" for field in fields]), None)
            if rows is None:
                continue
            for field in fields:
                texts[field] += _real(rows.column(f"c{field}").cast(pa.string()).to_pylist())
    return {field: _sample(texts[field]) if texts[field] else _searched(connection, staged, field) for field in fields}


def _real(values: list[str | None]) -> list[str]:
    texts = (value.strip(BLANKS) for value in values if value)
    return [text for text in texts if text and text.lower() not in NULL_WORDS]


def _sample(texts: Sequence[str]) -> Sample:
    different = list(dict.fromkeys(texts))
    step = max(1, len(different) // VALUES)
    return Sample(tuple(different[::step][:VALUES]))


def _searched(connection: duck.DuckDBPyConnection, staged: Staged, field: int) -> Sample:
    """For columns that are empty where the sample was taken: look through the file for values."""
    value = trimmed(f'CAST("c{field}" AS VARCHAR)')
    query = f"SELECT DISTINCT {value} AS v FROM {table(staged)} WHERE v IS NOT NULL AND NOT {is_word('v')} ORDER BY v LIMIT {VALUES}"
    return Sample(tuple(text for (text,) in connection.execute(query).fetchall()))
