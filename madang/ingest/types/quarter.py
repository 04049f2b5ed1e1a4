"""A quarter of a year: `2025 1/4`, `2025-Q1`, `2025Q1`, `2025년 1분기`, `Q1 2025`. It stays text."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("2025 1/4", "2025.1/4", "2025-Q1", "2025Q4", "2025년 1분기", "Q1 2025", "2025 Q2")
INVALID = ("2025 5/4", "Q5 2025", "2025", "1/4", "2025-01", "")
RANK = 430
_PATTERN = r"20[0-9]{2}[ .]?[1-4]/4|20[0-9]{2}[ -]?Q[1-4]|20[0-9]{2}년 ?[1-4]/?4?분기|Q[1-4][ -]20[0-9]{2}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "quarter", "ko": "분기"}
