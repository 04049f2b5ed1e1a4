"""The northward coordinate, metres or degrees, where the header says so: Y좌표, northing. The system is decided by where points fall."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types._plain import Plain
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("206182.3079", "334941", "127.084778", "-5000.5", "0")
INVALID = ("206,182", "12345678901", "1e5", "007", "E334941", "")
RANK = 487
NAMES = (
    r"(?:^|[^a-z])y.{0,3}(?:좌표|coord)|좌표(?:정보)?.{0,4}y|y_?좌표|northing|coord.{0,8}y|(?:^|[^a-z])y_?(?:coord|pos)"
    r"|(?:^|[^a-z])(?:bng|osgb).?n(?:$|[^a-z])"
)
_PATTERN = r"-?[1-9][0-9]{0,7}(?:\.[0-9]{1,20})?|0|-?0\.[0-9]{1,20}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "northward coordinate", "ko": "Y 좌표"}


def numbers(plain: Plain) -> bool:
    return not plain.grouped and plain.whole <= 8


def decides(column: Facts) -> bool:
    return column.named
