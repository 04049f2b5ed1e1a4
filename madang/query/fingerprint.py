"""The fingerprint of an answer: equal for equal rows, whatever computed, cut or carried them. docs/citations.md tells how to make it
without Madang.

Columns are hashed one by one, so that neither batches nor the layout of Arrow's memory can be seen: SHA-256 over the
validity of its cells (a byte each), and over their values in the one form of its kind:

    whole numbers, dates (days), times and datetimes (microseconds), booleans    8 bytes, signed, little end first
    fractions                        8 bytes of IEEE 754, little end first; -0 is 0, and there is one NaN
    everything else                  the length of its UTF-8 text, or of its bytes, in 8 bytes; all texts after one another

An empty cell is 0 or no bytes. The fingerprint is SHA-256 over one line of JSON (name and kind of each column, count of rows)
and the two or three digests of every column in turn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NAME = "madang-1"
"""The rule above. Another rule gets another name; what was cited under this one keeps it."""
FRACTION, TEXT = "fraction", "text"


def fingerprint(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> tuple[int, str]:
    """The count of rows and the fingerprint in hexadecimal. Takes the batches as they come, in flat memory."""
    columns = [_Column(field) for field in schema]
    rows = 0
    for batch in batches:
        rows += batch.num_rows
        for column, array in zip(columns, batch.columns, strict=True):
            column.add(array)
    head = {"columns": [[column.name, column.kind] for column in columns], "rows": rows}
    whole = hashlib.sha256(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    for column in columns:
        for part in column.parts:
            whole.update(part.digest())
    return rows, whole.hexdigest()


class _Column:
    """One column on its way: its digests, which see values only."""

    def __init__(self, field: pa.Field) -> None:
        self.name, self.kind = field.name, _kind(field.type)
        self._valid, self._values, self._texts = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()

    @property
    def parts(self) -> list[Any]:
        return [self._valid, self._values] + ([self._texts] if self.kind == TEXT else [])

    def add(self, array: pa.Array) -> None:
        self._valid.update(np.asarray(array.is_valid()).astype("u1").tobytes())
        if self.kind == TEXT:
            self._add_texts(_bytes(array))
        elif self.kind == FRACTION:
            values = np.asarray(pc.fill_null(array.cast(pa.float64()), 0.0)) + 0.0  # -0.0 + 0.0 is 0.0
            self._values.update(np.where(np.isnan(values), np.nan, values).astype("<f8").tobytes())
        else:
            self._values.update(np.asarray(pc.fill_null(_whole(array), 0)).astype("<i8").tobytes())

    def _add_texts(self, array: pa.Array) -> None:
        """Arrow lays texts one after another, with the place where each begins; a null may hide some, so nulls go first."""
        if len(array):
            array = pc.fill_null(array, b"")
            _, places, texts = array.buffers()
            starts = np.frombuffer(places, "<i8")[array.offset : array.offset + len(array) + 1]
            self._values.update(np.diff(starts).astype("<i8").tobytes())
            self._texts.update(memoryview(texts)[starts[0] : starts[-1]] if texts else b"")


def _kind(kind: pa.DataType) -> str:
    types = pa.types
    if types.is_integer(kind):
        return "whole"
    for name, matches in (
        (FRACTION, types.is_floating),
        ("boolean", types.is_boolean),
        ("date", types.is_date),
        ("time", types.is_time),
        ("datetime", types.is_timestamp),
    ):
        if matches(kind):
            return name
    return TEXT


def _whole(array: pa.Array) -> pa.Array:
    """Whole numbers of 64 bits: microseconds for times, days for dates. Nothing is rounded: what does not fit raises."""
    kind = array.type
    if pa.types.is_timestamp(kind):
        array = array.cast(pa.timestamp("us", kind.tz))
    elif pa.types.is_time(kind):
        array = array.cast(pa.time64("us"))
    elif pa.types.is_date(kind):
        array = array.cast(pa.date32()).cast(pa.int32())
    elif pa.types.is_boolean(kind):
        array = array.cast(pa.int8())
    return array.cast(pa.int64())


def _bytes(array: pa.Array) -> pa.Array:
    """UTF-8 of texts, bytes as they are, and of everything else (exact decimals, lists) its text."""
    kind = array.type
    if isinstance(array, pa.ExtensionArray):
        return _bytes(array.storage)
    if pa.types.is_dictionary(kind):
        return _bytes(array.dictionary_decode())
    if pa.types.is_decimal(kind):
        array = pa.array([None if one is None else _plain(one) for one in array.to_pylist()], pa.string())
    elif pa.types.is_nested(kind):
        array = pa.array(
            [None if one is None else json.dumps(one, ensure_ascii=False, default=str) for one in array.to_pylist()]
        )
    return array.cast(pa.large_binary())


def _plain(number: Any) -> str:
    """An exact decimal without the zeros at its end: 1.50 is 1.5, whatever its column has room for."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
