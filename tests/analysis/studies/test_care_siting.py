"""The study on a little city whose answers can be counted by hand."""

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.report import Key, html
from madang.analysis.studies import care_siting
from madang.analysis.studies.care_siting import problems
from tests.analysis.studies.toy_city import STEP, best_by_hand, given, hush, places, settings, squares


def test_people_in_the_squares_around_two_new_sites_come_within_reach():
    need = [0] * 16
    need[5], need[10], need[15] = 500, 300, 50
    found = care_siting.study({"areas": squares(need_1=need)}, settings(), hush)
    sites = found.tables["sites"].to_pylist()
    assert [(row["order"], row["site"], row["newly_within"]) for row in sites] == [
        (1, "District 2 Square 2-2", 500.0),
        (2, "District 3 Square 3-3", 300.0),
    ]
    assert found.quality["proved"]
    assert found.quality["then"]["within"] == 800.0


def test_every_yield_is_a_table_with_its_columns():
    found = care_siting.study(
        {"areas": squares(), "facilities": places((0.5, 0.5))}, settings(sweep=2, alternatives=1), hush
    )
    for one in care_siting.YIELDS:
        assert found.tables[one.name].column_names == [column.name for column in one.columns]
        assert found.tables[one.name].num_rows, one.name


def test_what_stands_today_always_counts():
    found = care_siting.study({"areas": squares(), "facilities": places((0.5, 0.5), (1.5, 0.5))}, settings(), hush)
    assert found.quality["today"]["within"] == 200.0
    assert found.quality["then"]["within"] == 400.0
    chosen = {row["site"] for row in found.tables["sites"].to_pylist()}
    assert not chosen & {"District 1 Square 1-1", "District 2 Square 2-1"}


def test_more_sites_than_candidates_is_named_with_its_shortfall():
    with pytest.raises(problems.MoreSitesThanCandidates, match="3 too few"):
        care_siting.study({"areas": squares(side=2)}, settings(sites=7), hush)


def test_the_same_inputs_give_the_same_tables():
    need = list(np.random.default_rng(3).integers(0, 90, 16))
    tables = {"areas": squares(need_1=need, second_need_1=need[::-1]), "facilities": places((0.5, 0.5))}
    first, again = (care_siting.study(tables, settings(sweep=3, alternatives=2), hush) for _ in range(2))
    for name, table in first.tables.items():
        assert table.equals(again.tables[name]), name


def test_nobody_in_need_is_said_before_anything_is_chosen():
    people = given({"code": ["9999"], "need_1": [12]})
    areas = squares()
    areas = given({name: areas.rows.column(name).to_pylist() for name in ("code", "name", "district", "geometry")})
    with pytest.raises(problems.NobodyInNeed, match="1 rows with 12 people"):
        care_siting.study({"areas": areas, "needs": people}, settings(), hush)


@pytest.mark.parametrize("seed", range(4))
def test_no_choice_tried_by_hand_brings_more_people(seed):
    rng = np.random.default_rng(seed)
    need = rng.integers(0, 50, 16)
    at = [tuple(pair) for pair in rng.uniform(0, 4, (2, 2))]
    given_places = [tuple(pair) for pair in rng.uniform(0, 4, (7, 2))]
    tables = {"areas": squares(need_1=need), "facilities": places(*at), "candidates": places(*given_places)}
    found = care_siting.study(tables, settings(standard=1200.0), hush)
    middle = np.array([(x + 0.5, y + 0.5) for x in range(4) for y in range(4)])

    def metres(points):
        return np.hypot(*(middle[:, None] - np.array(points)[None]).transpose(2, 0, 1)) * STEP * 110_947

    best = best_by_hand(need, metres(given_places), metres(at).min(axis=1), 2, 1200.0)
    assert found.quality["then"]["within"] - found.quality["today"]["within"] == pytest.approx(best)


