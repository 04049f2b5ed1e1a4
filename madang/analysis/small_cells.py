"""Counts of few people in what comes of restricted data: left out, with the rest of the row as it is.

A second fence: names, places and sums that give a count back stay, so `publishing` makes such tables internal.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from madang.lib.problems import Text

FEWEST = 5
"""People in a cell below which it is left out; the same number that the checks of files ask about."""
SAID: Text = {
    "en": (
        f"An input is restricted: counts of 1 to {FEWEST - 1} people are left out of the tables, which are published as internal data,"
        " and the rest of the result is for those who may run studies on that input."
    ),
    "ko": (
        f"입력에 제한 자료가 있습니다. 표에서는 1명에서 {FEWEST - 1}명까지의 수를 비웠고, 표는 내부 자료로 게시됩니다. 나머지 결과는"
        " 그 자료로 분석할 수 있는 사람만 봅니다."
    ),
}


def suppressed(rows: pa.Table, columns: Iterable[str]) -> tuple[pa.Table, int]:
    """The rows with every value above 0 and below 5 of these columns empty, and how many those were."""
    count = 0
    for name in columns:
        place = rows.column_names.index(name)
        values = rows.column(place)
        few = pc.fill_null(pc.and_(pc.greater(values, 0), pc.less(values, FEWEST)), False)
        count += pc.sum(few).as_py() or 0
        rows = rows.set_column(place, rows.schema.field(place), pc.if_else(few, pa.scalar(None, values.type), values))
    return rows, count
