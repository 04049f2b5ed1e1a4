"""A few values of each column, to leave out at once the types that cannot be. The whole file then decides among the others.

No type that fits all values of a column is ever lost here: it also fits those of the sample.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow.parquet as pq

from madang.ingest.tables import Staged
from madang.ingest.types._profile import Profile
from madang.ingest.types._values import BLANKS, NULL_WORDS, is_word, table
from madang.lib import duck

ROWS, VALUES = 1_000, 40
"""Rows taken from the first, the middle and the last row group, and different values kept of each column."""


def samples(connection: duck.DuckDBPyConnection, staged: Staged, profiles: Sequence[Profile]) -> dict[str, list[str]]:
    """Up to `VALUES` different values of each column, without blanks and null words, spread over the file."""
    found: dict[str, dict[str, None]] = {profile.field: {} for profile in profiles}
    with pq.ParquetFile(staged.file) as file:
        last = file.num_row_groups - 1
        for group in sorted({0, last // 2, last}) if last >= 0 else ():
            rows = next(file.iter_batches(ROWS, row_groups=[group], columns=list(found)), None)
            for field in found if rows is not None else ():
                found[field] |= dict.fromkeys(_real(rows.column(field).to_pylist()))
    return {profile.field: _spread(list(found[profile.field])) or _searched(connection, staged, profile) for profile in profiles}


def _real(values: list[str | None]) -> list[str]:
    texts = (value.strip(BLANKS) for value in values if value)
    return [text for text in texts if text and text.lower() not in NULL_WORDS]


def _spread(values: list[str]) -> list[str]:
    step = max(1, len(values) // VALUES)
    return values[::step][:VALUES]


def _searched(connection: duck.DuckDBPyConnection, staged: Staged, profile: Profile) -> list[str]:
    """For columns that are empty where the sample was taken: look through the file for values."""
    if not profile.filled:
        return []
    query = f"SELECT DISTINCT {profile.value} AS v FROM {table(staged)} WHERE v IS NOT NULL AND NOT {is_word('v')} LIMIT {VALUES}"
    return sorted(text for (text,) in connection.execute(query).fetchall())
