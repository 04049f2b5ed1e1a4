"""The first pass over a table: how full, how different and how long the values of every text column are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from madang.ingest.tables import Header, Staged
from madang.ingest.types._column_type import ColumnType, Facts
from madang.ingest.types._values import batched, is_word, table, trimmed
from madang.lib import duck

EXACT = 1_000_000
"""Up to this many rows different values are counted; above, estimated (HyperLogLog, some 2 % off) in a tenth of the time."""

AT_ONCE = 40
"""Columns per query: one query over thousands of columns costs DuckDB more in planning than in reading."""


@dataclass(frozen=True)
class Profile:
    """A staged text column in numbers. `value` is the DuckDB expression of its trimmed text, NULL when blank."""

    field: str  # "c3"
    header: Header
    value: str
    rows: int
    filled: int
    padded: int  # values with blanks around them
    distinct: int
    shortest: int  # characters, null words apart
    longest: int

    def facts(self, kind: ColumnType) -> Facts:
        """What `kind` is told when it is asked whether it may decide the column."""
        return Facts(
            self.header.header, kind.speaks_for(self.header.header), self.filled, self.distinct, self.shortest, self.longest
        )


def profiles(connection: duck.DuckDBPyConnection, staged: Staged, fields: Sequence[str]) -> dict[str, Profile]:
    """Profile the text columns `fields` ("c1", ...) of a table."""
    headers = {f"c{number}": header for number, header in enumerate(staged.headers, 1)}
    found = {}
    for some in batched(fields, AT_ONCE):
        row = connection.execute(f"SELECT {', '.join(_counts(field, staged.rows) for field in some)} FROM {table(staged)}").fetchone()
        assert row is not None
        for field, numbers in zip(some, batched(row, 6), strict=True):
            filled, blank, padded, distinct, shortest, longest = (number or 0 for number in numbers)
            value = trimmed(field) if padded or blank else duck.identifier(field)
            found[field] = Profile(field, headers[field], value, staged.rows, filled, padded, distinct, shortest, longest)
    return found


def _counts(field: str, rows: int) -> str:
    column, value = duck.identifier(field), trimmed(field)
    different = f"count(DISTINCT {value})" if rows <= EXACT else f"approx_count_distinct({value})"
    real = f"FILTER (WHERE NOT {is_word(value)})"
    return (
        f"count({value}), count({column}) - count({value}), count(*) FILTER (WHERE length({value}) < length({column})), {different}, "
        f"min(length({value})) {real}, max(length({value})) {real}"
    )
