"""The night study on cities that are odd: each ends in a result that holds together, or in a problem that both languages name.

A result holds together when every declared table is there with its columns and types, shares lie between 0 and 1, spots add up, nothing
passes its bound, the statement is plain JSON, and the report in both languages says nothing that is no number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

import pytest

from madang.analysis import small_cells
from madang.analysis.apart import making
from madang.analysis.declare import Given, Result
from madang.analysis.report import html
from madang.analysis.studies import night_mobility
from madang.analysis.studies.night_mobility.problems import NothingAtNight
from madang.analysis.travel.coordinates import SwappedCoordinates
from madang.lib.charts import drawing
from tests.analysis.studies import night_city as city

Tables = dict[str, Given]
WEEK = city.counts()


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts as the numbers that they are drawn of: drawing takes most of the time."""
    text = "<svg xmlns='http://www.w3.org/2000/svg'><text>{}</text></svg>"
    monkeypatch.setattr(drawing, "svg", lambda spec, seconds=None: text.format(escape(json.dumps(spec))))


def tables(found: Mapping[tuple[date, int, str], float] = WEEK, **more: Given) -> Tables:
    return {"activity": city.activity(found), "cells": city.cells(), **more}


def without(left_out: Callable[[date, int, str], bool], found: city.Counts = WEEK) -> city.Counts:
    return {key: count for key, count in found.items() if not left_out(*key)}


def times(factor: float, meant: Callable[[date, int, str], bool], found: city.Counts) -> city.Counts:
    return {key: count * (factor if meant(*key) else 1.0) for key, count in found.items()}


def spots_at(*places: tuple[float, float], **columns: list[Any]) -> Given:
    return city.given({
        "name": [f"Rank {at}" for at in range(len(places))], "lon": [x for x, _ in places], "lat": [y for _, y in places], **columns,
    })  # fmt: skip


def points(codes: list[str], place: Callable[[str], tuple[float, float]]) -> Given:
    where = [place(one) for one in codes]
    return city.given({"code": codes, "lon": [x for x, _ in where], "lat": [y for _, y in where]})


def events(*moments: tuple[datetime, str, int]) -> Given:
    rows = [(moment, cell) for moment, cell, count in moments for _ in range(count)]
    return city.given({"date": [moment for moment, _ in rows], "cell": [cell for _, cell in rows]})


def clock_night(first: date, repeated: int) -> Given:
    """Events of five nights round the one in which clocks are set, `repeated` times as many in its second hour."""
    return events(*(
        (datetime(day.year, day.month, day.day, hour), cell, 4 + (cell == "22") * 6 * (repeated if hour == 1 and day == middle else 1))
        for middle in (first + timedelta(days=2),) for number in range(5) for day in (first + timedelta(days=number),)
        for hour in range(6) if repeated or (day, hour) != (middle, 1) for cell in ("22", "44", "12")
    ))  # fmt: skip


LONDON = {"zone": "Europe/London"}
LONG = city.counts(days=112)
LATE = city.MONDAY + timedelta(days=70)
TRAPS: dict[str, tuple[Tables, dict[str, Any], str]] = {
    "no demand at one hour": (tables(times(0.0, lambda day, hour, cell: hour == 3, WEEK)), {}, ""),
    "no demand in any cell but one": (tables(times(0.0, lambda day, hour, cell: cell != "22", WEEK)), {}, "all-zero"),
    "nobody who does not sleep there": (tables(dict.fromkeys(WEEK, 100.0)), {}, ""),
    "one cell": ({**tables(without(lambda day, hour, cell: cell != "22")), "cells": city.cells(["22"])}, {}, "one-cell"),
    "one cell, one hour": ({"activity": city.activity({(city.MONDAY, 1, "22"): 7.0}), "cells": city.cells(["22"])}, {}, "one-cell"),
    "all cells at one place": ({**tables(), "cells": points(city.CODES, lambda one: (0.1, 0.1))}, {}, "same-place"),
    "candidates at one place": (
        tables(candidates=spots_at(*[city.middle("22")] * 3, city.middle("44"))), {}, "duplicate-candidates"
    ),
    "more spots than candidates": (tables(candidates=spots_at(city.middle("22"))), {"sites": 9}, "fewer-candidates"),
    "more spots than keep their distance": (tables(), {"sites": 9, "spacing": 20_000}, ""),
    "candidates that reach nobody": (tables(candidates=spots_at((0.06, 0.06), (0.0601, 0.06))), {"radius": 50}, ""),
    "hours that are missing": (tables(without(lambda day, hour, cell: hour in (2, 4) and day.weekday() != 1)), {}, "missing-hours"),
    "no weekend": (tables(without(lambda day, hour, cell: day.weekday() > 4)), {}, "no-weekend"),
    "no quiet hour": (tables(without(lambda day, hour, cell: hour == 4)), {}, "no-quiet-hour"),
    "clocks set forward": ({"activity": clock_night(date(2024, 3, 29), 0), "cells": city.cells()}, LONDON, ""),
    "clocks set back": ({"activity": clock_night(date(2024, 10, 25), 2), "cells": city.cells()}, LONDON, "clock-back"),
    "a closed district": (tables(times(0.0, lambda day, hour, cell: day >= LATE and cell in "22 44", LONG)), {}, "broken-cells"),
    "a pandemic": (tables(times(0.2, lambda day, hour, cell: day >= LATE, LONG)), {}, "broken-city"),
}  # fmt: skip
"""Tables, parameters, and the note that says what was odd, where something is to be said."""


