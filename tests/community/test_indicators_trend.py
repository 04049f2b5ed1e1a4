"""Target against actual, beside a plain twin; periods in the ways that tables write them."""

from __future__ import annotations

import math
import random
from datetime import date

import pytest

from madang.community.indicators_periods import OddPeriod, period, place
from madang.community.indicators_sdg import GOALS, NoSuchTarget, goal, targets
from madang.community.indicators_trend import Goal, Point, Status, expected, gone, pace, projected, status

UP = Goal(("2015", 30.0), ("2030", 60.0))
DOWN = Goal(("2015", 60.0), ("2030", 30.0), more_is_better=False)


@pytest.mark.parametrize(
    ("written", "told"),
    [(2025, "2025"), ("2025년", "2025"), ("2025-6", "2025-06"), ("202506", "2025-06"), ("2025년 6월", "2025-06"), (20250630, "2025-06-30"),
     ("2025.6.30", "2025-06-30"), ("2025년 3분기", "2025-Q3"), ("2025q2", "2025-Q2"), (date(2025, 6, 30), "2025-06-30"),
     ("2025-06-30T09:00", "2025-06-30")],
)  # fmt: skip
def test_a_period_has_one_form(written, told):
    assert period(written) == told
    assert period(told) == told


@pytest.mark.parametrize(
    "written", ["", "합계", "2025-13", "20250631", None, 12, "0000", True, "2025-Q5", "=1+1", "2025-06-30; x"]
)
def test_an_odd_period_is_refused(written):
    with pytest.raises(OddPeriod):
        period(written)


@pytest.mark.parametrize(
    ("value", "at", "told"),
    [(60.0, "2020", Status.REACHED), (61.0, "2031", Status.REACHED), (59.9, "2030", Status.MISSED), (40.0, "2020", Status.ON_TRACK),
     (39.9, "2020", Status.OFF_TRACK), (30.0, "2015", Status.NO_DATA), (99.0, "2014", Status.NO_DATA), (None, "2020", Status.NO_DATA),
     (20.0, "2020", Status.OFF_TRACK)],
)  # fmt: skip
def test_the_status_follows_its_rule_in_both_directions(value, at, told):
    assert status(UP, Point(at, value)) is told
    assert status(DOWN, Point(at, None if value is None else 90 - value)) is told


def test_the_path_goes_through_milestones():
    bent = Goal(("2015", 30.0), ("2030", 60.0), (("2020", 50.0), ("2025", 50.0)))
    assert [round(expected(bent, str(year)) or 0, 1) for year in (2015, 2020, 2023, 2025, 2030, 2040)] == [
        30,
        50,
        50,
        50,
        60,
        60,
    ]
    assert expected(bent, "2014") is None
    assert expected(UP, "2022-07") == pytest.approx(45, abs=0.02)


@pytest.mark.parametrize("seed", range(20))
def test_the_pace_is_that_of_a_plain_twin(seed):
    chance = random.Random(seed)
    pairs = [(year, chance.uniform(-1e4, 1e4)) for year in chance.sample(range(1900, 2100), chance.randrange(13))]
    points = [Point(str(year), value) for year, value in sorted(pairs)]
    newest = [(point.period, point.value) for point in points][-5:]
    if len(newest) < 2:
        assert pace(points) is None
        return
    n = len(newest)
    x, y = [place(at) for at, _ in newest], [value for _, value in newest]
    twin = (n * math.fsum(a * b for a, b in zip(x, y, strict=True)) - math.fsum(x) * math.fsum(y)) / (
        n * math.fsum(a * a for a in x) - math.fsum(x) ** 2
    )
    assert pace(points) == pytest.approx(twin, rel=1e-6, abs=1e-4)


def test_a_straight_line_goes_on():
    points = [Point("2015", 30.0), Point("2020", None), Point("2021", 42.0), Point("2023", 46.0)]
    assert projected(UP, points) == pytest.approx(60.0, abs=0.01)
    assert gone(UP, 45.0) == 0.5
    assert projected(UP, [Point("2031", 1.0), Point("2032", 2.0)]) is None


def test_missing_rows_are_a_share():
    assert Point("2025", 1.0, 4, 1).unknown == 0.25
    assert Point("2025", None).unknown is None


def test_there_are_17_goals_and_169_targets():
    assert len(GOALS) == 17
    assert len(targets()) == 169
    assert all(goal(number) for number in targets())
    assert goal("") is None
    for odd in ("18", "0", "11.", "11.d", "17.a", "3.10", "3.0", "x", "11.2.1", "-1"):
        with pytest.raises(NoSuchTarget):
            goal(odd)
