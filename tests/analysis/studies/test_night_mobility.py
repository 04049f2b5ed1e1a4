"""The study on a little city whose answers can be counted by hand."""

from datetime import timedelta

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.report import Key, html
from madang.analysis.studies import night_mobility
from madang.analysis.travel.plane import Plane
from tests.analysis.studies import night_city as city

TABLES = {"activity": city.activity(city.counts()), "cells": city.cells()}


def run(tables=TABLES, **changes):
    return night_mobility.study(tables, city.settings(**changes), city.hush)


@pytest.fixture(scope="module")
def week():
    return run()


@pytest.fixture(scope="module")
def weeks():
    return run({"activity": city.activity(city.counts(days=35)), "cells": city.cells()}, weeks=2, k=2)


def written(found):
    """Whether the report was written, and not only the words that it could not be."""
    return len(found.report.parts) > 10


def rows(found, table, **where):
    return [row for row in found.tables[table].to_pylist() if all(row[name] == value for name, value in where.items())]


def test_areas_are_ranked_by_who_is_out_late_and_does_not_sleep_there(week):
    counts = city.counts()
    late = {one: np.mean([counts[day, hour, one] for day, hour, own in counts if own == one and day.weekday() > 4 and hour < 3])
            for one in city.CODES}  # fmt: skip
    quiet = {one: np.mean([counts[day, 4, one] for day, hour, own in counts if own == one and day.weekday() < 5 and hour == 4])
             for one in city.CODES}  # fmt: skip
    found = week.tables["areas"].to_pylist()
    assert [row["cell"] for row in found[:3]] == ["22", "44", "12"]
    assert [row["rank"] for row in found] == list(range(1, 26))
    for row in found:
        assert row["signal"] == pytest.approx(late[row["cell"]] - quiet[row["cell"]])
        assert row["quiet"] == pytest.approx(quiet[row["cell"]])


def test_every_yield_is_a_table_with_its_columns(weeks):
    for one in night_mobility.YIELDS:
        assert weeks.tables[one.name].column_names == [column.name for column in one.columns]
        assert weeks.tables[one.name].num_rows or one.name == "cruising", one.name


def test_one_week_is_not_tried_on_itself_and_says_so(week):
    assert week.tables["backtest"].num_rows == 0
    note = next(one for one in week.quality["notes"] if one["code"] == "too-few-weeks")
    assert note["count"] == 7
    assert week.quality["forecast"]["model"] == "hour_class"
    (row,) = rows(week, "demand", cell="22", day="weekend", hour=1)
    counts = city.counts()
    seen = [counts[city.MONDAY + timedelta(days=day), 1, "22"] for day in (5, 6)]
    assert row["expected"] == pytest.approx(np.mean(seen))
    assert row["nights"] == 2
    assert row["low"] <= min(seen)
    assert max(seen) <= row["high"]


def test_five_weeks_are_tried_and_one_forecast_is_used_in_all_tables(weeks):
    found = weeks.tables["backtest"].to_pylist()
    assert sum(row["chosen"] for row in found) == 1
    assert {row["k"] for row in found} == {2}
    assert all(row["hit_low"] <= row["hit_rate"] <= row["hit_high"] for row in found)
    assert max(row["hit_rate"] for row in found) > 0.6
    assert weeks.quality["forecast"]["model"] == next(row["model"] for row in found if row["chosen"])


def test_taxis_wait_where_most_are_out_and_no_pair_tried_by_hand_covers_more(week):
    found = rows(week, "spots", day="weekend", hour=1)
    assert [row["spot"] for row in found] == ["Town Square 22 #1", "Town Square 44 #1"]
    expected = {row["cell"]: row["expected"] for row in rows(week, "demand", day="weekend", hour=1)}
    quiet = {row["cell"]: row["quiet"] for row in week.tables["areas"].to_pylist()}
    visitors = {one: max(0.0, expected[one] - quiet[one]) for one in city.CODES}
    best = sum(sorted(visitors.values())[-2:])  # a circle of 600 m around a middle holds no other middle
    assert found[1]["covered"] == pytest.approx(best)
    assert found[1]["share"] == pytest.approx(best / sum(visitors.values()))
    (cover,) = rows(week, "cover", day="weekend", hour=1, k=2)
    assert cover["share"] == pytest.approx(best / sum(visitors.values()))
    assert cover["busiest"] == pytest.approx(cover["share"])
    assert cover["bound"] == pytest.approx(cover["share"], rel=1e-3)