def test_people_spread_evenly_over_their_area_are_as_many():
    found = care_siting.study({"areas": squares(), "facilities": places((0.5, 0.5))}, settings(points=9), hush)
    assert found.quality["points"] == 16 * 9
    assert found.quality["today"]["people"] == pytest.approx(1600)
    assert 100 < found.quality["error_metres"] < 200
    first = found.tables["access"].to_pylist()[0]
    assert (first["metres_before"], first["within_before"]) == (pytest.approx(357, rel=0.01), pytest.approx(1))


def test_the_report_says_the_same_numbers_first(tmp_path):
    found = care_siting.study({"areas": squares(), "facilities": places((0.5, 0.5))}, settings(), hush)
    key = next(part for part in found.report.parts if isinstance(part, Key))
    assert [figure.value for figure in key.figures][1] == found.quality["then"]["within"] - found.quality["today"][
        "within"
    ]
    for language in ("en", "ko"):
        told = html(found.report, language)
        assert found.quality["verdict"][language].split(":")[0].split(".")[0] in told


def test_a_site_stays_as_often_as_in_the_kind_of_test_that_changes_most():
    need = [0] * 16
    need[0], need[1], need[15] = 500, 400, 450
    other = [0] * 15 + [900]
    asked = settings(sites=1, standard=900.0)
    found = care_siting.study({"areas": squares(need_1=need, second_need_1=other)}, asked, hush)
    (site,) = found.tables["sites"].to_pylist()
    kinds: dict[str, list[float]] = {}
    for row in found.tables["sensitivity"].to_pylist():
        kinds.setdefault(row["kind"], []).append(row["share_stays"])
    assert len(kinds["demand"]) == 10
    assert (np.mean(kinds["demand"]), np.mean(kinds["need"])) == (pytest.approx(1, abs=0.7), 0)
    assert site["stays"] == 0
    assert "Need seen otherwise".lower() in site["why"]
    assert "Fewest stay with: need seen otherwise (0 % of the sites)" in html(found.report, "en")


def test_phases_take_what_brings_most_first():
    need = [5 * number for number in range(16)]
    found = care_siting.study({"areas": squares(need_1=need)}, settings(sites=5, phases=2), hush)
    rows = found.tables["sites"].to_pylist()
    assert [row["phase"] for row in rows] == [1, 1, 1, 2, 2]
    gains = [row["newly_within"] for row in rows]
    assert gains == sorted(gains, reverse=True)
    assert sum(row["marginal_gain"] for row in rows) == pytest.approx(1)


def test_alternatives_differ_and_say_what_they_lose():
    need = [100 - number for number in range(16)]
    found = care_siting.study({"areas": squares(need_1=need)}, settings(alternatives=3, difference=2), hush)
    chosen: dict[int, set[str]] = {}
    for row in found.tables["alternatives"].to_pylist():
        chosen.setdefault(row["alternative"], set()).add(row["site"])
    assert len(chosen) == 4
    for one in chosen:
        for other in chosen:
            assert one == other or len(chosen[one] - chosen[other]) >= 2
    losses = [row["loss"] for row in found.tables["alternatives"].to_pylist()]
    assert losses == sorted(losses)
    assert losses[0] == 0


def test_a_certificate_is_checked_without_the_study():
    found = care_siting.study({"areas": squares(), "facilities": places((0.5, 0.5))}, settings(), hush)
    (certificate,) = found.certificates.values()
    assert certificates.verify(certificate).proved


@pytest.mark.parametrize(
    "objective", ["p_median", "p_center", "set_covering", pytest.param("centdian", marks=pytest.mark.long)]
)
def test_other_measures_of_what_is_best(objective):
    need = list(np.random.default_rng(5).integers(1, 90, 9))
    asked = settings(objective=objective, standard=1500.0)
    found = care_siting.study({"areas": squares(side=3, need_1=need), "facilities": places((0.5, 0.5))}, asked, hush)
    assert found.quality["proved"]
    assert found.quality["then"]["mean"] < found.quality["today"]["mean"]
