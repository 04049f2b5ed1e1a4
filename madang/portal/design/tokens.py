"""The tokens that the pages carry just now: read from the built style sheet, with the city's own colours laid over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madang.catalog.look import Look
from madang.lib.colours import contrast
from madang.portal import theme
from madang.portal.templatetags.madang import ASSETS

MODES = ("light", "dark", "contrast light", "contrast dark")
_BLOCK = re.compile(r"(:root(?::root)?(?:\[data-look=\"?\w+\"?\])?)\{([^{}]*)\}")
_COLOUR = re.compile(r"--([\w-]+):\s*light-dark\((#\w+),\s*(#\w+)\)")
_LENGTH = re.compile(r"--(s\d|tiny|small|body|large|title|radius|radius-small):\s*([\d.]+)(rem|px)")

PAIRS = (
    ("ink", "paper", 4.5), ("ink", "surface", 4.5), ("ink", "sunken", 4.5), ("soft", "paper", 4.5), ("soft", "surface", 4.5),
    ("soft", "sunken", 4.5), ("accent", "paper", 4.5), ("accent", "surface", 4.5), ("accent", "sunken", 4.5),
    ("accent-deep", "accent-wash", 4.5), ("on-accent", "accent", 4.5), ("on-accent", "accent-deep", 4.5), ("jade", "jade-wash", 4.5),
    ("amber", "amber-wash", 4.5), ("berry", "berry-wash", 4.5), ("berry", "surface", 4.5), ("sky", "sky-wash", 4.5),
    ("ink", "accent-wash", 4.5), ("ink", "amber-wash", 4.5), ("ink", "berry-wash", 4.5), ("ink", "sky-wash", 4.5),
    ("line-strong", "surface", 3.0), ("line-strong", "paper", 3.0), ("spark", "paper", 3.0), ("spark", "surface", 3.0),
)  # fmt: skip
"""Which colour stands on which, and the contrast that WCAG 2.2 asks: 4.5 of text, 3 of edges and rings."""


@dataclass(frozen=True)
class Pair:
    """A colour on a ground, and its contrast in each of `MODES`."""

    colour: str
    ground: str
    least: float
    ratios: tuple[float, ...]

    @property
    def enough(self) -> bool:
        return min(self.ratios) >= self.least


def colours(look: Look) -> dict[str, tuple[str, ...]]:
    """Each colour in each of `MODES`."""
    blocks = _BLOCK.findall((ASSETS.parent / "style.css").read_text())
    usual = "".join(text for selector, text in blocks if selector == ":root") + theme.css(look)
    strong = "".join(text for selector, text in blocks if "contrast" in selector)
    plain = {name: (light, dark) for name, light, dark in _COLOUR.findall(usual)}
    high = plain | {name: (light, dark) for name, light, dark in _COLOUR.findall(strong)}
    return {name: (*pair, *high[name]) for name, pair in plain.items()}


def lengths() -> dict[str, float]:
    """Space, type and corners in pixels at the browser's usual size of 16."""
    text = (ASSETS.parent / "style.css").read_text()
    return {name: float(value) * (16 if unit == "rem" else 1) for name, value, unit in _LENGTH.findall(text)}


def pairs(found: dict[str, tuple[str, ...]]) -> list[Pair]:
    """Every colour on every ground where it is used."""
    return [
        Pair(colour, ground, least, tuple(contrast(*both) for both in zip(found[colour], found[ground], strict=True)))
        for colour, ground, least in PAIRS
    ]
