"""Numbers with a comma for the decimals: `1.234,56`, `12,5`. Decided only when some value cannot be read the English way."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("1.234,56", "12,5", "-1.234.567,8", "0,25", "7")
INVALID = ("1,234.56", "1.23,4", "007,5", "12,", ",5", "1,2,3", "")
RANK = 625
UNLESS = ("formatted_number",)
_PATTERN = r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,5}|[1-9][0-9]{0,11})(?:,[0-9]{1,12})?|0|-?0,[0-9]{1,12}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
CONVERT = "replace(replace({value}, '.', ''), ',', '.')"
LABEL = {"en": "number with a decimal comma", "ko": "소수점을 쉼표로 적은 숫자"}
NOTE = {
    "en": "comma read as the decimal point, points between thousands removed",
    "ko": "쉼표를 소수점으로 읽고 천 단위 점을 뺐습니다",
}
