"""What the study reads: activity by day and hour, the cells of the city, and what is known of taxis and of days."""

from __future__ import annotations

from dataclasses import replace

from madang.analysis.declare import ColumnRole, Role
from madang.lib.problems import Text
from madang.query.model import Type

WORDS = frozenset({Type.TEXT, Type.INTEGER})
NUMBERS = frozenset({Type.INTEGER, Type.NUMBER})
MOMENTS = frozenset({Type.DATE, Type.DATETIME, Type.TEXT, Type.INTEGER})
HOURS = frozenset({Type.INTEGER, Type.TEXT, Type.TIME})


def _words(name: str, en: str, ko: str, *guesses: str, required: bool = False, more: Text | None = None) -> ColumnRole:
    return ColumnRole(name, {"en": en, "ko": ko}, WORDS, guesses, required, description=more)


def _number(name: str, en: str, ko: str, *guesses: str, required: bool = False, more: Text | None = None) -> ColumnRole:
    return ColumnRole(name, {"en": en, "ko": ko}, NUMBERS, guesses, required, description=more)


OWN = r"night.?mobility|심야\s?이동|택시가 기다릴"
"""What the study itself yields is none of its inputs."""
CODES = (
    r"^(dong_code|gss_code)$",
    r"(dong|area|cell|zone|adm)_?(code|cd|id)|code_?8|행정동코드|집계구코드|^(?!주거|거주).*(셀|격자)_?(코드|번호)",
)
CELL = (*CODES, r"^(cell|zone|area|grid)$|^셀$|^격자$|PULocationID|LocationID|코드$")
NAME = _words(
    "name",
    "Name",
    "이름",
    r"행정동(명|$)|읍면동명|full_name|(dong|cell|zone|area)_name",
    r"^name$|^동$|^이름$|명$|^zone$",
)
DISTRICT = _words("district", "District", "자치구", r"시군구명|자치구(명|$)|^구$|district(?!_code)|borough|^gu_name$")
GEOMETRY = frozenset({Type.GEOMETRY})
SHAPE = ColumnRole("geometry", {"en": "Shape", "ko": "도형"}, GEOMETRY, (r"geom|shape|^geometry$",), False)
LONGITUDE = _number("lon", "Longitude", "경도", r"^longitude$", r"경도|^(lon|lng|long|longitude)$|pickup_longitude")
LATITUDE = _number("lat", "Latitude", "위도", r"^latitude$", r"위도|^(lat|latitude)$|pickup_latitude")
DATE = ColumnRole(
    "date", {"en": "Day, or day and time", "ko": "날짜 또는 일시"}, MOMENTS,
    (
        r"^(date|day|ymd|일자|날짜)$|기준일|기준_?일자|stdr_de", r"datetime|timestamp|일시|(pickup|pick_up).*time|승차.*시각",
        r"date|일자|날짜|시각|^time$",
    ),
    description={
        "en": "2019-03-04, 20190304, or with a time when no other column tells the hour.",
        "ko": "2019-03-04, 20190304처럼 적거나, 시각 열이 없으면 시각까지 적은 일시입니다.",
    },
)  # fmt: skip
HOUR = ColumnRole(
    "hour", {"en": "Hour", "ko": "시각"}, HOURS, (r"^(hour|hr|hh|시간|시각|시간대)$|시간대_?구분|tmzon|_hour$",), False
)
COUNT = _number(
    "count", "Count", "수", r"총_?생활인구|^(total|count|people|events|calls|n)$|tot_lvpop", r"생활인구|인구수?$|건수|_count$|합계",
    more={
        "en": "People or events. Without it each row is one event.",
        "ko": "사람 또는 이벤트의 수입니다. 없으면 한 행을 이벤트 한 건으로 셉니다.",
    },
)  # fmt: skip
HOME = _words("home", "Home", "거주지", r"^home(_cell|_district)?$|거주지|^(주거|거주)|billing", more={
    "en": "Where whoever it is lives, as code of a cell or name of a district: who is at home is no visitor.",
    "ko": "사는 곳의 셀 코드 또는 자치구 이름입니다. 집에 있는 사람은 방문자로 보지 않습니다.",
})  # fmt: skip

