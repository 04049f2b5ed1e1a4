"""p-center on OR-Library's graphs: optima known."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial

import highspy  # noqa: F401  imported before the clock starts
import numpy as np

from families import DATA, Answer, Case
from families.p_median import graph
from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.p_center import p_center


def cases() -> Iterator[Case]:
    with (DATA / "pmed/optimal.csv").open() as file:
        for row in csv.DictReader(file):
            matrix, p = graph(row["instance"]), int(row["p"])
            yield Case(
                f"{row['instance']} p={p}",
                float(row["pcenter_opt"]),
                partial(ours, matrix, p),
                {"spopt": partial(spopt, matrix, p)},
            )


def ours(matrix: np.ndarray, p: int, seconds: float) -> Answer:
    found = p_center(from_matrix(matrix), p, seconds=seconds)
    return Answer(found.objective, found.bound, found.gap)


def spopt(matrix: np.ndarray, p: int, seconds: float) -> Answer:
    import pulp
    from spopt.locate import PCenter

    model = PCenter.from_cost_matrix(matrix, p)
    model.solve(pulp.HiGHS(msg=False, timeLimit=seconds), results=False)
    if model.problem.sol_status != pulp.LpSolutionOptimal:
        raise TimeoutError
    return Answer(model.problem.objective.value())
