"""Values as formats of text write them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Facts = dict[str, Any]


def is_geometry(field: pa.Field) -> bool:
    """Whether a column holds WKB."""
    return (field.metadata or {}).get(b"type") == b"geometry"


def json_text(value: object) -> str:
    """JSON in one line, with Hangul as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def rows(batch: pa.RecordBatch, schema: pa.Schema) -> Iterator[dict[str, Any]]:
    """Rows as JSON can hold them: dates in ISO 8601, geometry as GeoJSON, no NaN."""
    columns = [list(map(_json(field), array.to_pylist())) for array, field in zip(batch.columns, schema, strict=True)]
    names = schema.names
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _json(field: pa.Field) -> Callable[[Any], Any]:
    kind = field.type
    if is_geometry(field):
        return shape
    if pa.types.is_floating(kind):
        return lambda value: value if value is None or math.isfinite(value) else None
    if (
        pa.types.is_integer(kind)
        or pa.types.is_string(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_large_string(kind)
    ):
        return lambda value: value
    return _plain


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date() | time():
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


def shape(wkb: bytes | None) -> dict[str, Any] | None:
    """WKB as a GeoJSON geometry."""
    import shapely

    if wkb is None:
        return None
    found: dict[str, Any] = json.loads(shapely.to_geojson(shapely.from_wkb(wkb)))
    return found


def texts(batch: pa.RecordBatch, schema: pa.Schema) -> list[pa.Array]:
    """The columns as text cells, nulls kept: geometry as WKT, times in ISO 8601, numbers in their shortest form."""
    return [_text(array, field) for array, field in zip(batch.columns, schema, strict=True)]


def _text(array: pa.Array, field: pa.Field) -> pa.Array:
    kind = field.type
    if is_geometry(field):
        import shapely

        return pa.array(shapely.to_wkt(shapely.from_wkb(array.to_numpy(zero_copy_only=False)), trim=True), pa.string())
    if pa.types.is_timestamp(kind):
        zone = "Z" if kind.tz else ""
        return pc.strftime(_short(array, pa.timestamp, kind.tz and "UTC"), f"%Y-%m-%dT%H:%M:%S{zone}")
    if pa.types.is_time(kind):
        return _short(array, pa.time64, None).cast(pa.string())
    if pa.types.is_binary(kind) or pa.types.is_nested(kind):
        return pa.array([value if value is None else str(_plain(value)) for value in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def _short(array: pa.Array, kind: Callable[..., pa.DataType], zone: str | None) -> pa.Array:
    """Times without their fraction when no row has one: seconds, else microseconds."""
    try:
        return array.cast(pa.timestamp("s", zone) if kind is pa.timestamp else pa.time32("s"))
    except pa.ArrowInvalid:
        return array.cast(pa.timestamp("us", zone) if kind is pa.timestamp else pa.time64("us"))


def labelled(schema: pa.Schema, labels: dict[str, str] | None) -> list[str]:
    """The names of the columns, or what their publisher calls them."""
    return [(labels or {}).get(name) or name for name in schema.names]
