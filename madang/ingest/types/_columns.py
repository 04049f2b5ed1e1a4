"""The different values of text columns, with their counts: found once, then asked many times.

A table of columns, not of the file: `vals(field, raw, v, n, line)`, `v` the trimmed text (NULL when blank), `n` how often, `line`
where first. Types are then tried on different values only, by one query per type for all columns that wait for it, so that 500
columns cost little more than one. A long column whose values are nearly all different is left in the file (`Column.apart`):
grouping 5 M of them costs more than asking each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from madang.ingest.tables import Header, Staged
from madang.ingest.types._column_type import ColumnType, Facts
from madang.ingest.types._sample import Sample
from madang.ingest.types._values import BLANKS, table, trimmed
from madang.lib import duck

LONG = 200_000
"""Rows from which columns are taken one by one."""

DIGITS = "FILTER (WHERE regexp_matches(v, '[0-9]'))"
"""Lengths are of values with a digit: they tell identifiers, and null words have none."""

MOSTLY = 0.8
"""Share of different values in the sample of a long column from which it is left in the file."""


@dataclass(frozen=True)
class Column:
    """A staged text column in numbers."""

    field: int  # 3 is "c3"
    header: Header
    filled: int  # neither NULL nor blank
    blank: int  # blank text, not NULL
    padded: int  # values with blanks around them
    distinct: int
    shortest: int  # characters, of values with a digit
    longest: int
    apart: bool = False

    @property
    def staged(self) -> str:
        """The staged column as SQL."""
        return f'"c{self.field}"'

    @property
    def value(self) -> str:
        """The DuckDB expression of the trimmed text in the staged file, NULL when blank; trimming only where it is needed."""
        return trimmed(self.staged) if self.padded or self.blank else self.staged

    def facts(self, kind: ColumnType) -> Facts:
        """What `kind` is told when it is asked whether it may decide the column."""
        header = self.header.header
        return Facts(header, kind.speaks_for(header), self.filled, self.distinct, self.shortest, self.longest)


def collect(
    connection: duck.DuckDBPyConnection, staged: Staged, fields: Sequence[int], samples: Mapping[int, Sample]
) -> list[Column]:
    """Fill `vals` with the text columns `fields` and return what is known of each; a table `vals` of before is dropped."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE vals AS {_empty()}")
    apart = [field for field in fields if staged.rows > LONG and samples[field].share > MOSTLY]
    together = [field for field in fields if field not in apart]
    for some in [together] if staged.rows <= LONG else [[field] for field in together]:
        if some:
            connection.execute(
                f"INSERT INTO vals SELECT field, raw, {trimmed('raw')}, n, line FROM ({_grouped(staged, some)})"
            )
    numbers = dict(_of_values(connection)) | dict(_of_file(connection, staged, apart))
    nothing = (0, 0, 0, 0, 0, 0)
    return [Column(f, staged.headers[f - 1], *numbers.get(f, nothing), apart=f in apart) for f in fields]


def _empty() -> str:
    return "SELECT 0 AS field, '' AS raw, '' AS v, 0::BIGINT AS n, 0::BIGINT AS line WHERE false"


def _grouped(staged: Staged, fields: Sequence[int]) -> str:
    if len(fields) == 1:
        (field,) = fields
        where = f'"c{field}" IS NOT NULL GROUP BY "c{field}"'
        return f'SELECT {field} AS field, "c{field}" AS raw, count(*) AS n, min(line) AS line FROM {table(staged)} WHERE {where}'
    columns = ", ".join(f'"c{field}"' for field in fields)
    return (
        "SELECT substr(name, 2)::INTEGER AS field, raw, count(*) AS n, min(line) AS line FROM "
        f"(UNPIVOT (SELECT {columns}, line FROM {table(staged)}) ON {columns} INTO NAME name VALUE raw) GROUP BY name, raw"
    )


Numbers = tuple[int, tuple[int, ...]]


def _of_values(connection: duck.DuckDBPyConnection) -> Iterable[Numbers]:
    query = f"""SELECT field, coalesce(sum(n) FILTER (WHERE v IS NOT NULL), 0)::BIGINT,
                       coalesce(sum(n) FILTER (WHERE v IS NULL), 0)::BIGINT,
                       coalesce(sum(n) FILTER (WHERE v <> raw), 0)::BIGINT, count(DISTINCT v),
                       coalesce(min(length(v)) {DIGITS}, 0), coalesce(max(length(v)) {DIGITS}, 0)
                FROM vals GROUP BY field"""
    return [(field, tuple(numbers)) for field, *numbers in connection.execute(query).fetchall()]


def _of_file(connection: duck.DuckDBPyConnection, staged: Staged, fields: Sequence[int]) -> Iterable[Numbers]:
    """The same of columns left in the file. Different values are estimated there (HyperLogLog, some 2 % off)."""
    for field in fields:
        c = f'"c{field}"'
        odd = f"{c} < '!' OR left({c}, 1) IN ({_blanks()}) OR suffix({c}, ' ') OR right({c}, 1) IN ({_blanks()})"
        query = (
            f"SELECT count(v), count(*) FILTER (WHERE {odd}), approx_count_distinct(v), "
            f"min(length(v)) {DIGITS}, max(length(v)) {DIGITS}"
        )
        texts, odds, *rest = _one(connection, f"{query} FROM (SELECT {c} AS v, {c} FROM {table(staged)})")
        (blanks,) = (
            _one(connection, f"SELECT count(*) - count({trimmed(c)}) FROM {table(staged)} WHERE {c} IS NOT NULL")
            if odds
            else (0,)
        )
        yield field, (texts - blanks, blanks, odds - blanks, *(number or 0 for number in rest))


def _one(connection: duck.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row: tuple[int, ...] | None = connection.execute(query).fetchone()
    assert row is not None
    return row


def _blanks() -> str:
    return ", ".join(duck.literal(blank) for blank in BLANKS)
