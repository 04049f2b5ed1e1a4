"""Writes a staged table: Parquet of text columns `c1`..`cn` with their line numbers, and the rejects beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.ingest.tables import Header, Staged
from madang.lib.problems import Text

REJECTS = pa.schema(
    [("line", pa.int64()), ("reason_en", pa.string()), ("reason_ko", pa.string()), ("text", pa.string())]
)
ROW_GROUP = 122_880
SAMPLE, REPEATED = 16_384, 20
"""Rows that show which columns repeat their values, and how often each value must stand among them on the average."""
TEXT_LIMIT = 4_000  # characters of a rejected row that are kept: enough to see it


class Stage:
    """A staged table being written; use as a context manager, then call `staged`.

    `native` maps column names (`c3`, `geometry`) to Arrow types; every other column is text. `compression` is "none" for readers
    whose cells lie in the file as they are: it spares a tenth of a load's CPU, and what was packed cannot fill the disk.
    """

    def __init__(
        self,
        scratch: Path,
        name: str,
        headers: Iterable[Header],
        native: Mapping[str, pa.DataType] | None = None,
        compression: str = "lz4",
    ) -> None:
        self.name, self.headers, self.native = name, tuple(headers), dict(native or {})
        self._compression = compression
        self._writer: pq.ParquetWriter | None = None
        number = len(list(scratch.glob("table-*.parquet"))) + 1
        self.file, self._rejects_file = scratch / f"table-{number}.parquet", scratch / f"rejects-{number}.parquet"
        columns = [f"c{position}" for position, _ in enumerate(self.headers, 1)]
        fields = [(column, self.native.get(column, pa.string())) for column in columns]
        geometry = [("geometry", pa.binary())] if "geometry" in self.native else []
        self.schema = pa.schema([*fields, *geometry, ("line", pa.int64())])
        self.rows = self.reject_count = 0
        self._rejected: list[dict[str, object]] = []
        self._rejects: pq.ParquetWriter | None = None
        self._pending: list[pa.Table] = []
        self._pending_rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._write_pending(last=True)
            self._write_rejects()
        if self._writer:
            self._writer.close()
        if self._rejects:
            self._rejects.close()

    def write(self, table: pa.Table) -> None:
        """Add rows; the columns must be those of `schema`, in order."""
        self.rows += table.num_rows
        self._pending.append(table.cast(self.schema) if table.schema != self.schema else table)
        self._pending_rows += table.num_rows
        if self._pending_rows >= ROW_GROUP or sum(part.nbytes for part in self._pending) > 64 << 20:
            self._write_pending()

    def reject(self, line: int, reason: Text, text: str) -> None:
        """Keep a row that does not fit, with its line number and the reason."""
        self._rejected.append(
            {"line": line, "reason_en": reason["en"], "reason_ko": reason["ko"], "text": text[:TEXT_LIMIT]}
        )
        self.reject_count += 1
        if len(self._rejected) >= 10_000:
            self._write_rejects()

    def staged(self, facts: dict[str, Any], geometry_crs: str | None = None) -> Staged:
        return Staged(
            name=self.name,
            file=self.file,
            headers=self.headers,
            rows=self.rows,
            native=frozenset(self.native) - {"geometry"},
            geometry_crs=geometry_crs,
            rejects=self._rejects_file if self.reject_count else None,
            reject_count=self.reject_count,
            facts=facts,
        )

    def _write_pending(self, last: bool = False) -> None:
        if self._pending or last:
            table = pa.concat_tables(self._pending) if self._pending else self.schema.empty_table()
            self._writer = self._writer or self._opened(table.slice(0, SAMPLE))
            self._writer.write_table(table, row_group_size=ROW_GROUP)
        self._pending, self._pending_rows = [], 0
        # The C library keeps what was freed in pieces: without this the process grew by 200 MB for each GB it read.
        pa.default_memory_pool().release_unused()

    def _opened(self, sample: pa.Table) -> pq.ParquetWriter:
        """The file lives for minutes and is read a few times: writing fast wins, and a dictionary where values repeat."""
        texts = [field.name for field in self.schema if field.type == pa.string()]
        repeated = [name for name in texts if pc.count_distinct(sample[name]).as_py() * REPEATED <= sample.num_rows]
        return pq.ParquetWriter(
            self.file, self.schema, compression=self._compression, use_dictionary=repeated, write_statistics=False
        )

    def _write_rejects(self) -> None:
        if not self._rejected:
            return
        if self._rejects is None:
            self._rejects = pq.ParquetWriter(self._rejects_file, REJECTS, compression="zstd")
        self._rejects.write_table(pa.Table.from_pylist(self._rejected, REJECTS))
        self._rejected = []


def text_table(schema: pa.Schema, rows: Sequence[Sequence[str | None]], lines: list[int]) -> pa.Table:
    """Rows of text cells (all of the schema's width) as a table of the schema."""
    width = len(schema) - 1
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)] if rows else []
    columns = columns or [pa.array([], pa.string()) for _ in range(width)]
    return pa.Table.from_arrays([*columns, pa.array(lines, pa.int64())], schema=schema)
