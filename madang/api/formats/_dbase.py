"""What a dBASE table (the attributes of a Shapefile) holds: names of ten bytes, texts of 254, numbers as digits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.api.formats import _gdal

NAME_BYTES = 10
TEXT_BYTES = 254
MOST_FIELDS = 255
LARGEST = 1e15
"""Numbers are written with 15 decimals in 24 digits; a column with larger ones is text."""
MOST_DIGITS = 10**18


def names(full: Iterable[str]) -> dict[str, str]:
    """A name of at most ten bytes of UTF-8 (three letters of Hangul) for each, all different also without case.

    `["어린이보호구역", "어린이보호시설", "id", "ID"]` are `어린이`, `어린이1`, `id`, `ID1`.
    """
    short: dict[str, str] = {}
    taken: set[str] = set()
    for name in full:
        plain = "".join(letter if letter.isalnum() else "_" for letter in name) or "_"
        number, candidate = 0, _cut(plain, NAME_BYTES)
        while candidate.lower() in taken:
            number += 1
            candidate = _cut(plain, NAME_BYTES - len(str(number))) + str(number)
        taken.add(candidate.lower())
        short[name] = candidate
    return short


def _cut(text: str, size: int) -> str:
    """The first bytes of a text, no letter halved."""
    return text.encode()[:size].decode(errors="ignore")


class Attributes:
    """The columns of a layer as dBASE has them. `look` at all batches first: numbers too large make a column text."""

    def __init__(self, schema: pa.Schema, shape: str) -> None:
        self._schema, self._shape = schema, shape
        self._names = names(name for name in schema.names if name != shape) | {shape: shape}
        self._wide: set[str] = set()
        self._cut: Counter[str] = Counter()

    def look(self, batch: pa.RecordBatch) -> None:
        for one, array in zip(self._schema, batch.columns, strict=True):
            if not _fits(array):
                self._wide.add(one.name)

    @property
    def target(self) -> pa.Schema:
        return self._fitted(pa.RecordBatch.from_pylist([], schema=self._schema)).schema

    def fitted(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch as it is written; counts the texts that had to be cut."""
        found = self._fitted(batch)
        columns = []
        for name, array in zip(self._schema.names, found.columns, strict=True):
            if pa.types.is_string(array.type):
                array, long = _short(array)
                self._cut[name] += long
            columns.append(array)
        return pa.RecordBatch.from_arrays(columns, schema=found.schema)

    def _fitted(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        kept = [one.name for one in self._schema if one.name not in self._wide and _kept(one.type)]
        return _gdal.fitted(batch, self._schema, self._shape, self._names, kept)

    def sidecar(self) -> pa.RecordBatch:
        """For each column its short name, its whole name, its type in Madang, and how many texts were cut."""
        rows = [
            {
                "field": self._names[one.name], "column": one.name,
                "type": (one.metadata or {}).get(b"type", b"").decode(), "texts_cut": self._cut[one.name],
            }
            for one in self._schema
            if one.name != self._shape
        ]  # fmt: skip
        kinds = [("field", pa.string()), ("column", pa.string()), ("type", pa.string()), ("texts_cut", pa.int64())]
        return pa.RecordBatch.from_pylist(rows, schema=pa.schema(kinds))


def _kept(kind: pa.DataType) -> bool:
    """Moments, times of day and decimals become texts."""
    signed = pa.types.is_signed_integer(kind) or kind in (pa.uint8(), pa.uint16(), pa.uint32())
    return signed or any(check(kind) for check in (pa.types.is_boolean, pa.types.is_floating, pa.types.is_date))


def _fits(array: pa.Array) -> bool:
    """Whether all numbers of a column can be written as digits."""
    if not (pa.types.is_floating(array.type) or pa.types.is_int64(array.type)) or array.null_count == len(array):
        return True
    values = pc.drop_null(array).to_numpy(zero_copy_only=False)
    if pa.types.is_int64(array.type):
        return bool(values.min() > -MOST_DIGITS and values.max() < MOST_DIGITS)
    return bool(np.all(np.abs(values) < LARGEST))  # NaN is not


def _short(array: pa.Array) -> tuple[pa.Array, int]:
    """Texts of at most 254 bytes, and how many were longer."""
    long = pc.greater(pc.binary_length(array), TEXT_BYTES)
    count = pc.sum(long).as_py() or 0
    if not count:
        return array, 0
    return pa.array(
        [text if text is None else _cut(text, TEXT_BYTES) for text in array.to_pylist()], pa.string()
    ), count
