"""Codes of the British Government Statistical Service: a letter of the country and eight digits, `E08000012`."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("E08000012", "E01012393", "W06000015", "S12000036", "N09000003", "K02000001")
INVALID = ("E0800001", "E080000123", "Z08000012", "e08000012", "08000012", "")
RANK = 450
_PATTERN = "[EWSNJKLM][0-9]{8}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "GSS code", "ko": "영국 통계 지역 코드(GSS)"}