def test_visitors_are_who_is_expected_beyond_who_sleeps_there(week):
    asleep = {row["cell"]: row["expected"] for row in rows(week, "demand", day="weekday", hour=4)}
    told = week.tables["demand"].to_pylist()
    assert {row["cell"] for row in told if row["visitors"] > 50} == set(city.OUT)
    for row in told:
        assert row["visitors"] == pytest.approx(max(0.0, row["expected"] - asleep[row["cell"]]))


def test_the_set_of_the_whole_night_stands_beside_those_of_the_hours(week):
    night = rows(week, "spots", day="weekend", variant="night")
    assert {row["hour"] for row in night} == {None}
    assert [row["spot"] for row in night] == ["Town Square 22 #1", "Town Square 44 #1"]
    assert all(row["stays"] >= 0.5 for row in night)
    hours = {row["hour"] for row in rows(week, "spots", day="weekend", variant="hour")}
    assert hours == {0, 1, 2, 3, 4, 5}


def test_the_same_inputs_give_the_same_tables(week):
    again = run()
    for name, table in week.tables.items():
        assert table.equals(again.tables[name]), name


def test_sets_carry_proofs_that_are_checked_without_the_study(week):
    assert {"weekend_night", "weekend_01"} <= set(week.certificates)
    verified = certificates.verify(week.certificates["weekend_01"])
    (cover,) = rows(week, "spots", day="weekend", hour=1, rank=2)
    assert verified.objective == pytest.approx(cover["covered"])


def test_the_report_says_the_same_numbers_first(week):
    key = next(part for part in week.report.parts if isinstance(part, Key))
    share = rows(week, "spots", day="weekend", variant="night")[-1]["share"]
    assert key.figures[1].value["en"] == f"{100 * share:.1f} %"
    assert written(week)
    for language in ("en", "ko"):
        told = html(week.report, language)
        assert "Square 22" in told
        assert week.quality["verdict"][language].split(":")[0] in told


@pytest.mark.long
def test_each_day_of_the_week_by_itself(weeks):
    found = run({"activity": city.activity(city.counts(days=35)), "cells": city.cells()}, days="each", weeks=2)
    assert {row["day"] for row in found.tables["demand"].to_pylist()} == {
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    }
    assert {row["day"] for row in weeks.tables["profile"].to_pylist()} == {
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    }


def test_pick_ups_say_where_taxis_wait_in_squares_of_a_hundred_metres():
    rng = np.random.default_rng(2)
    at = np.array(city.middle("51")) + rng.normal(0, 0.0003, (60, 2))
    when = [city.MONDAY + timedelta(days=int(day)) for day in rng.integers(0, 14, 60)]
    pickups = city.given({"date": when, "hour": rng.integers(0, 6, 60).tolist(), "lon": at[:, 0], "lat": at[:, 1]})
    found = run({**TABLES, "pickups": pickups}, sites=1)
    assert found.quality["demand"] == "pickups"
    assert written(found)
    (night,) = rows(found, "spots", day="weekday", variant="night")
    assert night["spot"].startswith("Town Square 51 #")
    assert night["share"] == pytest.approx(1.0)
    assert (night["longitude"], night["latitude"]) == pytest.approx(city.middle("51"), abs=0.005)


