"""Generated data: exact sums, peaks where they should be, the same in every run."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from madang.demonstration import nightlife, sample
from madang.demonstration.catalogue import entries
from madang.demonstration.datasets import (
    care_facilities,
    contracts,
    night_activity,
    night_calls,
    residents_by_age,
    taxi_pickups,
)
from madang.demonstration.files import batches
from madang.demonstration.ground import Ground

GROUND = Ground(scale=0.04)


@pytest.fixture(scope="module")
def calls() -> pa.Table:
    (sheet,) = night_calls.DATASET.sheets
    return pa.Table.from_batches(batches(sheet, GROUND))


def _dong(cell: str) -> str:
    return GROUND.dongs.names[GROUND.cells.dong[int(cell[1:]) - 1]]


def test_ages_sum_to_the_census_in_every_dong():
    people = residents_by_age.by_dong(GROUND)
    assert (people.sum(axis=1) == GROUND.residents).all()
    assert people.sum() == 9_586_195
    assert people.min() >= 0


def test_ages_are_plausible_and_differ_between_dongs():
    from_65, from_75, alone = residents_by_age.older(GROUND)
    share = from_65 / GROUND.residents
    assert 0.12 < from_65.sum() / GROUND.residents.sum() < 0.22
    assert share.max() > 2 * share.min()
    assert (from_75 <= from_65).all()
    assert (alone <= from_65).all()


def test_spread_keeps_the_total_even_for_nothing():
    assert residents_by_age.spread(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]
    assert residents_by_age.spread(0, np.array([1.0, 2.0])).tolist() == [0, 0]


def test_about_five_million_calls_in_two_full_weeks():
    at_home, out = nightlife.expected(GROUND.cells, night_calls.CALLS, night_calls.WEEKS)
    assert at_home.sum() + out.sum() == pytest.approx(5_000_000)
    assert len(at_home) == 2 * 56


def test_calls_of_two_weeks(calls):
    assert calls.num_rows == pytest.approx(200_000, rel=0.02)
    hours = Counter(pc.hour(calls["발생시각"]).to_pylist())
    assert set(hours) == set(nightlife.HOURS)
    days = {moment.date() for moment in calls["발생시각"].to_pylist()}
    assert (min(days), len(days)) == (nightlife.MONDAY, 14)


def test_weekend_nights_peak_where_people_go_out(calls):
    """The signal of the night-mobility study: weekend 00-02 h minus weekday 04 h, by 동."""
    score: Counter[str] = Counter()
    cells, moments = calls["셀번호"].to_pylist(), calls["발생시각"].to_pylist()
    for cell, moment in zip(cells, moments, strict=True):
        if moment.weekday() in (5, 6) and moment.hour < 3:
            score[_dong(cell)] += 1
        elif moment.weekday() < 5 and moment.hour == 4:
            score[_dong(cell)] -= 1
    top = {dong for dong, _ in score.most_common(12)}
    assert {"서교동", "역삼1동", "종로1·2·3·4가동"} <= top
    assert top & {"이태원1동", "이태원2동"}
    assert top & {"화양동", "자양4동", "구의1동"}


def test_friday_night_outdoes_tuesday_night_in_hongdae_but_not_at_home(calls):
    pairs = Counter(
        (evening, _dong(cell))
        for cell, moment in zip(calls["셀번호"].to_pylist(), calls["발생시각"].to_pylist(), strict=True)
        if (evening := nightlife.evening(moment.date(), moment.hour)) in (1, 4)
    )
    assert pairs[4, "서교동"] > 1.8 * pairs[1, "서교동"]
    friday, tuesday = (
        sum(n for (at, dong), n in pairs.items() if at == evening and dong.startswith("신월")) for evening in (4, 1)
    )
    assert tuesday / 1.3 < friday < 1.3 * tuesday


def test_callers_away_from_home_live_all_over_the_city(calls):
    away = calls.filter(pc.not_equal(calls["셀번호"], calls["주거셀번호"]))
    assert 0.3 < away.num_rows / calls.num_rows < 0.6
    assert len(set(away["주거셀번호"].to_pylist())) > 600


def test_batches_are_sorted_by_cell_and_home():
    batch = next(iter(night_calls.calls(GROUND)))
    cell, home = batch.column("셀번호").to_pylist(), batch.column("주거셀번호").to_pylist()
    assert list(zip(cell, home, strict=True)) == sorted(zip(cell, home, strict=True))


def test_open_counts_are_those_of_the_events_without_small_ones(calls):
    shown = night_activity.activity(GROUND)
    seen = Counter(
        (moment.date(), moment.hour, cell)
        for cell, moment in zip(calls["셀번호"].to_pylist(), calls["발생시각"].to_pylist(), strict=True)
    )
    for row in shown.to_pylist()[:500]:
        assert seen[row["날짜"], row["시간"], row["셀번호"]] == row["통화건수"]
    assert shown.num_rows == sum(count >= night_activity.FEWEST for count in seen.values())


def test_taxi_rides_cover_four_weeks_and_gather_at_kerbs():
    rides = taxi_pickups.rides(GROUND)
    days = {moment.date() for moment in rides["승차시각"].to_pylist()}
    assert len(days) == 28
    near = np.hypot(
        (np.array(rides["경도"]) - 126.9237) * 88_300, (np.array(rides["위도"]) - 37.5563) * 111_000
    )  # metres from Hongdae
    assert 0.05 < (near < 1000).mean() < 0.25


def test_facilities_lie_in_the_dong_they_name():
    import shapely

    from madang.demonstration.outlines import to_metres

    rows = care_facilities.facilities(GROUND)
    x, y = to_metres(np.array(rows["경도"]), np.array(rows["위도"]))
    index = [GROUND.dongs.codes.index(code) for code in rows["행정동코드"].to_pylist()]
    metres = shapely.distance(GROUND.dongs.shapes[index], shapely.points(x, y))
    assert metres.max() < 0.2  # degrees are rounded to about 10 cm
    assert min(rows["정원"].to_pylist()) >= 9


def test_contracts_are_consistent_and_suppliers_plainly_fictional():
    rows = contracts.awards(GROUND).to_pylist()
    assert all(row["공급자"].startswith("(가상)") for row in rows)
    assert all(row["공고일"] < row["계약일"] < row["이행종료"] for row in rows)
    assert all(row["입찰자수"] == 1 for row in rows if row["계약방법"] == "direct")
    assert min(row["계약금액"] for row in rows) > 0
    organisations = {entry.organisation for entry in entries()}
    assert {row["발주기관코드"] for row in rows} <= organisations
    sizes: dict[str, set[str]] = {}
    for row in rows:
        sizes.setdefault(row["공급자코드"], set()).add(row["공급자규모"])
    assert all(len(each) == 1 for each in sizes.values())


def test_no_column_holds_what_looks_like_a_person():
    names = {field.name for entry in entries() for sheet in entry.sheets for field in sheet.fields}
    assert not names & {"성명", "이름표", "전화번호", "주민등록번호", "이메일", "주소", "생년월일"}


def test_shipped_sample_is_the_generated_one():
    assert sample.SHIPPED.read_bytes() == sample.content(Ground())
    words = sample.SHIPPED.read_bytes().decode("cp949")
    assert "생성한 자료" in words.splitlines()[0]
    assert words.splitlines()[-2].startswith("합계")
