"""Contrast as WCAG defines it, on pairs whose ratio is published, and mixtures."""

from __future__ import annotations

import pytest

from madang.lib.colours import contrast, mixed, rgb


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#fff", 4.54), ("#abcdef", "#abcdef", 1.0)],
)
def test_contrast(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_mixtures_lie_between():
    assert mixed("#000000", "#ffffff", 0) == "#000000"
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#102030", "#ffffff", 1) == "#ffffff"


@pytest.mark.parametrize("odd", ["", "red", "#12", "#12345g", "rgb(1,2,3)", "#0f5c55;}", "#fff\n"])
def test_what_is_no_colour(odd):
    with pytest.raises(ValueError):  # noqa: PT011  the message is the word itself
        rgb(odd)
