"""Layers written by GDAL, batch by batch, with the columns cast to what the format holds."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from madang.api.formats import _aside, _cells
from madang.lib import gdal

CRS = "EPSG:4326"  # as all these formats have it: longitude first


def fitted(
    batch: pa.RecordBatch, schema: pa.Schema, shape: str, names: dict[str, str], kept: Collection[str]
) -> pa.RecordBatch:
    """The batch with new names; all columns but the shape and the `kept` ones become texts."""
    as_they_are = {shape, *kept}
    texts = [one for one in schema if one.name not in as_they_are]
    written = _cells.texts(batch.select([one.name for one in texts]), pa.schema(texts))
    columns = dict(zip([one.name for one in texts], written, strict=True))
    arrays = [columns[name] if name in columns else _written(batch.column(name)) for name in schema.names]
    return pa.RecordBatch.from_arrays(arrays, names=[names[name] for name in schema.names])


def _written(array: pa.Array) -> pa.Array:
    """Moments to the millisecond, which is what GDAL keeps; it would round 59.9999 seconds up to 60."""
    return pc.floor_temporal(array, unit="millisecond") if pa.types.is_timestamp(array.type) else array


def target(schema: pa.Schema, shape: str, names: dict[str, str], kept: Collection[str]) -> pa.Schema:
    """The schema of what `fitted` gives."""
    return fitted(pa.RecordBatch.from_pylist([], schema=schema), schema, shape, names, kept).schema


def of_types(schema: pa.Schema, *, dates: bool) -> list[str]:
    """The columns of types that GeoPackage and FlatGeobuf have too. Decimals, times of day and whole numbers over 64 bits
    they have not; days (`dates`) only GeoPackage."""
    return [one.name for one in schema if not _cells.is_geometry(one) and _common(one.type, dates)]


def _common(kind: pa.DataType, dates: bool) -> bool:
    whole = pa.types.is_signed_integer(kind) or kind in (pa.uint8(), pa.uint16(), pa.uint32())
    checks = (pa.types.is_boolean, pa.types.is_floating, pa.types.is_string, pa.types.is_timestamp)
    return whole or (dates and pa.types.is_date(kind)) or any(check(kind) for check in checks)


def write(
    path: Path, driver: str, batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, kind: str, *,
    most: int = _aside.MOST_BYTES, **more: Any,
) -> None:  # fmt: skip
    """Write a layer to `path`, a file of at most `most` bytes. Raises `ExportTooLarge`, and whatever `batches` raises."""
    pyogrio = gdal.pyogrio()
    from pyogrio.raw import write_arrow

    failed: list[Exception] = []

    def watched() -> Iterator[pa.RecordBatch]:
        # GDAL turns what is raised in here into a text of its own.
        try:
            for batch in batches:
                yield batch
                _aside.bounded(path, driver, most)
        except Exception as error:
            failed.append(error)
            raise

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)  # a remark of GDAL is a loss that nobody would see
            write_arrow(
                pa.RecordBatchReader.from_batches(schema, watched()), path,
                driver=driver, geometry_name=shape, geometry_type=kind, crs=CRS, encoding="UTF-8", **more,
            )  # fmt: skip
    except pyogrio.errors.DataSourceError as error:
        raise (failed or [error])[0] from error
