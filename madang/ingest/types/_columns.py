"""The text columns of a table in one reading of the file: the different values of most, the look of the long ones.

A column whose values repeat is put into the table `vals(field, raw, v, n, line)`: `v` the trimmed text (NULL when blank), `n` how often,
`line` where first. Types are then tried on different values only. A long column of mostly different values is left in the file
(`Column.apart`): grouping 5 M of them costs more than asking each, and often its bytes alone say what it is (`Column.look`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.ingest.tables import Header, Staged
from madang.ingest.types._column_type import ColumnType, Facts
from madang.ingest.types._distinct import Sketch, estimated, exact
from madang.ingest.types._look import Look
from madang.ingest.types._values import BLANKS, trimmed
from madang.lib import duck

LONG = 200_000
"""Rows from which columns are left in the file."""

MANY = 12_000
"""Different values in a batch of a long column from which it is left in the file."""

FIRST = 40_000
"""Rows that show whether the values of a column hardly repeat, and whether all of them may be different."""

FEW = 60
"""Different values up to which those of a long table are kept with the column: whoever asks later need not read the file again."""

BATCH, BYTES = 122_880, 64 << 20
"""Rows that are looked at together, and about how many bytes at most."""

TOGETHER = 32
"""Batches after which equal values of several are put together."""

SUMMED = "SELECT field, raw, any_value(v) AS v, sum(n)::BIGINT AS n, min(line) AS line"
DIGITS = "FILTER (WHERE regexp_matches(v, '^[0-9]') AND v <> '0')"
PART = pa.schema(
    [("field", pa.int32()), ("raw", pa.string()), ("v", pa.string()), ("n", pa.int64()), ("line", pa.int64())]
)


Numbers = tuple[int, int, int, int, int, int, int, str, str]
NOTHING: Numbers = (0, 0, 0, 0, 0, 0, 0, "", "")


@dataclass(frozen=True)
class Column:
    """A staged text column in numbers."""

    field: int  # 3 is "c3"
    header: Header
    filled: int  # neither NULL nor blank
    blank: int  # empty text or nothing but blanks, not NULL
    spaces: int  # of these, the ones that are not empty
    padded: int  # values with blanks around them
    distinct: int
    shortest: int  # bytes, of values that begin with a digit and are not 0
    longest: int
    low: str = ""  # the first and the last of these values in the order of their characters
    high: str = ""
    look: Look | None = dataclasses.field(default=None, compare=False)  # of a column that is left in the file
    values: dict[str, tuple[int, int]] | None = dataclasses.field(default=None, compare=False)  # as in `Inferred`
    native: bool = False  # whole numbers of the file, looked at as text

    @property
    def apart(self) -> bool:
        return self.look is not None

    @property
    def staged(self) -> str:
        """The staged column as SQL."""
        return f'CAST("c{self.field}" AS VARCHAR)' if self.native else f'"c{self.field}"'

    @property
    def value(self) -> str:
        """The DuckDB expression of the trimmed text in the staged file, NULL when blank; trimming only where it is needed."""
        if self.padded or self.spaces:
            return trimmed(self.staged)
        return f"nullif({self.staged}, '')" if self.blank else self.staged

    @property
    def written(self) -> str:
        """The staged column to the letter, NULL when blank."""
        if self.spaces:
            return f"CASE WHEN {self.value} IS NOT NULL THEN {self.staged} END"
        return f"nullif({self.staged}, '')" if self.blank else self.staged

    @property
    def signs(self) -> frozenset[str] | None:
        """The characters besides digits, when there are few and they are known."""
        return self.look.signs if self.look else None

    def facts(self, kind: ColumnType) -> Facts:
        """What `kind` is told when it is asked whether it may decide the column."""
        header = self.header.header
        named = kind.speaks_for(header)
        return Facts(header, named, self.filled, self.distinct, self.shortest, self.longest, self.low, self.high)


def collect(connection: duck.DuckDBPyConnection, staged: Staged, fields: Sequence[int]) -> list[Column]:
    """Fill `vals` with the text columns `fields` and return what is known of each; a table `vals` of before is dropped."""
    first = _first(staged, fields)
    unlike = [f for f, values in first.items() if len(values.dictionary) == len(values) - values.null_count]
    looks = _fill(connection, staged, fields, [f for f in fields if f not in first])
    for f, look in looks.items():
        look.sketch = None if f in unlike else Sketch(staged.rows)
    if looks:
        _look(staged, looks)
    numbers = _of_values(connection)
    numbers |= {
        f: (c.filled, c.blank, c.spaces, c.padded, 0, c.shortest, c.longest, c.low, c.high) for f, c in looks.items()
    }
    columns = [_column(staged, f, numbers.get(f, NOTHING), looks.get(f)) for f in fields]
    few = _few(connection, [c.field for c in columns if 0 < c.distinct <= FEW]) if staged.rows > LONG else {}
    columns = [replace(c, values=few.get(c.field)) for c in columns]
    return _counted_apart(connection, staged, columns, unlike)


def _few(connection: duck.DuckDBPyConnection, fields: Sequence[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """The values of columns that have few, each with its count and its first line."""
    found: dict[int, dict[str, tuple[int, int]]] = {field: {} for field in fields}
    if found:
        mine = f"FROM vals WHERE v IS NOT NULL AND field IN ({', '.join(map(str, fields))})"
        query = f"SELECT field, v, sum(n)::BIGINT, min(line) {mine} GROUP BY field, v ORDER BY field, v"
        for field, value, count, line in connection.execute(query).fetchall():
            found[field][value] = count, line
    return found


def _column(staged: Staged, number: int, numbers: Numbers, look: Look | None) -> Column:
    filled, blank, spaces, padded, distinct, shortest, longest, low, high = numbers
    header = staged.headers[number - 1]
    return Column(
        number,
        header,
        filled,
        blank,
        spaces,
        padded,
        distinct,
        shortest,
        longest,
        low,
        high,
        look,
        native=f"c{number}" in staged.native,
    )


def _counted_apart(
    connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Column], unlike: Sequence[int]
) -> list[Column]:
    """The columns left in the file with their different values: exactly those whose first values are `unlike` each other."""
    apart = {column.field: column for column in columns if column.look}
    counts = {f: exact(connection, staged, apart[f].value, apart[f].filled) for f in unlike if f in apart}
    sketched = {f: c.look.sketch.count() for f, c in apart.items() if c.look and c.look.sketch and c.look.plain}
    rest = {f: column.value for f, column in apart.items() if f not in counts and f not in sketched}
    about = sketched | estimated(connection, staged, rest)
    # Of these some are known to be equal, so that no estimate may say that all are different.
    counts |= {f: min(count, apart[f].filled - 1) for f, count in about.items() if f not in counts}
    return [replace(column, distinct=counts.get(column.field, column.distinct)) for column in columns]


def batches(staged: Staged, fields: Iterable[int], most: int = BATCH) -> Iterator[pa.RecordBatch]:
    """The columns and their lines, at most `most` rows at a time, values as plain strings."""
    names = [*(f"c{number}" for number in fields), "line"]
    with pq.ParquetFile(staged.file, pre_buffer=False) as file:
        weight = sum(file.metadata.row_group(n).total_byte_size for n in range(file.num_row_groups))
        size = max(1, min(most, BYTES * staged.rows // max(1, weight)))
        for batch in file.iter_batches(size, columns=names, use_threads=False):
            texts = [column.cast(pa.string()) for column in batch.columns[:-1]]
            yield pa.RecordBatch.from_arrays([*texts, batch.columns[-1]], names=names)


def _first(staged: Staged, fields: Sequence[int]) -> dict[int, pa.DictionaryArray]:
    """Of a long table: the first values of the columns whose values hardly repeat."""
    if staged.rows <= LONG:
        return {}
    batch = next(batches(staged, fields, FIRST))
    values = {f: batch.column(f"c{f}").dictionary_encode() for f in fields}
    return {f: found for f, found in values.items() if len(found.dictionary) > MANY}


def _fill(
    connection: duck.DuckDBPyConnection, staged: Staged, fields: Sequence[int], together: Sequence[int]
) -> dict[int, Look]:
    """Fill `vals` in one reading; return the fields that are left in the file, each with an empty look."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE parts (field INTEGER, raw VARCHAR, v VARCHAR, n BIGINT, line BIGINT)"
    )
    count = 0
    for batch in batches(staged, together) if together else ():
        values = {f: batch.column(f"c{f}").dictionary_encode() for f in together}
        together = [f for f in together if not _many(staged, values[f])]
        part = [_counted(f, values[f], batch.column("line")) for f in together if len(values[f].dictionary)]
        if part:
            connection.register("part", pa.Table.from_batches(part))
            connection.execute("INSERT INTO parts SELECT * FROM part")
            connection.unregister("part")
        count += 1
        if count % TOGETHER == 0:  # of a long file the same values come again and again
            connection.execute(f"CREATE OR REPLACE TEMP TABLE parts AS {SUMMED} FROM parts GROUP BY field, raw")
    apart = [f for f in fields if f not in set(together)]
    left = f"FROM parts WHERE field NOT IN ({', '.join(map(str, [0, *apart]))})"
    summed = f"SELECT field, raw, v, n, line {left}" if count < 2 else f"{SUMMED} {left} GROUP BY field, raw"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE vals AS {summed}")
    connection.execute("DROP TABLE parts")
    return {f: Look() for f in apart}


