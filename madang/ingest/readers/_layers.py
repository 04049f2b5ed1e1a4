"""Map layers through GDAL: each layer a table with native columns and its geometry as WKB in the coordinates of the file."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from madang.ingest.no_table import FeaturesMissing, NoRows, NoSuchSheet, Unreadable
from madang.ingest.shape.headers import headers
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Finding, Reading, Staged
from madang.lib import gdal

BATCH = 10_000
_NO_MEMORY = re.compile(r"out of memory|cannot (?:re)?allocate|memory allocation|malloc", re.I)


def read_layers(
    source: str,
    name: str,
    reader: str,
    choices: Choices,
    scratch: Path,
    encoding: str | None = None,
    only: Callable[[str], bool] = lambda layer: True,
) -> Reading:
    """Read every layer of a GDAL source (a path, or `/vsizip/...`) into staged tables. Raises `Unreadable`, `NoRows`."""
    gdal.pyogrio()
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            tables = _tables(source, name, choices, scratch, encoding, only)
    except MemoryError:
        raise
    except (RuntimeError, ValueError, pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk, not the file
        if _NO_MEMORY.search(str(error)):
            raise MemoryError(str(error)) from error
        detail = str(error).replace(source, name)  # receipts are public: no path of the machine
        raise Unreadable(name=name, format=reader, detail=detail[:300]) from error
    filled = tuple(table for table in tables if table.rows)
    if not filled:
        raise NoRows(name=name)
    return Reading(reader, filled, findings=_warned(source, name, said))


def _tables(
    source: str, name: str, choices: Choices, scratch: Path, encoding: str | None, only: Callable[[str], bool]
) -> list[Staged]:
    layers = [str(layer) for layer, _kind in gdal.pyogrio().list_layers(source) if only(str(layer))]
    wanted = choices.get("sheet")
    if wanted and wanted not in layers:
        raise NoSuchSheet(name=name, sheet=wanted, names=", ".join(layers))
    chosen = [layer for layer in layers if wanted in (None, "", layer)]
    return [_layer(source, layer, scratch, encoding, len(chosen) > 1) for layer in chosen]


def _warned(source: str, name: str, said: list[warnings.WarningMessage]) -> tuple[Finding, ...]:
    """What GDAL remarked while reading, in its own words."""
    words = dict.fromkeys(
        str(each.message).replace(source, name)[:300] for each in said if each.category is RuntimeWarning
    )
    if not words:
        return ()
    listed = " / ".join(list(words)[:5])
    text = {
        "en": f"The reader of map files remarks: {listed}",
        "ko": f"지도 파일 판독기가 알린 내용: {listed}",
    }
    return (Finding("reader-remarks", "warning", text, count=len(words)),)


def _layer(source: str, layer: str, scratch: Path, encoding: str | None, several: bool) -> Staged:
    pyogrio = gdal.pyogrio()
    from pyogrio.raw import open_arrow

    with open_arrow(source, layer=layer, encoding=encoding, batch_size=BATCH, use_pyarrow=True) as (facts, batches):
        geometry = facts["geometry_name"] or "wkb_geometry"
        schema = batches.schema
        fields = [field for field in schema if field.name != geometry]
        native = {f"c{at}": kind for at, field in enumerate(fields, 1) if (kind := native_type(field.type)) is not None}
        if geometry in schema.names:
            native["geometry"] = pa.binary()
        stage = Stage(scratch, layer if several else "", headers([[f.name for f in fields]], len(fields)), native)
        with stage:
            for batch in batches:
                stage.write(_rows(batch, [field.name for field in fields], geometry, stage))
    told = pyogrio.read_info(source, layer=layer, encoding=encoding)["features"]
    if told > stage.rows:  # GDAL stops without a word where a file is cut off
        raise FeaturesMissing(name=layer, told=told, found=stage.rows)
    crs = (facts["crs"] or "") if "geometry" in native else None
    return stage.staged({"layer": layer, "header_rows": [], "records": stage.rows}, geometry_crs=crs)


def native_type(kind: pa.DataType) -> pa.DataType | None:
    """The Arrow type to keep; None for text and for nested values, which become JSON text."""
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if pa.types.is_dictionary(kind):
        return native_type(kind.value_type)
    if pa.types.is_date(kind):
        return pa.date32()
    if pa.types.is_time(kind):
        return pa.time64("us")
    if pa.types.is_float16(kind):
        return pa.float32()
    if pa.types.is_decimal(kind):
        return kind if kind.precision <= 38 and kind.scale >= 0 else None  # wider ones fit no engine: text
    plain = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean)
    return kind if any(check(kind) for check in plain) else None


def staged_column(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """A column as the staged type: nested values and bytes as JSON text, times in microseconds."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    source = column.type
    if pa.types.is_dictionary(source):
        column, source = column.dictionary_decode(), source.value_type
    if source == kind:
        return column
    if pa.types.is_string(kind) and not _is_text(source):
        return pa.array([_json(value) for value in column.to_pylist()], pa.string())
    return column.cast(kind, safe=not (pa.types.is_temporal(source) and pa.types.is_temporal(kind)))


def _is_text(kind: pa.DataType) -> bool:
    return any(check(kind) for check in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def _json(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _rows(batch: pa.RecordBatch, names: list[str], geometry: str, stage: Stage) -> pa.Table:
    fields = iter(stage.schema)
    arrays = [staged_column(batch.column(batch.schema.get_field_index(name)), next(fields).type) for name in names]
    if "geometry" in stage.native:
        arrays.append(batch.column(batch.schema.get_field_index(geometry)).cast(pa.binary()))
    seen = stage.rows
    lines = pa.array(np.arange(seen + 1, seen + 1 + batch.num_rows))
    return pa.Table.from_arrays([*arrays, lines], schema=stage.schema)
