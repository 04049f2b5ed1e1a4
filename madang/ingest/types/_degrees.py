"""What longitude and latitude share when they are written with degrees, minutes, seconds or letters of the compass."""

from __future__ import annotations

import re
from collections.abc import Callable

NOTE = {"en": "degrees, minutes and seconds converted to decimal degrees", "ko": "도·분·초를 십진 도로 바꾸었습니다"}


def type_of(letters: str, most: int) -> tuple[Callable[[str], bool], str, str]:
    """`matches`, SQL and CONVERT; `letters` of the compass, the second pair meaning less than zero, and the `most` degrees."""
    word = "[동서]경 ?" if most == 180 else "[남북]위 ?"
    degrees, small = "[0-9]{1,3}", "[0-5]?[0-9]"
    second = rf"(?:{small}(?:\.[0-9]{{1,8}})?|60(?:\.0{{1,8}})?)"
    pattern = (
        rf"(?:{word})?-?{degrees} ?[°º도] ?"
        rf"(?:{small}(?:\.[0-9]{{1,8}})? ?[\x27′’분] ?(?:{second} ?(?:[\x22″”초]|\x27\x27))?)? ?[{letters}]?|"
        rf"(?:{word})?-?{degrees}(?:\.[0-9]{{1,15}}) ?(?:[°º도] ?[{letters}]?|[{letters}])|"
        rf"-?{degrees}[- :]{small}[- :]{second} ?[{letters}]?"
    )
    part = "regexp_extract_all({value}, '[0-9]+(?:\\.[0-9]+)?')"
    value = f"CAST({part}[1] AS DOUBLE) + coalesce(CAST({part}[2] AS DOUBLE), 0) / 60 + coalesce(CAST({part}[3] AS DOUBLE), 0) / 3600"
    negative = f"^-|[{letters[2:]}서남]"
    convert = f"printf('%.7f', (CASE WHEN regexp_matches({{value}}, '{negative}') THEN -1 ELSE 1 END) * ({value}))"
    compiled = re.compile(pattern)

    def matches(text: str) -> bool:
        return compiled.fullmatch(text) is not None and _degrees(text) <= most

    return matches, f"regexp_full_match({{value}}, '{pattern}') AND {value} <= {most}", convert


def _degrees(text: str) -> float:
    parts = [float(part) for part in re.findall(r"[0-9]+(?:\.[0-9]+)?", text)]
    return float(sum(part / 60**at for at, part in enumerate(parts)))
