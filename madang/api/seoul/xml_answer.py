"""An answer in XML: one element a cell, `<NAME/>` where it is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from madang.api.formats import _cells
from madang.api.seoul import envelopes
from madang.api.seoul.codes import NOTHING, Told
from madang.api.seoul.element_names import encoded
from madang.api.seoul.written import texts

MEDIA_TYPE = "application/xml;charset=UTF-8"
EXTENSION = "seoul.xml"
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
"""Characters that XML cannot hold, however they are written; U+FFFD stands in their place."""


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """`service` and `subway` choose the envelope. Raises `Told` when there are no rows."""
    if not options["facts"]["returned"]:
        raise Told(NOTHING)
    facts = options["facts"]
    around = envelopes.of(options["service"], facts["total"], subway=options["subway"], returned=facts["returned"])
    return _written(batches, schema, around)


def _written(batches: Iterator[pa.RecordBatch], schema: pa.Schema, around: envelopes.Envelope) -> Iterator[bytes]:
    yield around.xml_before.encode()
    for batch in batches:
        if batch.num_rows:
            cells = [_cell(array, field) for array, field in zip(batch.columns, schema, strict=True)]
            rows = pc.binary_join_element_wise(f"<{around.element}>", *cells, f"</{around.element}>", "")
            yield _cells.joined(rows, "\n")
    yield around.xml_after.encode()


def _cell(array: pa.Array, field: pa.Field) -> pa.Array:
    name = encoded(field.name)
    text = pc.fill_null(_escaped(texts(array, field)), "")
    full = pc.binary_join_element_wise(f"<{name}>", text, f"</{name}>", "")
    return pc.if_else(pc.equal(text, ""), f"<{name}/>", full)


def _escaped(array: pa.Array) -> pa.Array:
    for letter, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        array = pc.replace_substring(array, letter, written)
    return pc.replace_substring_regex(array, CONTROL, "\ufffd")
