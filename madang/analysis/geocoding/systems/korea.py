"""Korean addresses by road (`세종대로 110`) and by lot (`태평로1가 31`).

Road Name Address Act: roads are unique within a 시·군·구; a building's number has a main part and perhaps a sub-number, buildings
below ground (지하) have numbers of their own. Numbers rise by two every 20 metres, odd ones on the left (Enforcement Decree,
basic intervals), so one step is 10 metres.
"""

from __future__ import annotations

import re
import unicodedata

from madang.analysis.geocoding.reading import Reading, Spot, Unread
from madang.analysis.geocoding.systems._korea_floors import runs_into_floor, without_floor
from madang.analysis.geocoding.systems._korea_places import district, province

MOST = 300
"""Characters that are looked at: nobody's address is longer."""

LABEL = {"en": "Korean addresses, by road or by lot", "ko": "도로명주소와 지번주소"}
ALONG = 10.0
LONGEST = 5
"""Digits of a building's number by the Act."""

VALID = {
    "서울특별시 중구 세종대로 110 (태평로1가)": Spot("building", "서울", "중구", "세종대로", 110),
    "서울시 종로구 세종대로 110길 5-3": Spot("building", "서울", "종로구", "세종대로110길", 5, 3),
    "서울 종로구 세종대로110길 5-3, 지하1층": Spot("building", "서울", "종로구", "세종대로110길", 5, 3),
    "서울특별시 도봉구 도봉로 169가길 52": Spot("building", "서울", "도봉구", "도봉로169가길", 52),
    "서울특별시 강서구 금낭화로 지하132 (방화동)": Spot("building", "서울", "강서구", "금낭화로", 132, 0, "지하"),
    "서울특별시 종로구 종로 지하 55 (종각지하철역사)": Spot("building", "서울", "종로구", "종로", 55, 0, "지하"),
    "서울특별시 강남구 삼성로 628강남노인종합복지관 (삼성동)": Spot("building", "서울", "강남구", "삼성로", 628),
    "서울특별시 강남구 도곡동 남부순환로378길 20": Spot("building", "서울", "강남구", "남부순환로378길", 20),
    "서울특별시 강남구 도산대로53길5 (신사동)": Spot("building", "서울", "강남구", "도산대로53길", 5),
    "서울특별시 강북구 삼양로92길 40-0": Spot("building", "서울", "강북구", "삼양로92길", 40),
    "서울특별시 성북구 한천로 7083층 (장위동)": Spot("building", "서울", "성북구", "한천로", 708),
    "서울특별시 강서구 월정로30길 963층~5층": Spot("building", "서울", "강서구", "월정로30길", 96),
    "서울특별시 양천구 신월로24길 19-03층": Spot("building", "서울", "양천구", "신월로24길", 19),
    "서울특별시 강동구 암사1가길 16 , 502-95 (암사동)": Spot("building", "서울", "강동구", "암사1가길", 16),
    "경기도 수원시 영통구 광교중앙로 140": Spot("building", "경기", "수원시영통구", "광교중앙로", 140),
    "경기도 광주시 오포읍 오포로 12": Spot("building", "경기", "광주시", "오포로", 12),
    "광주시 북구 용봉로 77": Spot("building", "광주", "북구", "용봉로", 77),
    "부산광역시 부산진구 중앙대로 66번길 10": Spot("building", "부산", "부산진구", "중앙대로66번길", 10),
    "세종특별자치시 한누리대로 2130": Spot("building", "세종", "", "한누리대로", 2130),
    "서울특별시 강북구 4·19로 8": Spot("building", "서울", "강북구", "419로", 8),
    "종로구 종로 311": Spot("building", "", "종로구", "종로", 311),
    "서울특별시 노원구 상계동 68-50": Spot("lot", "서울", "노원구", "상계동", 68, 50),
    "서울특별시 양천구 목동  765번지 1호": Spot("lot", "서울", "양천구", "목동", 765, 1),
    "서울특별시 노원구 월계동 936번지": Spot("lot", "서울", "노원구", "월계동", 936),
    "서울특별시 강동구 상일동 산 77-27": Spot("lot", "서울", "강동구", "상일동", 77, 27, "산"),
    "서울특별시 중구 을지로3가 95-3": Spot("lot", "서울", "중구", "을지로3가", 95, 3),
    "서울특별시 성북구 동소문동 2가 291": Spot("lot", "서울", "성북구", "동소문동2가", 291),
    "서울특별시 영등포구 신길5동 123": Spot("lot", "서울", "영등포구", "신길5동", 123),
    "경기도 광주시 오포읍 문형리 산5-1번지": Spot("lot", "경기", "광주시", "오포읍문형리", 5, 1, "산"),
}
INVALID = {
    "": "empty",
    "세종대로 110": "no-district",
    "서울특별시 중구": "no-road-or-lot",
    "서울특별시 중구 시청 앞": "no-road-or-lot",
    "서울특별시 성동구 왕십리로5길 6층 (성수동1가)": "no-number",
    "서울특별시 중구 세종대로": "no-number",
    "서울특별시 양천구 목동": "no-number",
    "서울특별시 동대문구 약령시로5길 223층": "number-runs-on",
    "서울특별시 송파구 백제고분로42길 55,6층": "number-runs-on",
    "서울특별시 양천구 월정로 306103동 105호 (신월동)": "number-runs-on",
}

