"""Comma-separated values, RFC 4180, UTF-8. An empty cell is no value; an empty text is `""`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from madang.api.formats import _cells

MEDIA_TYPE = "text/csv; charset=utf-8"
EXTENSION = "csv"
OPTIONS = ("bom", "safe", "labels")
DELIMITER = ","


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """`bom` puts the mark that Excel needs, `safe` disarms formulas, `labels` maps names of columns to headings."""
    return lines(batches, schema, DELIMITER, options)


def lines(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, delimiter: str, options: dict[str, Any]
) -> Iterator[bytes]:
    """The heading, then a chunk for each batch."""
    heading = [_quoted(name, delimiter) for name in _cells.labelled(schema, options.get("labels"))]
    yield (b"\xef\xbb\xbf" if options.get("bom") else b"") + (delimiter.join(heading) + "\r\n").encode()
    form = pa_csv.WriteOptions(include_header=False, delimiter=delimiter, quoting_style="needed")
    for batch in batches:
        target = io.BytesIO()
        pa_csv.write_csv(_cells.texts(batch, schema, safe=bool(options.get("safe"))), target, form)
        yield target.getvalue()


def _quoted(name: str, delimiter: str) -> str:
    needs = any(mark in name for mark in (delimiter, '"', "\n", "\r"))
    return '"' + name.replace('"', '""') + '"' if needs else name
