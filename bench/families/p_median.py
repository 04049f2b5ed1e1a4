"""p-median: OR-Library (graphs, optima known) and TSPLIB (every node demand 1 and candidate, unrounded straight line)."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from functools import partial

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from families import DATA, Answer, Case
from madang.analysis.methods import p_median_exact  # noqa: F401  numba is imported before the clock starts
from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.p_median import p_median

TSPLIB = {
    "d657": (5, 50, 200),
    "u724": (5, 50, 200),
    "d1291": (5, 50, 300),
    "rl1304": (5, 10, 50, 100, 200, 300, 400, 500),
    "rl1323": (10, 50, 300),
    "fl1400": (5, 10, 50, 100, 200, 300, 400, 500),
    "pcb3038": (5, 10, 50, 100, 200, 300, 400, 500),
}
# Best known: only what is at hand or surely remembered; None is "unknown".
KNOWN: dict[tuple[str, int], float] = {}


def cases() -> Iterator[Case]:
    yield from or_library()
    yield from tsplib()


def or_library() -> Iterator[Case]:
    with (DATA / "pmed/optimal.csv").open() as file:
        for row in csv.DictReader(file):
            matrix = graph(row["instance"])
            yield Case(f"{row['instance']} p={row['p']}", float(row["pmedian_opt"]), **asked(matrix, int(row["p"])))


def tsplib() -> Iterator[Case]:
    for name, sizes in TSPLIB.items():
        places = points(name)
        matrix = np.hypot(*(places[:, None, axis] - places[None, :, axis] for axis in (0, 1)))
        for p in sizes:
            yield Case(f"{name} p={p}", KNOWN.get((name, p)), **asked(matrix, p))


def asked(matrix: np.ndarray, p: int) -> dict:
    return {
        "ours": partial(ours, matrix, p),
        "beside": {
            "HiGHS": partial(highs, matrix, p),
            "spopt": partial(spopt, matrix, p),
            "pbp": partial(pbp, matrix, p),
        },
    }


def graph(name: str) -> np.ndarray:
    """The lengths of shortest paths of an OR-Library instance; a later edge overrides an earlier one."""
    rows = np.loadtxt(DATA / f"pmed/{name}.txt", dtype=int)
    count, edges = rows[0, 0], {}
    for one, other, length in rows[1:]:
        edges[min(one, other), max(one, other)] = length
    ends = np.array(list(edges)) - 1
    net = csr_array((np.array(list(edges.values()), float), (ends[:, 0], ends[:, 1])), shape=(count, count))
    return shortest_path(net, directed=False)


def points(name: str) -> np.ndarray:
    lines = gzip.decompress((DATA / f"tsplib/{name}.tsp.gz").read_bytes()).decode().splitlines()
    start = lines.index("NODE_COORD_SECTION") + 1
    count = int(next(line for line in lines if line.startswith("DIMENSION")).split(":")[1])
    return np.array([line.split()[1:3] for line in lines[start : start + count]], float)


def ours(matrix: np.ndarray, p: int, seconds: float) -> Answer:
    found = p_median(np.ones(len(matrix)), from_matrix(matrix), p, seconds=seconds)
    return Answer(found.objective, found.bound, found.gap)


def highs(matrix: np.ndarray, p: int, seconds: float) -> Answer:
    """The textbook model (x_ij <= y_j), as a user of HiGHS writes it."""
    import highspy

    count = len(matrix)
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", seconds)
    opened = [solver.addBinary() for _ in range(count)]
    served = [[solver.addVariable(0, 1, obj=matrix[i, j]) for j in range(count)] for i in range(count)]
    solver.addConstr(sum(opened) == p)
    for row in served:
        solver.addConstr(sum(row) == 1)
        for one, site in zip(row, opened, strict=True):
            solver.addConstr(one <= site)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise TimeoutError
    return Answer(solver.getInfo().objective_function_value)


def spopt(matrix: np.ndarray, p: int, seconds: float) -> Answer:
    import pulp
    from spopt.locate import PMedian

    model = PMedian.from_cost_matrix(matrix, np.ones(len(matrix)), p)
    model.solve(pulp.HiGHS(msg=False, timeLimit=seconds))
    if model.problem.sol_status != pulp.LpSolutionOptimal:
        raise TimeoutError
    return Answer(model.problem.objective.value())


def pbp(matrix: np.ndarray, p: int, seconds: float) -> Answer:
    from pbp_pmedian import solve

    value, _, _, status, _ = solve(matrix.T.copy(), p=p, time_limit=seconds)
    if status:
        raise TimeoutError
    return Answer(value)
