"""Write the rows of a demonstration dataset as the kind of file an office would send."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from madang.demonstration.describe import Entry, Sheet
from madang.demonstration.ground import Ground

ENDINGS = {"csv": ".csv", "cp949": ".csv", "xlsx": ".xlsx", "geojson": ".geojson", "parquet": ".parquet"}


def batches(sheet: Sheet, ground: Ground) -> Iterator[pa.RecordBatch]:
    """The rows of a sheet in the order and types that it describes."""
    made = sheet.make(ground)
    for batch in made.to_batches(max_chunksize=100_000) if isinstance(made, pa.Table) else made:
        yield conform(batch, sheet.schema)


def conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Choose and cast columns. Whole numbers that the source keeps as floats turn into integers; 3.5 would raise."""
    return pa.record_batch([pc.cast(batch.column(each.name), each.type) for each in schema], schema=schema)


def write(entry: Entry, ground: Ground, folder: Path) -> Path:
    """Write all sheets of `entry` into one file of its form in `folder`, and return its path."""
    path = folder / f"{entry.title['ko'].replace('/', '-')}{ENDINGS[entry.form]}"
    if entry.form == "parquet":
        (sheet,) = entry.sheets
        _parquet(path, sheet, ground)
        return path
    tables = {s.name: pa.Table.from_batches(batches(s, ground), schema=s.schema) for s in entry.sheets}
    WRITERS[entry.form](path, tables)
    return path


def _csv(path: Path, tables: dict[str, pa.Table], encoding: str = "utf-8") -> None:
    """UTF-8 as the web likes it, or CP949 as an office in Korea saves it from its spreadsheet."""
    from pyarrow import csv

    (table,) = tables.values()
    sink = pa.BufferOutputStream()
    csv.write_csv(table, sink, csv.WriteOptions(quoting_style="needed"))
    path.write_bytes(sink.getvalue().to_pybytes().decode("utf-8").encode(encoding))


def _xlsx(path: Path, tables: dict[str, pa.Table]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(table.column_names)
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
            sheet.append(row)
    book.save(path)


def _geojson(path: Path, tables: dict[str, pa.Table]) -> None:
    import shapely

    (table,) = tables.values()
    shapes = shapely.to_geojson(shapely.from_wkb(table["geometry"].to_pylist()))
    rows = table.drop_columns(["geometry"]).to_pylist()
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for i, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
            file.write(("" if i == 0 else ",\n") + _feature(row, shape))
        file.write("\n]}\n")


def _feature(row: dict[str, Any], shape: str) -> str:
    return (
        f'{{"type": "Feature", "properties": {json.dumps(row, ensure_ascii=False, default=str)}, "geometry": {shape}}}'
    )


def _parquet(path: Path, sheet: Sheet, ground: Ground) -> None:
    """Batch by batch: five million events never stand in memory together."""
    from pyarrow import parquet

    with parquet.ParquetWriter(path, sheet.schema, compression="zstd") as writer:
        for batch in batches(sheet, ground):
            writer.write_batch(batch)


WRITERS: dict[str, Callable[[Path, dict[str, pa.Table]], None]] = {
    "csv": _csv,
    "cp949": lambda path, tables: _csv(path, tables, "cp949"),
    "xlsx": _xlsx,
    "geojson": _geojson,
}
