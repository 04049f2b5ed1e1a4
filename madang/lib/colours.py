"""Colours of the screen: how well two can be told apart (WCAG 2.2, section 1.4.3), and mixtures of them."""

from __future__ import annotations

import re

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255 of `#0f5c55` or `#fff`. Raises ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(colour)
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG, from 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG: 1 for equal colours, 21 for black on white; text needs 4.5, edges of controls 3."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`one` with so great a `share` (0 to 1) of `other` in it, as `#rrggbb`."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)
