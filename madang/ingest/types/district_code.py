"""시군구 codes of 5 digits that begin with a real province, where the header says 시군구, 자치구, gu or sgg."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._korea import CENSUS_PROVINCES, PROVINCES
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("11110", "11740", "11010", "26110")
INVALID = ("99110", "1111", "111100", "종로구", "")
RANK = 406
NAMES = r"(?:시군구|자치구|구).{0,2}코드|sgg|gu_?code|sigungu|^구\(코드\)$|^(?:시도|시군구|자치구|구)$"
_PATTERN = rf"(?:{PROVINCES}|{CENSUS_PROVINCES})[0-9]{{3}}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "district code", "ko": "시군구 코드"}


def decides(column: Facts) -> bool:
    return column.named
