"""Numbers in full-width digits as old input methods wrote them: `１２`, `１，２３４`, `３．５`."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("１２", "１，２３４", "３．５", "－７", "0")
INVALID = ("００７", "１２３４，５", "１e５", "007", "")
RANK = 627
_FIRST, _ANY = "[１-９1-9]", "[０-９0-9]"
_PATTERN = (
    rf"[－-]?(?:{_FIRST}{_ANY}{{0,2}}(?:[，,]{_ANY}{{3}}){{1,5}}|{_FIRST}{_ANY}{{0,11}}|[０0])(?:[．.]{_ANY}{{1,12}})?"
)
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
CONVERT = "translate({value}, '０１２３４５６７８９．－，,', '0123456789.-')"
LABEL = {"en": "number in full-width digits", "ko": "전각 숫자"}
NOTE = {"en": "full-width digits written as ordinary ones", "ko": "전각 숫자를 보통 숫자로 바꾸었습니다"}


def decides(column: Facts) -> bool:
    """A code of full-width digits is a code: at least the header may not call it one."""
    return column.distinct >= 10
