"""Odd and impossible inputs of the study: each is named with its shortfall, in both languages, or said and survived."""

import re
from dataclasses import replace

import numpy as np
import pytest
import shapely

from madang.analysis.report import Lines, Map, html
from madang.analysis.studies import care_siting
from madang.analysis.studies.care_siting import areas, lists, problems, sensitivity, unlisted
from madang.analysis.tabular import codes
from madang.analysis.travel.coordinates import SwappedCoordinates
from madang.lib.problems import Problem
from tests.analysis.studies.toy_city import STEP, given, hush, places, settings, squares


def study(changes=None, **tables):
    return care_siting.study(tables, settings(**(changes or {})), hush)


def notes(found):
    return {note["code"]: note for note in found.quality["notes"]}


def bare(**columns):
    """The squares without any need of their own."""
    table = squares().rows
    kept = {name: table.column(name).to_pylist() for name in ("code", "name", "district", "geometry")}
    return given({**kept, **columns})


def every_problem():
    return [one for one in vars(problems).values() if isinstance(one, type) and issubclass(one, problems.UnfitInputs)]


@pytest.mark.parametrize("problem", [one for one in every_problem() if one is not problems.UnfitInputs])
def test_each_problem_is_told_in_both_languages_with_the_same_facts(problem: type[Problem]):
    def facts(text):
        return set(re.findall(r"{(\w+)}", text))

    assert facts(problem.en) == facts(problem.ko)
    assert re.search("[가-힣]", problem.ko)


def test_swapped_coordinates_of_facilities_are_named():
    moved = places((400.5, 6.5), lon=[6.5 * 0.009], lat=[400.5 * 0.009])
    far = [bytes(shape) for shape in _shifted(400, 6)]
    with pytest.raises(SwappedCoordinates):
        study(areas=bare(geometry=far, need_1=[1] * 16), facilities=moved)


def _shifted(east, north):
    at = [(x + east, y + north) for x in range(4) for y in range(4)]
    return shapely.to_wkb([shapely.box(x * 0.009, y * 0.009, (x + 1) * 0.009, (y + 1) * 0.009) for x, y in at])


def test_latitudes_beyond_the_pole_are_longitudes():
    with pytest.raises(SwappedCoordinates):
        study(areas=given({"code": ["1", "2"], "need_1": [5, 6], "lon": [37.5, 37.6], "lat": [127.0, 127.1]}))


def test_codes_of_eight_digits_meet_those_of_ten_and_new_numbers_meet_by_name():
    found = codes.match(
        ["1111053000", "1111054000", "1111019900"],
        [("종로구", "사직동"), ("종로구", "삼청동"), ("종로구", "새동")],
        ["11110530", "1111054000", "1111088800", "11110777", "4100000000"],
        [("", ""), ("", ""), ("종로구", "새동"), ("종로구", "옛동"), ("경기", "먼동")],
    )
    assert found.area == [0, 1, 2, -1, -1]
    assert found.padded == ["11110530"]
    assert found.by_name == ["종로구 새동 (1111088800 → 1111019900)"]
    assert found.stray == [3]


def test_people_of_areas_that_are_gone_are_named_and_counted():
    code = squares().rows.column("code").to_pylist()
    people = given({"code": [*code[:15], "110199"], "need_1": [10.0] * 16})
    found = study(areas=bare(), needs=people)
    assert notes(found)["people-without-area"]["items"] == ["110199 (10)"]
    assert notes(found)["areas-without-people"]["count"] == 1


def test_several_rows_of_one_area_are_added_up():
    code = squares().rows.column("code").to_pylist()
    found = study(areas=bare(), needs=given({"code": code * 2, "need_1": [10.0] * 16 + [5.0] * 16}))
    assert found.quality["today"]["people"] == 16 * 15


def test_several_columns_count_by_their_weights():
    table = squares(need_2=[40] * 16)
    weighed = given(
        {name: table.rows.column(name).to_pylist() for name in table.rows.column_names}, {"need": (1.0, 0.5)}
    )
    assert areas.read(weighed, None, False).need.tolist() == [120.0] * 16


