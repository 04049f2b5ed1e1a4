"""Filters by days and by a box, years in a question, and the facets of places and periods."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from madang.catalog import index, plainsearch
from madang.catalog.facets import Narrowing
from madang.catalog.models import Resource
from madang.catalog.search import OddBox, search
from tests.city import COLUMNS, ROWS, dataset, publish

BOXES = [
    (126.0, 37.0, 127.5, 38.0),
    (-10.0, 50.0, 0.0, 55.0),
    (170.0, -20.0, -170.0, -10.0),
    (0, 0, 0, 0),
    (-180, -90, 180, 90),
]
DAYS = [
    (date(2019, 1, 1), None),
    (None, date(2018, 12, 31)),
    (date(2020, 2, 1), date(2020, 2, 1)),
    (date(2035, 1, 1), None),
    (None, None),
]


@pytest.fixture
def shelf(indexed):
    """Seoul 2015 to 2018, Liverpool 2020, Fiji since 2019, and the city's dataset that says neither when nor where."""
    for slug, place, box, period in (
        ("seoul-trees", "서울", [126.8, 37.4, 127.2, 37.7], (date(2015, 1, 1), date(2018, 12, 31))),
        ("liverpool-trees", "Liverpool", [-3.1, 53.3, -2.8, 53.5], (date(2020, 1, 1), date(2020, 12, 31))),
        ("fiji-trees", "Fiji", [177.0, -19.0, 179.9, -16.0], (date(2019, 5, 1), None)),
    ):
        made = dataset(
            slug,
            indexed.department,
            title={"ko": "나무"},
            spatial={"en": place},
            period_start=period[0],
            period_end=period[1],
        )
        layer = Resource.objects.create(dataset=made, name="trees", kind="layer")
        publish(layer, ROWS, COLUMNS)
        layer.current.geometry = {"column": "geometry", "kind": "point", "crs": "EPSG:4326", "bbox": box}
        layer.current.save()
        layer.save()
    index.follow()
    return indexed


def slugs(**more):
    return {hit.slug for hit in search("", **more).hits}


def test_the_index_and_the_plain_twin_agree(shelf):
    for box, (since, until) in product(BOXES, DAYS):
        plain, _ = plainsearch.find("", Narrowing(box=box, since=since, until=until), (), "newest")
        assert slugs(box=box, since=since, until=until) == set(plain), (box, since, until)


def test_boxes(shelf):
    assert slugs(box=BOXES[0]) == {"seoul-trees"}
    assert slugs(box=BOXES[1]) == {"liverpool-trees"}
    assert slugs(box=BOXES[2]) == {"fiji-trees"}  # over the date line


def test_days(shelf):
    assert slugs(since=date(2020, 6, 1), until=date(2020, 6, 1)) == {"liverpool-trees", "fiji-trees"}
    assert slugs(until=date(2015, 1, 1)) == {"seoul-trees"}
    assert slugs(since=date(2035, 1, 1)) == {"fiji-trees"}  # not said to end


@pytest.mark.parametrize("box", [(0, 10, 1, 5), (-181, 0, 0, 0), (0, 0, 0, 91), (float("nan"), 0, 1, 1)])
def test_an_odd_box_is_refused(box):
    with pytest.raises(OddBox, match="is no box"):
        search("", box=box)


def test_years_of_the_facet(shelf):
    years = dict(search("").facets["period"])
    assert (years["2015"], years["2018"], years["2019"], years["2020"], years["2021"]) == (1, 1, 1, 2, 1)
    assert list(years) == sorted(years, reverse=True)
    assert slugs(facets={"period": ["2016", "2020"]}) == {"seoul-trees", "liverpool-trees", "fiji-trees"}


def test_places_and_views(shelf):
    facets = search("", language="en").facets
    assert dict(facets["place"]) == {"서울": 1, "Liverpool": 1, "Fiji": 1}
    assert dict(facets["view"])["map"] == 3
    assert slugs(facets={"view": ["map"], "place": ["Fiji"]}) == {"fiji-trees"}


def test_a_year_in_the_question(shelf):
    assert [hit.slug for hit in search("나무 2020").hits][:2] == ["liverpool-trees", "fiji-trees"]
    assert search("2016년 나무").hits[0].slug == "seoul-trees"
