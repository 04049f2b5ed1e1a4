"""Tables joined to areas: every row is either in an area or said to be in none; figures against a slow and plain way."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.lib import ids
from madang.query import figures, hexagons
from madang.query.figures import Measure
from madang.query.joining import HOWS, Link, joined, matches, normaliser
from madang.query.model import Column, Table, Type
from madang.query.parse import condition
from madang.store import revisions

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1101", "11010", "110100", "1102", "1103", "11", "", None, " 1101"]), st.none() | st.integers(-5, 50),
        st.sampled_from([2015, 2020, None]), st.integers(0, 3),
    ), min_size=1, max_size=30,
)  # fmt: skip
AREAS = ["1101", "1102", "1104", "1102", None]


def made(store, columns: tuple[Column, ...], values: dict, geometry=None) -> Table:
    table = pa.table(values)
    revision = ids.new()
    with revisions.build(store, revision, table.schema, geometry=geometry) as build:
        build.write(table)
    return Table("d", "t", revision, columns, table.num_rows, "observed", None, store, geometry)


def people(store, rows) -> Table:
    columns = (
        Column("코드", Type.TEXT),
        Column("값", Type.INTEGER),
        Column("해", Type.INTEGER),
        Column("몫", Type.INTEGER),
    )
    kinds = (pa.string(), pa.int64(), pa.int64(), pa.int64())
    return made(store, columns, {c.name: pa.array([row[n] for row in rows], kinds[n]) for n, c in enumerate(columns)})


def plainly(rows, measure: Measure):
    """What one area shows, row by row."""
    known = [row for row in rows if not measure.column or row[1] is not None]
    if not known:
        return math.nan
    values = [row[1] for row in known]
    ways = {
        "sum": lambda: sum(values),
        "mean": lambda: sum(values) / len(values),
        "min": lambda: min(values),
        "max": lambda: max(values),
    }
    found = ways[measure.take]() if measure.column else len(rows)
    if measure.per:
        parts = sum(row[3] for row in known)
        return found / parts if parts else math.nan
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ROWS, st.sampled_from(HOWS), st.sampled_from(figures.TAKES), st.sampled_from(["", "값"]), st.sampled_from(["", "몫"]), st.booleans()
)  # fmt: skip
def test_a_join_is_what_row_by_row_gives_and_loses_nothing(store, rows, how, take, column, per, timed):
    measure = Measure(column, take, per)
    found = joined(people(store, rows), Link("코드", "x", how), AREAS, measure, time="해" if timed else "")
    normal = normaliser(how, AREAS)
    for at, moment in enumerate(found.times):
        here = [row for row in rows if not timed or row[2] == moment]
        shown = set()
        for place, area in enumerate(AREAS):
            mine = [row for row in here if area and normal(row[0]) == normal(area)]
            shown |= {id(row) for row in mine}
            assert found.rows[at, place] == len(mine)
            assert found.values[at, place] == pytest.approx(plainly(mine, measure), nan_ok=True)
        missed = sum(rows for _, rows in found.lost[at]) + found.empty[at]
        assert missed + sum(1 for row in here if id(row) in shown) == len(here)
    assert found.shared == 2, "two areas have one code"


def test_codes_of_other_lengths_join_only_in_a_named_way():
    """8 digits of 2025 to 7 of 2020: dropping zeros is right where nothing changed; cutting puts 개포3동 into 신사동."""
    areas = ["1123051", "1123074", "1101053"]
    codes, rows = ["11230510", "11230511", "11010530"], [1, 1, 1]
    by_way = {one.how: (one.codes, one.areas) for one in matches(codes, rows, areas)}
    assert by_way == {"same": (0, 0), "zeros": (2, 2), "names": (0, 0), "first": (3, 2)}
    many = [str(code) for code in range(100)]
    best = matches([f"{code}0" for code in many] + ["7x"], [1] * 101, many)
    assert best[0].how == "zeros", "one row more is no reason to cut"


def test_more_groups_than_a_map_can_hold_are_refused(store, monkeypatch):
    monkeypatch.setattr(figures, "MOST_GROUPS", 3)
    with pytest.raises(figures.TooManyGroups):
        joined(people(store, [(str(n), n, 2015, 1) for n in range(9)]), Link("코드", "x"), AREAS, Measure())


def test_rows_are_narrowed_before_they_are_joined(store):
    table = people(store, [("1101", 1, 2015, 1), ("1101", 5, 2020, 1)])
    assert joined(table, Link("코드", "x"), AREAS, Measure("값"), condition("해 = 2020")).values[0, 0] == 5


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.floats(126.8, 127.2), st.floats(37.4, 37.7)), min_size=1, max_size=40), st.floats(0.005, 0.2)
)
def test_each_point_is_counted_in_its_nearest_hexagon(store, places, width):
    import shapely

    columns = (Column("geometry", Type.GEOMETRY),)
    wkb = [shapely.to_wkb(shapely.Point(*place)) for place in places]
    geometry = {"column": "geometry", "kind": "Point", "crs": "OGC:CRS84", "bbox": [126.8, 37.4, 127.2, 37.7]}
    table = made(store, columns, {"geometry": wkb}, geometry)
    comb = hexagons.Honeycomb(126.8, 37.4, width, 0.79)
    cells, counted = hexagons.counted(table, comb, Measure())
    assert counted.rows.sum() == len(places)
    assert len(np.unique(cells, axis=0)) == len(cells)
    hexes = shapely.polygons(comb.rings(cells))
    grown = shapely.buffer(hexes, width * 1e-3)
    for place in places:
        assert shapely.contains_xy(grown, *place).any()
    assert shapely.area(hexes) == pytest.approx(width**2 * math.sqrt(3) / 2 / 0.79, rel=1e-6)


def test_rows_without_a_shape_are_in_no_hexagon(store):
    import shapely

    geometry = {"column": "geometry", "kind": "Point", "crs": "OGC:CRS84", "bbox": [0, 0, 1, 1]}
    wkb = [shapely.to_wkb(shapely.Point(0.5, 0.5)), None]
    table = made(store, (Column("geometry", Type.GEOMETRY),), {"geometry": pa.array(wkb, pa.binary())}, geometry)
    _, counted = hexagons.counted(table, hexagons.Honeycomb(0, 0, 1, 1), Measure())
    assert counted.rows.tolist() == [1]
