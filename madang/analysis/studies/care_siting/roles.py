"""What the study reads: areas with people in need, what there is already, and where something new may open."""

from __future__ import annotations

from dataclasses import replace

from madang.analysis.declare import ColumnRole, Role
from madang.lib.problems import Text
from madang.query.model import Type

WORDS = frozenset({Type.TEXT, Type.INTEGER})
NUMBERS = frozenset({Type.INTEGER, Type.NUMBER})


def _words(name: str, en: str, ko: str, *guesses: str, required: bool = False, more: Text | None = None) -> ColumnRole:
    return ColumnRole(name, {"en": en, "ko": ko}, WORDS, guesses, required, description=more)


def _number(
    name: str,
    en: str,
    ko: str,
    *guesses: str,
    required: bool = False,
    many: bool = False,
    more: Text | None = None,
    telling: float = 1.0,
) -> ColumnRole:
    return ColumnRole(name, {"en": en, "ko": ko}, NUMBERS, guesses, required, many, more, telling)


CODE = _words(
    "code", "Code of the area", "구역 코드",
    r"^(dong_code|gss_code|district_code)$", r"행정동코드|행정기관코드|위치코드|lsoa\d*_?(cd|code)|^(area_)?code$|코드$",
    required=True,
)  # fmt: skip
NAME = _words(
    "name", "Name", "이름", r"읍면동명|행정동명|시설명|쉼터명칭|^(library )?name$|^동$|명$|lsoa\d*_?(nm|name)"
)
DISTRICT = _words("district", "District", "자치구", r"시군구명|자치구|^구$|district|ward|borough", more={
    "en": "What the city is divided into, for fairness between parts of the city.",
    "ko": "도시를 나누는 단위입니다. 지역 사이의 형평을 볼 때 씁니다.",
})  # fmt: skip
SHAPE = ColumnRole(
    "geometry", {"en": "Shape", "ko": "도형"}, frozenset({Type.GEOMETRY}), (r"geom|shape|^geometry$",), False
)
LONGITUDE = _number("lon", "Longitude", "경도", r"^longitude$", r"경도|^(lon|lng|long|longitude)$")
LATITUDE = _number("lat", "Latitude", "위도", r"^latitude$", r"위도|^(lat|latitude)$")
ROAD_ADDRESS = r"도로명|^road_address$"
ANY_ADDRESS = r"^(?!.*지번).*(주소|소재지)"
ADDRESS = _words("address", "Address", "주소", ROAD_ADDRESS, ANY_ADDRESS, r"postcode|address", r"지번", more={
    "en": "Read only where a row has no coordinates: a road-name or lot address, or a UK postcode.",
    "ko": "좌표가 없는 행에서만 읽습니다. 도로명주소, 지번주소, 영국 우편번호를 씁니다.",
})  # fmt: skip
SERVICE = _words("service", "Service", "서비스 종류", r"service|시설유형|시설종류|종류$|type")
CAPACITY = _number("capacity", "Capacity", "정원", r"capacity|정원|수용가능인원|이용가능인원|places|beds")

NEED = _number(
    "need", "People in need", "수요", r"65\s*세\s*이상|65\+|aged_65|65 and older", r"고령(?!.*(비율|률))|노인|어르신|older",
    many=True, telling=5.0, more={
    "en": "One column, or several that are added up, each with a weight (for example every year of age from 65 on).",
    "ko": "열 하나 또는 가중치를 두고 더할 여러 열입니다(예: 65세부터의 각 연령).",
})  # fmt: skip
SECOND = _number("second_need", "Need seen differently", "다르게 본 수요", r"75\+|75세\s*이상|disab|장애", many=True, more={
    "en": "The run shows how many of the chosen sites stay when this counts instead (75 and older, disability ...).",
    "ko": "이 수요로 바꾸면 고른 자리가 얼마나 그대로인지 보여 줍니다(75세 이상, 장애 등).",
})  # fmt: skip
THIRD = _number(
    "third_need", "Need seen in a third way", "또 다르게 본 수요", r"alone|독거|1인|idaopi|income_depriv", many=True
)
PROJECTION = _number(
    "projection", "Need in a later year", "장래 수요", r"projection|projected|추계|20[3-6]\d", many=True
)
DEPRIVATION = _number("deprivation", "Deprivation", "박탈 지수", r"^imd|depriv|박탈|저소득|low_income", more={
    "en": "A score, rank or decile of deprivation: only its order counts.",
    "ko": "박탈 점수, 순위 또는 십분위입니다. 순서만 씁니다.",
})  # fmt: skip
NEEDS = (*(replace(one, people=True) for one in (NEED, SECOND, THIRD, PROJECTION)), DEPRIVATION)

STATUS = _words("status", "What may happen to it", "앞으로", r"status|상태", more={
    "en": "keep (default), may close, may move, or closed.",
    "ko": "유지(기본값), 폐쇄 가능, 이전 가능, 또는 폐쇄.",
})  # fmt: skip
RULE = _words("status", "Rule", "조건", r"status|상태|조건", more={
    "en": "Blank, required (it opens in any case), or forbidden (never).",
    "ko": "비움, 필수(반드시 엽니다), 또는 금지(열지 않습니다).",
})  # fmt: skip
COST = _number("cost", "Cost of opening", "여는 비용", r"cost|비용|금액")
UNIT_COST = _number("unit_cost", "Cost of each place in it", "정원 1명당 비용", r"unit_cost|단가")