@pytest.mark.parametrize("trap", TRAPS)
def test_an_odd_city_has_a_result_that_holds_together(trap: str) -> None:
    asked, changes, note = TRAPS[trap]
    found = night_mobility.study(asked, city.settings(weeks=2, k=2, seconds=2, **changes), city.hush)
    notes = {one["code"]: one for one in found.quality["notes"]}
    assert not note or note in notes, sorted(notes)
    holds_together(found)
    guarded = {one.name: making._typed("night", one, found.tables[one.name]) for one in night_mobility.YIELDS}
    hidden = small_cells.hide(night_mobility.YIELDS, guarded, 5)
    for one in night_mobility.YIELDS:
        for column in one.people:
            left = hidden.tables[one.name][column].drop_null().to_pylist()
            assert not [count for count in left if 0 < count < 5], (one.name, column)


def holds_together(found: Result) -> None:
    json.dumps(found.quality, allow_nan=False)
    assert {one.name for one in night_mobility.YIELDS} == set(found.tables)
    rows = {one.name: making._typed("night", one, found.tables[one.name]).to_pylist() for one in night_mobility.YIELDS}
    assert not [
        row
        for table in rows.values()
        for row in table
        for value in row.values()
        if value in (float("inf"), -float("inf"))
    ]
    for row in rows["demand"]:
        if row["expected"] is not None and row["low"] is not None:
            assert 0 <= row["low"] <= row["expected"] + 1e-9 <= row["high"] + 2e-9
    sets: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows["spots"]:
        sets.setdefault((row["day"], row["hour"], row["variant"]), []).append(row)
    for chosen in sets.values():
        assert [row["rank"] for row in chosen] == list(range(1, len(chosen) + 1))
        covered = 0.0
        for row in chosen:
            covered += row["gain"]
            assert row["gain"] >= -1e-9
            assert row["covered"] == pytest.approx(covered)
            assert row["share"] is None or 0 <= row["share"] <= 1 + 1e-9
        assert len({row["spot"] for row in chosen}) == len(chosen)
    for row in rows["cover"]:
        if row["share"] is not None:
            assert 0 <= row["share"] <= row["bound"] + 1e-9 <= 1 + 2e-9
    for language in ("ko", "en"):
        told = re.sub(r"<svg.*?</svg>", " ", html(found.report, language), flags=re.DOTALL)  # charts may say null
        text = re.sub(r"<[^>]*>", " ", told)
        assert len(text) > 2_000
        assert not re.search(r"\b(nan|inf|None|null)\b", text, re.IGNORECASE), language


NAMED: dict[str, tuple[Tables, type[Exception]]] = {
    "no demand at all": (tables(dict.fromkeys(WEEK, 0.0)), NothingAtNight),
    "cells with longitude and latitude swapped": (
        {**tables(), "cells": city.given({"code": ["22", "44"], "lon": [37.5, 37.6], "lat": [127.0, 127.1]})}, SwappedCoordinates
    ),
    "candidates with longitude and latitude swapped": (
        {
            "activity": city.activity({(city.MONDAY + timedelta(days=day), hour, one): 50.0 for day in range(7) for hour in range(6)
                                       for one in ("a", "b")}),
            "cells": city.given({"code": ["a", "b"], "lon": [127.0, 127.05], "lat": [37.5, 37.55]}),
            "candidates": spots_at((37.5, 127.0), (37.55, 127.05)),
        }, SwappedCoordinates,
    ),
}  # fmt: skip


@pytest.mark.parametrize("trap", NAMED)
def test_what_cannot_be_is_named_in_both_languages(trap: str) -> None:
    asked, problem = NAMED[trap]
    with pytest.raises(problem) as raised:
        night_mobility.study(asked, city.settings(), city.hush)
    texts = raised.value.texts()  # type: ignore[attr-defined]
    assert re.search("[가-힣]", texts["ko"])
    assert not re.search("[가-힣{}]", texts["en"].replace("지어낸 표", ""))
