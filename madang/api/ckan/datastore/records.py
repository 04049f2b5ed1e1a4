"""Rows as answers hold them: objects, lists, or lines of CSV or TSV, all written column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from madang.api.formats import _cells, csv

FORMATS = ("objects", "lists", "csv", "tsv")
DELIMITERS = {"csv": ",", "tsv": "\t"}


def written(batches: Iterable[pa.RecordBatch], schema: pa.Schema, form: str) -> str:
    """The JSON text of `records`: a list of objects or lists, or one text of lines without a heading."""
    if form in DELIMITERS:
        lines = b"".join(csv.rows(*as_texts(batches, schema), DELIMITERS[form], end="\n"))
        return _cells.json_text(lines.decode())
    rows = (objects if form == "objects" else lists)(batches, schema)
    return f"[{b''.join(rows).removesuffix(b',').decode()}]"


def objects(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[bytes]:
    """Objects, each followed by a comma."""
    for batch in batches:
        yield _cells.joined(_cells.json_rows(batch, schema), ",")


def lists(batches: Iterable[pa.RecordBatch], schema: pa.Schema, separator: str = ",") -> Iterator[bytes]:
    """Lists of values, each followed by the separator."""
    for batch in batches:
        columns = _cells.json_columns(batch, schema)
        inner = pc.binary_join_element_wise(*columns, ",") if len(columns) > 1 else columns[0]
        yield _cells.joined(pc.binary_join_element_wise("[", inner, "]", ""), separator)


def as_texts(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> tuple[Iterator[pa.RecordBatch], pa.Schema]:
    """The same with shapes as texts of GeoJSON, as they are in JSON; formats of text would write WKT."""
    shapes = [at for at, field in enumerate(schema) if _cells.is_geometry(field)]
    if not shapes:
        return iter(batches), schema
    plain = schema
    for at in shapes:
        plain = plain.set(at, pa.field(schema.field(at).name, pa.string()))
    return (_replaced(batch, schema, plain, shapes) for batch in batches), plain


def _replaced(batch: pa.RecordBatch, schema: pa.Schema, plain: pa.Schema, shapes: list[int]) -> pa.RecordBatch:
    import shapely

    columns = list(batch.columns)
    for at in shapes:
        found = shapely.from_wkb(columns[at].to_numpy(zero_copy_only=False))
        columns[at] = pa.array(shapely.to_geojson(found), pa.string())
    return pa.RecordBatch.from_arrays(columns, schema=plain)


def renamed(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, names: list[str]
) -> tuple[Iterator[pa.RecordBatch], pa.Schema]:
    """The same columns under other names."""
    fields = [field.with_name(name) for field, name in zip(schema, names, strict=True)]
    shown = pa.schema(fields)
    return (pa.RecordBatch.from_arrays(batch.columns, schema=shown) for batch in batches), shown


def ranked(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, places: dict[str, int]
) -> tuple[Iterator[pa.RecordBatch], pa.Schema]:
    """The same with columns of ranks at their places: 1 in each row, because whatever is found is found wholly."""
    shown = schema
    for name, at in places.items():
        shown = shown.insert(at, pa.field(name, pa.float64()))
    return (_with_ranks(batch, shown, places) for batch in batches), shown


def _with_ranks(batch: pa.RecordBatch, shown: pa.Schema, places: dict[str, int]) -> pa.RecordBatch:
    columns = list(batch.columns)
    for at in places.values():
        columns.insert(at, pa.repeat(pa.scalar(1.0), batch.num_rows))
    return pa.RecordBatch.from_arrays(columns, schema=shown)
