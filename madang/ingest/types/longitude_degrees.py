"""Degrees east with their signs: `126°58'40.5"E`, `126.978E`, `동경 126도 58분 40초`, under a header that says longitude."""

from madang.ingest.types import _degrees, longitude
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("126°58'40.5\"E", "2° 59' 29.7\" W", "126.978E", "126.978°", "126도 58분 40.5초", "126-58-40.5", "126 58 40.5")
INVALID = ("126.978", "181°0'0\"E", "37°33'N", "126°61'00\"E", "")
RANK = 482
NAMES = longitude.NAMES
matches, SQL, CONVERT = _degrees.type_of("EeWw", 180)
LABEL = {"en": "longitude in degrees, minutes, seconds", "ko": "도·분·초로 적은 경도"}
NOTE = _degrees.NOTE


def decides(column: Facts) -> bool:
    return column.named
