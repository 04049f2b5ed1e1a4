"""The northward coordinate, metres or degrees, where the header says so: Y좌표, northing. The system is decided by where points fall."""

from madang.ingest.types import _grid
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.NUMBER
VALID, INVALID = _grid.VALID, _grid.INVALID
RANK = 487
NAMES = _grid.names("y", "northing", "n")
matches, SQL, numbers = _grid.matches, _grid.SQL, _grid.numbers
LABEL = {"en": "northward coordinate", "ko": "Y 좌표"}


def decides(column: Facts) -> bool:
    return column.named