def test_required_and_forbidden_candidates_and_their_distance():
    places = [city.middle(one) for one in ("22", "44", "12", "55")]
    candidates = city.given({
        "name": ["A", "B", "C", "D"], "lon": [x for x, _ in places], "lat": [y for _, y in places], "rule": ["금지", None, "", "필수"],
    })  # fmt: skip
    found = run({**TABLES, "candidates": candidates})
    night = rows(found, "spots", day="weekend", variant="night")
    assert {row["spot"]: row["rule"] for row in night} == {"B": None, "D": "required"}
    apart = run({**TABLES, "candidates": candidates}, spacing=2_000)
    assert {row["spot"] for row in rows(apart, "spots", day="weekend", variant="night")} == {"C", "D"}


def test_side_streets_with_few_empty_cabs_near_the_spots():
    x, y = city.middle("22")
    cruising = city.given({
        "name": ["Quiet lane", "Main road", "Far lane"], "lon": [x + 0.001, x, x + 0.03], "lat": [y, y, y],
        "boardings": [60, 100, 500], "empties": [100, 1000, 600],
    })  # fmt: skip
    found = run({**TABLES, "cruising": cruising}).tables["cruising"].to_pylist()
    assert [(row["place"], row["spot"]) for row in found] == [("Quiet lane", "Town Square 22 #1")]
    assert found[0]["ratio"] == pytest.approx(0.6, abs=0.1)


def test_spots_along_streets_and_cells_that_are_points():
    import shapely

    x, y = city.middle("22")
    streets = city.given(
        {"geometry": [shapely.to_wkb(shapely.LineString([(x - 0.002, y + 0.001), (x + 0.002, y + 0.001)]))]}
    )
    places = [city.middle(one) for one in city.CODES]
    points = city.given({"code": city.CODES, "lon": [x for x, _ in places], "lat": [y for _, y in places]})
    found = run({"activity": TABLES["activity"], "cells": points, "streets": streets}, sites=1)
    assert written(found)
    (night,) = rows(found, "spots", day="weekend", variant="night")
    assert night["latitude"] == pytest.approx(y + 0.001)
    assert abs(night["longitude"] - x) <= 0.0021
    assert next(one["count"] for one in found.quality["notes"] if one["code"] == "streets-as-candidates") == 4


def test_spots_on_a_grid_where_neither_candidates_nor_streets_are_given():
    found = run(grid=250, sites=3)
    assert next(one["count"] for one in found.quality["notes"] if one["code"] == "grid-as-candidates") > 50
    metres = Plane.around(np.array([city.middle("33")])).metres
    places = metres(np.array([(row["longitude"], row["latitude"]) for row in rows(found, "spots", variant="hour")]))
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    assert apart[apart > 1].min() >= 249
    assert "nobody has checked" in html(found.report, "en")


@pytest.mark.parametrize(
    ("signal", "said"), [("visitors", "visitors an hour at night"), ("activity", "events an hour at night")]
)
def test_without_a_weekend_areas_are_ranked_by_all_nights(signal, said):
    found = run({**TABLES, "activity": city.activity(city.counts(days=5))}, signal=signal)
    (note,) = [one for one in found.quality["notes"] if one["code"] == "no-weekend"]
    assert "quiet hour" not in note["text"]["en"]
    for row in found.tables["areas"].to_pylist():
        assert row["signal"] == pytest.approx(row["night"] - (row["quiet"] if signal == "visitors" else 0))
    told = html(found.report, "en").lower()
    assert said in told
    assert "late on weekends" not in told


def test_a_night_over_midnight_keeps_its_order():
    late = {(day, hour, one): count for (day, hour, one), count in city.counts().items()}
    late |= {(day, 22 + hour, one): count for (day, hour, one), count in late.items() if hour < 2}
    found = run({"activity": city.activity(late), "cells": city.cells()}, first_hour=22, last_hour=2)
    hours = [row["hour"] for row in rows(found, "spots", day="weekend", variant="hour", rank=1)]
    assert hours == [22, 23, 0, 1, 2]
