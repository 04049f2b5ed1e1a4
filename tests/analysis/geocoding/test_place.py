"""Addresses find the rows of a table that name the same, and no others."""

import math

import numpy as np
import pytest

from madang.analysis.geocoding import gazetteer, place
from madang.analysis.geocoding.placed import remark
from madang.analysis.geocoding.reading import MENDED

ROADS = [
    "서울특별시 중구 세종대로 110 (태평로1가)",
    "서울특별시 중구 세종대로 110 (태평로1가)",
    "서울특별시 노원구 덕릉로126나길 14",
    "서울특별시 노원구 덕릉로126나길 20",
    "",
    "서울특별시 강북구 노해로 5",
    "서울특별시 강북구 노해로 5",
]
LOTS = ["", "", "서울특별시 노원구 상계동 68-50", "", "서울특별시 관악구 신림동 1718", "", ""]
PLACES = np.array(
    [
        [126.978, 37.566],
        [126.979, 37.566],
        [127.083, 37.670],
        [127.084, 37.671],
        [126.922, 37.489],
        [127.01, 37.60],
        [127.05, 37.70],
    ]
)
TABLE = gazetteer([ROADS, LOTS], PLACES, "korea")


def one(*texts, **asked):
    return place([[text] for text in texts], TABLE, **asked).matches[0]


def test_the_same_building_written_otherwise():
    for text in (
        "서울시 중구 세종대로 110",
        "서울 중구 세종대로110, 지하1층",
        "서울특별시 중구 태평로1가 세종대로 110",
        "04524 서울특별시 중구 세종대로 110 (태평로1가, 서울시청)",
    ):
        match = one(text)
        assert (match.level, match.score, match.rows) == ("building", 1.0, (0, 1))
        assert (match.longitude, match.latitude) == (126.9785, 37.566)
        assert match.metres == pytest.approx(44, abs=1)


def test_lots_are_found_by_themselves_and_as_a_second_address():
    assert one("서울특별시 노원구 상계동 68-50번지").rows == (2,)
    assert one("서울특별시 관악구 신림동 1718").level == "lot"
    second = one("서울특별시 노원구 덕릉로 1", "서울특별시 노원구 상계동 68-50")
    assert (second.rows, second.mended) == ((2,), ("second-address",))
    assert one("", "서울특별시 노원구 상계동 68-50").mended == ()


def test_other_numbers_are_other_buildings():
    assert one("서울특별시 중구 세종대로 110-1").reason == "number-not-in-table"
    assert one("서울특별시 중구 세종대로 지하 110").reason == "street-not-in-table"
    assert one("서울특별시 종로구 세종대로 110").reason == "street-not-in-table"
    assert one("서울특별시 관악구 신림동 산 1718").reason == "street-not-in-table"
    assert one("부산광역시 중구 세종대로 110").reason == "street-not-in-table"
    assert math.isnan(one("서울특별시 중구 세종대로 111").longitude)


def test_one_address_at_two_places_is_nobodys_guess():
    match = one("서울특별시 강북구 노해로 5")
    assert (match.level, match.reason, match.rows) == ("", "several-places", (5, 6))
    assert one("서울특별시 강북구 노해로 5", apart=20_000).level == "building"


def test_the_nearest_number_only_when_asked_and_marked():
    assert one("서울특별시 노원구 덕릉로126나길 16").reason == "number-not-in-table"
    match = one("서울특별시 노원구 덕릉로126나길 16", nearest=50)
    assert (match.level, match.rows, match.score, match.metres) == ("nearest", (2,), 0.5, 170.0)
    assert match.mended == ("nearest-number",)
    assert one("서울특별시 노원구 덕릉로126나길 14-2", nearest=50).rows == (2,)
    assert one("서울특별시 노원구 덕릉로126나길 15", nearest=50).reason == "number-not-in-table"  # the other side
    assert one("서울특별시 노원구 덕릉로126나길 40", nearest=50).reason == "number-not-in-table"  # 200 metres
    assert one("서울특별시 관악구 신림동 1719", nearest=500).reason == "number-not-in-table"  # lots lie anyhow


