"""The eastward coordinate, metres or degrees, where the header says so: X좌표, easting. The system is decided by where points fall."""

from madang.ingest.types import _grid
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.NUMBER
VALID, INVALID = _grid.VALID, _grid.INVALID
RANK = 486
NAMES = _grid.names("x", "easting", "e")
matches, SQL, numbers = _grid.matches, _grid.SQL, _grid.numbers
LABEL = {"en": "eastward coordinate", "ko": "X 좌표"}


def decides(column: Facts) -> bool:
    return column.named
