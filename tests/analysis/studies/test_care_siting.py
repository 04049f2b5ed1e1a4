"""The study on a little city whose answers can be counted by hand."""

import numpy as np
import pytest

from madang.analysis.studies import care_siting
from madang.analysis.studies.care_siting import problems
from tests.analysis.studies.toy_city import given, hush, places, settings, squares


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
