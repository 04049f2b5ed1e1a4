"""A month: `202210`, `2026-03`, `2026.03`, `2026년 3월`, `26년 3월`. No day, so it stays text; six digits need a header or proof."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("202210", "2026-03", "2026.03", "2026/3", "2026년 3월", "26년 3월", "2026. 3.")
INVALID = ("202213", "2026-3-1", "2026", "2026-00", "20221", "1899-01", "202600", "")
RANK = 420
NAMES = r"연월|년월|월$|month|period|기간|시점|(?:^|[^a-z])ym(?:$|[^a-z])"
_PATTERN = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2]|[-/](?:0?[1-9]|1[0-2])|\. ?(?:0?[1-9]|1[0-2])\.?)|(?:19|20)?[0-9]{2}년 ?(?:0?[1-9]|1[0-2])월"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "month", "ko": "연월"}


def decides(column: Facts) -> bool:
    """Six plain digits, and `2026.03`, may be numbers: only the header settles them."""
    return column.named
