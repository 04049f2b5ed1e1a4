"""Seconds since 1970 in UTC (ten digits) or milliseconds (thirteen). Only when a person chooses it."""

from madang.ingest.types import epoch
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = epoch.VALID
INVALID = epoch.INVALID
RANK = 299
matches = epoch.matches
SQL = epoch.SQL
CONVERT = "make_timestamp(CAST({value} AS BIGINT) * CASE WHEN length({value}) = 13 THEN 1000 ELSE 1000000 END)"
LABEL = {"en": "seconds since 1970", "ko": "1970년부터 센 초"}
NOTE = {"en": "seconds since 1970 read as times in UTC", "ko": "1970년부터 센 초를 UTC 시각으로 읽었습니다"}


def decides(column: Facts) -> bool:
    return False
