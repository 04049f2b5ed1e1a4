"""Points to choose spots by on one part and to judge them on another: generated pick-ups, and police points of Merseyside.

The police points are no taxi rides. They stand in as real points of a real city of which one month says something about another.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from pyproj import Transformer

DATA = Path(__file__).parents[3] / "shared/data/liverpool/messy"
MONTHS = {
    "2014-04": "police_merseyside_2014-04_street_CR_only.csv",
    "2018-12": "police_merseyside_2018-12_street.csv",
    "2021-12": "police_merseyside_2021-12_street.csv",
}
WEEKS = 8


@dataclass(frozen=True)
class Parts:
    """`first` (n, 2) metres to choose by, `second` (m, 2) to judge by; `block` (m,): what is drawn together when intervals are made."""

    name: str
    first: np.ndarray
    second: np.ndarray
    block: np.ndarray


def police() -> Iterator[Parts]:
    """Each month and the next one at hand, both ways; blocks by small area (LSOA)."""
    read = {month: _month(DATA / file) for month, file in MONTHS.items() if (DATA / file).exists()}
    months = sorted(read)
    pairs = list(pairwise(months))
    for one, other in pairs + [(after, before) for before, after in pairs]:
        yield Parts(f"police points, {one} judged on {other}", read[one][0], *read[other])


def _month(file: Path) -> tuple[np.ndarray, np.ndarray]:
    with file.open(newline=None) as lines:  # one of them ends its lines with CR alone
        rows = [row for row in csv.DictReader(lines) if row["Longitude"]]
    degrees = np.array([(float(row["Longitude"]), float(row["Latitude"])) for row in rows])
    metres = np.column_stack(Transformer.from_crs(4326, 27700, always_xy=True).transform(*degrees.T))
    return metres, np.array([row["LSOA code"] for row in rows])


def generated(seed: int, nights: int = 7 * WEEKS) -> Parts:
    """Pick-ups of eight weeks in a made-up city of 12 km: streets with places to go out, whose draw changes from week to week.

    Odd weeks choose, even weeks judge; blocks by night.
    """
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 12_000, (250, 2))
    draw = rng.pareto(1.1, 250) + 0.2
    across = rng.uniform(40, 250, 250)
    angle = rng.uniform(0, np.pi, 250)
    found, night = [], []
    for number in range(nights):
        if number % 7 == 0:
            week = rng.lognormal(0, 0.4, 250)
        share = draw * week * rng.lognormal(0, 0.3, 250)
        place = rng.choice(250, rng.poisson(700), p=share / share.sum())
        along = rng.normal(0, across[place])
        street = np.column_stack((np.cos(angle[place]), np.sin(angle[place]))) * along[:, None]
        anywhere = rng.random(len(place)) < 0.15
        at = np.where(anywhere[:, None], rng.uniform(0, 12_000, (len(place), 2)), places[place] + street)
        found.append(at + rng.normal(0, 15, at.shape))
        night.append(np.full(len(place), number))
    xy, when = np.concatenate(found), np.concatenate(night)
    odd = when // 7 % 2 == 0
    return Parts(f"generated pick-ups, seed {seed}, odd weeks judged on even", xy[odd], xy[~odd], when[~odd])
