"""However an address is styled, it names the same spot; whatever text comes, nothing breaks."""

from hypothesis import given
from hypothesis import strategies as st

from madang.analysis.geocoding.reading import Reading, Spot, Unread
from madang.analysis.geocoding.systems import korea, uk
from madang.analysis.geocoding.systems._korea_places import PROVINCES

DISTRICTS = {
    "서울": ["중구", "구로구", "강서구"],
    "부산": ["부산진구", "중구"],
    "경기": ["성남시 분당구", "시흥시", "양평군"],
}
ROADS = [
    "종로",
    "세종대로",
    "구로동로",
    "길음로",
    "남부순환로",
    "가로공원로",
    "서원3길",
    "사근동길",
    "4.19로",
    "1100로",
]
BRANCHES = ["", "5길", "110길", "60가길", "66번길", "3나길"]
TAILS = [
    "",
    " (신당동)",
    ", 지하1층",
    " 3층",
    "  (신당동, 무슨빌딩 2층)",
    " , 무슨경로당 (신당동)",
    "무슨빌딩",
    " 101동 203호",
    ",3층 (신당동",
]
LOTS = ["상계동", "을지로3가", "동소문동2가", "신길5동", "목동", "길동", "구로동", "종로1가", "명동2가"]


@st.composite
def places(draw):
    province = draw(st.sampled_from(list(DISTRICTS)))
    written = draw(st.sampled_from([province, *PROVINCES[province]]))
    district = draw(st.sampled_from(DISTRICTS[province]))
    return province, district.replace(" ", ""), f"{written} {district}"


@st.composite
def roads(draw):
    """A text and what it names."""
    province, district, head = draw(places())
    road, branch = draw(st.sampled_from(ROADS)), draw(st.sampled_from(BRANCHES))
    branch = "" if road.endswith("길") else branch
    gap = draw(st.sampled_from(["", " "])) if branch else ""
    number, sub = draw(st.integers(1, 9999)), draw(st.integers(0, 99))
    under = draw(st.sampled_from(["", "지하"]))
    dash = draw(st.sampled_from(["-", " - ", "－", "–"]))
    tail = draw(st.sampled_from(TAILS))
    between = draw(st.sampled_from([" ", "  "]))
    text = f"{head}{between}{road}{gap}{branch} {under}{number}{f'{dash}{sub}' if sub else ''}{tail}"
    street = (road + branch).replace(".", "")
    return text, Spot("building", province, district, street, number, sub, under)


@given(roads())
def test_roads(case):
    text, spot = case
    found = korea.read(text)
    if ",3층" in text:  # whether the last digit is a floor is decided by what follows: never another spot
        assert found == Unread("number-runs-on") or found.spot == spot
    else:
        assert isinstance(found, Reading), found
        assert found.spot == spot
    assert not isinstance(found, Reading) or found.part_of in ("", "신당동")


@given(
    places(), st.sampled_from(LOTS), st.booleans(), st.integers(1, 2999), st.integers(0, 400), st.sampled_from(range(4))
)
def test_lots(place, street, hill, number, sub, style):
    province, district, head = place
    numbers = [
        f"{number}-{sub}" if sub else f"{number}",
        f"{number}번지 {sub}호" if sub else f"{number}번지",
        f"{number}-{sub}번지" if sub else f"{number} 번지",
        f"{number}의 {sub} 외 2필지" if sub else f"{number} 외 2필지",
    ][style]
    found = korea.read(f"{head} {street} {'산' if hill else ''}{numbers}")
    assert isinstance(found, Reading), found
    assert found.spot == Spot("lot", province, district, street, number, sub, "산" if hill else "")


@given(st.text(max_size=80) | st.text("서울특별시중구로길동가산지하번호층-,.()0123456789 ", max_size=60))
def test_any_text(text):
    for system in (korea, uk):
        found = system.read(text)
        assert isinstance(found, Reading | Unread)
        if isinstance(found, Reading) and found.spot.kind != "postcode":
            assert found.spot.number >= 0
            assert found.spot.street
