"""Numbers of the reports on care siting once more, from the real files with plain Python: no code of Madang, no arrays.

    python tests/verification/recompute_care_siting.py seoul DATA facilities.csv sites.csv
    python tests/verification/recompute_care_siting.py liverpool DATA sites.csv

`facilities.csv` and `sites.csv` are results of a run: longitude and latitude for Seoul, names for Liverpool. It prints JSON: `people`,
`within` and `then` (people within the standard, today and with the sites) and `worst_tenth` (mean metres of the tenth of the people
that has the longest way, with the sites).
"""

import csv
import json
import math
import sys
from pathlib import Path

AXIS, FLAT = 6378137.0, 1 / 298.257223563
SQUARE = FLAT * (2 - FLAT)
GRID = 0.9996012717 * (1 + (337000 - 400000) ** 2 / (2 * 6.38e6**2))
"""How much longer than on the ground a metre of the British national grid is at Liverpool, turned round."""


def table(path, encoding="utf-8-sig"):
    with Path(path).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def worst_tenth(pairs):
    """Of (metres, people) pairs: the mean of the tenth with the longest way, the pair at its border in part."""
    wanted = sum(people for _, people in pairs) / 10
    left, total = wanted, 0.0
    for metres, people in sorted(pairs, reverse=True):
        part = min(people, left)
        total += part * metres
        left -= part
    return total / wanted


def told(before, after, standard):
    return {
        "people": sum(people for _, people in before),
        "within": sum(people for metres, people in before if metres <= standard),
        "then": sum(people for metres, people in after if metres <= standard),
        "worst_tenth": worst_tenth(after),
    }


# Seoul: people stand at the middles of about ten equal squares within each neighbourhood


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


def squares(rings, about=10):
    outer, holes = rings[0], rings[1:]
    xs, ys = [x for x, _ in outer], [y for _, y in outer]
    narrow = math.cos(math.radians((min(ys) + max(ys)) / 2))
    step = math.sqrt((size(outer) - sum(map(size, holes))) * narrow / about)
    found = [
        (x, y)
        for y in middles(min(ys), max(ys), step)
        for x in middles(min(xs), max(xs), step / narrow)
        if inside(x, y, outer) and not any(inside(x, y, hole) for hole in holes)
    ]
    assert found, "a neighbourhood without any middle of a square"
    return found


def metres(here, there):
    """Over the ground between places that are near one another: along the two radii of the ellipsoid."""
    latitude = math.radians((here[1] + there[1]) / 2)
    bend = 1 - SQUARE * math.sin(latitude) ** 2
    across = AXIS / math.sqrt(bend) * math.cos(latitude) * math.radians(there[0] - here[0])
    along = AXIS * (1 - SQUARE) / bend**1.5 * math.radians(there[1] - here[1])
    return math.hypot(across, along)


def nearest(place, cells, width=0.02):
    """The nearest of the places in cells of `width` degrees; rings of cells are looked at until nothing nearer can come."""
    column, row = int(place[0] / width), int(place[1] / width)
    best, ring = math.inf, 0
    while ring * width * 80_000 < best + width * 112_000 and ring < 50:
        for x in range(column - ring, column + ring + 1):
            for y in range(row - ring, row + ring + 1):
                if max(abs(x - column), abs(y - row)) == ring:
                    best = min([best, *(metres(place, other) for other in cells.get((x, y), ()))])
        ring += 1
    return best


def cells(places, width=0.02):
    found = {}
    for place in places:
        found.setdefault((int(place[0] / width), int(place[1] / width)), []).append(place)
    return found


def seoul(data, facilities, sites, standard=500, detour=1.3):
    older = {
        row["행정기관코드"]: sum(
            int(value)
            for name, value in row.items()
            if name.endswith(("남자", "여자")) and "세" in name and int(name.split("세")[0]) >= 65
        )
        for row in table(f"{data}/seoul/population/pop_dong_sex_age1_20260630.csv", "cp949")
    }
    today = cells([(float(row["lon"]), float(row["lat"])) for row in table(facilities)])
    new = [(float(row["lon"]), float(row["lat"])) for row in table(sites)]
    before, after = [], []
    shapes = json.loads(Path(f"{data}/seoul/boundaries/seoul_dong_427_simplified_2026.geojson").read_text("utf-8"))
    for one in shapes["features"]:
        places = squares([[tuple(corner) for corner in ring[:-1]] for ring in one["geometry"]["coordinates"]])
        for place in places:
            people = older[one["properties"]["코드"]] / len(places)
            way = nearest(place, today)
            before.append((way * detour, people))
            after.append((min([way, *(metres(place, other) for other in new)]) * detour, people))
    return told(before, after, standard)


# Liverpool: people stand where each area says that they live, and everything is measured on the national grid


def liverpool(data, sites, standard=800, detour=1.3):
    folder = f"{data}/liverpool"
    ages = [str(age) for age in range(65, 90)] + ["90+"]
    older = {
        row["lsoa11_code"]: sum(int(row[age]) for age in ages)
        for row in table(f"{folder}/population/mid2020_single_year_age_lsoa11_lcr.csv")
    }
    grid = {
        row["postcode"]: (float(row["easting"]), float(row["northing"]))
        for row in table(f"{folder}/geo/postcodes_L_wgs84.csv")
    }
    libraries = [
        grid[row["Postcode"]]
        for row in table(f"{folder}/care/libraries_liverpool_city_council.csv")
        if not row["Year closed"]
    ]
    new = [grid[row["site"].rpartition("(")[2].rstrip(")")] for row in table(sites)]
    before, after = [], []
    for row in table(f"{folder}/geo/lsoa11_popweighted_centroids_liverpool.csv"):
        here, people = (float(row["X"]), float(row["Y"])), older[row["lsoa11cd"]]
        before.append((min(math.dist(here, one) for one in libraries) / GRID * detour, people))
        after.append((min(math.dist(here, one) for one in libraries + new) / GRID * detour, people))
    return told(before, after, standard)


if __name__ == "__main__":
    print(json.dumps({"seoul": seoul, "liverpool": liverpool}[sys.argv[1]](*sys.argv[2:])))
