"""Night mobility on Seoul's real living population; numbers of the report are computed again by a script that shares no code."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.csv
import pytest
import shapely

from madang.analysis import certificates
from madang.analysis.report import Key
from madang.analysis.studies import night_mobility
from tests.verification.care_cities import given

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).parent / "recompute_night_mobility.py"
FAMOUS = {"서교동", "이태원1동", "서초4동", "종로1·2·3·4가동", "화양동"}
"""Hongdae, Itaewon, Gangnam station, Jongno and Konkuk University."""


@pytest.fixture(scope="module")
def data():
    from tests.conftest import SHARED_DATA

    if not (SHARED_DATA / "seoul/living_population").is_dir():
        pytest.skip("no ../shared/data beside the checkout: the living population of Seoul is not here")
    return SHARED_DATA


def seoul(data):
    file = data / "seoul/living_population/living_pop_dong_hourly_20190304_20190310_tidy.csv"
    rows = pyarrow.csv.read_csv(file)
    shapes = json.loads((data / "seoul/boundaries/living_pop_dong_424_polygons.geojson").read_text("utf-8"))["features"]
    return {
        "activity": given("Living population", "생활인구", {
            "date": rows["date"].to_pylist(), "hour": rows["hour"].to_pylist(), "cell": rows["dong_code8"].to_pylist(),
            "count": rows["total"].to_pylist(),
        }),
        "cells": given("Neighbourhoods", "행정동", {
            "code": [one["properties"]["code_8"] for one in shapes], "name": [one["properties"]["full_name"] for one in shapes],
            "geometry": [shapely.to_wkb(shapely.from_geojson(json.dumps(one["geometry"]))) for one in shapes],
        }),
    }  # fmt: skip


@pytest.fixture(scope="module")
def found(data):
    return night_mobility.study(seoul(data), {}, lambda share, said: None)


@pytest.fixture(scope="module")
def again(found, data, tmp_path_factory):
    path = tmp_path_factory.mktemp("night") / "spots.csv"
    spots = [row for row in found.tables["spots"].to_pylist() if (row["day"], row["variant"]) == ("weekend", "night")]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["longitude", "latitude"])
        out.writerows([repr(row["longitude"]), repr(row["latitude"])] for row in spots)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(data), str(path)], capture_output=True, text=True, check=True, env={}
    )
    return json.loads(done.stdout)


def test_the_first_ten_areas_are_where_seoul_goes_out(found):
    first = [row["name"] for row in found.tables["areas"].to_pylist()[:10]]
    assert set(first) >= FAMOUS
    assert set(first[:5]) == FAMOUS


def test_each_area_has_the_visitors_that_a_plain_script_counts(found, again):
    areas = found.tables["areas"].to_pylist()
    assert [row["cell"] for row in areas[:100]] == list(again["signal"])[:100]
    for row in areas:
        assert row["signal"] == pytest.approx(again["signal"][row["cell"]], abs=1e-6)


def test_the_first_page_says_what_a_plain_script_counts(found, again):
    key = next(part for part in found.report.parts if isinstance(part, Key))
    assert key.figures[0].value == pytest.approx(max(again["visitors"]))
    assert key.figures[1].value["en"] == f"{100 * again['share']:.1f} %"
    assert found.quality["then"]["share"] == pytest.approx(again["share"], rel=1e-6)


def test_taxis_beat_the_simple_rules_and_little_more_is_possible(found):
    (night,) = [
        row for row in found.tables["cover"].to_pylist() if (row["day"], row["hour"], row["k"]) == ("weekend", None, 10)
    ]
    assert night["busiest"] < night["peaks"] < night["share"] <= night["bound"]
    assert found.quality["gap"] <= 0.005
    assert certificates.verify(json.loads(json.dumps(found.certificates["weekend_night"]))).gap <= 0.005


def test_one_week_proves_nothing_of_forecasts_and_the_statement_says_so(found):
    assert found.tables["backtest"].num_rows == 0
    assert {"too-few-weeks", "short"} <= {one["code"] for one in found.quality["notes"]}
