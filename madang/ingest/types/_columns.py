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
from madang.ingest.types._values import BLANKS, is_word, table, trimmed
from madang.lib import duck

LONG = 200_000
"""Rows from which columns are taken one by one."""

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
    shortest: int  # characters, null words apart
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
    real = f"FILTER (WHERE NOT {is_word('v')})"
    query = f"""SELECT field, coalesce(sum(n) FILTER (WHERE v IS NOT NULL), 0)::BIGINT, coalesce(sum(n) FILTER (WHERE v IS NULL), 0)::BIGINT,
                       coalesce(sum(n) FILTER (WHERE v <> raw), 0)::BIGINT, count(DISTINCT v),
                       coalesce(min(length(v)) {real}, 0), coalesce(max(length(v)) {real}, 0)
                FROM vals GROUP BY field"""
    return [(field, tuple(numbers)) for field, *numbers in connection.execute(query).fetchall()]


def _of_file(connection: duck.DuckDBPyConnection, staged: Staged, fields: Sequence[int]) -> Iterable[Numbers]:
    """The same of columns left in the file. Different values are estimated there (HyperLogLog, some 2 % off)."""
    for field in fields:
        c = f'"c{field}"'
        blank, real = f"regexp_full_match({c}, '[{BLANKS}]*')", f"FILTER (WHERE NOT {is_word('v')})"
        row = connection.execute(
            f"""SELECT count({c}), count(*) FILTER (WHERE left({c}, 1) IN ({_blanks()}) OR right({c}, 1) IN ({_blanks()}) OR {c} = ''),
                       approx_count_distinct({c}), min(length({c})), max(length({c})) FROM {table(staged)}"""
        ).fetchone()
        assert row is not None
        texts, odd, distinct, shortest, longest = row
        blanks = 0
        if odd or shortest < 15:
            query = f"SELECT count(*) FILTER (WHERE {blank}), min(length(v)) {real}, max(length(v)) {real} FROM (SELECT {c}, {trimmed(c)} AS v FROM {table(staged)})"
            blanks, shortest, longest = connection.execute(query).fetchone() or (0, 0, 0)
        yield field, (texts - blanks, blanks, odd - blanks, distinct, shortest or 0, longest or 0)


def _blanks() -> str:
    return ", ".join(duck.literal(blank) for blank in BLANKS)
