"""Maximal covering: SJC, BDS, PCB3038 (optima known), ZDS, Beasley, Maximo (optima not at hand), 100,000 points x 10,000 candidates."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from functools import partial

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path
from scipy.spatial import cKDTree

from families import DATA, Answer, Case
from madang.analysis.methods.cover import Cover
from madang.analysis.methods.maximal_covering import maximal_covering

FOLDER = DATA / "mclp"
BDS = {
    "BDS10000.txt": {5.5: 441545, 6.25: 485802},
    "BDS100000.txt.gz": {5.5: 4361262, 6.25: 4844374},
}
PCB = {100: 74634, 200: 121945}
DEGREE = 111_320.0  # metres of latitude


def cases() -> Iterator[Case]:
    with (FOLDER / "SJC/optimal_r800.csv").open() as file:
        for row in csv.DictReader(file):
            places, need = nodes(f"SJC/SJC{row['n']}.txt")
            known = float(row["optimal_cover_r800"])
            yield case(f"SJC{row['n']} p={row['p']}", known, need, disks(places, places, 800.0), int(row["p"]))
    for name, optima in BDS.items():
        sites, places, need = bds(name)
        for radius, known in optima.items():
            yield case(f"{name.split('.')[0]} R={radius} p=10", known, need, disks(places, sites, radius), 10)
    places, need = nodes("PCB/PCB3038.txt")
    for p, known in PCB.items():
        yield case(f"PCB3038 R=100 p={p}", known, need, disks(places, places, 100.0), p)
    yield from unknown()
    yield from very_large()


def unknown() -> Iterator[Case]:
    for name in ("ZDS1800", "ZDS2500"):
        places, need = nodes(f"ZDS/{name}.txt")
        for radius in (2.0, 3.5):
            yield case(f"{name} R={radius} p=20", None, need, disks(places, places, radius), 20)
    for name, radius in (("B700", 10.0), ("B900", 10.0)):
        matrix, need = graph(f"Beasley/{name}.txt")
        yield case(f"{name} R={radius} p=20", None, need, near(matrix, radius), 20)
    for name in ("Manhattan2713", "SanFrancisco5137", "Kings7730"):
        places, need = nodes(f"Maximo/{name}.txt")
        metres = places * DEGREE * np.array([1.0, np.cos(np.radians(places[:, 0].mean()))])
        for radius, p in ((400.0, 40), (800.0, 20)):
            yield case(f"{name} R={radius:g} p={p}", None, need, disks(metres, metres, radius), p)


def very_large() -> Iterator[Case]:
    """Made here, from a seed: evenly spread, and gathered around a hundred centres that overlap."""
    for kind, radius, p in (("even", 0.02, 100), ("even", 0.03, 50), ("gathered", 0.01, 100), ("gathered", 0.02, 100)):
        random = np.random.default_rng(0)
        if kind == "even":
            places = random.random((100_000, 2))
        else:
            centres = random.random((100, 2))
            places = centres[random.integers(0, 100, 100_000)] + random.normal(0, 0.05, (100_000, 2))
        sites = places[random.permutation(100_000)[:10_000]]
        need = random.integers(1, 100, 100_000).astype(float)
        yield case(f"100,000 {kind} R={radius} p={p}", None, need, disks(places, sites, radius), p)


def case(name: str, known: float | None, need: np.ndarray, cover: Cover, p: int) -> Case:
    beside = {"HiGHS": partial(highs, need, cover, p)}
    return Case(name, known, partial(ours, need, cover, p), beside)


def nodes(path: str) -> tuple[np.ndarray, np.ndarray]:
    rows = [line.split()[:3] for line in (FOLDER / path).read_text().splitlines()[1:]]
    table = np.array([row for row in rows if len(row) == 3], float)
    return table[:, :2], table[:, 2]


def bds(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    content = (FOLDER / "BDS" / name).read_bytes()
    rows = [
        line.split() for line in (gzip.decompress(content) if name.endswith("gz") else content).decode().splitlines()
    ]
    sites = np.array([row[2:4] for row in rows if row[0] == "F"], float)
    customers = np.array([row[2:5] for row in rows if row[0] == "C"], float)
    return sites, customers[:, :2], customers[:, 2]


def graph(path: str) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of shortest paths, and whole needs: the fourth number of the first edges, as many as there are nodes."""
    lines = (FOLDER / path).read_text().splitlines()
    count = int(lines[0].split()[0])
    edges = np.array([line.split()[:3] for line in lines[1:] if line.strip()], float)
    need = np.array([line.split()[3] for line in lines[1 : count + 1]], float)
    lengths = {(int(min(a, b)) - 1, int(max(a, b)) - 1): length for a, b, length in edges}
    ends = np.array(list(lengths))
    net = csr_array((np.array(list(lengths.values())), (ends[:, 0], ends[:, 1])), shape=(count, count))
    return shortest_path(net, directed=False), need


def disks(places: np.ndarray, sites: np.ndarray, radius: float) -> Cover:
    found = cKDTree(sites).query_ball_point(places, radius, return_sorted=True)
    sizes = np.array([len(row) for row in found])
    indices = np.concatenate([np.asarray(row, np.int32) for row in found])
    return Cover(np.concatenate(([0], np.cumsum(sizes))).astype(np.int64), indices, len(sites))


def near(matrix: np.ndarray, radius: float) -> Cover:
    rows, candidates = np.nonzero(matrix <= radius)
    starts = np.searchsorted(rows, np.arange(len(matrix) + 1))
    return Cover(starts.astype(np.int64), candidates.astype(np.int32), matrix.shape[1])


def ours(need: np.ndarray, cover: Cover, p: int, seconds: float) -> Answer:
    found = maximal_covering(need, cover, p, seconds=seconds)
    return Answer(found.objective, found.bound, found.gap)


def highs(need: np.ndarray, cover: Cover, p: int, seconds: float) -> Answer:
    """The textbook model (z_i <= sum of y_j over who covers i), in one matrix."""
    import highspy

    n, m = cover.points, cover.count
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = m + n, n + 1
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.concatenate((np.zeros(m), need))
    model.col_lower_, model.col_upper_ = np.zeros(m + n), np.ones(m + n)
    model.row_lower_ = np.concatenate((np.full(n, -np.inf), [p]))
    model.row_upper_ = np.concatenate((np.zeros(n), [p]))
    model.integrality_ = [highspy.HighsVarType.kInteger] * m + [highspy.HighsVarType.kContinuous] * n
    rows = np.repeat(np.arange(n), np.diff(cover.indptr))
    entries = np.concatenate((np.full(len(rows), -1.0), np.ones(n + m)))
    places = (
        np.concatenate((rows, np.arange(n), np.full(m, n))),
        np.concatenate((cover.indices, m + np.arange(n), np.arange(m))),
    )
    matrix = csr_array((entries, places), shape=(n + 1, m + n))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise TimeoutError
    return Answer(solver.getInfo().objective_function_value)
