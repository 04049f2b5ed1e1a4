"""Values separated by tabs, otherwise as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import csv

MEDIA_TYPE = "text/tab-separated-values; charset=utf-8"
EXTENSION = "tsv"
OPTIONS = csv.OPTIONS


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """As `csv.write`."""
    return csv.lines(batches, schema, "\t", options)