READS: tuple[Role, ...] = (
    Role(
        "areas",
        {"en": "Areas", "ko": "구역"},
        {
            "en": "Where people live: polygons, or points that stand for them, with a code.",
            "ko": "사람이 사는 곳입니다. 코드가 있는 다각형 또는 그것을 대신하는 점입니다.",
        },
        (CODE, NAME, DISTRICT, SHAPE, LONGITUDE, LATITUDE, *NEEDS),
        guesses=(r"older|고령|노인|어르신|65", r"boundar|경계|행정동|lsoa"),
        unlike=(r"facilit|시설|candidate|후보|경로당|복지관|쉼터",),
    ),
    Role(
        "needs",
        {"en": "People in need by area", "ko": "구역별 수요"},
        {
            "en": "When the numbers of people stand in a table of their own, joined to the areas by the code.",
            "ko": "인구가 다른 표에 있을 때 씁니다. 코드로 구역과 잇습니다.",
        },
        (CODE, NAME, DISTRICT, *NEEDS),
        required=False,
    ),
    Role(
        "facilities",
        {"en": "Facilities today", "ko": "현재 시설"},
        {
            "en": "What there is already. It always counts. By coordinates, or by address.",
            "ko": "이미 있는 시설이며 늘 함께 셉니다. 좌표 또는 주소로 찾습니다.",
        },
        (NAME, SHAPE, LONGITUDE, LATITUDE, ADDRESS, SERVICE, CAPACITY, STATUS, COST),
        required=False,
        guesses=(r"facilit|시설", r"경로당|복지관|쉼터|pharmac|librar"),
        unlike=(r"candidate|후보",),
    ),
    Role(
        "candidates",
        {"en": "Candidate sites", "ko": "후보지"},
        {
            "en": "Where something new may open. Without this table: the centre of each area.",
            "ko": "새로 열 수 있는 곳입니다. 없으면 각 구역의 중심을 후보로 삼습니다.",
        },
        (NAME, SHAPE, LONGITUDE, LATITUDE, ADDRESS, SERVICE, CAPACITY, COST, UNIT_COST, RULE),
        required=False,
        guesses=(r"candidate|후보",),
    ),
    Role(
        "travel",
        {"en": "Distances", "ko": "이동 거리"},
        {
            "en": "Known distances from areas (by code) to candidates (by name), in metres. Otherwise straight lines times a factor.",
            "ko": "구역(코드)에서 후보지(이름)까지 아는 거리(m)입니다. 없으면 직선거리에 우회계수를 곱합니다.",
        },
        (
            _words("from", "Area", "구역", r"^from|origin|출발|구역", required=True),
            _words("to", "Candidate or facility", "후보지 또는 시설", r"^to|dest|도착|후보", required=True),
            _number("metres", "Distance in metres", "거리(m)", r"met(re|er)s|distance|거리", required=True),
        ),
        required=False,
    ),
    Role(
        "streets",
        {"en": "Streets", "ko": "도로"},
        {
            "en": "Streets and paths as lines: ways on foot are measured along them instead of straight lines.",
            "ko": "선으로 된 도로와 보행로입니다. 직선 대신 이 길을 따라 걷는 거리를 잽니다.",
        },
        (
            replace(SHAPE, required=True, shapes=frozenset({"line", "mixed"})),
            _words("highway", "Kind of street", "도로 종류", r"^highway$"),
            _words("foot", "On foot", "보행", r"^foot$"),
            _words("access", "Access", "통행", r"^access$"),
        ),
        required=False,
        guesses=(r"street|road|path|도로|보행|길",),
    ),
    Role(
        "addresses",
        {"en": "Published addresses", "ko": "공개된 주소"},
        {
            "en": "Addresses with coordinates, by which facilities without coordinates are placed. Nothing is guessed.",
            "ko": "좌표가 있는 주소입니다. 좌표 없는 시설을 이것으로 찾으며 짐작하지 않습니다.",
        },
        (
            _words("address", "Address", "주소", ROAD_ADDRESS, ANY_ADDRESS, r"postcode|address", required=True),
            _words("lot", "Lot address", "지번주소", r"지번"),
            SHAPE,
            LONGITUDE,
            LATITUDE,
        ),
        required=False,
        guesses=(r"주소|address|postcode",),
    ),
    Role(
        "totals",
        {"en": "Official number of facilities", "ko": "공식 시설 수"},
        {
            "en": "How many facilities each district really has, when the table of facilities does not name them all.",
            "ko": "시설 표에 빠진 것이 있을 때, 자치구마다 실제로 있는 시설 수입니다.",
        },
        (
            _words(
                "district",
                "District",
                "자치구",
                r"자치구(?!코드)|시군구명|district(?!_code)",
                r"자치구|district",
                required=True,
            ),
            _number(
                "count",
                "Facilities",
                "시설 수",
                r"(경로당|시설|복지관|쉼터)\s*_?수",
                r"facilit|^count$|개소",
                required=True,
            ),
        ),
        required=False,
    ),
)
