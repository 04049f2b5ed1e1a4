"""How Seoul's nights are imagined: where people go out, when, and how weekends differ. Invented, but in "
"plausible places."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from madang.demonstration.hexagons import Cells
from madang.demonstration.outlines import Floats, to_metres

# name, longitude, latitude, spread in metres, strength
DISTRICTS = (
    ("홍대", 126.9237, 37.5563, 700, 10.0),
    ("강남역", 127.0276, 37.4985, 650, 9.0),
    ("이태원", 126.9945, 37.5345, 550, 6.5),
    ("종로", 126.9905, 37.5704, 700, 6.5),
    ("건대입구", 127.0692, 37.5404, 500, 6.0),
    ("신촌", 126.9368, 37.5575, 450, 3.0),
    ("압구정", 127.0393, 37.5270, 550, 3.0),
    ("방이", 127.1115, 37.5145, 500, 2.5),
    ("동대문", 127.0090, 37.5668, 450, 2.5),
    ("여의도", 126.9260, 37.5216, 500, 1.5),
    ("노원", 127.0614, 37.6551, 450, 2.0),
    ("서울대입구", 126.9527, 37.4812, 450, 2.0),
)

MONDAY = date(2025, 11, 3)
HOURS = (0, 1, 2, 3, 4, 5, 22, 23)
OUT_BY_HOUR = {0: 1.0, 1: 0.85, 2: 0.6, 3: 0.38, 4: 0.22, 5: 0.15, 22: 0.95, 23: 1.05}
HOME_BY_HOUR = {0: 0.75, 1: 0.45, 2: 0.25, 3: 0.17, 4: 0.15, 5: 0.3, 22: 1.2, 23: 1.0}
OUT_SHARE = 0.35  # of calls, made by people who are out
# Small hours belong to the evening before: Saturday 01 h is Friday's night.
OUT_BY_EVENING = {0: 0.7, 1: 0.75, 2: 0.8, 3: 1.0, 4: 1.9, 5: 2.1, 6: 0.75}


def evening(day: date, hour: int) -> int:
    """The weekday (0 = Monday) of the evening that an hour belongs to."""
    return (day - timedelta(days=hour < 6)).weekday()


def weeks(count: int, monday: date = MONDAY) -> list[tuple[date, int]]:
    """The 56 night hours of each week, in order of time."""
    return [(monday + timedelta(days=i), hour) for i in range(7 * count) for hour in HOURS]


def attraction(cells: Cells) -> Floats:
    """How strongly each cell draws people at night; sums to 1."""
    _, lon, lat, spread, strength = zip(*DISTRICTS, strict=True)
    x, y = to_metres(np.array(lon), np.array(lat))
    metres = np.hypot(cells.x[:, None] - x, cells.y[:, None] - y)
    bells = np.array(strength) * np.exp(-((metres / np.array(spread)) ** 2) / 2)
    pull = bells.sum(axis=1)
    return pull / pull.sum()


def expected(cells: Cells, total: float, count: int = 1, monday: date = MONDAY) -> tuple[Floats, Floats]:
    """Calls to expect per night hour of so many weeks and cell: (from people at home, from people out), each hours x cells; sum "
    "is `total`."""
    hours = weeks(count, monday)
    at_home = np.outer([HOME_BY_HOUR[hour] for _, hour in hours], cells.residents)
    going_out = [OUT_BY_HOUR[hour] * OUT_BY_EVENING[evening(day, hour)] for day, hour in hours]
    out = np.outer(going_out, attraction(cells))
    return at_home / at_home.sum() * total * (1 - OUT_SHARE), out / out.sum() * total * OUT_SHARE


def homes(cells: Cells) -> Floats:
    """Cumulated chances of the home cell of somebody out in a cell, n x n: many residents, and not too far (7 km)."""
    weight = cells.residents * np.exp(-cells.distances() / 7000)
    total: Floats = np.cumsum(weight, axis=1)
    return total / total[:, -1:]