def test_an_area_twice_is_named():
    table = squares()
    code = ["110101"] * 2 + table.rows.column("code").to_pylist()[2:]
    with pytest.raises(problems.RepeatedAreas, match="110101"):
        study(areas=bare(code=code, need_1=[1] * 16))


def test_no_column_of_need_and_a_need_below_nothing():
    with pytest.raises(problems.NoNeed):
        study(areas=bare())
    with pytest.raises(problems.NegativeNeed, match="District 1 Square 1-3"):
        study(areas=squares(need_1=[1, 1, -4] + [1] * 13))


def test_areas_without_people_and_all_people_in_one_place_are_said():
    found = study(areas=squares(need_1=[0] * 7 + [90] + [0] * 8))
    assert notes(found)["zero-need"]["count"] == 15
    assert "one-place" in notes(found)
    first, second = found.tables["sites"].to_pylist()
    assert (first["site"], first["newly_within"], second["newly_within"]) == ("District 2 Square 2-4", 90, 0)
    assert "can be spared" in second["why"]


def test_every_candidate_may_open():
    found = study({"sites": 16}, areas=squares())
    assert found.tables["sites"].num_rows == 16
    assert found.quality["then"]["share"] == 1


def test_facilities_at_one_place_are_said_and_both_count():
    found = study(areas=squares(), facilities=places((0.5, 0.5), (0.5, 0.5), (9.0, 9.0)))
    assert notes(found)["duplicate-coordinates"]["count"] == 2
    assert notes(found)["outside"]["items"] == ["Place 3"]
    assert found.tables["facilities"].num_rows == 3


def test_a_required_site_outside_is_named_with_its_distance():
    with pytest.raises(problems.RequiredOutside, match=r"Place 2 lies outside all areas, 5,0\d\d m"):
        study(areas=squares(), candidates=places((1.5, 1.5), (9.0, 2.0), status=["", "required"]))


def test_required_opens_and_forbidden_never_does():
    need = [0] * 16
    need[0], need[5], need[10] = 900, 500, 1
    table = places((0.5, 0.5), (1.5, 1.5), (2.5, 2.5), status=["forbidden", "", "required"])
    found = study(areas=squares(need_1=need), candidates=table)
    assert {row["site"] for row in found.tables["sites"].to_pylist()} == {"Place 2", "Place 3"}
    with pytest.raises(problems.RequiredTooMany, match="1 too many"):
        study({"sites": 0}, areas=squares(need_1=need), candidates=table)
    with pytest.raises(problems.MoreSitesThanCandidates, match="1 too few"):
        study({"sites": 3}, areas=squares(need_1=need), candidates=table)


def test_a_facility_that_may_move_moves_where_it_helps():
    need = [0] * 16
    need[0], need[15] = 100, 900
    table = places((0.5, 1.5), (0.5, 0.6), status=["may move", "keep"])
    found = study({"sites": 0, "moves": True}, areas=squares(need_1=need), facilities=table)
    (site,) = found.tables["sites"].to_pylist()
    assert (site["site"], site["instead_of"]) == ("District 4 Square 4-4", "Place 1")
    assert "Place 1 moves here" in site["why"]
    assert {row["name"]: row["status"] for row in found.tables["facilities"].to_pylist()} == {
        "Place 1": "moves",
        "Place 2": "keep",
    }
    assert found.quality["then"]["within"] == 1000


def test_the_first_page_tells_new_and_moved_sites_apart():
    need = [0] * 16
    need[0], need[10], need[15] = 100, 500, 900
    table = places((0.5, 1.5), (0.5, 0.6), status=["may move", "keep"])
    found = study({"sites": 1, "moves": True}, areas=squares(need_1=need), facilities=table)
    assert sorted(row["instead_of"] or "" for row in found.tables["sites"].to_pylist()) == ["", "Place 1"]
    for language, said in (("en", "1 new + 1 moved"), ("ko", "신규 1곳 + 이전 1곳")):
        told = html(found.report, language).partition({"en": "What to do", "ko": "할 일"}[language])[0]
        assert said in told
        assert "Place 1" in told
        assert "1 facilities of today that count in any case" not in told


