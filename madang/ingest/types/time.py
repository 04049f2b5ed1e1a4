"""Times of day: `23:00`, `7:05`, `12:03:00`, `23:59:59.5`. `24:00` has no place on a clock and keeps a column text."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TIME
VALID = ("23:00", "7:05", "12:03:00", "23:59:59.5", "00:00")
INVALID = ("24:00", "12:60", "12", "1200", "12:3", "09:00~18:00", "123:00", "")
RANK = 310
_PATTERN = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
# DuckDB wants seconds.
CONVERT = (
    "CAST(CASE WHEN regexp_full_match({value}, '[0-9]{1,2}:[0-9]{2}') THEN {value} || ':00' ELSE {value} END AS TIME)"
)
LABEL = {"en": "time of day", "ko": "시각"}
