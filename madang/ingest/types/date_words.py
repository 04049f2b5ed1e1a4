"""Days with the month in English: `1 March 2026`, `01-Mar-26`, `March 1, 2026`, `1st of March 2026`, `Sun 1 Mar 2026`.

The word settles the order.
"""

import datetime as dt
import re

from madang.ingest.types import _dates
from madang.query.model import Type

TYPE = Type.DATE
VALID = (
    "1 March 2026",
    "01-Mar-2026",
    "01-Mar-26",
    "March 1, 2026",
    "Mar 1 2026",
    "30 sept 2026",
    "1 MAY 2026",
    "1st March 2026",
    "the 22nd of March 2026",
    "Sun 1 Mar 2026",
    "Sunday, 1 March 2026",
    "Mar. 3rd, 2026",
)
INVALID = ("31 April 2026", "1 Marzo 2026", "March 2026", "2026-03-01", "01/Mar/2026 10:00", "1nd", "Mar-26", "")
RANK = 240
NAMES = _dates.NAMES
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = "(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]? )?"
_Y, _D = r"(?:(?:19|20)[0-9]{2}|[0-9]{2})", r"[0-9]{1,2}(?:st|nd|rd|th)?"
PATTERN = rf"{_WEEKDAY}(?:(?:the )?{_D}[ /-](?:of )?{MONTH}[.,]?[ /-]{_Y}|{MONTH}\.? {_D},? {_Y})"
_DIGITS = "regexp_extract_all({value}, '[0-9]+')"
_YEAR = (
    f"(CASE WHEN length({_DIGITS}[2]) = 4 THEN '' WHEN {_DIGITS}[2] >= '69' THEN '19' ELSE '20' END || {_DIGITS}[2])"
)
# "mon" and "mar", "sat" and "sept" begin alike only up to their second letter: the word of a month is looked for as a whole.
_NUMBER = (
    "list_position(["
    + ", ".join(f"'{m}'" for m in _MONTHS)
    + f"], regexp_extract(lower({{value}}), '(?:^|[^a-z])({MONTH})(?:[^a-z]|$)', 1)[1:3])"
)
CONVERT = f"TRY_CAST({_YEAR} || '-' || {_NUMBER} || '-' || {_DIGITS}[1] AS DATE)"
SQL = f"regexp_full_match(lower({{value}}), '{PATTERN}') AND {CONVERT} IS NOT NULL"
LABEL = {"en": "date", "ko": "날짜"}
NOTE = {
    "en": "months written as words; years of two digits, if any, read as 1969 to 2068",
    "ko": "달을 영어 낱말로 썼습니다. 두 자리 연도가 있으면 1969~2068년으로 읽었습니다",
}


def matches(text: str) -> bool:
    text = text.lower()
    if not re.fullmatch(PATTERN, text):
        return False
    day, year = map(int, re.findall("[0-9]+", text))
    word = re.search(f"(?:^|[^a-z])({MONTH})(?:[^a-z]|$)", text)
    assert word is not None
    try:
        dt.date(_dates.full_year(year), _MONTHS.index(word[1][:3]) + 1, day)
    except ValueError:
        return False
    return True