def test_nothing_moves_or_closes_by_the_table_alone():
    need = [0] * 16
    need[0], need[15] = 100, 900
    table = places((0.5, 1.5), (0.5, 0.6), status=["may move", "may close"], cost=[9.0, 9.0])
    found = study({"sites": 0}, areas=squares(need_1=need), facilities=table)
    assert found.tables["sites"].num_rows == 0
    assert {row["status"] for row in found.tables["facilities"].to_pylist()} == {"keep"}
    assert notes(found)["stays-though-marked"]["items"] == ["Place 1", "Place 2"]


def test_facilities_that_were_not_placed_come_before_every_number_and_nothing_is_begun():
    table = places((0.5, 0.5), (1.5, 0.5), (2.5, 0.5), lon=[0.0045, None, None], lat=[0.0045, None, None])
    found = study(areas=squares(), facilities=table)
    kinds = [type(part).__name__ for part in found.report.parts]
    first = kinds.index("Note")
    assert first < kinds.index("Key")
    assert "2 of 3 facilities" in found.report.parts[first].text["en"]
    to_do = next(part for part in found.report.parts if type(part).__name__ == "Points" and part.numbered)
    assert "2 facilities" in to_do.items[0]["en"]
    assert not [item for item in to_do.items if item["en"].startswith("Begin with")]
    whole = study(areas=squares(), facilities=places((0.5, 0.5)))
    assert "Note" not in [type(part).__name__ for part in whole.report.parts]
    assert "Begin with" in html(whole.report, "en")


def test_an_unknown_status_is_named():
    with pytest.raises(problems.OddStatus, match="perhaps"):
        study(areas=squares(), facilities=places((0.5, 0.5), status=["perhaps"]))


def test_a_table_of_ways_counts_and_who_reaches_nothing_is_named():
    code = squares().rows.column("code").to_pylist()
    ways = given({"from": code[:15], "to": ["Place 1"] * 15, "metres": [100.0] * 10 + [5000.0] * 5})
    found = study({"sites": 1}, areas=squares(), candidates=places((0.5, 0.5)), travel=ways)
    assert found.quality["then"]["within"] == 1000
    assert found.quality["then"]["apart"] == 100
    assert notes(found)["unreachable"]["items"] == ["District 4 Square 4-4"]
    median = study({"sites": 1, "objective": "p_median"}, areas=squares(), candidates=places((0.5, 0.5)), travel=ways)
    assert median.quality["then"]["mean"] == pytest.approx((10 * 100 + 5 * 5000) / 15)


def test_a_longest_way_that_nothing_can_keep_is_named_with_what_it_would_have_to_be():
    table = places((0.5, 0.5), (3.5, 3.5))
    with pytest.raises(problems.OutOfReach, match="would have to be 2,9"):
        study({"maximum": 500.0}, areas=squares(), candidates=table)
    with pytest.raises(problems.OutOfReach):
        study({"objective": "set_covering"}, areas=squares(), candidates=table)


def test_conditions_that_too_few_sites_cannot_keep_are_named():
    with pytest.raises(problems.NotEnough):
        study({"maximum": 1500.0, "sites": 1}, areas=squares())


def test_the_fewest_sites_that_reach_everybody():
    found = study({"objective": "set_covering", "standard": 1100.0}, areas=squares())
    assert found.tables["sites"].num_rows == 4
    assert found.quality["then"]["share"] == 1
    assert found.quality["proved"]


def test_what_is_missing_is_said_in_both_languages():
    said = problems.NotEnough({"minimum cover of district 1: care": 12.0, "worst decile: care": 80.5}, ["East", "West"])
    assert said.text("en").startswith(
        "No choice satisfies all conditions. Missing: 12 more people within the standard in West, 81 m"
    )
    assert "West에서 기준 거리 안에 12명 더" in said.text("ko")
    assert said.text("en").startswith("No choice")


def test_a_tenth_that_may_not_be_far_gets_its_site():
    tables = {
        "areas": squares(need_1=[0, 60, 0, 0, 0, 160, 0, 0, 0, 50, 0, 0, 0, 0, 30, 80]),
        "facilities": places((0.5, 0.5)),
    }
    free = study({"sites": 1, "objective": "p_median"}, **tables)
    fair = study({"sites": 1, "objective": "p_median", "worst_tenth": 2000.0}, **tables)
    assert free.quality["then"]["worst_tenth"] > 2700
    assert fair.quality["then"]["worst_tenth"] <= 2000
    assert fair.quality["then"]["mean"] > free.quality["then"]["mean"]
    assert fair.quality["proved"]
    with pytest.raises(problems.NotEnough, match="4 more sites"):
        study({"sites": 1, "worst_tenth": 50.0}, **tables)


