"""Words that repeat: few different values over many rows. They become filters and legends."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("공공도서관", "Residential Care", "5", "N")
INVALID = ("", "x" * 101)
RANK = 900
_PATTERN = "[^\n\r]{1,100}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "category", "ko": "분류"}


def decides(column: Facts) -> bool:
    """At most 50 different values, each five times or more on average."""
    return column.distinct <= 50 and column.distinct * 5 <= column.filled
