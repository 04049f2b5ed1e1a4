"""Colours of classes can be told apart, also by those who do not see red, green or blue as others do."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from madang.lib.maps.colours import ARMS, NO_VALUE, PALETTES, RAMPS, colours

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, 2009: complete protanopia, deuteranopia, tritanopia, on linear RGB.
SEEN = {
    "all colours": np.eye(3),
    "no red": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "no green": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "no blue": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
JUST = 0.05  # of OKLab: a difference of 0.02 can just be seen side by side


def linear(colour: str):
    part = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def oklab(light):
    cones = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                      [0.0883024619, 0.2817188376, 0.6299787005]]) @ np.clip(light, 0, 1)  # fmt: skip
    return np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                     [0.0259040371, 0.7827717662, -0.8086757660]]) @ np.cbrt(cones)  # fmt: skip


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("page", ["light", "dark"])
def test_no_two_classes_look_the_same(palette, seen, page):
    for count in range(2, 8):
        turn = count // 2 if palette in ARMS else None
        if palette in ARMS and count > 6:
            continue  # a diverging scheme has at most three classes a side
        shown = [oklab(SEEN[seen] @ linear(getattr(one, page))) for one in (*colours(palette, count, turn), NO_VALUE)]
        nearest = min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(shown[:-1], 2))
        assert nearest > JUST, (count, nearest)


@pytest.mark.parametrize("palette", RAMPS)
def test_a_ramp_goes_from_pale_to_deep_on_light_pages_and_the_other_way_on_dark_ones(palette):
    for page, way in (("light", -1), ("dark", 1)):
        lightness = [float(oklab(linear(getattr(one, page)))[0]) for one in RAMPS[palette]]
        assert [way * one for one in lightness] == sorted(way * one for one in lightness)


def test_each_side_of_a_centre_has_its_own_colours():
    below, above = ARMS["jade-persimmon"]
    assert colours("jade-persimmon", 4, 2) == (below[2], below[1], above[1], above[2])
    assert colours("jade-persimmon", 3, 0) == above
    assert len(colours("jade", 1)) == 1