def test_capacity_below_demand_is_named_and_a_site_with_room_is_preferred():
    need = [0] * 16
    need[0], need[1], need[15] = 60, 60, 60
    tables = {"areas": squares(need_1=need), "facilities": places((0.5, 0.5), capacity=[60.0])}
    table = places((0.5, 1.5), (0.5, 1.4), (3.5, 3.5), capacity=[10.0, 130.0, 20.0])
    asked = {"sites": 1, "objective": "p_median", "capacity_holds": True}
    found = study(asked, **tables, candidates=table)
    assert [row["site"] for row in found.tables["sites"].to_pylist()] == ["Place 2"]
    with pytest.raises(problems.NotEnoughRoom, match="100 too few"):
        study(asked, **tables, candidates=places((3.5, 3.5), capacity=[20.0]))


def test_a_facility_that_may_close_pays_for_a_better_one():
    need = [0] * 16
    need[0], need[15] = 10, 900
    today = places((0.5, 0.5), (0.5, 0.6), status=["may close", "keep"], cost=[8.0, 8.0])
    tables = {"areas": squares(need_1=need), "facilities": today, "candidates": places((3.5, 3.5), cost=[10.0])}
    found = study({"sites": 1, "budget": 2.0, "moves": True}, **tables)
    assert [row["site"] for row in found.tables["sites"].to_pylist()] == ["Place 1"]
    assert [row["status"] for row in found.tables["facilities"].to_pylist()] == ["closes", "keep"]


def test_a_budget_needs_costs_and_keeps_them():
    with pytest.raises(problems.NoCosts):
        study({"budget": 10.0}, areas=squares())
    need = [0] * 16
    need[0], need[5], need[10] = 100, 90, 80
    table = places((0.5, 0.5), (1.5, 1.5), (2.5, 2.5), cost=[10.0, 5.0, 5.0])
    found = study({"budget": 10.0, "sites": 3}, areas=squares(need_1=need), candidates=table)
    assert {row["site"] for row in found.tables["sites"].to_pylist()} == {"Place 2", "Place 3"}
    assert [row["gain_per_cost"] for row in found.tables["sites"].to_pylist()] == [18.0, 16.0]
    assert "People per million of cost" in html(found.report, "en")
    priced = study(
        {"budget": 10.0, "sites": 3}, areas=squares(need_1=need), candidates=replace(table, units={"cost": "만원"})
    )
    told = html(priced.report, "ko")
    assert "1억 원당 사람" in told
    assert "예산 10만원 안에서 많아야 3곳을 열 수 있으며, 고른 2곳에 10만원이 듭니다" in told
    assert "모든 조건을 지키면서" in told
    assert "180,000" in told  # 18 a unit of 10,000 won; without digits behind the point


@pytest.mark.parametrize(
    ("unit", "each", "called"),
    [
        ("만원", 1e4, "100 million won"),
        ("억원", 1, "100 million won"),
        ("GBP", 1e6, "million GBP"),
        ("", 1e6, "million of cost"),
    ],
)
def test_people_are_counted_for_round_sums_of_money(unit, each, called):
    assert lists.money(unit)[0] == each
    assert lists.money(unit)[1]["en"].endswith(called)


def test_a_shortfall_is_rounded_up_so_that_relaxing_by_it_is_enough():
    none = problems.NotEnough({"minimum cover, district 1": 841.123, "sites": 2.0000000001}, ["강북구", "강남구"])
    assert "강남구에서 기준 거리 안에 842명 더, 2곳 더. 조건을 하나 완화하세요." in none.text("ko")
    assert "842 more people within the standard in 강남구" in none.text("en")


