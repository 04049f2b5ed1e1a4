"""Numbers with blanks or apostrophes between the thousands: `1 234 567`, with any kind of no-break space, `1'234`."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("1 234", "1\u00a0234\u00a0567", "1\u202f234.50", "-1 234", "12", "1'234", "1’234'567")
INVALID = ("12 34", "1 2345", "007", "1 234,5", "1  234", "0151 233", "1,234", "")
RANK = 621
_BETWEEN = "[ \u00a0\u2009\u202f'’]"
_PATTERN = rf"-?(?:[1-9][0-9]{{0,2}}(?:{_BETWEEN}[0-9]{{3}}){{1,5}}|[1-9][0-9]{{0,2}})(?:\.[0-9]{{1,12}})?|0(?:\.[0-9]{{1,12}})?"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
CONVERT = f"regexp_replace({{value}}, '{_BETWEEN.replace(chr(39), chr(39) * 2)}', '', 'g')"
LABEL = {"en": "number", "ko": "숫자"}
NOTE = {"en": "blanks between the thousands removed", "ko": "천 단위 사이의 빈칸을 뺐습니다"}
