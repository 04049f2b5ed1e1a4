"""An answer that waits for its reader: in memory while it is small, else in a file without a name."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from typing import IO, Any

import pyarrow as pa

from madang.query.limits import Busy
from madang.query.model import Column, Type
from madang.query.sql import frames

IN_MEMORY = 1 << 20
"""Bytes beyond which it waits on the disk: a slow reader costs neither memory nor a child."""
MOST_HELD = 1 << 30
"""Bytes of all answers that wait for slow readers of this process, on the disk mostly."""
_held = 0
_lock = threading.Lock()
TYPES = {
    "BOOLEAN": Type.BOOLEAN, "DATE": Type.DATE, "TIME": Type.TIME, "GEOMETRY": Type.GEOMETRY,
    "FLOAT": Type.NUMBER, "DOUBLE": Type.NUMBER, "NULL": Type.INTEGER,
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "BIGNUM"), Type.INTEGER),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"), Type.INTEGER),
}  # fmt: skip


class Kept:
    """The Arrow messages of an answer, to be read once."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by `close`
        self._schema = pa.schema([])
        self._bytes = 0

    @property
    def columns(self) -> tuple[Column, ...]:
        """Named as the statement names them; a name that comes again gets a number, so that none hides another."""
        columns: list[Column] = []
        for field in self._schema:
            columns.append(Column(_fresh(field.name, {column.name for column in columns}), _type(field)))
        return tuple(columns)

    def add(self, kind: bytes, body: bytes) -> None:
        if kind == frames.SCHEMA:
            self._schema = pa.ipc.read_schema(pa.py_buffer(body))
        else:
            self._bytes += len(body)
            _hold(len(body))
            self._file.write(len(body).to_bytes(4, "big") + body)

    def schema(self) -> pa.Schema:
        """As formats want it: every field says its Madang type."""
        return pa.schema(
            pa.field(column.name, _storage(field.type), metadata={"type": column.type.value})
            for column, field in zip(self.columns, self._schema, strict=True)
        )

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Checked value by value: the child has computed what a stranger wrote, and is not believed."""
        schema = self.schema()
        try:
            self._file.seek(0)
            while head := self._file.read(4):
                message = pa.py_buffer(self._file.read(int.from_bytes(head, "big")))
                batch = pa.ipc.read_record_batch(message, self._schema)
                batch.validate(full=True)
                yield pa.RecordBatch.from_arrays([_plain(array) for array in batch.columns], schema=schema)
        finally:
            self.close()

    def close(self) -> None:
        """May be called twice."""
        _hold(-self._bytes)
        self._bytes = 0
        self._file.close()


def _hold(more: int) -> None:
    """Count what waits for readers; raises `Busy` when slow ones hold too much already."""
    global _held
    with _lock:
        _held += more
        if more > 0 and _held > MOST_HELD:
            raise Busy(seconds=0)


def _fresh(name: str, taken: set[str]) -> str:
    number = 1
    while (candidate := name if number == 1 else f"{name}_{number}") in taken:
        number += 1
    return candidate


def _type(field: pa.Field) -> Type:
    """By the engine's name of it. A decimal without places is a whole number, as sums of whole numbers are."""
    engine = (field.metadata or {}).get(b"engine", b"").decode().strip('"')
    if engine.startswith("DECIMAL"):
        return Type.INTEGER if engine.endswith(",0)") else Type.NUMBER
    return Type.DATETIME if engine.startswith("TIMESTAMP") else TYPES.get(engine, Type.TEXT)


def _storage(kind: Any) -> Any:
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def _plain(array: pa.Array) -> pa.Array:
    return array.storage if isinstance(array, pa.ExtensionArray) else array