def test_what_is_mended_costs_and_is_said():
    glued = one("서울특별시 중구 세종대로 110서울시청")
    assert (glued.score, glued.mended) == (0.95, ("glued",))
    province = one("중구 세종대로 110")
    assert (province.score, province.mended) == (0.9, ("province",))
    other = one("서울특별시 중구 세종대로 110 (신당동)")
    assert (other.score, other.mended) == (0.8, ("neighbourhood",))
    assert remark(other, "ko") == "도로명과 번호는 같으나 동이 다릅니다"
    assert one("서울특별시 중구 세종대로 110 (태평로)").mended == ()
    assert all({"en", "ko"} <= words.keys() and 0 < factor < 1 for factor, words in MENDED.values())


def test_a_missing_province_fits_several():
    table = gazetteer([["서울 중구 중앙로 1", "부산 중구 중앙로 1"]], PLACES[:2], "korea")
    assert place([["중구 중앙로 1"]], table).matches[0].reason == "several-provinces"
    assert place([["부산시 중구 중앙로 1"]], table).matches[0].rows == (1,)


def test_rows_of_the_table_that_help_nobody_are_counted():
    table = gazetteer(
        [["서울 중구 중앙로 1", "모름", "", "서울 중구 중앙로 3"]],
        np.array([[127, 37.5], [127, 37.5], [127, 37.5], [np.nan, 37.5]]),
        "korea",
    )
    assert table.unread == {"no-district": 1, "empty": 1}
    assert table.unplaced == 1
    assert place([["서울 중구 중앙로 3"]], table).matches[0].reason == "number-not-in-table"


def test_the_list_says_everything():
    placed = place([["서울 중구 세종대로 110시청", "서울 중구 세종대로 1", "", "서울 노원구 상계동 68-50"]], TABLE)
    assert placed.found.tolist() == [0, 3]
    assert placed.unmatched.tolist() == [1, 2]
    said = placed.said({"en": "centres", "ko": "노인복지관"})
    assert said["en"] == (
        "2 of 4 addresses (centres) have a place. 1 of them were mended first, as the list says. 2 have none and are listed "
        "(the address table has the road or neighbourhood, but not this number: 1; no address is given: 1)."
    )
    assert said["ko"].startswith("노인복지관 주소 4건 중 2건의 위치를 찾았습니다. 그중 1건은")
    table = placed.table(["a", "b", "c", "d"], "en").to_pydict()
    assert table["level"] == ["building", None, None, "lot"]
    assert table["longitude"][1] is None
    assert table["remark"][2:] == ["no address is given", None]


def test_nobody_to_place():
    placed = place([[]], TABLE)
    assert placed.places.shape == (0, 2)
    assert placed.said({"en": "x", "ko": "x"})["en"] == "0 of 0 addresses (x) have a place."


def test_postcodes():
    table = gazetteer([["L18 1LN", "L18JQ", "L3 8EW"]], np.array([[-2.9, 53.38], [-2.98, 53.4], [-2.97, 53.41]]), "uk")
    placed = place([["12 Allerton Road, Liverpool L181LN", "l1 8jq", "L3 8EX", "Liverpool"]], table)
    assert [match.level for match in placed.matches] == ["postcode", "postcode", "", ""]
    assert [match.reason for match in placed.matches[2:]] == ["postcode-not-in-table", "no-postcode"]
    assert placed.places[:2].tolist() == [[-2.9, 53.38], [-2.98, 53.4]]


def test_postcodes_without_a_place_are_counted_not_used():
    nowhere = np.array([[0.0, 99.999999], [0.0, 0.0], [np.nan, np.nan], [0.0, 51.5]])
    table = gazetteer([["L18 1LN", "L1 8JQ", "L3 8EW", "SE10 9NF"]], nowhere, "uk")
    assert table.unplaced == 3
    assert place([["SE10 9NF", "L1 8JQ"]], table).found.tolist() == [0]  # Greenwich is on longitude 0
