"""A day and a time of day in Korean words: `2026년 3월 1일 15시 5분`, `2026-03-01 오후 3시`."""

import re

from madang.ingest.types import _clock, date_loose
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("2026년 3월 1일 15시 5분", "2026-03-01 오후 3시", "2026.3.1. 9시 5분 30초", "2026년 3월 1일(일) 15시")
INVALID = ("2026년 3월 1일", "15시 5분", "2026년 2월 30일 15시", "2026년 3월 1일 25시", "")
RANK = 292
NAMES = _clock.NAMES
_PATTERN = rf"(?:{date_loose.PATTERN}) (?:{_clock.SPOKEN})"
_TIME = "regexp_extract({value}, '(?:오[전후] ?)?[0-9]{1,2}시.*$')"
_DAY = "trim(regexp_replace({value}, '(?:오[전후] ?)?[0-9]{1,2}시.*$', ''))"
_DATE = date_loose.CONVERT.replace("{value}", _DAY)
CONVERT = _DATE + _clock.plus(_TIME)
SQL = f"{condition(_PATTERN)} AND {_DATE} IS NOT NULL"
LABEL = {"en": "date and time", "ko": "날짜와 시각"}
_written = matcher(_PATTERN)


def matches(text: str) -> bool:
    return _written(text) and date_loose.matches(re.sub("(?:오[전후] ?)?[0-9]{1,2}시.*$", "", text).strip())
