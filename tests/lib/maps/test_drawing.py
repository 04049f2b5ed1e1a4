"""Shapes in a picture: in the frame, simplified within bounds, over the 180th meridian, odd ones without harm."""

from __future__ import annotations

import re
import time
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from madang.lib.maps import picture
from madang.lib.maps.colours import colours
from madang.lib.maps.outlines import MOST_VERTICES, outlines
from madang.lib.maps.projection import UNITS, frame, scale_bar, square_kilometres

SEOUL = shapely.box(126.9, 37.5, 127.0, 37.6)


def shapes(*each):
    return np.array(each, dtype=object)


def framed(*each):
    return frame(shapely.get_coordinates(shapes(*each)), 640, 480)


def test_a_square_keeps_its_form_and_its_place():
    around = framed(SEOUL)
    (path,) = outlines(shapes(SEOUL), around).areas
    x, y, *steps = map(int, re.findall(r"-?\d+", path))
    assert 0 <= x <= around.width * UNITS
    assert 0 <= y <= around.height * UNITS
    wide, high = max(map(abs, steps[::2])), max(map(abs, steps[1::2]))
    assert wide / high == pytest.approx(np.cos(np.radians(37.55)), rel=0.01)  # a degree of longitude is shorter


def test_odd_shapes_draw_what_can_be_drawn():
    crossing = shapely.Polygon([(127, 37.5), (127.1, 37.6), (127.1, 37.5), (127, 37.6)])
    mixed = shapely.from_wkt(
        "GEOMETRYCOLLECTION(POINT(127 37.5), GEOMETRYCOLLECTION(LINESTRING(127 37.5, 127.1 37.6)))"
    )
    tiny = shapely.box(127.05, 37.55, 127.0500001, 37.5500001)
    found = outlines(shapes(crossing, None, shapely.Polygon(), mixed, tiny), framed(SEOUL, crossing))
    assert [bool(one) for one in found.areas] == [True, False, False, False, True]
    assert [bool(one) for one in found.lines] == [False, False, False, True, False]
    assert [len(one) for one in found.points] == [0, 0, 0, 1, 0]
    assert "h10v10" in found.areas[4], "what is too small is a dot, not nothing"


def test_a_million_vertices_are_drawn_in_bounded_work():
    """A saw: the worst that a simplification can be given."""
    along = np.linspace(126.9, 127.0, 1_000_000)
    saw = np.column_stack([along, 37.5 + 0.1 * (np.arange(len(along)) // 3 % 2)])
    shape = shapely.Polygon(np.concatenate([saw, [[127.0, 37.4], [126.9, 37.4]]]))
    began = time.process_time()
    (path,) = outlines(shapes(shape), framed(shape)).areas
    assert time.process_time() - began < 10
    assert 10_000 < len(path) < 12 * MOST_VERTICES


def test_both_sides_of_the_180th_meridian_are_near():
    around = frame(np.array([[179.5, -17.0], [-179.5, -16.0]]), 640, 480)
    assert around.turned
    west, _, east, _ = around.box
    assert east - west < 3
    placed = around.placed(np.array([[179.5, -17.0], [-179.5, -16.0]])) / UNITS
    assert (placed >= 0).all()
    assert (placed <= [[around.width, around.height]]).all()


def test_no_place_has_no_frame_and_one_place_has_one():
    assert frame(np.zeros((0, 2)), 640, 480) is None
    assert frame(np.array([[np.nan, 1.0]]), 640, 480) is None
    assert frame(np.array([[127.0, 37.5]]), 640, 480).metres_per_pixel < 5


@pytest.mark.parametrize("latitude", [0, 37.5, 66])
def test_areas_are_those_of_the_ellipsoid(latitude):
    from pyproj import Geod

    box = shapely.segmentize(shapely.box(126, latitude, 127, latitude + 1), 0.01)
    metres = abs(Geod(ellps="WGS84").geometry_area_perimeter(box)[0])
    assert square_kilometres(shapes(box))[0] == pytest.approx(metres / 1e6, rel=1e-4)


def test_a_scale_is_a_round_length():
    assert scale_bar(26.7) == (2_000, pytest.approx(2_000 / 26.7))
    assert scale_bar(0.001)[0] == pytest.approx(0.1)


def test_texts_of_others_stay_texts():
    around = framed(SEOUL)
    bad = "<script>alert(1)</script>\"&'"
    marks = picture.Marks(outlines(shapes(SEOUL), around), [0], colours("jade", 1), [bad], 0)
    legend = [picture.Line(colours("jade", 1)[0], bad)]
    for drawn in (picture.in_page(around, marks, bad), picture.alone(around, marks, bad, bad, legend, [bad])):
        assert "<script" not in drawn
        ElementTree.fromstring(
            drawn if "xmlns" in drawn else drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        )


def test_words_with_characters_that_xml_forbids_are_a_picture_still():
    around = framed(SEOUL)
    odd = "구\x00\x1b\ufffe\ud800<b>"
    marks = picture.Marks(outlines(shapes(SEOUL), around), (0,), colours("jade", 5), (odd,))
    legend = [picture.Line(colours("jade", 5)[0], odd)]
    for drawn in (picture.in_page(around, marks, odd), picture.alone(around, marks, odd, odd, legend, [odd])):
        assert "구\ufffd\ufffd\ufffd\ufffd<b>" in "".join(ElementTree.fromstring(drawn).itertext())
