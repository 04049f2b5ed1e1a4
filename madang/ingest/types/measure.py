"""Numbers with one unit of measure in the whole column: `12 km`, `30㎡`, `1,200명`, `36.5℃`. The unit goes to the column.

Words that count as well as number things (동, 호, 층, 월, 년, 번, 주, 일) are left out: `101동` is the name of a house.
"""

import re

from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("12 km", "30㎡", "1,200명", "36.5℃", "-3.5 kg", "5개", "120 minutes", "3.5m/s")
INVALID = ("101동", "3층", "12월", "5일", "007m", "km", "12", "약 12 km", "30㎡ (2층)", "12 parsec", "")
RANK = 645
# fmt: off
WORDS = (
    "km", "㎞", "m", "cm", "㎝", "mm", "㎜", "㎢", "㎡", "m²", "m2", "km²", "km2", "㎥", "m³", "m3", "ha", "kg",
    "㎏", "g", "mg", "㎎", "t", "톤", "L", "ℓ", "ml", "㎖", "kl", "℃", "°C", "°F", "km/h", "㎞/h", "m/s", "㎧",
    "mg/L", "㎎/ℓ", "㎍/㎥", "µg/m³", "㎍/m³", "ppm", "ppb", "dB", "dB(A)", "kW", "kWh", "MW", "MWh", "GWh", "TOE",
    "hPa", "Mbps", "GB", "MB", "TB", "명", "인", "개", "개소", "곳", "대", "건", "세대", "가구", "필지", "병상",
    "마리", "그루", "시간", "분", "초", "개월", "세", "회", "권", "석", "좌석", "면", "매", "편", "점", "쪽", "평",
    "마일", "miles", "mile", "ft", "yards", "acres", "seconds", "secs", "minutes", "mins", "hours", "hrs", "days",
    "weeks", "months", "years", "people", "persons", "households", "dwellings", "beds", "kcal", "tCO2e", "kgCO2e",
)
# fmt: on
_NUMBER = r"[-+−]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}|[1-9][0-9]{0,11}|0)(?:\.[0-9]{1,12})?"
_PATTERN = _NUMBER + " ?(?:" + "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True)) + ")"
SQL = f"regexp_full_match({{value}}, '{_PATTERN}')"
UNIT = "trim(regexp_replace({value}, '^[-+−]?[0-9,.]+', ''))"
CONVERT = "replace(replace(replace(regexp_extract({value}, '^[-+−]?[0-9,.]+'), ',', ''), '−', '-'), '+', '')"
LABEL = {"en": "number with its unit", "ko": "단위가 붙은 숫자"}
NOTE = {"en": "the unit of the cells became the unit of the column", "ko": "칸에 적힌 단위를 열의 단위로 옮겼습니다"}
_bands = re.compile("연령|나이|세대별|age", re.IGNORECASE)
_compiled = re.compile(_PATTERN)


def matches(text: str) -> bool:
    return _compiled.fullmatch(text) is not None


def decides(column: Facts) -> bool:
    """`20대` under 연령 are people in their twenties."""
    return not (_bands.search(column.header) and column.distinct <= 12)
