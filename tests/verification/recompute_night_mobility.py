"""Numbers of the report on night mobility once more, from the real files with plain Python: no code of Madang, no arrays.

    python tests/verification/recompute_night_mobility.py DATA spots.csv

`spots.csv` holds longitude and latitude of the spots of a run for the whole night of weekends. It prints JSON: `signal` (visitors late on
weekends by code of the area, most first), `visitors` (of the whole city at each hour of a weekend night) and `share` (of the visitors of
the whole night who are within reach of a spot).
"""

import csv
import datetime
import json
import math
import sys
from pathlib import Path

NIGHT, LATE, QUIET = range(6), (0, 1, 2), 4
AXIS, FLAT = 6378137.0, 1 / 298.257223563
SQUARE = FLAT * (2 - FLAT)
POINTS, WALK, DETOUR = 10, 500, 1.3


def table(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def mean(values):
    return sum(values) / len(values)


def living(data):
    """People by area, whether it is weekend, and hour."""
    found = {}
    for row in table(f"{data}/seoul/living_population/living_pop_dong_hourly_20190304_20190310_tidy.csv"):
        weekend = datetime.date.fromisoformat(row["date"]).weekday() > 4
        found.setdefault((row["dong_code8"], weekend, int(row["hour"])), []).append(int(row["total"]))
    return found


def inside(x, y, ring):
    """Whether a point lies in a ring: it crosses the ring's sides an odd number of times on its way east."""
    crossed = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossed = not crossed
    return crossed


def size(ring):
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def middles(low, high, step):
    count = max(1, round((high - low) / step))
    return [low + (number + 0.5) * (high - low) / count for number in range(count)]


def squares(parts):
    """The middles of about ten equal squares within an area of one or several parts, each an outer ring and its holes."""
    xs = [x for part in parts for x, _ in part[0]]
    ys = [y for part in parts for _, y in part[0]]
    narrow = math.cos(math.radians((min(ys) + max(ys)) / 2))
    whole = sum(size(part[0]) - sum(map(size, part[1:])) for part in parts)
    step = math.sqrt(whole * narrow / POINTS)
    return [
        (x, y)
        for y in middles(min(ys), max(ys), step)
        for x in middles(min(xs), max(xs), step / narrow)
        if any(inside(x, y, part[0]) and not any(inside(x, y, hole) for hole in part[1:]) for part in parts)
    ]


def metres(here, there):
    """Over the ground between places that are near one another: along the two radii of the ellipsoid."""
    latitude = math.radians((here[1] + there[1]) / 2)
    bend = 1 - SQUARE * math.sin(latitude) ** 2
    across = AXIS / math.sqrt(bend) * math.cos(latitude) * math.radians(there[0] - here[0])
    along = AXIS * (1 - SQUARE) / bend**1.5 * math.radians(there[1] - here[1])
    return math.hypot(across, along)


def shapes(data):
    """The parts of each area by its code: outer ring and holes, without the last corner, which is the first."""
    file = Path(f"{data}/seoul/boundaries/living_pop_dong_424_polygons.geojson")
    found = {}
    for one in json.loads(file.read_text("utf-8"))["features"]:
        parts = [[[tuple(corner) for corner in ring[:-1]] for ring in part] for part in one["geometry"]["coordinates"]]
        found[str(one["properties"]["code_8"])] = parts
    return found


def told(data, spots):
    people = living(data)
    codes = sorted({code for code, _, _ in people})
    quiet = {code: mean(people[code, False, QUIET]) for code in codes}
    signal = {code: mean([one for hour in LATE for one in people[code, True, hour]]) - quiet[code] for code in codes}
    out = {(code, hour): max(0.0, mean(people[code, True, hour]) - quiet[code]) for code in codes for hour in NIGHT}
    taxis = [(float(row["longitude"]), float(row["latitude"])) for row in table(spots)]
    reached = 0.0
    for code, parts in shapes(data).items():
        places = squares(parts)
        near = sum(any(metres(place, taxi) * DETOUR <= WALK for taxi in taxis) for place in places)
        reached += sum(out[code, hour] for hour in NIGHT) * near / max(len(places), 1)
    return {
        "signal": dict(sorted(signal.items(), key=lambda pair: -pair[1])),
        "visitors": [sum(out[code, hour] for code in codes) for hour in NIGHT],
        "share": reached / sum(out.values()),
    }


if __name__ == "__main__":
    print(json.dumps(told(*sys.argv[1:])))
