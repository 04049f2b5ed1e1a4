"""Numbers grouped the Indian way: `1,23,45,678`. Decided only when some value cannot be read the English way."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("1,23,456", "12,34,56,789", "1,234", "500", "1,23,456.50")
INVALID = ("1,23", "1,2,3456", "123,456,7", "007", "")
RANK = 626
UNLESS = ("formatted_number",)
_PATTERN = r"-?(?:[1-9][0-9]?(?:,[0-9]{2}){0,5},[0-9]{3}|[1-9][0-9]{0,2})(?:\.[0-9]{1,12})?|0|-?0\.[0-9]{1,12}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
CONVERT = "replace({value}, ',', '')"
LABEL = {"en": "number with Indian grouping", "ko": "인도식으로 끊은 숫자"}
NOTE = {"en": "separators of lakhs and crores removed", "ko": "라크, 크로르 단위 쉼표를 뺐습니다"}
