"""What the date-time types share: the time of day, with 24:00 as the end of the day and Korean 오전/오후."""

from __future__ import annotations

import re

TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?|24:00(?::00)?"
KOREAN_TIME = r"(?:오전|오후) ?(?:1[0-2]|0?[1-9]):[0-5][0-9](?::[0-5][0-9])?"
TWELVE = r"(?:1[0-2]|0?[1-9]):[0-5][0-9](?::[0-5][0-9])? ?[ap]\.?m\.?"
"""Of twelve hours, in lower case."""
SPOKEN = r"(?:(?:오전|오후) ?(?:1[0-2]|0?[1-9])|[01]?[0-9]|2[0-3])시(?: ?[0-5]?[0-9]분(?: ?[0-5]?[0-9]초)?)?"
NAMES = r"일시|시각|time|date|날짜|timestamp"


def split(text: str) -> tuple[str, str]:
    """The day and the time of day: the time is what begins at the first `T`, 오전, 오후 or the digits around a colon."""
    match = re.search(r"[ T]?(?:오[전후] ?)?[0-9]{1,2}:", text)
    return (text[: match.start()], text[match.start() :].lstrip(" T")) if match else (text, "")


def plus(time: str) -> str:
    """The SQL that adds the time of day `time` (an expression of lower-case text, `3:05 pm`, `15:05:59.5`) to a day."""
    part = f"regexp_extract_all({time}, '[0-9.]*[0-9]')"
    hour = (
        f"CASE WHEN regexp_matches({time}, '^오전|a\\.?m') THEN {part}[1]::INTEGER % 12 "
        f"WHEN regexp_matches({time}, '^오후|p\\.?m') THEN {part}[1]::INTEGER % 12 + 12 ELSE {part}[1]::INTEGER END"
    )
    seconds = f"(coalesce({part}[3], '0')::DECIMAL(18, 6) * 1000000)::BIGINT"
    return f" + to_hours({hour}) + to_minutes(coalesce({part}[2], '0')::INTEGER) + to_microseconds({seconds})"
