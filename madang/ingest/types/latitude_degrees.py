"""Degrees north with their signs: `37°33'58.7"N`, `37.5665N`, `북위 37도 33분 58초`, under a header that says latitude."""

from madang.ingest.types import _degrees, latitude
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("37°33'58.7\"N", "33°27' S", "37.5665N", "37.5665°", "37도 33분 58.7초", "37-33-58.7", "37 33 58.7")
INVALID = ("37.5665", "91°0'0\"N", "126°58'E", "37°61'00\"N", "")
RANK = 483
NAMES = latitude.NAMES
matches, SQL, CONVERT = _degrees.type_of("NnSs", 90)
LABEL = {"en": "latitude in degrees, minutes, seconds", "ko": "도·분·초로 적은 위도"}
NOTE = _degrees.NOTE


def decides(column: Facts) -> bool:
    return column.named
