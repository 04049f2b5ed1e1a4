"""Values as formats of text write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Facts = dict[str, Any]


def is_geometry(field: pa.Field) -> bool:
    """Whether a column holds WKB."""
    return (field.metadata or {}).get(b"type") == b"geometry"


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


ESCAPED = bytes(range(32)) + b'"\\'


def json_text(value: object) -> str:
    """JSON in one line, with Hangul as it is."""
    return _ENCODER.encode(value)


def json_rows(batch: pa.RecordBatch, schema: pa.Schema) -> pa.Array:
    """Every row as the text of a JSON object, made column by column: many times faster than row by row.

    Texts that need nothing but quotes get them while the pieces are joined: a step of Arrow's costs as much as a hundred rows.
    """
    pieces: list[Any] = []
    before, after = "{", ""
    for array, field in zip(batch.columns, schema, strict=True):
        texts = _bare(array, field)
        quote = "" if texts is None else '"'
        pieces += [
            f"{after}{before}{json_text(field.name)}:{quote}",
            _json_filled(array, field) if texts is None else texts,
        ]
        before, after = ",", quote
    return pc.binary_join_element_wise(*pieces, after + "}", "")


def _bare(array: pa.Array, field: pa.Field) -> pa.Array | None:
    """The texts of a column of which none is null and none needs to be escaped; None for every other."""
    kind = field.type
    if array.null_count or not (pa.types.is_string(kind) or pa.types.is_temporal(kind)):
        return None
    texts = texts_of(array, field)
    return None if pa.types.is_string(kind) and _escapes(texts) else texts


def _escapes(texts: pa.Array) -> bool:
    """Whether JSON must escape anything in them, or in what lies around a slice of them."""
    found = data(texts)
    return len(found.translate(None, ESCAPED)) < len(found)


def json_objects(columns: list[pa.Array], names: list[str]) -> pa.Array:
    """Objects of columns that hold JSON text."""
    pieces: list[Any] = []
    for name, column in zip(names, columns, strict=True):
        pieces += [("," if pieces else "{") + json_text(name) + ":", column]
    return pc.binary_join_element_wise(*pieces, "}", "")


def json_columns(batch: pa.RecordBatch, schema: pa.Schema) -> list[pa.Array]:
    """The columns as JSON text: dates in ISO 8601, geometry as GeoJSON, exact decimals, no NaN."""
    return [_json_filled(array, field) for array, field in zip(batch.columns, schema, strict=True)]


def _json_filled(array: pa.Array, field: pa.Field) -> pa.Array:
    found = _json(array, field)
    return pc.fill_null(found, "null") if found.null_count else found


def _json(array: pa.Array, field: pa.Field) -> pa.Array:
    kind = field.type
    if is_geometry(field):
        import shapely

        return pa.array(shapely.to_geojson(shapely.from_wkb(array.to_numpy(zero_copy_only=False))), pa.string())
    if pa.types.is_floating(kind):
        return pc.if_else(pc.is_finite(array), array.cast(pa.string()), None)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_decimal(kind):
        return array.cast(pa.string())
    if pa.types.is_nested(kind):
        return pa.array(
            [None if value is None else json_text(_plain(value)) for value in array.to_pylist()], pa.string()
        )
    return json_strings(texts_of(array, field))


def json_strings(array: pa.Array) -> pa.Array:
    """Texts as JSON strings, nulls kept."""
    if pc.any(pc.match_substring_regex(array, r'["\\\x00-\x1f]')).as_py():
        return pa.array([None if value is None else json_text(value) for value in array.to_pylist()], pa.string())
    return pc.binary_join_element_wise('"', array, '"', "")


def joined(rows: pa.Array, separator: str) -> bytes:
    """The texts one after another, each followed by the separator: the data of one column, as Arrow lays it out."""
    return data(pc.binary_join_element_wise(rows, "", separator))


def data(texts: pa.Array) -> bytes:
    """The bytes of all texts of an array, one after another, as Arrow lays them out; of a slice, those around it as well."""
    buffer = texts.buffers()[2]
    return b"" if buffer is None or not len(texts) else bytes(buffer)


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case bytes():
            return value.hex()
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
    return value


def texts(batch: pa.RecordBatch, schema: pa.Schema) -> list[pa.Array]:
    """The columns as text cells, nulls kept: geometry as WKT, times in ISO 8601, numbers in their shortest form."""
    return [texts_of(array, field) for array, field in zip(batch.columns, schema, strict=True)]


def texts_of(array: pa.Array, field: pa.Field) -> pa.Array:
    """One column as text cells, as in `texts`."""
    kind = field.type
    if is_geometry(field):
        import shapely

        return pa.array(
            shapely.to_wkt(shapely.from_wkb(array.to_numpy(zero_copy_only=False)), rounding_precision=-1), pa.string()
        )
    if pa.types.is_timestamp(kind):
        return _moments(array, kind)
    if pa.types.is_time(kind):
        return _short(array, pa.time64, None).cast(pa.string())
    if pa.types.is_binary(kind) or pa.types.is_nested(kind):
        return pa.array([value if value is None else str(_plain(value)) for value in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def _moments(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """Moments in ISO 8601, in UTC when they have a zone. Arrow takes twenty times as long to write those with a zone."""
    short = _short(array, pa.timestamp, kind.tz and "UTC")
    plain = short.view(pa.timestamp(short.type.unit)).cast(pa.string())  # 2026-06-30 09:05:00
    return pc.binary_join_element_wise(pc.binary_replace_slice(plain, 10, 11, "T"), "Z" if kind.tz else "", "")


def _short(array: pa.Array, kind: Callable[..., pa.DataType], zone: str | None) -> pa.Array:
    """Times without their fraction when no row has one: seconds, else microseconds."""
    try:
        return array.cast(pa.timestamp("s", zone) if kind is pa.timestamp else pa.time32("s"))
    except pa.ArrowInvalid:
        return array.cast(pa.timestamp("us", zone) if kind is pa.timestamp else pa.time64("us"))


def labelled(schema: pa.Schema, labels: dict[str, str] | None) -> list[str]:
    """The names of the columns, or what their publisher calls them."""
    return [(labels or {}).get(name) or name for name in schema.names]
