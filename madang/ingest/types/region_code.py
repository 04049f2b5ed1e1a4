"""Digits under the name of a region, 시도, 시군구, 읍면동: codes of several levels in one column, of whichever office."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("11", "11010", "1101053", "21070670", "1111051500")
INVALID = ("1", "종로구", "11010.5", "-11", "")
RANK = 407
NAMES = (
    r"^(?:시도|시군구|읍면동|행정동|법정동|자치구|동|행정구역|(?:행정)?구역.{0,3}코드)$|행정구역.{0,2}코드|지역.?코드"
)
_PATTERN = "[1-9][0-9]{1,9}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "region code", "ko": "지역 코드"}


def decides(column: Facts) -> bool:
    return column.named
