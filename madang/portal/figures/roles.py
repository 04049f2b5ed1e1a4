"""What a column is good for in a chart or a map: what adds up, what is a share, what only names or orders things."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from madang.lib.years import is_year
from madang.query.model import Type


class Role(StrEnum):
    """`amount` adds up; `share` is a rate, a mean, a level; `order` is a year, an hour, an age; `name` is a code or identifier."""

    AMOUNT = "amount"
    SHARE = "share"
    ORDER = "order"
    TIME = "time"
    CATEGORY = "category"
    NAME = "name"
    PLACE = "place"


NUMBERS = (Role.AMOUNT, Role.SHARE)
NAMING = ("code", "identifier", "ocid", "uuid", "hash", "url", "email", "phone", "phone_loose", "reference", "pnu", "uprn", "usrn",
          "isbn", "version", "epoch", "address", "wkt", "postcode_kr", "postcode_uk", "postcode_us", "business_number_kr",
          "company_number")  # fmt: skip
PLACES = ("longitude", "latitude", "x_coordinate", "y_coordinate", "grid_reference", "coordinates")
ORDERED = ("year", "year_month", "quarter", "period")
_SHARE = re.compile(
    r"율$|률$|율[_\d]|률[_\d]|비율|비중|평균|지수|점수|밀도|농도|기온|온도|습도|풍속|중위|등급|만족도|미세먼지|오존|이산화질소|지름|높이|깊이|너비|단가|가격|요금|"
    r"(?<![a-z])(rate|ratio|percent|pct|share|average|avg|mean|median|index|score|density|temperature|speed|per|diameter|height|width|depth|price|fee|fare)(?![a-z])",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"학년$|^시간$|시간대$|^시$|^월$|^일$|^분기$|요일$|^나이$|연령$|순위$|심은해$|"
    r"^(month|day|hour|weekday|week|quarter|age|rank)$|[_ ](month|hour|age|rank)$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"번호$|코드$|순번$|연번$|식별자$|우편|(^|[_ ])(id|code|no|number|key|fid|gid|seq)$|(?<=[a-z])(ID|Code|No)$"
)
_PLACE = re.compile(r"경도$|위도$|좌표|^(lon|lng|long|longitude|lat|latitude|x|y|easting|northing)$", re.IGNORECASE)


def role_of(name: str, type: Type, semantic: str, unit: str) -> Role:
    """The role of a column by its type, finer meaning, unit and, where these say nothing, its name."""
    if type in (Type.DATE, Type.DATETIME):
        return Role.TIME
    if semantic in PLACES or (type is Type.NUMBER and _PLACE.search(name)):
        return Role.PLACE
    if semantic in ORDERED:
        return Role.ORDER
    if type not in (Type.INTEGER, Type.NUMBER):
        return Role.NAME if semantic.endswith("_code") or semantic in NAMING else Role.CATEGORY
    if semantic.endswith("code") or semantic in NAMING or _NAME.search(name):
        return Role.NAME
    if type is Type.INTEGER and (is_year(name, semantic) or _ORDER.search(name) or unit in ("시", "년", "월")):
        return Role.ORDER
    return Role.SHARE if semantic == "percent" or _a_share(name, unit) else Role.AMOUNT


def _a_share(name: str, unit: str) -> bool:
    return unit in ("%", "‰", "%p", "℃", "°C", "점", "dB", "ppm") or "/" in unit or bool(_SHARE.search(name))


def drawable(schema: list[dict[str, Any]], rows: int) -> bool:
    """Whether some column of a table makes a chart by itself; names and places alone do not."""
    roles = {
        role_of(one["name"], Type(one["type"]), one.get("semantic", ""), one.get("unit", ""))
        for one in schema
        if one["type"] != Type.GEOMETRY
    }
    return rows > 1 and bool(roles & {*NUMBERS, Role.TIME, Role.CATEGORY})
