"""Small and large numbers as spreadsheets and programs write them: `1.5E-05`, `6e-05` among `0.25`. `1e5` and `2E540` are marks: text."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("1.5E-05", "6e-05", "0.25", "-2.0e+3", "12", "3.25E+10")
INVALID = ("1e5", "2E540", "1E5", "1E-5", "12e-05", "1.5E5", "E-5", "007", "12.5E-5", "1.5E-40", "")
RANK = 615
_PATTERN = (
    r"-?[1-9]\.[0-9]{1,15}[eE][+-](?:0?[1-9]|1[0-5])|-?[1-9][eE]-(?:0[1-9]|1[0-5])"
    r"|-?[1-9][0-9]{0,14}(?:\.[0-9]{1,15})?|0|-?0\.[0-9]{1,15}"
)
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
CONVERT = (
    "CASE WHEN contains(lower({value}), 'e') THEN "
    "regexp_replace(regexp_replace(printf('%.30f', CAST({value} AS DOUBLE)::DECIMAL(38, 18)::DOUBLE), '0+$', ''), '\\.$', '') "
    "ELSE {value} END"
)
LABEL = {"en": "number", "ko": "숫자"}
NOTE = {"en": "powers of ten written out", "ko": "지수로 적은 값을 풀어 적었습니다"}
