"""The eastward coordinate, metres or degrees, where the header says so: X좌표, easting. The system is decided by where points fall."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types._plain import Plain
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("206182.3079", "334941", "127.084778", "-5000.5", "0")
INVALID = ("206,182", "12345678901", "1e5", "007", "E334941", "")
RANK = 486
NAMES = (
    r"(?:^|[^a-z])x.{0,3}(?:좌표|coord)|좌표(?:정보)?.{0,4}x|x_?좌표|easting|coord.{0,8}x|(?:^|[^a-z])x_?(?:coord|pos)"
    r"|(?:^|[^a-z])(?:bng|osgb).?e(?:$|[^a-z])"
)
_PATTERN = r"-?[1-9][0-9]{0,7}(?:\.[0-9]{1,20})?|0|-?0\.[0-9]{1,20}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "eastward coordinate", "ko": "X 좌표"}


def numbers(plain: Plain) -> bool:
    return not plain.grouped and plain.whole <= 8


def decides(column: Facts) -> bool:
    return column.named
