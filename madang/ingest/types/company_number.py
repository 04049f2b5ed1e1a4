"""British company numbers: `04166647`, or two letters and six digits, `SC123456`; spreadsheets drop the zeros in front."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("04166647", "4166647", "SC123456", "OC301234", "NI012345", "RS007018", "IP12345R")
INVALID = ("041666470", "ABC12345", "S1234567", "2026-03-01", "")
RANK = 460
NAMES = r"compan(?:y|ies).{0,12}(?:number|no|num|id|house)|crn"
_PATTERN = "[0-9]{8}|[1-9][0-9]{4,6}|[A-Z]{2}(?:[0-9]{6}|[0-9]{5}R)"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "company number", "ko": "영국 회사 등록번호"}


def decides(column: Facts) -> bool:
    """Two letters and six digits are also anybody's reference: the header must speak of a company."""
    return column.named