def _many(staged: Staged, values: pa.DictionaryArray) -> bool:
    return staged.rows > LONG and len(values.dictionary) > MANY


def _counted(number: int, values: pa.DictionaryArray, lines: pa.Array) -> pa.RecordBatch:
    """The different values of a batch of one column: how often each, and where first."""
    at = lines.to_numpy(zero_copy_only=False)
    if values.null_count:
        at = at[values.indices.is_valid().to_numpy(zero_copy_only=False)]
    places = values.indices.drop_null().to_numpy(zero_copy_only=False)
    # Arrow numbers values in the order in which they come, so a value stands first where the greatest number so far grows.
    first = at[np.searchsorted(np.maximum.accumulate(places), np.arange(len(values.dictionary)))]
    count = np.bincount(places, minlength=len(values.dictionary))
    text = pc.utf8_trim(values.dictionary, BLANKS)
    text = pc.if_else(pc.equal(text, ""), None, text)
    return pa.RecordBatch.from_arrays(
        [np.full(len(first), number, np.int32), values.dictionary, text, count, first], schema=PART
    )


def _look(staged: Staged, looks: dict[int, Look]) -> None:
    for batch in batches(staged, looks):
        for number, look in looks.items():
            look.add(batch.column(f"c{number}"))


def _of_values(connection: duck.DuckDBPyConnection) -> dict[int, Numbers]:
    query = f"""SELECT field, coalesce(sum(n) FILTER (WHERE v IS NOT NULL), 0)::BIGINT,
                       coalesce(sum(n) FILTER (WHERE v IS NULL), 0)::BIGINT,
                       coalesce(sum(n) FILTER (WHERE v IS NULL AND raw <> ''), 0)::BIGINT,
                       coalesce(sum(n) FILTER (WHERE v <> raw), 0)::BIGINT, count(DISTINCT v),
                       coalesce(min(strlen(v)) {DIGITS}, 0), coalesce(max(strlen(v)) {DIGITS}, 0),
                       coalesce(min(v) {DIGITS}, ''), coalesce(max(v) {DIGITS}, '')
                FROM vals GROUP BY field"""
    return {row[0]: row[1:] for row in connection.execute(query).fetchall()}
