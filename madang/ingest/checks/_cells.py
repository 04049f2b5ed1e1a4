"""Every cell of a table, in batches as Arrow keeps them: one reading for all that looks into cells.

The text of a batch lies in one buffer of bytes, so whole batches are asked at once where something may stand at all. Over five
million rows that costs a tenth of a regular expression for each cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from madang.ingest.tables import Inferred, Staged
from madang.ingest.types._values import MEMORY_MB, table
from madang.lib import duck
from madang.query.model import Type

BATCH = 32_768
LEAST = 10**9
"""Smaller numbers stand for nobody: no kind has fewer than ten digits without a letter or a sign."""
# fmt: off
PROVED = frozenset((
    "business_number_kr", "company_number", "date_ambiguous", "datetime_ambiguous", "district_code", "dong_code",
    "gss_code", "latitude", "legal_dong_code", "longitude", "pnu", "postcode_kr", "postcode_uk", "quarter", "uprn", "year_month",
))
# fmt: on
"""Column types of which every value was proved to be something else."""
NUMBERS = (Type.INTEGER, Type.NUMBER)
OTHERS = (Type.BOOLEAN, Type.DATE, Type.DATETIME, Type.TIME, Type.GEOMETRY)


@dataclass(frozen=True)
class Field:
    """A column that is looked into. `place` is its name in the file."""

    place: str
    column: Inferred


@dataclass(frozen=True)
class Texts:
    """The cells of one column in one batch: their bytes, where each begins (one more than cells), and their lines."""

    field: Field
    array: pa.StringArray
    data: NDArray[np.uint8]
    begins: NDArray[np.int64]
    lines: NDArray[np.int64]

    @cached_property
    def raw(self) -> bytes:
        return self.data.tobytes()

    def cells(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The cells in which these places of `raw` lie, one for each place."""
        return np.searchsorted(self.begins, places, side="right") - 1

    def places(self, needle: bytes) -> NDArray[np.int64]:
        """Where these bytes stand."""
        found, place = [], self.raw.find(needle)
        while place >= 0:
            found.append(place)
            place = self.raw.find(needle, place + 1)
        return np.array(found, np.int64)


@dataclass(frozen=True)
class Numbers:
    """The whole numbers of one column in one batch that are at least `LEAST`, and their lines."""

    field: Field
    values: NDArray[np.int64]
    lines: NDArray[np.int64]


def fields(columns: Sequence[Inferred]) -> list[Field]:
    """The columns in which something can stand: text, numbers that are long enough, and what had values put aside."""
    return [
        Field(f"c{number}", column)
        for number, column in enumerate(columns, 1)
        if _worth(column) or any(len(word) > 5 for word in column.null_words) or "…" in column.null_words
    ]


def _worth(column: Inferred) -> bool:
    if column.type in OTHERS or column.semantic in PROVED:
        return False
    return column.type not in NUMBERS or _long(column.low) or _long(column.high) or _halved(column)


def _halved(column: Inferred) -> bool:
    """Whether its numbers may be six digits and seven behind the point, each a resident number (`800103.1123458`)."""
    bounds = [bound for bound in (column.low, column.high) if bound is not None]
    return column.type is Type.NUMBER and any(re.fullmatch(r"[0-9]{5,6}\.[0-9]{4,7}", bound) for bound in bounds)


def _long(bound: str | None) -> bool:
    try:
        return bound is not None and abs(float(bound)) >= LEAST
    except ValueError:
        return True


def read(staged: Staged, asked: Sequence[Field]) -> Iterator[Texts | Numbers]:
    """The cells of these columns, batch by batch. Nested values are read as JSON text, as they will be published.

    Numbers that are written otherwise than they will be published (`8,001,031,123,458`) are read as both.
    """
    if not asked:
        return
    # Without `pre_buffer`, which holds whole row groups: a third of the memory and half of the time.
    with pq.ParquetFile(staged.file, pre_buffer=False, buffer_size=1 << 20) as file:
        kinds = {field.place: file.schema_arrow.field(field.place).type for field in asked}
        plain = [f for f in asked if _readable(kinds[f.place]) and (f.place in staged.native or not _as_numbers(f))]
        for batch in file.iter_batches(BATCH, columns=[*(field.place for field in plain), "line"], use_threads=False):
            yield from _split(batch, plain)
    yield from _read_as_published(staged, [field for field in asked if field not in plain or _rewritten(staged, field)])


def _rewritten(staged: Staged, field: Field) -> bool:
    """Whether the column is text that becomes numbers of another look."""
    return field.column.type in NUMBERS and field.column.semantic != "integer" and field.place not in staged.native


def _as_numbers(field: Field) -> bool:
    """Whether its halves are asked for: as numbers at once, not text by text, as most such columns are coordinates."""
    column = field.column
    return _halved(column) and not column.null_words and not (_long(column.low) or _long(column.high))


def _readable(kind: pa.DataType) -> bool:
    return any(
        test(kind) for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_floating)
    )


def _read_as_published(staged: Staged, asked: Sequence[Field]) -> Iterator[Texts | Numbers]:
    if not asked:
        return
    values = ", ".join(_published(staged, field) for field in asked)
    with duck.connect(memory_mb=MEMORY_MB) as connection:
        for batch in connection.execute(f"SELECT {values}, line FROM {table(staged)}").to_arrow_reader(BATCH):
            yield from _split(batch, asked)


def _published(staged: Staged, field: Field) -> str:
    """The value as text; of a number that is written the same nothing, as its cell was read already."""
    if _as_numbers(field):
        return f"({field.column.sql})::DOUBLE AS {field.place}"
    value = f"({field.column.sql})::VARCHAR"
    return f"{f'nullif({value}, {field.place})' if _rewritten(staged, field) else value} AS {field.place}"


def _split(batch: pa.RecordBatch, asked: Sequence[Field]) -> Iterator[Texts | Numbers]:
    lines = batch.column("line").to_numpy()
    for field in asked:
        array = batch.column(field.place)
        yield _numbers(field, array, lines) if pa.types.is_primitive(array.type) else texts(field, array, lines)


def _numbers(field: Field, array: pa.Array, lines: NDArray[np.int64]) -> Numbers:
    values = array.to_numpy(zero_copy_only=False).astype(float) if array.null_count else array.to_numpy()
    with np.errstate(invalid="ignore"):
        values = np.where(values < LEAST, _joined(values), values) if values.dtype.kind == "f" else values
        long = (values >= LEAST) & (values < 10**16) & (values == np.floor(values))
    return Numbers(field, values[long].astype(np.int64), lines[long])


def _joined(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Six digits and seven behind the point as one number, of those that may be a day and more; 0 for others."""
    whole = np.rint(values * 1e7)
    halves = (values >= 10_101) & (values < 991_232) & (np.abs(values * 1e7 - whole) < 0.01) & (whole % 1_000 != 0)
    return np.where(halves, whole, 0)


def texts(field: Field, array: pa.Array, lines: NDArray[np.int64]) -> Texts:
    """The cells of an Arrow array of any kind of text."""
    array = array if array.type == pa.string() else array.cast(pa.string())
    _, offsets, data = array.buffers()
    begins = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1].astype(np.int64)
    cells = np.frombuffer(data, np.uint8)[begins[0] : begins[-1]] if data is not None else np.zeros(0, np.uint8)
    return Texts(field, array, cells, begins - begins[0], lines)
