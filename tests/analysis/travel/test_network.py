"""Ways along streets against a search written out by hand, and what a map of streets can hold."""

import heapq
import math
from itertools import pairwise

import numpy as np
import pytest
import shapely

from madang.analysis.travel import network, streets, walking
from madang.analysis.travel.network import REACH

WEST, SOUTH = 127.0, 37.5
STEP = 0.001  # degrees: 88 metres to the east, 111 to the north


def lonlat(*cells):
    return np.array([[WEST + STEP * x, SOUTH + STEP * y] for x, y in cells])


def line(*cells):
    return shapely.linestrings(lonlat(*cells))


def layer(*lines):
    return np.array(lines, dtype=object)


def random_case(seed):
    """A grid of streets with gaps, some bent, and places beside them."""
    draw = np.random.default_rng(seed)
    size = 6
    lines = []
    for x in range(size):
        for y in range(size):
            bend = draw.uniform(0.2, 0.8, 2)
            if x + 1 < size and draw.random() < 0.75:
                lines.append(line((x, y), (x + bend[0], y + 0.2 * bend[1]), (x + 1, y)))
            if y + 1 < size and draw.random() < 0.75:
                lines.append(line((x, y), (x, y + 1)))
    return layer(*lines), lonlat(*draw.uniform(-1, size, (9, 2))), lonlat(*draw.uniform(-1, size, (7, 2)))


def plain(map_, points, candidates, speed, cutoff, reach):
    """Minutes (n, m): every place tied to its nearest piece by trying all, then one search a pair."""
    places = map_.plane(np.concatenate([points, candidates]))
    ways = {}

    def way(one, other, metres):
        ways.setdefault(one, []).append((other, metres))
        ways.setdefault(other, []).append((one, metres))

    nodes = [tuple(node) for node in map_.nodes]
    pieces = [(nodes[one], nodes[other]) for one, other in map_.ends]
    stops = {piece: [] for piece in pieces}
    away = []
    for at, place in enumerate(places):
        found = []
        for one, other in pieces:
            along = (other[0] - one[0], other[1] - one[1])
            share = ((place[0] - one[0]) * along[0] + (place[1] - one[1]) * along[1]) / (along[0] ** 2 + along[1] ** 2)
            share = min(1.0, max(0.0, share))
            foot = (one[0] + share * along[0], one[1] + share * along[1])
            found.append((math.dist(place, foot), share, (one, other)))
        metres, share, piece = min(found)
        away.append(metres)
        if metres <= reach:
            stops[piece].append((share, at))
    for (one, other), tied in stops.items():
        chain = [(0.0, one), *sorted(tied), (1.0, other)]
        for (share, here), (next_share, there) in pairwise(chain):
            way(here, there, (next_share - share) * math.dist(one, other))
    pace = speed * 1000 / 60
    times = np.full((len(points), len(candidates)), np.inf)
    for i in range(len(points)):
        for j in range(len(candidates)):
            there = len(points) + j
            if max(away[i], away[there]) > reach:
                continue
            ends = away[i] + away[there]
            metres = search(ways, i, there) + ends
            straight = math.dist(places[i], places[there])
            time = min(metres, straight if straight <= ends else np.inf) / pace
            times[i, j] = time if time <= cutoff else np.inf
    return times


def search(ways, start, goal):
    queue, seen = [(0.0, str(start), start)], set()
    while queue:
        metres, _, here = heapq.heappop(queue)
        if here == goal:
            return metres
        if here not in seen:
            seen.add(here)
            for there, more in ways.get(here, []):
                heapq.heappush(queue, (metres + more, str(there), there))
    return np.inf


def matrix(found, shape):
    times = np.full(shape, np.inf)
    for i, (row, lengths) in enumerate(zip(found.candidates, found.length, strict=True)):
        times[i, row[row >= 0]] = lengths[row >= 0]
    return times


@pytest.mark.parametrize("seed", range(12))
def test_times_are_those_of_a_search_by_hand(seed):
    lines, points, candidates = random_case(seed)
    map_ = streets.streets(lines)
    cutoff, reach = (9.0, 80.0) if seed % 2 else (60.0, 150.0)
    found = network.walking(points, candidates, map_, speed=4.5, cutoff=cutoff, reach=reach)
    wanted = plain(map_, points, candidates, 4.5, cutoff, reach)
    assert matrix(found.distances, wanted.shape) == pytest.approx(wanted, abs=1e-4)
    turned = network.walking(candidates, points, map_, speed=4.5, cutoff=cutoff, reach=reach)
    assert matrix(turned.distances, wanted.T.shape) == pytest.approx(wanted.T, abs=1e-4)


def test_many_sources_are_searched_in_parts(monkeypatch):
    lines, points, candidates = random_case(3)
    map_ = streets.streets(lines)
    whole = network.walking(points, candidates, map_)
    monkeypatch.setattr(network, "_AT_ONCE", 1)
    assert (network.walking(points, candidates, map_).distances.candidates == whole.distances.candidates).all()


