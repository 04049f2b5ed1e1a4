"""Percentages with their sign: `12.5%` becomes 12.5 with the unit %, not 0.125."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("+3.1%", "△3.1%", "12.5%", "-3 %", "100%", "0％", "1,234.5%")
INVALID = ("12.5", "%", "12.5%p", "007%", "")
RANK = 640
_PATTERN = r"[-+−△▲]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|[1-9][0-9]{0,11}|0)(?:\.[0-9]{1,12})? ?[%％]"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
CONVERT = (
    "(CASE WHEN regexp_matches({value}, '^[-−△▲]') THEN '-' ELSE '' END || regexp_replace({value}, '[^0-9.]', '', 'g'))"
)
UNIT = "CASE WHEN {value} IS NULL THEN NULL ELSE '%' END"
LABEL = {"en": "percentage", "ko": "백분율"}
NOTE = {"en": "% sign removed: 12.5 means 12.5 %", "ko": "% 기호를 뺐습니다: 12.5는 12.5 %입니다"}
