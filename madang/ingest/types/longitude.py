"""Degrees east, -180 to 180, where the header says so."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types._plain import Plain
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("126.9780", "-2.9916", "127", "0", "-0.5", "180")
INVALID = ("180.1", "1269780", "37.5N", "126,97", "-181", "007", "")
RANK = 480
# 경도 is also the hardness of water.
NAMES = r"(?:^|[^a-z])(?:longitude|long|lon|lng)(?:$|[^a-z])|longitude$|(?-i:[a-z](?:Lon|Lng|Long)$)|경도(?!.{0,3}(?:mg|㎎|ppm|°d))"
_PATTERN = r"-?(?:[1-9]|[1-9][0-9]|1[0-7][0-9])(?:\.[0-9]{1,20})?|0|-?0\.[0-9]{1,20}|-?180(?:\.0{1,20})?"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "longitude", "ko": "경도"}


def decides(column: Facts) -> bool:
    return column.named


def numbers(plain: Plain) -> bool:
    return not plain.grouped and plain.least >= -180 and plain.greatest <= 180
