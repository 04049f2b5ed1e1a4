"""Provinces and districts at the head of a Korean address, however they are shortened."""

from __future__ import annotations

import re

PROVINCES = {
    "서울": ("서울특별시", "서울시"),
    "부산": ("부산광역시", "부산시"),
    "대구": ("대구광역시", "대구시"),
    "인천": ("인천광역시", "인천시"),
    "광주": ("광주광역시",),
    "대전": ("대전광역시", "대전시"),
    "울산": ("울산광역시", "울산시"),
    "세종": ("세종특별자치시", "세종시"),
    "경기": ("경기도",),
    "강원": ("강원특별자치도", "강원도"),
    "충북": ("충청북도",),
    "충남": ("충청남도",),
    "전북": ("전북특별자치도", "전라북도"),
    "전남": ("전라남도",),
    "경북": ("경상북도",),
    "경남": ("경상남도",),
    "제주": ("제주특별자치도", "제주도"),
}
"""Short name: the names in full, today's first. 광주시 is a city of 경기 as well, and stands for 광주 only before a 구."""
_FULL = {name: short for short, names in PROVINCES.items() for name in names}
_PROVINCE = re.compile(
    r"(?P<gwangju>광주시)(?=\s+(?:동|서|남|북|광산)구\s)"
    rf"|(?P<full>{'|'.join(sorted(_FULL, key=len, reverse=True))})\s*"
    rf"|(?P<short>{'|'.join(PROVINCES)})(?=\s)"
)
_DISTRICT = re.compile(r"(?P<city>[가-힣]{1,4}시)\s*(?P<ward>[가-힣]{1,3}구)\s|(?P<whole>[가-힣]{1,5}[시군구])\s")


def province(text: str) -> tuple[str, str]:
    """The short name of the province at the head, empty if none is named, and what follows it."""
    found = _PROVINCE.match(text)
    if found is None:
        return "", text
    short = "광주" if found["gwangju"] else _FULL.get(found["full"] or "", found["short"])
    return short, text[found.end() :].lstrip()


def district(text: str, province: str) -> tuple[str, str] | None:
    """The 시·군·구 at the head, written without spaces, and what follows it; None if there is none. 세종 has none by law."""
    found = _DISTRICT.match(text)
    if found:
        return found["whole"] or found["city"] + found["ward"], text[found.end() :].lstrip()
    return ("", text) if province == "세종" else None