@pytest.mark.long
def test_every_district_gets_its_least_share():
    need = [100] * 12 + [1] * 4
    free = study({"sites": 4}, areas=squares(need_1=need))
    fair = study({"sites": 4, "district_cover": 20.0}, areas=squares(need_1=need))
    assert {row["district"] for row in free.tables["sites"].to_pylist()} < {f"District {x}" for x in range(1, 5)}
    assert {row["district"] for row in fair.tables["sites"].to_pylist()} == {f"District {x}" for x in range(1, 5)}


def test_deprived_people_can_count_more():
    need, deprivation = [0] * 16, [0.0] * 16
    need[0], need[15] = 100, 60
    deprivation[15] = 9.0
    plain = study({"sites": 1}, areas=squares(need_1=need, deprivation=deprivation))
    fair = study({"sites": 1, "deprivation_weight": 1.0}, areas=squares(need_1=need, deprivation=deprivation))
    assert [one.tables["sites"].to_pylist()[0]["newly_within"] for one in (plain, fair)] == [100, 60]


def test_facilities_that_are_not_listed_are_told_and_tried():
    totals = given({"district": ["District 1", "District 2"], "count": [6.0, 1.0]})
    found = study(areas=squares(), facilities=places((0.5, 0.5), (1.5, 0.5)), totals=totals)
    assert found.quality["unlisted"]["missing"] == 5
    assert found.quality["unlisted"]["by_district"] == {"District 1": 5, "District 2": 0}
    tried = [row for row in found.tables["sensitivity"].to_pylist() if row["kind"] == "unlisted"]
    assert len(tried) == 10
    assert all(row["within_before"] > found.quality["today"]["share"] for row in tried)
    told = html(found.report, "en")
    assert "District 1 *" in told
    assert "1 of 6" in told
    assert "District 2 *" not in told
    assert "5 in 1 districts." in told
    drawn = next(part for part in found.report.parts if isinstance(part, Map))
    (outline,) = next(layer.shapes for layer in drawn.layers if isinstance(layer, Lines))
    assert shapely.bounds(outline) == pytest.approx([0, 0, STEP, 4 * STEP])
    assert "taken as complete" not in told


def test_a_list_that_nothing_is_compared_with_is_said_to_be_taken_as_complete():
    assert "taken as complete" in html(study(areas=squares(), facilities=places((0.5, 0.5))).report, "en")
    assert "taken as complete" not in html(study(areas=squares()).report, "en")
    compared = study({"known_total": 1}, areas=squares(), facilities=places((0.5, 0.5)))
    assert "taken as complete" not in html(compared.report, "en")


@pytest.mark.parametrize(
    ("names", "year"),
    [
        (("heat_shelters_20260706_cp949", "쉼터"), 2026),
        (("x", "2022년 시설 수"), 2022),
        (("x", "id 120261"), 0),
        (("x", "쉼터"), 0),
    ],
)
def test_the_year_of_a_table_is_in_its_names(names, year):
    table = replace(places((0.5, 0.5)), dataset=names[0], title={"ko": names[1]})
    assert unlisted.year(table) == year


def test_an_official_number_of_another_year_is_said():
    totals = replace(given({"district": ["District 1"], "count": [6.0]}), title={"en": "Counts of 2022"})
    table = replace(places((0.5, 0.5)), title={"en": "Places, July 2026"})
    assert "is of 2022 and the list of 2026" in html(
        study(areas=squares(), facilities=table, totals=totals).report, "en"
    )


def test_tests_that_time_ended_are_told():
    def change(proved: bool) -> sensitivity.Change:
        none = np.empty(0, dtype=np.intp)
        return sensitivity.Change("demand", {"en": "x", "ko": "x"}, 0.5, 0.6, 1.0, 1.0, none, none, proved)

    assert lists._not_proved([change(True)] * 3) == {}
    said = lists._not_proved([change(True), change(False), change(True)])
    assert said["en"].startswith("1 of 3 tests ended by their limit of time")
    assert said["ko"].startswith("시험 3개 중 1개는")


def test_areas_that_are_points_say_that_their_error_is_not_known():
    found = study(areas=given({"code": ["1", "2"], "need_1": [5, 6], "lon": [0.0, 0.01], "lat": [0.0, 0.0]}))
    assert found.quality["error_metres"] is None
    assert np.isfinite(found.quality["objective"])
