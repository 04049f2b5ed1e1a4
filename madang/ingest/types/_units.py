"""Units as headers give them: `면적(㎢)`, `거리 (m)`, `Duration(seconds)`, `금액 [천원]`. Only known words count as units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# fmt: off
UNITS = frozenset((
    "m", "㎡", "m²", "m2", "㎥", "m³", "km", "㎞", "㎢", "km²", "km2", "cm", "㎝", "mm", "㎜", "ha", "a", "mile",
    "miles", "ft", "kg", "㎏", "g", "t", "ton", "톤", "ℓ", "L", "℃", "°C", "%", "％", "‰", "㎍/㎥", "µg/m³", "㎎/ℓ",
    "ppm", "ppb", "dB", "kW", "kWh", "MW", "MWh", "GWh", "TOE", "Mbps", "GB", "TB", "명", "인", "원", "천원", "백만원",
    "억원", "조원", "만원", "달러", "개", "개소", "곳", "대", "건", "세대", "가구", "호", "동", "채", "필지", "시간",
    "분", "초", "일", "주",
    "월", "년", "세", "회", "번", "권", "석", "면", "병상", "마리", "그루", "본", "주", "매", "장", "편", "점", "쪽", "량", "척", "병",
    "포대", "포기", "통", "필", "km/h", "㎞/h", "명/㎢", "인/㎢", "£", "£m", "£k", "£000", "£000s", "$", "€", "seconds",
    "second", "minutes", "hours", "days", "weeks", "months", "years", "kgCO2e", "tCO2e", "persons", "people",
    "households", "dwellings", "GBP", "KRW", "USD", "EUR",
))
# fmt: on
_BRACKETS = re.compile(r"[(\[（]\s*(?:단위\s*[:：]\s*)?([^()\[\]（）]{1,12}?)\s*[)\]）]")


def unit(header: str) -> str:
    """The unit in brackets in a header, the last one if several; "" when there is none that is known."""
    found = [word for word in _BRACKETS.findall(header) if word in UNITS or word.lower() in UNITS]
    return found[-1] if found else ""


_SAID = re.compile(r"(?:단위|[Uu]nits?)\s*[:：]\s*([^()\[\]（）,;/]{1,20}?)\s*(?:[)\]）]|$)")
COUNTED = ("integer", "number", "formatted_number", "spaced_number")
"""Types that take the unit of the whole table: years, degrees and codes have none."""


def of_table(facts: Mapping[str, Any]) -> str:
    """The unit that the lines above the header give for the whole table, `(단위: 명)`; "" when there is none, or several."""
    lines = [str(item.get("text", "")) for item in facts.get("furniture", []) if item.get("what") == "preamble"]
    said = {word for line in lines for word in _SAID.findall(line)}
    return said.pop() if len(said) == 1 and said <= UNITS else ""
