"""What `xls` downloads: a workbook of today's Excel, as `SERVICE.xlsx`.

Nobody keeps a writer of the old binary .xls, and web pages named .xls, which others send, open in Excel with a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import xlsx
from madang.api.seoul.codes import NOTHING, Told

MEDIA_TYPE = xlsx.MEDIA_TYPE
EXTENSION = "seoul.xlsx"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """Texts that a spreadsheet would compute are disarmed. Raises `Told` when there are no rows."""
    if not options["facts"]["returned"]:
        raise Told(NOTHING)
    return xlsx.write(batches, schema, **options, safe=True)
