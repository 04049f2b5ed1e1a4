"""What the date-time types share: the time of day, with 24:00 as the end of the day and Korean 오전/오후."""

from __future__ import annotations

import re

TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?|24:00(?::00)?"
KOREAN_TIME = r"(?:오전|오후) ?(?:1[0-2]|0?[1-9]):[0-5][0-9](?::[0-5][0-9])?"
NAMES = r"일시|시각|time|date|날짜|timestamp"


def split(text: str) -> tuple[str, str]:
    """The day and the time of day: the time is what begins at the first `T`, 오전, 오후 or the digits around a colon."""
    match = re.search(r"[ T]?(?:오[전후] ?)?[0-9]{1,2}:", text)
    return (text[: match.start()], text[match.start() :].lstrip(" T")) if match else (text, "")
