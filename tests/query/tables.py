"""Tables to ask: real revisions, built from rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from madang.lib import ids
from madang.query.model import Column, Table, Type
from madang.store import Store, revisions

ARROW = {
    Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.NUMBER: pa.float64(), Type.BOOLEAN: pa.bool_(), Type.DATE: pa.date32(),
    Type.TIME: pa.time64("us"), Type.DATETIME: pa.timestamp("us"), Type.GEOMETRY: pa.binary(),
}  # fmt: skip


def make_table(store: Store, columns: tuple[Column, ...], rows: list[dict[str, Any]], name: str = "rows") -> Table:
    """Build a revision of these rows and give the table that questions are asked of."""
    schema = pa.schema([(column.name, ARROW[column.type]) for column in columns])
    shape = next((column.name for column in columns if column.type is Type.GEOMETRY), None)
    geometry = {"column": shape, "kind": "", "bbox": None} if shape else None
    revision = ids.new()
    with revisions.build(store, revision, schema, geometry=geometry) as build:
        build.write(pa.Table.from_pylist(rows, schema))
    return Table(
        "tests", name, revision, columns, len(rows), "observed", datetime(2026, 6, 30, tzinfo=UTC), store, geometry
    )
