"""What cities really give: other ways to write days and hours, codes, single events, holes, clocks that change, a pandemic."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest

from madang.analysis import roles, small_cells
from madang.analysis.apart import making
from madang.analysis.studies import night_mobility
from madang.analysis.studies.night_mobility import activity, breaks, cells, demand, problems
from madang.analysis.studies.night_mobility.parameters import PARAMETERS
from madang.analysis.travel.coordinates import SwappedCoordinates
from madang.query.model import Column, Type
from tests.analysis.studies import night_city as city

CELLS = cells.read(city.cells())
SETTINGS = {one.name: one.default for one in PARAMETERS} | city.settings()
HOURS = demand.wanted_hours(SETTINGS)
COUNTS = city.counts()


def read(given, among=CELLS, holidays=(), **changes):
    return activity.read(given, among, HOURS, holidays, SETTINGS | changes)


def noted(found):
    return {one.code: one for one in found.notes}


def at(found, day, hour, one):
    number = (day - found.panel.first).days
    return found.panel.counts[number, found.panel.hours.index(hour), city.CODES.index(one)]


TABLES = {
    "Seoul, tidy": ("activity", {"date": "date", "hour": "integer", "dong_code8": "integer", "dong_name": "text", "total": "integer",
                                 "age20s": "integer"},
                    {"date": "date", "hour": "hour", "cell": "dong_code8", "count": "total"}),
    "Seoul, as published": ("activity", {"기준일ID": "date", "시간대구분": "integer", "행정동코드": "text", "총생활인구수": "number",
                                         "남자0세부터9세생활인구수": "number"},
                            {"date": "기준일ID", "hour": "시간대구분", "cell": "행정동코드", "count": "총생활인구수"}),
    "counts of a log": ("activity", {"date": "date", "hour": "integer", "cell": "text", "events": "integer"},
                        {"date": "date", "hour": "hour", "cell": "cell", "count": "events"}),
    "call events": ("activity", {"발생시각": "datetime", "셀번호": "text", "주거셀번호": "text", "통신구분": "text"},
                    {"date": "발생시각", "cell": "셀번호", "home": "주거셀번호"}),
    "boundaries": ("cells", {"code_8": "integer", "full_name": "text", "id": "integer", "shape": "geometry"},
                   {"code": "code_8", "name": "full_name", "geometry": "shape"}),
    "hexagons": ("cells", {"셀번호": "text", "자치구": "text", "행정동": "text", "경도": "number", "위도": "number", "추정인구": "number",
                           "geometry": "geometry"},
                 {"code": "셀번호", "name": "행정동", "district": "자치구", "geometry": "geometry", "lon": "경도", "lat": "위도"}),
    "taxi rides": ("pickups", {"tpep_pickup_datetime": "datetime", "tpep_dropoff_datetime": "datetime", "PULocationID": "integer"},
                   {"date": "tpep_pickup_datetime", "cell": "PULocationID"}),
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_columns_of_real_tables_are_found_by_themselves(table):
    role, given, meant = TABLES[table]
    (wanted,) = (one for one in night_mobility.READS if one.name == role)
    found = roles.fit(wanted, [roles.Offered(Column(name, Type(kind))) for name, kind in given.items()])
    assert {own: guess.column for own, guess in found.guesses.items()} == meant
    assert found.complete


WAYS = {
    "20240304 and 0": (lambda day: int(f"{day:%Y%m%d}"), int),
    "2024-03-04 and 00": (str, lambda hour: f"{hour:02d}"),
    "2024.3.4 and 00시": (lambda day: f"{day.year}.{day.month}.{day.day}", lambda hour: f"{hour:02d}시"),
    "a day and a time": (lambda day: day, time),
    "20240304 and 00~01": (lambda day: f"{day:%Y%m%d}", lambda hour: f"{hour:02d}~{hour + 1:02d}"),
}


@pytest.mark.parametrize("way", WAYS)
def test_days_and_hours_are_read_however_they_are_written(way):
    of_day, of_hour = WAYS[way]
    keys = list(COUNTS)
    given = city.given({
        "date": [of_day(day) for day, _, _ in keys], "hour": [of_hour(hour) for _, hour, _ in keys], "cell": [one for _, _, one in keys],
        "count": list(COUNTS.values()),
    })  # fmt: skip
    found = read(given)
    assert all(at(found, day, hour, one) == count for (day, hour, one), count in COUNTS.items())
    assert not found.notes


@pytest.mark.parametrize("written", [lambda moment: moment, str, lambda moment: moment.isoformat()])
def test_single_events_are_counted_by_their_moment(written):
    moments = [
        datetime(2024, 3, 4, 1, 59),
        datetime(2024, 3, 4, 1, 5),
        datetime(2024, 3, 5, 0, 0),
        datetime(2024, 3, 9, 13, 0),
    ]
    found = read(city.given({"date": [written(one) for one in moments], "cell": ["22", "22", "44", "44"]}))
    assert at(found, date(2024, 3, 4), 1, "22") == 2
    assert at(found, date(2024, 3, 4), 1, "44") == 0
    assert at(found, date(2024, 3, 5), 0, "44") == 1
    assert np.isnan(at(found, date(2024, 3, 4), 2, "22"))  # an hour without any event in the city was not observed
    assert found.events


def test_single_events_and_the_counts_of_their_log_are_the_same():
    rng = np.random.default_rng(4)
    minutes = rng.integers(0, 7, 400) * 1440 + rng.integers(0, 6 * 60, 400)
    moments = [datetime(2024, 3, 4) + timedelta(minutes=int(minute)) for minute in minutes]
    where = [city.CODES[at] for at in rng.integers(0, 25, 400)]
    counted = Counter(zip((one.date() for one in moments), (one.hour for one in moments), where, strict=True))
    events, counts = read(city.given({"date": moments, "cell": where})), read(city.activity(counted))
    assert np.array_equal(events.panel.counts, counts.panel.counts, equal_nan=True)
    assert (events.panel.first, events.panel.hours) == (counts.panel.first, counts.panel.hours)


def test_counts_of_events_that_leave_zeros_out_are_read_as_zeros():
    few = {key: count for key, count in COUNTS.items() if key[2] in city.OUT}
    few |= {(city.MONDAY, 0, one): 1.0 for one in city.CODES}  # every cell is named once
    found = read(city.activity(few))
    assert at(found, city.MONDAY, 1, "33") == 0
    assert noted(found)["sparse"].count == 42 * 25 - len(few)
    most = {key: 1.0 for key in COUNTS if key[1:] != (1, "33")}  # no zero anywhere, but ones: zeros were left out
    assert at(read(city.activity(most)), city.MONDAY, 1, "33") == 0
    assert np.isnan(at(read(city.activity(most | {(city.MONDAY, 0, "11"): 0.0})), city.MONDAY, 1, "33"))
    guarded, _ = small_cells.guarded({"activity": replace(city.activity(most), fewest=5)}, night_mobility.READS)
    assert at(read(guarded["activity"]), city.MONDAY, 1, "33") == 0  # 1 is no longer to be seen


def test_a_dense_table_without_a_cell_did_not_observe_it():
    holes = {
        key: count for key, count in COUNTS.items() if key != (city.MONDAY, 1, "33") and key[:2] != (city.MONDAY, 2)
    }
    found = read(city.activity(holes))
    assert np.isnan(at(found, city.MONDAY, 1, "33"))
    assert np.isnan(at(found, city.MONDAY, 2, "22"))
    assert noted(found)["missing-cells"].count == 1
    assert noted(found)["missing-hours"].items == ("2024-03-04 02h",)


def test_rows_that_come_twice_count_once_and_parts_of_an_hour_are_added_up():
    keys = [*COUNTS, *list(COUNTS)[:30]]
    twice = city.given({
        "date": [day for day, _, _ in keys], "hour": [hour for _, hour, _ in keys], "cell": [one for _, _, one in keys],
        "count": [COUNTS[key] for key in keys],
    })  # fmt: skip
    found = read(twice)
    assert all(at(found, day, hour, one) == count for (day, hour, one), count in COUNTS.items())
    assert noted(found)["repeated"].count == 30
    keys = [*COUNTS, *COUNTS]
    parts = city.given({
        "date": [day for day, _, _ in keys], "hour": [hour for _, hour, _ in keys], "cell": [one for _, _, one in keys],
        "count": [COUNTS[key] / 2 for key in keys],
    })  # fmt: skip
    found = read(parts)
    assert all(at(found, day, hour, one) == count for (day, hour, one), count in COUNTS.items())
    assert noted(found)["split"].count == len(keys)


def test_codes_meet_with_and_without_zeros_at_their_end_and_strangers_are_listed():
    among = cells.read(city.given({"code": ["1144066000", "1117065000"], "lon": [0.1, 0.2], "lat": [0.1, 0.2]}))
    given = city.given(
        {"date": [20190304] * 3, "hour": [0, 0, 0], "cell": [11440660, 11170650, 99999999], "count": [5, 6, 7]}
    )
    found = read(given, among)
    assert found.panel.counts[0, 0].tolist() == [5, 6]
    assert noted(found)["unknown-cells"].count == 1
    assert noted(found)["unknown-cells"].items == ("99999999 (1)",)
    with pytest.raises(problems.NoKnownCell, match="99999999"):
        read(city.given({"date": [20190304], "hour": [0], "cell": [99999999], "count": [5]}), among)


def test_places_are_found_in_their_cells_and_odd_ones_are_left_out():
    x, y = city.middle("22")
    given = city.given({"date": [datetime(2024, 3, 4, 1)] * 4, "lon": [x, x, 120.0, 50.0], "lat": [y, y, 120.0, 10.0]})
    found = read(given)
    assert at(found, city.MONDAY, 1, "22") == 2
    assert (noted(found)["odd-coordinates"].count, noted(found)["outside"].count) == (1, 1)


def test_swapped_coordinates_are_named():
    seoul = cells.read(city.given({"code": ["a", "b"], "lon": [127.0, 127.05], "lat": [37.5, 37.55]}))
    given = city.given({"date": [datetime(2024, 3, 4, 1)] * 2, "lon": [37.5, 37.51], "lat": [127.0, 127.01]})
    with pytest.raises(SwappedCoordinates, match="2 of 2 rows"):
        read(given, seoul)


def test_how_many_single_rows_are_odd_is_not_told_where_few_are_left_out():
    x, y = city.middle("22")
    when = [datetime(2024, 3, 4, 1), datetime(2024, 3, 4, 2), None, datetime(2024, 3, 4, 1), datetime(2024, 3, 4, 1)]
    by_code = city.given({"date": when, "cell": ["22", "22", "22", "X999", "22"], "home": ["", "", "", "", "22"]})
    by_place = city.given({"date": when, "lon": [x, x, x, 120.0, 50.0], "lat": [y, y, y, 120.0, 10.0]})
    told = {code: note for given in (by_code, by_place) for code, note in noted(read(replace(given, fewest=5))).items()}
    hidden = [told[code] for code in ("unknown-cells", "odd-times", "at-home", "odd-coordinates", "outside")]
    assert [(one.count, one.items) for one in hidden] == [(0, ())] * 5
    assert not [text for one in hidden for text in one.text.values() if re.search(r"\d", text)]
    assert noted(read(by_code))["unknown-cells"].items == ("X999 (1)",)


def test_who_is_at_home_is_no_visitor():
    given = city.given(
        {"date": [datetime(2024, 3, 4, 1)] * 3, "cell": ["22", "22", "22"], "home": ["22", "Town", "44"]}
    )
    found = read(given)
    assert at(found, city.MONDAY, 1, "22") == 1
    assert noted(found)["at-home"].count == 2


def test_nights_when_clocks_change():
    spring, autumn = date(2024, 3, 31), date(2024, 10, 27)
    dense = city.counts(days=220, first=spring)
    dense = {key: count for key, count in dense.items() if key[:2] != (spring, 1)}
    keys = [*dense, *[key for key in dense if key[:2] == (autumn, 1)]]
    twice = city.given({
        "date": [day for day, _, _ in keys], "hour": [hour for _, hour, _ in keys], "cell": [one for _, _, one in keys],
        "count": [dense[key] for key in keys],
    })  # fmt: skip
    found = read(twice, zone="Europe/London")
    assert np.isnan(at(found, spring, 1, "22"))
    assert at(found, autumn, 1, "22") == dense[autumn, 1, "22"]  # two rows of an hour: their mean
    assert noted(found)["repeated"].count == 25
    events = city.given({"date": [datetime(2024, 10, 26, 1)] * 2 + [datetime(2024, 10, 27, 1)] * 4, "cell": ["22"] * 6})
    found = read(events, zone="Europe/London")
    assert [at(found, day, 1, "22") for day in (date(2024, 10, 26), autumn)] == [2, 2]
    assert noted(found)["clock-back"].items == ("2024-10-27 01 h",)
    with pytest.raises(problems.UnknownZone, match="Atlantis"):
        read(events, zone="Europe/Atlantis")


def test_times_in_utc_become_those_of_the_city():
    given = city.given({"date": [datetime(2024, 3, 3, 16, 30), datetime(2024, 3, 4, 20, 0)], "cell": ["22", "22"]})
    found = read(replace(in_utc(given), zone="Asia/Seoul"))
    assert found.panel.first == date(2024, 3, 4)
    assert at(found, date(2024, 3, 4), 1, "22") == 1
    assert at(found, date(2024, 3, 5), 5, "22") == 1
    half = read(in_utc(given), zone="Asia/Kolkata")  # half an hour beside all others
    assert (at(half, date(2024, 3, 5), 1, "22"), np.nansum(half.panel.counts)) == (1, 1)
    with pytest.raises(problems.ZoneWanted):
        read(in_utc(given))


def in_utc(given):
    return replace(given, rows=making._with_zone(given.rows, ["date"]))


def test_the_city_tells_the_zone_and_whoever_asks_another():
    events = city.given(
        {"date": [datetime(2024, 10, 26, 1)] * 2 + [datetime(2024, 10, 27, 1, 0, 0, 5)] * 4, "cell": ["22"] * 6}
    )
    events = replace(events, zone="Europe/London")
    assert [at(read(events), day, 1, "22") for day in (date(2024, 10, 26), date(2024, 10, 27))] == [2, 2]
    assert at(read(events, zone="Asia/Seoul"), date(2024, 10, 27), 1, "22") == 4


def test_holidays_count_as_weekend():
    found = read(city.activity(COUNTS), holidays=[city.MONDAY])
    signal = demand.signal(found, CELLS, SETTINGS)
    late = [np.mean([COUNTS[city.MONDAY + timedelta(days=day), hour, "22"] for day in (0, 5, 6)]) for hour in range(3)]
    quiet = np.mean([COUNTS[city.MONDAY + timedelta(days=day), 4, "22"] for day in range(1, 5)])
    assert signal.value[city.CODES.index("22")] == pytest.approx(np.mean(late) - quiet)


def test_what_makes_no_sense_is_named():
    with pytest.raises(problems.NoTimes, match="soon"):
        read(city.given({"date": ["soon"], "hour": [0], "cell": ["22"], "count": [1]}))
    with pytest.raises(problems.NoHours):
        read(city.given({"date": [20240304], "cell": ["22"], "count": [1]}))
    with pytest.raises(problems.NegativeCount, match="row 1 is -3"):
        read(city.given({"date": [20240304], "hour": [0], "cell": ["22"], "count": [-3]}))
    with pytest.raises(problems.NoNight, match="0 and"):
        read(city.given({"date": [20240304], "hour": [12], "cell": ["22"], "count": [3]}))
    with pytest.raises(problems.NoWhere):
        read(city.given({"date": [20240304], "hour": [1], "count": [3]}))
    with pytest.raises(problems.RepeatedCells, match="for example 22"):
        cells.read(city.given({"code": ["22", "22"], "lon": [0.1, 0.2], "lat": [0.1, 0.2]}))


def test_nobody_at_night_is_said():
    nobody = dict.fromkeys(COUNTS, 0.0)
    with pytest.raises(problems.NothingAtNight, match="25 cells"):
        night_mobility.study({"activity": city.activity(nobody), "cells": city.cells()}, city.settings(), city.hush)


def test_one_cell_and_fewer_candidates_than_spots():
    only = {key: count for key, count in COUNTS.items() if key[2] == "22"}
    found = night_mobility.study(
        {"activity": city.activity(only), "cells": city.cells(["22"])}, city.settings(sites=3), city.hush
    )
    codes = {one["code"]: one["count"] for one in found.quality["notes"]}
    assert (codes["one-cell"], codes["fewer-candidates"]) == (1, 1)
    (area,) = found.tables["areas"].to_pylist()
    assert (area["z"], area["q"], area["hot"]) == (None, None, False)
    assert {row["spot"] for row in found.tables["spots"].to_pylist()} == {"Town Square 22 #1"}
    spots = [row for row in found.tables["spots"].to_pylist() if row["day"] == "weekend" and row["hour"] == 1]
    assert [row["share"] for row in spots] == [1.0]


def test_cells_at_the_same_place_are_noted_and_get_one_spot():
    among = city.given({"code": ["a", "b", "c"], "lon": [0.1, 0.1, 0.3], "lat": [0.1, 0.1, 0.3]})
    rows = {(city.MONDAY + timedelta(days=day), hour, one): 10.0 + 5 * (day > 4) * (hour < 3) for day in range(7) for hour in range(6)
            for one in "abc"}  # fmt: skip
    found = night_mobility.study({"activity": city.activity(rows), "cells": among}, city.settings(sites=1), city.hush)
    assert next(one["count"] for one in found.quality["notes"] if one["code"] == "same-place") == 2
    (spot,) = [row for row in found.tables["spots"].to_pylist() if row["day"] == "weekend" and row["hour"] == 1]
    assert spot["share"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("code", "those"),
    [pytest.param("broken-city", city.CODES, marks=pytest.mark.long), ("broken-cells", ["22", "44"])],
)
def test_a_pandemic_and_a_closed_district_are_warned_of(code, those):
    counts = {
        key: count * (0.3 if key[2] in those and key[0] >= city.MONDAY + timedelta(days=70) else 1.0)
        for key, count in city.counts(days=112).items()
    }
    found = read(city.activity(counts))
    (note,) = [one for one in breaks.noted(found.panel, CELLS) if one.code == code]
    assert note.count == 1
    assert note.items[0].startswith("2024-05-13 – 2024-06-23")


def test_a_city_that_grows_is_no_city_of_visitors():
    grown = {
        key: count * (1.5 if key[0] >= city.MONDAY + timedelta(days=28) else 1.0)
        for key, count in city.counts(days=56).items()
    }
    found = read(city.activity(grown))
    signal = demand.signal(found, CELLS, SETTINGS)
    expected = demand.expect(found, CELLS, signal, SETTINGS, "recent")
    at_home = expected.visitors[expected.days.index("weekday"), :, city.CODES.index("11")]
    assert at_home.max() < 5  # of 150 who sleep there now, 100 did before
    assert expected.visitors[expected.days.index("weekend"), 1, city.CODES.index("22")] == pytest.approx(450, rel=0.02)


def test_how_few_sleep_there_cannot_be_read_from_visitors():
    found = read(city.activity(city.counts()))
    signal = demand.signal(found, CELLS, SETTINGS)
    expected = demand.expect(found, CELLS, signal, SETTINGS, "hour_class", fewest=200)
    late = expected.told.expected[1, 1] - expected.visitors[1, 1]
    assert late[city.CODES.index("22")] == 100  # half of 200, whoever sleeps there
