"""References to the British National Grid: `SJ 349 904`, `SJ349904`, `TQ 3080`."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("SJ 349 904", "SJ349904", "TQ 3080", "SJ 34900 90400")
INVALID = ("SJ 34", "SI 349 904", "SJ 349 90", "L1 8JQ", "")
RANK = 475
_PATTERN = "[HNOST][A-HJ-Z] ?(?:[0-9]{2} ?[0-9]{2}|[0-9]{3} ?[0-9]{3}|[0-9]{4} ?[0-9]{4}|[0-9]{5} ?[0-9]{5})"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "grid reference", "ko": "영국 격자 좌표"}
