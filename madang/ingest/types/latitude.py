"""Degrees north, -90 to 90, where the header says so."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types._plain import Plain
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("37.5665", "53.4084", "-33.9", "0", "90")
INVALID = ("90.1", "126.97", "37.5N", "37,56", "")
RANK = 481
NAMES = r"(?:^|[^a-z])(?:latitude|lat)(?:$|[^a-z])|latitude$|(?-i:[a-z]Lat$)|위도"
_PATTERN = r"-?(?:[1-9]|[1-8][0-9])(?:\.[0-9]{1,20})?|0|-?0\.[0-9]{1,20}|-?90(?:\.0{1,20})?"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "latitude", "ko": "위도"}


def decides(column: Facts) -> bool:
    return column.named


def numbers(plain: Plain) -> bool:
    return not plain.grouped and plain.least >= -90 and plain.greatest <= 90