_ZIP = re.compile(r"^(?:우\)?|\(우\))?\s*(?:\d{5}|\d{3}-\d{3})\s+")
_NOTE = re.compile(r"\(([^()]*)\)|\([^()]*$")
_ROAD = re.compile(
    r"(?:^|(?<=\s))(?P<road>[가-힣A-Za-z0-9.·]+?(?:로|길))(?:\s*(?P<branch>\d+번?[가-힣]?길)|(?!\s*\d+번?[가-힣]?길))(?P<space>\s*)"
    r"(?P<where>지하|공중)?\s*(?P<number>\d++)(?:\s*-\s*(?P<sub>\d++)|(?!\s*-\s*\d))(?P<tail>.*)"
)
_NEIGHBOURHOOD = r"[가-힣·.]+\d*(?:동\s?\d가|동|리|로\s?\d가)|[가-힣]+\d가"
_LOT = re.compile(
    rf"(?:^|(?<=\s))(?P<town>[가-힣]{{1,5}}[읍면]\s+)?(?P<street>{_NEIGHBOURHOOD})\s*(?P<where>산)?\s*(?P<number>\d{{1,5}})"
    r"(?:\s*번지|(?!\s*번지))(?:\s*[-의]\s*(?P<sub>\d{1,5})|\s*(?P<unit>\d{1,5})\s*호|(?!\s*[-의]\s*\d|\s*\d{1,5}\s*호))(?!\d|\s?층)"
)
_NUMBERLESS = re.compile(rf"(?:^|\s)(?:[가-힣A-Za-z0-9.·]+(?:로|길)|{_NEIGHBOURHOOD})(?=$|[\s,])")
_UNIT = re.compile(r"호|동(?=[\s\d,(]|$)")
_NO_ROAD = re.compile(r"가(?=[\s\d,(]|$)")


def read(text: str) -> Reading | Unread:
    """The building or lot that `text` names: the road if it names one, else the lot."""
    notes: list[str] = []
    plain = _plain(text, notes)
    if not plain:
        return Unread("empty")
    of, rest = province(plain + " ")
    within = district(rest, of)
    if within is None:
        return Unread("no-district")
    place, rest = within
    part_of = next((found for note in notes for found in re.findall(rf"^\s*(?:{_NEIGHBOURHOOD})(?=$|[\s,])", note)), "")
    return _road(of, place, rest, part_of) or _lot(of, place, rest)


def _plain(text: str, notes: list[str]) -> str:
    """One line without remarks in brackets, which go to `notes`, and without a postcode in front."""
    line = re.sub(r"[‐-―−]", "-", unicodedata.normalize("NFKC", (text or "")[:MOST]))
    line = re.sub(r"[ㆍ・‧]", "·", line)

    def keep(found: re.Match[str]) -> str:
        notes.append(found[1] or "")
        return " "

    return _ZIP.sub("", re.sub(r"\s+", " ", _NOTE.sub(keep, line)).strip())


def _road(of: str, place: str, rest: str, part_of: str) -> Reading | Unread | None:
    found = _ROAD.search(rest)
    while found is not None:
        tail, after = found["tail"], not found["space"] and not found["branch"]
        if _NO_ROAD.match(tail) or (after and re.match("[가-힣]", tail) and not runs_into_floor(tail)):
            found = _ROAD.search(rest, found.start() + 1)  # 종로 1가 24, 신길5동 123: a neighbourhood with a number
            continue
        return _building(of, place, found, part_of)
    return None


def _building(of: str, place: str, found: re.Match[str], part_of: str) -> Reading | Unread:
    number, sub, tail, code = found["number"], found["sub"] or "", found["tail"], ""
    if runs_into_floor(tail):
        read_as, code = without_floor(number, sub, tail), "floor"
        if read_as is None or not read_as[0]:
            return Unread("number-runs-on" if read_as is None else "no-number")  # 왕십리로5길 6층
        number, sub = read_as
    elif _UNIT.match(tail):
        if len(sub or number) > 2 or tail.startswith("동"):
            return Unread("number-runs-on")  # 45103동 105호, 17201호
        code = "unit"
    elif re.match("[가-힣A-Za-z]", tail):
        code = "glued"
    if len(number) > LONGEST or len(sub) > LONGEST:
        return Unread("number-runs-on")  # 306103동 105호, 171201호
    street = re.sub(r"[.·\s]", "", found["road"] + (found["branch"] or ""))
    reading = Reading(Spot("building", of, place, street, int(number), int(sub or 0), found["where"] or ""), part_of)
    return reading.also(code) if code else reading


def _lot(of: str, place: str, rest: str) -> Reading | Unread:
    found = _LOT.search(rest)
    if found is None:
        return Unread("no-number" if _NUMBERLESS.search(rest) else "no-road-or-lot")
    street = re.sub(r"\s", "", (found["town"] or "") + found["street"])
    sub = int(found["sub"] or found["unit"] or 0)
    return Reading(Spot("lot", of, place, street, int(found["number"]), sub, found["where"] or ""), street)
