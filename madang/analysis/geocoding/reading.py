"""What an address says, or why it says nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from madang.lib.problems import Text


class Spot(NamedTuple):
    """What an address names: a building on a road, a lot of land, a postcode. Parts that a system does not have are empty."""

    kind: str
    """`building`, `lot` or `postcode`."""
    province: str
    district: str
    street: str
    """The road; of a lot the neighbourhood in law."""
    number: int = 0
    sub: int = 0
    where: str = ""
    """`지하` below ground, `산` a lot of the hills: numbers of their own."""

    @property
    def line(self) -> tuple[str, str, str, str]:
        """All but province and numbers: what numbers are counted along."""
        return (self.kind, self.district, self.street, self.where)


@dataclass(frozen=True)
class Reading:
    """One spot. `part_of`: the neighbourhood that the text names besides, to compare. `mended`: codes of `MENDED`."""

    spot: Spot
    part_of: str = ""
    mended: tuple[str, ...] = ()

    def also(self, code: str) -> Reading:
        return replace(self, mended=(*self.mended, code))


@dataclass(frozen=True)
class Unread:
    """A text that names no spot; `reason` is a code of `REASONS`."""

    reason: str


REASONS: dict[str, Text] = {
    "empty": {"en": "no address is given", "ko": "주소가 비어 있습니다"},
    "no-district": {
        "en": "the district is missing, and the same road exists in others",
        "ko": "시·군·구가 없습니다. 같은 도로명이 다른 곳에도 있습니다",
    },
    "no-number": {"en": "the number of the building or lot is missing", "ko": "건물번호나 지번이 없습니다"},
    "no-road-or-lot": {"en": "neither a road nor a lot is named", "ko": "도로명도 지번도 없습니다"},
    "number-runs-on": {
        "en": "the number runs into a floor or unit and can be read in several ways",
        "ko": "건물번호가 층·동·호수와 붙어 있어 여러 가지로 읽힙니다",
    },
    "no-postcode": {"en": "no postcode is given", "ko": "우편번호가 없습니다"},
    "street-not-in-table": {
        "en": "the address table has nothing on this road or in this neighbourhood",
        "ko": "주소 표에 이 도로나 동이 없습니다",
    },
    "number-not-in-table": {
        "en": "the address table has the road or neighbourhood, but not this number",
        "ko": "주소 표에 도로나 동은 있으나 이 번호가 없습니다",
    },
    "postcode-not-in-table": {
        "en": "the address table does not have this postcode",
        "ko": "주소 표에 이 우편번호가 없습니다",
    },
    "several-places": {
        "en": "the address table has this address at places far apart",
        "ko": "주소 표에 같은 주소가 서로 떨어진 여러 곳에 있습니다",
    },
    "several-provinces": {
        "en": "the province is missing, and the address exists in several",
        "ko": "시·도가 없습니다. 같은 주소가 여러 시·도에 있습니다",
    },
}
"""Why an address has no place, by code."""

MENDED: dict[str, tuple[float, Text]] = {
    "glued": (
        0.95,
        {"en": "a name was written right behind the number", "ko": "건물번호 바로 뒤에 다른 글자가 붙어 있습니다"},
    ),
    "unit": (0.85, {"en": "the number is written as a unit (호)", "ko": "건물번호가 '호'로 적혀 있습니다"}),
    "floor": (
        0.8,
        {"en": "the number ran into a floor and was parted from it", "ko": "층수와 붙은 건물번호를 떼어 읽었습니다"},
    ),
    "province": (
        0.9,
        {"en": "the province is missing on one side", "ko": "한쪽 주소에 시·도가 없습니다"},
    ),
    "neighbourhood": (
        0.8,
        {"en": "the neighbourhoods differ, road and number agree", "ko": "도로명과 번호는 같으나 동이 다릅니다"},
    ),
    "second-address": (
        0.95,
        {"en": "found by another address column", "ko": "다른 주소 열로 찾았습니다"},
    ),
    "nearest-number": (
        0.5,
        {"en": "the nearest number on the same side, as asked", "ko": "요청에 따라 같은 도로 같은 쪽의 가장 가까운 번호를 썼습니다"},
    ),
}  # fmt: skip
"""What makes a match less sure, by code: the factor of its score, and words."""
