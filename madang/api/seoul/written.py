"""Cells as Seoul's dialect writes them: one line each, "" where there is none."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from madang.api.formats import _cells

DIGITS = {b"date_compact": 8, b"datetime_hour": 10}
"""Meanings of columns whose file wrote days and hours in so many digits, always: clients of the file's time expect those."""


def texts(array: pa.Array, field: pa.Field) -> pa.Array:
    """Cells as texts: days `2026-06-30`, moments `2026-06-30 09:00:00` (with `Z` where they have a zone), `Y` and `N`, WKT.

    What came as `20260630` or `2026063009` in all of the column is written so again.
    """
    if pa.types.is_boolean(field.type):
        return pc.if_else(array, "Y", "N")
    found = _cells.texts_of(array, field)
    if digits := DIGITS.get((field.metadata or {}).get(b"semantic", b"")):
        return pc.utf8_slice_codeunits(pc.replace_substring_regex(found, "[-T:]", ""), 0, digits)
    if pa.types.is_timestamp(field.type):
        return pc.binary_replace_slice(found, 10, 11, " ")
    return found


def json_cells(array: pa.Array, field: pa.Field) -> pa.Array:
    """Cells as JSON: numbers stay numbers, all others are strings; what is empty is "" as well."""
    kind = field.type
    if pa.types.is_floating(kind):
        written = pc.if_else(pc.is_finite(array), array.cast(pa.string()), None)
    elif pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        written = array.cast(pa.string())
    else:
        written = _cells.json_strings(texts(array, field))
    return pc.fill_null(written, '""')
