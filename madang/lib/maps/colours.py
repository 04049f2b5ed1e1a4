"""Colours of classes, for light and for dark pages. Lightness rises or falls along every ramp, so they can be told apart by those who
do not see some hues, and in print without colour; `tests/lib/maps` measures it under simulated colour blindness.

Made by even steps between two or three colours of the portal in OKLab (B. Ottosson, 2020).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """The same thing on a light and on a dark page, as `#rrggbb`."""

    light: str
    dark: str


def _colours(light: str, dark: str) -> tuple[Colour, ...]:
    return tuple(Colour(*pair) for pair in zip(light.split(), dark.split(), strict=True))


RAMPS: dict[str, tuple[Colour, ...]] = {  # from little to much
    "jade": _colours(
        "#ddeee9 #bdddd5 #9ecbc2 #7dbaaf #5aa99d #458d83 #31726a #1c5952 #06403b",
        "#16332f #1f4843 #295e57 #33756d #3d8d83 #60a59b #82beb4 #a3d8ce #c4f2e8",
    ),
    "persimmon": _colours(
        "#fbe6d6 #f6ceb5 #f0b594 #e89c72 #e0834f #c26a3d #a6522c #893a1b #6e230a",
        "#3a2015 #572f1c #763f23 #965029 #b8612f #cb8056 #dd9e7a #eebd9e #ffdcc2",
    ),
    "sky": _colours(
        "#e2edf7 #c1d8ee #a0c4e5 #7eb0db #5c9bd1 #4780b3 #346697 #214d7b #0e3560",
        "#162a40 #203e5c #2a5379 #346898 #3f7fb8 #6498c9 #87b2da #abcceb #cfe6fb",
    ),
    "plum": _colours(
        "#f1e6f3 #dfcbe4 #cdb0d6 #bb95c7 #a97bb8 #8f62a0 #764a88 #5d3271 #461a5a",
        "#2c1a35 #42294d #593966 #714a81 #8a5b9c #a37ab2 #bc99c9 #d6b9df #f0daf6",
    ),
    "ink": _colours(
        "#eceeec #d4d8d5 #bcc2bf #a5ada9 #8f9894 #707975 #535b58 #373f3c #1d2522",
        "#262e2a #39423d #4d5751 #616c66 #77837c #939e97 #b1b9b3 #cfd5d0 #eef2ee",
    ),
}
ARMS: dict[str, tuple[tuple[Colour, ...], tuple[Colour, ...]]] = {  # from the centre out: below it, above it
    "jade-persimmon": (
        _colours("#84c3d0 #2f8494 #063d4a", "#24627a #4f9fbe #a8e2f8"),
        _colours("#f0b27e #c2672b #74290a", "#8f4d22 #d1813f #ffcf9c"),
    ),
    "plum-amber": (
        _colours("#b79ccb #7d529b #3f1157", "#5d3f78 #9a74bd #e0c2fa"),
        _colours("#d9b75a #a67c12 #5e4300", "#7a5f14 #bd9936 #fbe08a"),
    ),
}
NO_VALUE = Colour("#e6e2d8", "#2d3732")
POINT = Colour("#b5451b", "#f0a27f")
EDGE = Colour("#ffffff", "#121715")
GROUND = Colour("#eef1ee", "#0d1110")
OUTLINE = Colour("#faf8f4", "#1a211e")
LINE = Colour("#b9beb4", "#3f4b45")
INK = Colour("#1d2522", "#e9ede9")
PALETTES = (*RAMPS, *ARMS)


def colours(palette: str, count: int, turn: int | None = None) -> tuple[Colour, ...]:
    """A colour for each of `count` classes, of which the first `turn` lie below the centre of a diverging scheme."""
    if palette not in ARMS:
        ramp = RAMPS[palette]
        if count == 1:
            return (ramp[len(ramp) // 2],)
        return tuple(ramp[round(n * (len(ramp) - 1) / (count - 1))] for n in range(count))
    below, above = ARMS[palette]
    turn = count // 2 if turn is None else turn
    return (*reversed(_arm(below, turn)), *_arm(above, count - turn))


def _arm(arm: tuple[Colour, ...], count: int) -> list[Colour]:
    return [arm[min(round((n + 1) * len(arm) / count), len(arm)) - 1] for n in range(count)]