def test_the_nearest_say_what_they_leave_out_and_the_cut_off_ends_all():
    lines, points, candidates = random_case(1)
    map_ = streets.streets(lines)
    whole = network.walking(points, candidates, map_, cutoff=np.inf).distances
    assert whole.complete
    some = network.walking(points, candidates, map_, nearest=2, cutoff=10.0).distances
    assert some.candidates.shape[1] == 2
    third = np.where(whole.length[:, 2] <= 10.0, whole.length[:, 2], 10.0)
    tied = whole.length[:, 0] < np.inf
    assert some.beyond[tied] == pytest.approx(third[tied])


def test_places_off_every_street_are_listed():
    map_ = streets.streets(layer(line((0, 0), (20, 0))))
    points, sites = lonlat((1, 0), (2, 5), (3, 1)), lonlat((4, 0), (5, -5))
    found = network.walking(points, sites, map_)
    assert found.lost_points.tolist() == [1]
    assert found.lost_candidates.tolist() == [1]
    assert found.distances.candidates.tolist() == [[0], [-1], [0]]
    assert f"1 points and 1 sites are more than {REACH:.0f} m off" in found.said[-1]["en"]


def test_lines_that_only_cross_are_a_bridge():
    crossing = streets.streets(layer(line((0, 0), (20, 0)), line((10, -10), (10, 10))))
    found = network.walking(lonlat((1, 0)), lonlat((10, 8)), crossing, cutoff=np.inf)
    assert (found.distances.candidates < 0).all()
    meeting = streets.streets(layer(line((0, 0), (10, 0), (20, 0)), line((10, -10), (10, 0), (10, 10))))
    found = network.walking(lonlat((1, 0)), lonlat((10, 8)), meeting, cutoff=np.inf)
    assert found.distances.candidates.tolist() == [[0]]


def test_two_doors_closer_than_their_street_walk_straight():
    map_ = streets.streets(layer(line((0, 0), (20, 0))))
    [[minutes]] = network.walking(lonlat((5, 2)), lonlat((5, 2)), map_).distances.length
    assert minutes == 0


def test_scraps_and_closed_lines_lead_nowhere_and_are_said():
    lines = layer(line((0, 0), (20, 0)), line((0, 1), (1, 1)), line((0, 2), (20, 2)), None, shapely.Point(127, 37))
    may = np.array([True, True, False, True, True])
    map_ = streets.streets(lines, may)
    assert len(map_.ends) == 1
    assert "2 km of streets; 2 shapes are closed to them or no lines, and 0.1 km" in map_.said[0]["en"]
    alone = streets.streets(layer(line((0, 0), (1, 0))))  # all there is, however short
    assert len(alone.ends) == 1
    with pytest.raises(streets.NoStreets, match="5 rows"):
        streets.streets(lines, np.zeros(5, bool))
    with pytest.raises(streets.NoStreets):
        streets.streets(layer(line((0, 0), (0, 0)), line((0, 0), (1e-6, 0))))


def test_slopes_slow_people_down_both_ways():
    flat, steep = lonlat((0, 0), (10, 0)), np.column_stack([lonlat((0, 0), (10, 0)), [0.0, 88.2]])
    slow = network.walking(flat[:1], flat[1:], streets.streets(layer(shapely.linestrings(steep))))
    fast = network.walking(flat[:1], flat[1:], streets.streets(layer(shapely.linestrings(flat))))
    up, down = math.exp(-3.5 * 0.15) / math.exp(-3.5 * 0.05), math.exp(-3.5 * 0.05) / math.exp(-3.5 * 0.05)
    ratio = slow.distances.length[0, 0] / fast.distances.length[0, 0]
    assert ratio == pytest.approx((1 / up + 1 / down) / 2, rel=2e-3)
    assert "Slopes are known" in slow.said[1]["en"]
    assert "slopes are not counted" in fast.said[1]["en"]


def test_tobler_on_the_flat_and_beyond_steps():
    metres = np.full(3, 1000.0)
    assert walking.minutes(metres, np.array([0.0, np.nan, -0.1]), 6.0)[:2].tolist() == [10, 10]
    assert walking.minutes(metres[:1], np.array([0.9])) == walking.minutes(metres[:1], np.array([0.4]))


def test_metres_for_rules_in_metres():
    map_ = streets.streets(layer(line((0, 0), (20, 0))))
    found = network.walking(lonlat((0, 0)), lonlat((10, 0)), map_, speed=3.0).in_metres(3.0)
    assert found.unit == "metres"
    assert found.distances.length[0, 0] == pytest.approx(883.9, abs=1)
    assert found.distances.beyond[0] == 3000


def test_ways_for_walking_by_the_tags_of_openstreetmap():
    tags = {
        "highway": ["residential", "motorway", "footway", "service", "path", "trunk", "steps", None],
        "foot": [None, None, "no", None, "yes", None, None, None],
        "access": [None, None, None, "private", "private", None, None, None],
        "motorroad": [None, None, None, None, None, "yes", None, None],
    }
    assert streets.walkable(tags, 8).tolist() == [True, False, False, False, True, False, True, True]
    assert streets.walkable({}, 2).tolist() == [True, True]