READS: tuple[Role, ...] = (
    Role(
        "activity",
        {"en": "Activity", "ko": "활동"},
        {
            "en": "People or events by day and hour: counts such as Seoul's living population, or single events.",
            "ko": "날짜와 시각별 사람 또는 이벤트의 수입니다. 생활인구 같은 집계도, 한 행이 한 건인 이벤트도 됩니다.",
        },
        (DATE, HOUR, _words("cell", "Cell", "셀", *CELL), LONGITUDE, LATITUDE, replace(COUNT, people=True), HOME),
        guesses=(r"living.?pop|생활\s?인구|통화|call|event|activity|활동", r"hourly|시간대별"),
        unlike=(r"boundar|경계|polygon|pick.?up|승차|holiday|공휴일", OWN),
        single=True,
    ),
    Role(
        "cells",
        {"en": "Cells", "ko": "셀"},
        {
            "en": "What the city is divided into: polygons, or points that stand for them, with a code.",
            "ko": "도시를 나눈 단위로, 코드가 있는 다각형이나 그것을 대표하는 점입니다.",
        },
        (_words("code", "Code of the cell", "셀 코드", *CELL, required=True), NAME, DISTRICT, SHAPE, LONGITUDE, LATITUDE),
        guesses=(r"boundar|경계|polygon|행정동|dong|grid|격자|hexagon|cell|셀|zone",),
        unlike=(r"living.?pop.*hourly|pick.?up|승차|holiday|공휴일", OWN),
    ),
    Role(
        "pickups",
        {"en": "Pick-ups", "ko": "택시 승차"},
        {
            "en": "Where and when passengers boarded. With it spots follow boardings instead of visitors.",
            "ko": "승객이 택시를 탄 곳과 시각입니다. 있으면 방문자 대신 승차를 기준으로 대기 자리를 고릅니다.",
        },
        (DATE, HOUR, LONGITUDE, LATITUDE, _words("cell", "Cell", "셀", *CELL), replace(COUNT, people=True)),
        required=False,
        guesses=(r"pick.?up|승차|taxi|택시",),
        unlike=(OWN,),
        single=True,
    ),
    Role(
        "candidates",
        {"en": "Candidate spots", "ko": "후보 자리"},
        {
            "en": "Where taxis may wait: ranks, stops, lay-bys. Without them the points of the cells, or points along streets.",
            "ko": "택시가 기다릴 수 있는 곳(승차대, 정류소 등)입니다. 없으면 도로 위의 점이나 셀 안의 점을 씁니다.",
        },
        (
            NAME, SHAPE, LONGITUDE, LATITUDE,
            _words("rule", "Rule", "조건", r"^rule$|조건|status|상태", more={
                "en": "Blank, required (it is used in any case), or forbidden (never).",
                "ko": "비워 두거나 필수(반드시 고름), 금지(고르지 않음)로 적습니다.",
            }),
        ),
        required=False,
        guesses=(r"candidate|후보|승차대|taxi.?(rank|stand)",),
    ),
    Role(
        "streets",
        {"en": "Streets", "ko": "도로"},
        {
            "en": "Streets as lines: without candidates, points along them every 150 m may become spots.",
            "ko": "선으로 된 도로입니다. 후보 자리가 없으면 도로를 따라 150m마다 한 점씩 후보로 삼습니다.",
        },
        (replace(SHAPE, required=True, shapes=frozenset({"line", "mixed"})),),
        required=False,
        guesses=(r"street|road|도로|길",),
    ),
    Role(
        "holidays",
        {"en": "Holidays", "ko": "공휴일"},
        {
            "en": "Days that count as weekend.",
            "ko": "주말처럼 볼 날입니다.",
        },
        (
            replace(DATE, label={"en": "Day", "ko": "날짜"}, description=None, telling=0.2),
            replace(NAME, guesses=(r"name|이름|명$",), telling=0.2),
        ),
        required=False,
        guesses=(r"holiday|공휴일|휴일",),
        unlike=(r"living|생활|activity|활동|event|call|통화|pick.?up|승차|census|인구",),
    ),
    Role(
        "cruising",
        {"en": "Empty cabs and boardings", "ko": "빈 택시와 승차"},
        {
            "en": "Boardings and empty cabs by street and hour, to find side streets where few cabs pass.",
            "ko": "도로와 시각별 승차 수와 빈 택시 통행 수입니다. 빈 택시가 드문 이면도로를 찾는 데 씁니다.",
        },
        (
            NAME, _words("cell", "Cell", "셀", *CELL), SHAPE, LONGITUDE, LATITUDE, HOUR,
            replace(_number("boardings", "Boardings", "승차", r"board|승차|cnt_on|pickups?$", required=True), people=True),
            _number("empties", "Empty cabs", "빈 택시", r"empt|빈차|공차|cnt_empty", required=True),
        ),
        required=False,
        guesses=(r"cruis|빈차|공차|배회",),
    ),
)  # fmt: skip
