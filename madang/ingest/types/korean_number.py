"""Numbers in Korean units: `3억 5천만`, `500만`, `1억 2,000만원`, `5천원`. 만 is 10,000 and 억 is 100,000,000."""

import re

from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("3억 5천만", "500만", "1억 2,000만원", "5천원", "12조 3억", "3억5천만원", "2백만 원")
INVALID = ("억", "3천억대", "500", "5천 명", "1,234원", "만원", "3층", "")
RANK = 628
_DIGITS = r"(?:[1-9],[0-9]{3}|[1-9][0-9]{0,3})"
_PART = rf"(?:{_DIGITS}천{_DIGITS}백|{_DIGITS}[천백십]?)"
_ONE = "|".join(
    rf"{_PART}{first}" + "".join(rf"(?: ?{_PART}{rest})?" for rest in "조억만"["조억만".index(first) + 1 :])
    for first in "조억만"
)
PATTERN = rf"(?:{_ONE}|{_DIGITS}[천백])(?: ?원)?"
_WHOLE = {"조": 10**12, "억": 10**8, "만": 10**4}


def _section(text: str) -> str:
    """The value of the digits before a unit: `5천` is 5000, `3천5백` is 3500."""
    parts = (
        f"coalesce(TRY_CAST(replace(regexp_extract({text}, '([0-9,]+){word}', 1), ',', '') AS BIGINT), 0) * {worth}"
        for word, worth in (("천", 1000), ("백", 100), ("십", 10))
    )
    plain = f"coalesce(TRY_CAST(replace(regexp_extract({text}, '([0-9,]+)$', 1), ',', '') AS BIGINT), 0)"
    return f"({' + '.join([*parts, plain])})"


_SECTIONS = [
    f"{_section(f'regexp_extract({{value}}, {chr(39)}([0-9,천백십]+){unit}{chr(39)}, 1)')} * {worth}"
    for unit, worth in _WHOLE.items()
]
_REST = _section("regexp_extract({value}, '^([0-9,천백십]+) ?원?$', 1)")
CONVERT = f"CAST({' + '.join([*_SECTIONS, _REST])} AS VARCHAR)"
SQL = f"regexp_full_match({{value}}, '{PATTERN}')"
UNIT = "CASE WHEN suffix({value}, '원') THEN '원' ELSE '' END"
LABEL = {"en": "number in Korean units", "ko": "억·만 단위로 적은 숫자"}
NOTE = {
    "en": "units of 천, 만, 억 and 조 written out: 3억 5천만 is 350,000,000",
    "ko": "천·만·억·조 단위를 풀어 적었습니다",
}


def matches(text: str) -> bool:
    return re.fullmatch(PATTERN, text) is not None
