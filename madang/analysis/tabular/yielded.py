"""Rows as the tables that a study yields, with the columns that it declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from madang.analysis.declare import Yield
from madang.query.model import Type

ARROW = {
    Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.NUMBER: pa.float64(), Type.BOOLEAN: pa.bool_(), Type.GEOMETRY: pa.binary(),
}  # fmt: skip
Row = dict[str, Any]


def table(one: Yield, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """A table of the columns of a yield. Numbers that are not finite are empty."""
    columns = {column.name: ARROW[column.type] for column in one.columns}
    arrays = [pa.array([plain(row[name]) for row in rows], type=kind) for name, kind in columns.items()]
    return pa.table(dict(zip(columns, arrays, strict=True)))


def plain(value: Any) -> Any:
    """Plain JSON of a value, of whatever it holds; what is not a finite number is nothing."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
